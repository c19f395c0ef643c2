"""The shipped embedder: the right vectors, only from the right file, the same whoever else is in the batch."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from ingest.onnx_embedder import MODEL_FOLDER, OnnxEmbedder
from ingest.sentence_transformer_embedder import SentenceTransformerEmbedder
from policies.errors import ModelError
from policies.text import RedactedText
from tests.contracts.model_folders import minilm

TEXTS = [
    RedactedText(text)
    for text in (
        "Staff who fall ill tell the front desk before eight in the morning.",
        "Wer krank wird, meldet sich vor acht Uhr am Empfang.",
        "| Service | Fee |\n| Blood count | 35 EUR |\n| X-ray | 80 EUR |",
        "How much is an X-ray?",
        "⟦PERSON_k7Q2⟧ was seen on ⟦DATE_m3Xa⟧ for a follow-up.",
        "Passwords have at least fourteen characters and are changed after an incident. " * 12,
    )
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL_FOLDER, tmp_path / "model"))


def test_agrees_with_the_original_model() -> None:
    ours = OnnxEmbedder(threads=1).embed(TEXTS)
    original = SentenceTransformerEmbedder(minilm(), threads=1).embed(TEXTS)
    cosines = (ours * original).sum(axis=1)
    assert cosines.mean() > 0.99
    assert cosines.min() > 0.98


def test_gives_the_same_vector_in_any_company() -> None:
    embedder = OnnxEmbedder(threads=1)
    alone = np.concatenate([embedder.embed([text]) for text in TEXTS])
    crowd = embedder.embed([*TEXTS, *(RedactedText(f"Filler {number} " * number) for number in range(60))])
    assert np.abs(crowd[: len(TEXTS)] - alone).max() < 1e-3


def test_puts_a_question_nearest_to_its_answer() -> None:
    vectors = OnnxEmbedder(threads=1).embed(TEXTS)
    scores = vectors @ vectors[3]
    scores[3] = -1
    assert scores.argmax() == 2


def test_refuses_altered_weights(copy: Path) -> None:
    content = bytearray((copy / "model.onnx").read_bytes())
    content[len(content) // 2] ^= 1
    (copy / "model.onnx").write_bytes(content)
    with pytest.raises(ModelError, match=r"model\.onnx"):
        OnnxEmbedder(copy).embed(TEXTS[:1])


def test_refuses_a_card_without_its_dimension(copy: Path) -> None:
    card = json.loads((copy / "card.json").read_text())
    del card["dimension"]
    (copy / "card.json").write_text(json.dumps(card))
    with pytest.raises(ModelError, match="dimension"):
        OnnxEmbedder(copy)


def test_is_made_from_the_weights_that_the_card_names() -> None:
    card = json.loads((MODEL_FOLDER / "card.json").read_text())
    assert card["made_from"]["sha256"] == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    assert (MODEL_FOLDER / "model.onnx").stat().st_size < 46_000_000
