"""Presidio comes without what it drags along."""

import subprocess
import sys

HEAVY = ("spacy", "thinc", "torch", "transformers", "stanza", "tldextract")


def run(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()


def test_redaction_loads_neither_spacy_nor_torch() -> None:
    program = (
        "from policies.loading import load_policy\n"
        "from policies.presidio_redactor import PresidioRedactor\n"
        "assert PresidioRedactor(load_policy('hipaa')).redact('Dr. Edda Stoll').entities\n"
        "import sys\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    assert run(program) == "[]"


def test_afterwards_the_real_package_can_be_imported() -> None:
    program = (
        "from policies.presidio_import import import_presidio\n"
        "import_presidio()\n"
        "import tldextract\n"
        "print(tldextract.__file__ is not None, hasattr(tldextract, 'TLDExtract'))"
    )
    assert run(program) == "True True"


def test_importing_the_redactor_imports_no_presidio() -> None:
    program = "import policies.presidio_redactor, policies.policy, sys\nprint('presidio_analyzer' in sys.modules)"
    assert run(program) == "False"


def test_of_presidios_own_recognisers_only_those_that_are_used_are_imported() -> None:
    program = (
        "from policies.loading import load_policy\n"
        "from policies.presidio_import import USED\n"
        "from policies.presidio_redactor import PresidioRedactor\n"
        "PresidioRedactor(load_policy('hipaa')).redact('Dr. Edda Stoll')\n"
        "import sys\n"
        "print({name for name in sys.modules if name.startswith('presidio_analyzer.predefined_')} == set(USED))"
    )
    assert run(program) == "True"


def test_afterwards_all_of_presidios_recognisers_can_be_imported() -> None:
    program = (
        "from policies.presidio_import import import_presidio\n"
        "import_presidio()\n"
        "import sys\n"
        "sys.modules.update({name: None for name in ('torch', 'transformers', 'stanza', 'gliner', 'spacy')})  # slow\n"
        "from policies.recognizers.registry import CryptoRecognizer\n"
        "from presidio_analyzer import predefined_recognizers as all_of_them\n"
        "from presidio_analyzer.input_validation import ConfigurationValidator\n"
        "from presidio_analyzer.recognizer_registry import RecognizerRegistryProvider\n"
        "print(all_of_them.UrlRecognizer().supported_entities, all_of_them.CryptoRecognizer is CryptoRecognizer)"
    )
    assert run(program) == "['URL'] True"
