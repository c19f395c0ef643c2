from __future__ import annotations

import subprocess
import sys

import pytest

from policies.recognizers.remembering_tagger import RememberingTagger
from tests.policies.listed_names_tagger import ListedNamesTagger

NOTE = "Edda Quill came at noon."


class CountingTagger(ListedNamesTagger):
    """Counts how often it reads, and fails when told."""

    def __init__(self) -> None:
        super().__init__("Edda Quill")
        self.reads = 0
        self.fails = False

    def tag(self, text: str) -> list[tuple[str, int, int, float]]:
        self.reads += 1
        if self.fails:
            raise RuntimeError
        return super().tag(text)


def test_the_same_text_is_read_once_and_found_alike() -> None:
    tagger = CountingTagger()
    remembering = RememberingTagger(tagger)
    first = remembering.tag(NOTE)
    assert first and remembering.tag(NOTE) == first
    assert tagger.reads == 1


def test_another_text_is_read() -> None:
    tagger = CountingTagger()
    remembering = RememberingTagger(tagger)
    remembering.tag(NOTE)
    assert remembering.tag(f" {NOTE}") == [
        (kind, start + 1, end + 1, score) for kind, start, end, score in tagger.tag(NOTE)
    ]


def test_what_the_caller_does_with_the_findings_changes_nothing() -> None:
    remembering = RememberingTagger(CountingTagger())
    remembering.tag(NOTE).clear()
    remembering.tag(NOTE).clear()
    assert remembering.tag(NOTE)


def test_the_text_that_was_not_asked_for_longest_is_forgotten() -> None:
    tagger = CountingTagger()
    remembering = RememberingTagger(tagger, most=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        remembering.tag(text)
    assert tagger.reads == 4


def test_a_failure_is_not_remembered() -> None:
    tagger = CountingTagger()
    remembering = RememberingTagger(tagger)
    tagger.fails = True
    with pytest.raises(RuntimeError):
        remembering.tag(NOTE)
    tagger.fails = False
    assert remembering.tag(NOTE)


def test_nothing_that_it_keeps_is_text() -> None:
    remembering = RememberingTagger(CountingTagger())
    remembering.tag(NOTE)
    assert "Quill" not in str(vars(remembering))


def test_importing_it_imports_no_presidio_past_its_guard() -> None:
    """Imported plainly, Presidio imports spaCy, and torch and transformers where they are: ten seconds."""
    code = "import policies.recognizers.remembering_tagger, sys; print('presidio_analyzer' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
