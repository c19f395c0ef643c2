"""A pattern that is compiled late, or not at all, finds what it would find compiled at once."""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
from collections.abc import Callable, Iterator

import pytest

from benchmarks.written import written
from policies import recognizers
from policies.late_pattern import LatePattern
from policies.presidio_import import import_presidio
from tests.policies.matching_texts import Matching

import_presidio()

from policies.recognizers.finder import PatternFinder  # noqa: E402
from policies.recognizers.registry import RECOGNIZERS  # noqa: E402

TEXTS_A_PATTERN = 60
Part = tuple[str, int, Callable[[str], bool], Callable[[str], object]]
"""Source and flags of a pattern, whether a text has what it needs, and what it finds in a text."""


def parts() -> dict[str, Part]:
    """Each pattern that says what it needs."""
    found: dict[str, Part] = {}
    for module in pkgutil.iter_modules(recognizers.__path__, "policies.recognizers."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, LatePattern) and value.needs:
                place = f"{module.name.rpartition('.')[2]}.{name}"
                found[place] = (value.pattern, value.flags, value.may_match, value.compiled.search)
    for name, make in RECOGNIZERS.items():
        finder = make()
        if isinstance(finder, PatternFinder):
            for number, (pattern, _score) in enumerate(finder.patterns):
                found[f"{name} {number}"] = (pattern.pattern, 0, finder.may_find, pattern.search)
    return found


PARTS = parts()


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Documents of six kinds, their lines and their sentences."""
    documents = [one.text for one in list(written(1, seed=8))[::3]]
    lines = {line for text in documents for line in text.splitlines()}
    return [*documents, *lines, *(piece for line in lines for piece in re.split(r"(?<=[.,:;!?]) ", line))]


def matched(name: str) -> Iterator[str]:
    """Texts that a pattern matches, made from it."""
    source, flags, _, search = PARTS[name]
    matching = Matching(source, flags, random.Random(name))
    for _ in range(TEXTS_A_PATTERN):
        text = matching.text()
        # A label may be asked to open a line, a number to end at a space, and so on.
        yield from (each for each in (text, f"\n{text}", f" {text} ", f"(x) {text}, Yes") if search(each))


@pytest.mark.parametrize("name", PARTS)
def test_each_text_that_a_pattern_matches_has_what_it_needs(name: str) -> None:
    of_pattern = list(matched(name))
    assert of_pattern, "no text was made that the pattern matches"
    assert [text for text in of_pattern if not PARTS[name][2](text)] == []


def test_in_documents_nothing_is_passed_over(texts: list[str]) -> None:
    passed_over = 0
    for name, (_, _, may_match, search) in PARTS.items():
        idle = [text for text in texts if not may_match(text)]
        assert not [text for text in idle if search(text)], name
        passed_over += len(idle)
    assert passed_over > len(texts) * len(PARTS) / 4


def test_a_pattern_is_compiled_with_the_first_text_that_has_what_it_needs() -> None:
    late = LatePattern(r"[a-z]+(?P<figures>\d+)", needs=r"\d")
    assert list(late.finditer("no figures")) == [] and late.search("none") is None
    assert "compiled" not in vars(late)
    assert [match["figures"] for match in late.finditer("a12 b3")] == ["12", "3"]
    assert late.match("a12") and not late.fullmatch("a12 b3")
