from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

import pytest

from policies.recognizers.remembering_tagger import RememberingTagger
from tests.policies.listed_names_tagger import ListedNamesTagger

Tags = list[tuple[str, int, int, float]]

NOTE = "Edda Quill came at noon."


class CountingTagger(ListedNamesTagger):
    """Counts the texts that it reads, and fails when told."""

    def __init__(self) -> None:
        super().__init__("Edda Quill")
        self.reads = 0
        self.fails = False

    def tag_each(self, texts: Sequence[str]) -> list[Tags]:
        self.reads += len(texts)
        if self.fails:
            raise RuntimeError
        return super().tag_each(texts)


def test_the_same_text_is_read_once_and_found_alike() -> None:
    tagger = CountingTagger()
    remembering = RememberingTagger(tagger)
    first = remembering.tag_each([NOTE])
    assert first[0] and remembering.tag_each([NOTE, NOTE]) == first * 2
    assert tagger.reads == 1


def test_a_text_that_comes_twice_at_once_is_read_once() -> None:
    tagger = CountingTagger()
    assert RememberingTagger(tagger).tag_each([NOTE, "x", NOTE])[::2] == tagger.tag_each([NOTE]) * 2
    assert tagger.reads == 3


def test_another_text_is_read() -> None:
    tagger = CountingTagger()
    remembering = RememberingTagger(tagger)
    remembering.tag_each([NOTE])
    assert remembering.tag_each([f" {NOTE}"]) == [
        [(kind, start + 1, end + 1, score) for kind, start, end, score in tagger.tag_each([NOTE])[0]]
    ]


def test_what_the_caller_does_with_the_findings_changes_nothing() -> None:
    remembering = RememberingTagger(CountingTagger())
    remembering.tag_each([NOTE])[0].clear()
    remembering.tag_each([NOTE])[0].clear()
    assert remembering.tag_each([NOTE])[0]


def test_the_text_that_was_not_asked_for_longest_is_forgotten() -> None:
    tagger = CountingTagger()
    remembering = RememberingTagger(tagger, most=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        remembering.tag_each([text])
    assert tagger.reads == 4


def test_a_failure_is_not_remembered() -> None:
    tagger = CountingTagger()
    remembering = RememberingTagger(tagger)
    tagger.fails = True
    with pytest.raises(RuntimeError):
        remembering.tag_each([NOTE])
    tagger.fails = False
    assert remembering.tag_each([NOTE])[0]


def test_nothing_that_it_keeps_is_text() -> None:
    remembering = RememberingTagger(CountingTagger())
    remembering.tag_each([NOTE])
    assert "Quill" not in str(vars(remembering))


def test_importing_it_imports_no_presidio_past_its_guard() -> None:
    """Imported plainly, Presidio imports spaCy, and torch and transformers where they are: ten seconds."""
    code = "import policies.recognizers.remembering_tagger, sys; print('presidio_analyzer' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
