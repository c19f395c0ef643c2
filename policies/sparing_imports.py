"""Imports of large libraries without what they drag along and we never run; nothing stays behind afterwards."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Spared:
    """What is not imported, by full name; a package goes with all that is in it.

    `placeholders` are modules in which every public name is an empty class, unless they name it themselves. `absent`
    counts as not installed. `hollow` packages have their modules where they are, but import none of them.
    """

    placeholders: Mapping[str, Mapping[str, object]]
    absent: Collection[str] = ()
    hollow: Collection[str] = ()


@contextmanager
def sparing(spared: Spared) -> Iterator[None]:
    """Spare it within the block and in this thread; afterwards each module can be imported as it is."""
    finder = _Finder(spared)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in finder.made:
            placeholder = sys.modules.pop(name, None)
            parent, _, own = name.rpartition(".")
            if placeholder is not None and getattr(sys.modules.get(parent), own, None) is placeholder:
                delattr(sys.modules[parent], own)


class _Anything(type):
    """Makes each attribute of a class a decorator factory that changes nothing: `@registry.tokenizers("name")`."""

    def __getattr__(cls, name: str) -> Callable[..., Callable[[object], object]]:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_args, **_kwargs: lambda decorated: decorated


class _Placeholder(ModuleType):
    """Enough for annotations, base classes and decorators."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Anything(name, (), {})


class _Finder(MetaPathFinder, Loader):
    """Answers for what is spared, to one thread."""

    def __init__(self, spared: Spared) -> None:
        self._spared = spared
        self._thread = threading.get_ident()
        self.made: list[str] = []

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if threading.get_ident() != self._thread:
            return None
        if _among(fullname, self._spared.absent):
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        if _among(fullname, self._spared.placeholders):
            return ModuleSpec(fullname, self, is_package=True)
        return self._hollow(fullname, path) if _among(fullname, self._spared.hollow) else None

    def _hollow(self, fullname: str, path: Sequence[str] | None) -> ModuleSpec | None:
        found = PathFinder.find_spec(fullname, path)
        if found is None or found.submodule_search_locations is None:
            return found
        hollow = ModuleSpec(fullname, self, is_package=True)
        hollow.submodule_search_locations = found.submodule_search_locations
        return hollow

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        self.made.append(spec.name)
        return _Placeholder(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        vars(module).update(self._spared.placeholders.get(module.__name__, {}))


def _among(fullname: str, names: Collection[str]) -> bool:
    """Whether a module is one of them, or within one."""
    parts = fullname.split(".")
    return any(".".join(parts[:count]) in names for count in range(1, len(parts) + 1))
