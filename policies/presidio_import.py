"""Presidio without what it drags along: spaCy always, torch and transformers where they happen to be installed.

Presidio imports all of its NLP engines at once. We give it our own (`policies.light_nlp`), so spaCy would be loaded
for its type names alone (0.9 s of a cold start), and torch and transformers for engines that nobody asked for (10 s).
While Presidio is imported, and in the importing thread only, `spacy` and `thinc` are packages of placeholders, and the
optional packages count as not installed, which Presidio provides for. Nothing stays behind: afterwards `import spacy`
gives spaCy. `tldextract` is a placeholder too: Presidio's e-mail recogniser would let it call the network.
"""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

PLACEHOLDERS = frozenset({"spacy", "thinc", "tldextract"})
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

    __path__: list[str] = []  # noqa: RUF012  (an attribute of packages, read by the import system)

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
        return ModuleSpec(fullname, self, is_package=True) if package in PLACEHOLDERS else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Placeholder(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


@contextmanager
def _spared() -> Iterator[None]:
    finder = _Finder()
    loaded = {name for name in PLACEHOLDERS if name in sys.modules}
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name, module in sys.modules.items() if isinstance(module, _Placeholder)]:
            if name.partition(".")[0] not in loaded:
                del sys.modules[name]


def import_presidio() -> None:
    """Import both parts of Presidio, once; later calls cost nothing."""
    with _lock:
        if "presidio_analyzer" in sys.modules and "presidio_anonymizer" in sys.modules:
            return
        with _spared():
            importlib.import_module("presidio_analyzer")
            importlib.import_module("presidio_analyzer.predefined_recognizers")
            importlib.import_module("presidio_anonymizer")
