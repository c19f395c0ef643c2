"""Texts made from a pattern at random, most of which it matches: each of its alternatives turns up in some."""

from __future__ import annotations

import importlib
import random
from collections.abc import Callable, Iterable
from typing import Any

_parser: Any = importlib.import_module("re._parser")

_OF_CATEGORY = {
    "CATEGORY_DIGIT": "0123456789",
    "CATEGORY_SPACE": " \n",
    "CATEGORY_WORD": "abz_AZ09é",
    "CATEGORY_NOT_DIGIT": "aZ -.",
    "CATEGORY_NOT_SPACE": "aZ0-",
    "CATEGORY_NOT_WORD": " -.,\n",
}
_ANY = "aeinrstAEINRST0123456789 .,-'éÄ\n"
_MOST_REPEATS = 3


class Matching:
    """Writes texts for one pattern."""

    def __init__(self, pattern: str, flags: int, rng: random.Random) -> None:
        self._tree = _parser.parse(pattern, flags)
        self._rng = rng
        self._groups: dict[int, str] = {}

    def text(self) -> str:
        """A text that the pattern may match: only what it says must not stand there is passed over."""
        self._groups.clear()
        return self._all(self._tree)

    def _all(self, tree: Iterable[tuple[Any, Any]]) -> str:
        return "".join(self._one(str(operation), value) for operation, value in tree)

    def _one(self, operation: str, value: Any) -> str:
        choose = self._rng.choice
        match operation:
            case "LITERAL":
                return chr(value)
            case "ANY":
                return choose("aZ0 ")
            case "NOT_LITERAL":
                return choose(_ANY.replace(chr(value), ""))
            case "IN":
                return self._character(value)
            case "BRANCH":
                return self._all(choose(value[1]))
            case "SUBPATTERN":
                written = self._all(value[3])
                self._groups[value[0] or 0] = written
                return written
            case "GROUPREF":
                return self._groups.get(value, "")
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, tree = value
                times = self._rng.randint(least, max(least, min(int(most), least + _MOST_REPEATS)))
                return "".join(self._all(tree) for _ in range(times))
            case "ASSERT":
                return self._all(value[1])
            case "ASSERT_NOT" | "AT":
                return ""
        raise NotImplementedError(operation)

    def _character(self, items: list[tuple[Any, Any]]) -> str:
        if str(items[0][0]) == "NEGATE":
            refused = [self._within(*item) for item in items[1:]]
            return self._rng.choice([each for each in _ANY if not any(within(each) for within in refused)] or ["~"])
        operation, value = self._rng.choice(items)
        match str(operation):
            case "LITERAL":
                return chr(value)
            case "RANGE":
                return chr(self._rng.randint(*value))
        return self._rng.choice(_OF_CATEGORY[str(value)])

    @staticmethod
    def _within(operation: Any, value: Any) -> Callable[[str], bool]:
        match str(operation):
            case "LITERAL":
                return lambda each: ord(each) == value
            case "RANGE":
                return lambda each: value[0] <= ord(each) <= value[1]
        return {
            "CATEGORY_DIGIT": str.isdigit,
            "CATEGORY_SPACE": str.isspace,
            "CATEGORY_WORD": lambda each: each.isalnum() or each == "_",
            "CATEGORY_NOT_DIGIT": lambda each: not each.isdigit(),
            "CATEGORY_NOT_SPACE": lambda each: not each.isspace(),
            "CATEGORY_NOT_WORD": lambda each: not (each.isalnum() or each == "_"),
        }[str(value)]
