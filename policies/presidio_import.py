"""Presidio without what it drags along: spaCy always, torch and transformers where they happen to be installed.

Presidio imports all of its NLP engines at once. We give it our own (`policies.light_nlp`), so spaCy would be loaded
for its type names alone (0.9 s of a cold start), and torch and transformers for engines that nobody asked for (10 s):
the optional packages count as not installed, which Presidio provides for. `tldextract` is spared because Presidio's
e-mail recogniser would let it call the network. Two parts of Presidio's own are spared too, a third of a second
together: its hundred recognisers, whose patterns are all compiled as they are imported (of them come the four that we
use), and the checks of configuration files that we don't have.
"""

from __future__ import annotations

import importlib
import sys
import threading

from policies.sparing_imports import Spared, sparing

_PREDEFINED = "presidio_analyzer.predefined_recognizers"
USED = (
    f"{_PREDEFINED}.generic.crypto_recognizer",
    f"{_PREDEFINED}.country_specific.us.us_itin_recognizer",
    f"{_PREDEFINED}.country_specific.us.us_mbi_recognizer",
    f"{_PREDEFINED}.country_specific.germany.de_health_insurance_recognizer",
)
"""The modules of Presidio's recognisers that ours are made of; `policies.recognizers.registry` names each in full."""

_SPARED = Spared(
    placeholders={"spacy": {}, "thinc": {}, "tldextract": {}, "presidio_analyzer.input_validation": {}},
    absent={"torch", "transformers", "stanza", "gliner", "langextract", "azure", "openai", "huggingface_hub"},
    hollow={_PREDEFINED},
)

_lock = threading.Lock()


def import_presidio() -> None:
    """Import what we use of both parts of Presidio, once; later calls cost nothing."""
    with _lock:
        if "presidio_anonymizer" in sys.modules and all(name in sys.modules for name in USED):
            return
        with sparing(_SPARED):
            importlib.import_module("presidio_analyzer")
            importlib.import_module("presidio_anonymizer")
            for name in USED:
                importlib.import_module(name)
