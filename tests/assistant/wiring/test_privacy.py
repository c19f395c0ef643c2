"""Redactors by policy and workspace, and what they remember of analysed texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.settings import load_settings
from assistant.wiring import Wiring
from policies.loading import load_policy
from tests.policies.listed_names_tagger import ListedNamesTagger

HIPAA = load_policy("hipaa")
NOTE = "Edda Quillfeather was seen on 12 March 2024 for pain in her knee."


class CountingTagger(ListedNamesTagger):
    """Counts the texts that it reads."""

    reads = 0

    def tag_each(self, texts: Sequence[str]) -> list[list[tuple[str, int, int, float]]]:
        self.reads += len(texts)
        return super().tag_each(texts)


@pytest.fixture
def tagger() -> CountingTagger:
    return CountingTagger("Edda Quillfeather")


@pytest.fixture
def wiring(tmp_path: Path, tagger: CountingTagger) -> Iterator[Wiring]:
    settings, _ = load_settings({"ASSISTANT_HOME": f"{tmp_path}/home", "ASSISTANT_KEYS": f"{tmp_path}/keys"})
    with Wiring(settings) as wiring:
        wiring.models.tagger = tagger
        yield wiring


def read(wiring: Wiring, workspace: str) -> None:
    wiring.privacy.redactor(HIPAA, workspace).redact(NOTE, subject="note.txt")


def test_what_a_workspace_read_is_not_analysed_again(wiring: Wiring, tagger: CountingTagger) -> None:
    read(wiring, "ward")
    read(wiring, "ward")
    assert tagger.reads == 1


def test_what_one_workspace_read_another_does_not_know(wiring: Wiring, tagger: CountingTagger) -> None:
    """Or the time that a text takes would tell what the documents of others hold."""
    read(wiring, "ward")
    read(wiring, "kitchen")
    assert tagger.reads == 2


def test_a_workspace_that_goes_takes_what_it_read_along(wiring: Wiring, tagger: CountingTagger) -> None:
    read(wiring, "ward")
    wiring.privacy.forget("ward")
    read(wiring, "ward")
    assert tagger.reads == 2


def test_an_erasure_forgets_what_was_found_in_what_was_erased(wiring: Wiring, tagger: CountingTagger) -> None:
    workspace = wiring.workspace_to_fill("ward", policy="hipaa")
    read(wiring, "ward")
    with workspace.erasing(actor="officer"):
        pass
    read(wiring, "ward")
    assert tagger.reads == 2
