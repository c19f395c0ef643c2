"""What every embedder keeps: run over the double, the shipped ONNX model and sentence-transformers folders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingest.embedder import Embedder
from ingest.onnx_embedder import OnnxEmbedder
from ingest.sentence_transformer_embedder import SentenceTransformerEmbedder
from policies.text import RedactedText
from tests.contracts.model_folders import bare_encoder, minilm
from tests.ingest.hashing_embedder import HashingEmbedder

EMBEDDERS: dict[str, Callable[[Path], Embedder]] = {
    "double": lambda folder: HashingEmbedder(),
    "onnx": lambda folder: OnnxEmbedder(threads=1),
    "sentence-transformers": lambda folder: SentenceTransformerEmbedder(minilm(), threads=1),
    "bert": lambda folder: SentenceTransformerEmbedder(bare_encoder("bert", folder), threads=1),
    "distilbert": lambda folder: SentenceTransformerEmbedder(bare_encoder("distilbert", folder), threads=1),
    "albert": lambda folder: SentenceTransformerEmbedder(bare_encoder("albert", folder), threads=1),
    "mobilebert": lambda folder: SentenceTransformerEmbedder(bare_encoder("mobilebert", folder), threads=1),
}

TEXTS = [
    "The canteen opens at noon.",
    "Grüße aus Köln, 東京 and ⟦PERSON_k7Q2⟧!",
    "",
    "Visitors sign the book at the gate. " * 60,
    "a",
]


@pytest.fixture(scope="module", params=EMBEDDERS)
def embedder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    return EMBEDDERS[request.param](tmp_path_factory.mktemp(request.param))


def texts(values: list[str]) -> list[RedactedText]:
    return [RedactedText(value) for value in values]


def test_gives_a_float32_row_of_the_stated_dimension_for_each_text(embedder: Embedder) -> None:
    vectors = embedder.embed(texts(TEXTS))
    assert vectors.shape == (len(TEXTS), embedder.identity.dimension)
    assert vectors.dtype == np.float32


def test_gives_vectors_of_norm_one(embedder: Embedder) -> None:
    assert np.linalg.norm(embedder.embed(texts(TEXTS)), axis=1) == pytest.approx(1, abs=1e-4)


def test_gives_no_rows_for_no_texts(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.identity.dimension)
    assert embedder.count_tokens([]) == []


def test_keeps_the_order_of_the_texts(embedder: Embedder) -> None:
    forwards, backwards = embedder.embed(texts(TEXTS)), embedder.embed(texts(TEXTS[::-1]))
    assert np.allclose(forwards, backwards[::-1], atol=1e-3)


def test_gives_a_text_the_same_vector_alone_and_among_others(embedder: Embedder) -> None:
    among = embedder.embed(texts(TEXTS))
    alone = np.concatenate([embedder.embed(texts([text])) for text in TEXTS])
    assert np.allclose(among, alone, atol=1e-3)


def test_cuts_what_passes_the_limit(embedder: Embedder) -> None:
    longer = "harbour " * embedder.max_tokens
    a, b = embedder.embed(texts([longer, longer + "and quite another ending"]))
    assert np.allclose(a, b, atol=1e-3)


def test_counts_word_pieces_uncut(embedder: Embedder) -> None:
    one, many = embedder.count_tokens(texts(["harbour", "harbour " * 700]))
    assert many == 700 * one


def test_states_a_digest_and_a_sensible_limit(embedder: Embedder) -> None:
    assert len(embedder.identity.sha256) == 64
    assert 32 <= embedder.max_tokens <= 512
