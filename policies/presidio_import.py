"""Presidio without what it drags along: spaCy always, torch and transformers where they happen to be installed.

Presidio imports all of its NLP engines at once. We give it our own (`policies.light_nlp`), so spaCy would be loaded
for its type names alone (0.9 s of a cold start), and torch and transformers for engines that nobody asked for (10 s).
While Presidio is imported, and in the importing thread only, `spacy` and `thinc` are packages of placeholders, and the
optional packages count as not installed, which Presidio provides for. `tldextract` is a placeholder too: Presidio's
e-mail recogniser would let it call the network. So are two parts of Presidio's own that take a third of a second: its
hundred recognisers, whose patterns are all compiled as they are imported (of them come the four that we use), and the
checks of configuration files that we don't have. Nothing stays behind: afterwards `import spacy` gives spaCy, and
`presidio_analyzer.predefined_recognizers` all recognisers.
"""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

_PREDEFINED = "presidio_analyzer.predefined_recognizers"
USED = (
    f"{_PREDEFINED}.generic.crypto_recognizer",
    f"{_PREDEFINED}.country_specific.us.us_itin_recognizer",
    f"{_PREDEFINED}.country_specific.us.us_mbi_recognizer",
    f"{_PREDEFINED}.country_specific.germany.de_health_insurance_recognizer",
)
"""The modules of Presidio's recognisers that ours are made of; `policies.recognizers.registry` names each in full."""

PLACEHOLDERS = frozenset({"spacy", "thinc", "tldextract"})
CONFIGURATION = "presidio_analyzer.input_validation"
ABSENT = frozenset({"torch", "transformers", "stanza", "gliner", "langextract", "azure", "openai", "huggingface_hub"})

_lock = threading.Lock()


class _Anything(type):
    """Makes each attribute of a class a decorator factory that changes nothing: `@registry.tokenizers("name")`."""

    def __getattr__(cls, name: str) -> Callable[..., Callable[[object], object]]:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_args, **_kwargs: lambda decorated: decorated


class _Placeholder(ModuleType):
    """A module in which every public name is an empty class: enough for annotations, base classes and decorators."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Anything(name, (), {})


class _Finder(MetaPathFinder, Loader):
    """Answers for the packages above, to one thread."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if threading.get_ident() != self._thread:
            return None
        package = fullname.partition(".")[0]
        if package in ABSENT:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        if package in PLACEHOLDERS or fullname == CONFIGURATION:
            return ModuleSpec(fullname, self, is_package=True)
        return self._hollow(fullname, path) if fullname.startswith(_PREDEFINED) else None

    def _hollow(self, fullname: str, path: Sequence[str] | None) -> ModuleSpec | None:
        """A package of recognisers with its modules where they are, but importing none of them; a module as it is."""
        found = PathFinder.find_spec(fullname, path)
        if found is None or found.submodule_search_locations is None:
            return found
        hollow = ModuleSpec(fullname, self, is_package=True)
        hollow.submodule_search_locations = found.submodule_search_locations
        return hollow

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Placeholder(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


@contextmanager
def _spared() -> Iterator[None]:
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name, module in sys.modules.items() if isinstance(module, _Placeholder)]:
            placeholder = sys.modules.pop(name)
            parent, _, own = name.rpartition(".")
            if getattr(sys.modules.get(parent), own, None) is placeholder:
                delattr(sys.modules[parent], own)


def import_presidio() -> None:
    """Import what we use of both parts of Presidio, once; later calls cost nothing."""
    with _lock:
        if "presidio_anonymizer" in sys.modules and all(name in sys.modules for name in USED):
            return
        with _spared():
            importlib.import_module("presidio_analyzer")
            importlib.import_module("presidio_anonymizer")
            for name in USED:
                importlib.import_module(name)
