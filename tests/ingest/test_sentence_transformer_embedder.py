"""sentence-transformers folders: what is wrong with a folder or an installation is said, with what to do."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ingest.sentence_transformer_embedder import SentenceTransformerEmbedder
from policies.errors import ModelError
from policies.text import RedactedText
from tests.contracts.model_folders import minilm


def test_names_the_extra_when_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    embedder = SentenceTransformerEmbedder(minilm())
    with pytest.raises(ModelError) as caught:
        embedder.embed([RedactedText("a")])
    assert "onprem-assistant[sentence-transformers]" in caught.value.remedy


def test_refuses_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model folder"):
        SentenceTransformerEmbedder(tmp_path)


def test_refuses_a_name_that_would_have_to_be_downloaded() -> None:
    with pytest.raises(ModelError, match="no model folder"):
        SentenceTransformerEmbedder(Path("sentence-transformers/all-mpnet-base-v2"))


def test_says_when_a_folder_can_not_be_loaded(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    with pytest.raises(ModelError, match="can't be loaded"):
        SentenceTransformerEmbedder(tmp_path).embed([RedactedText("a")])


def test_identifies_a_model_by_its_weights() -> None:
    assert SentenceTransformerEmbedder(minilm()).identity.sha256.startswith("53aa51172d14")
