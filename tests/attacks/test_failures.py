"""Attacks by making something fail: what can't be redacted goes nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from policies.recognizers.onnx_tagger import OnnxTagger
from policies.recognizers.tagger import Tags
from tests.assistant.library import assistant
from tests.attacks.conftest import CANARIES, DOCUMENTS, write


@pytest.mark.parametrize("failure", [RuntimeError, TimeoutError, ValueError, MemoryError])
def test_an_analyser_that_fails_lets_nothing_pass_and_repeats_nothing(
    failure: type[Exception], attacked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = write(tmp_path / "in", {"new.txt": DOCUMENTS["referral.txt"]})

    def fail(_: OnnxTagger, texts: Sequence[str]) -> list[Tags]:
        raise failure(f"failed on {' '.join(texts)}")

    with monkeypatch.context() as patched:
        patched.setattr(OnnxTagger, "tag_each", fail)
        said = [
            assistant("ingest", documents),
            assistant("ask", "What does Dr. Zbigniew Quastelholt want?"),
            assistant("search", "Zbigniew Quastelholt"),
            assistant("redact", documents / "new.txt", "--policy", "gdpr"),
        ]
    assert [outcome.code for outcome in said] == [1, 1, 1, 1]
    for outcome in said:
        assert not any(canary in outcome.out + outcome.err for canary in CANARIES)
    assert "new.txt" not in assistant("documents", "list").out
