"""The embedded default: all-MiniLM-L6-v2 as a quantized ONNX file beside this module, run by onnxruntime."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ingest.embedder import EmbedderIdentity, Vectors
from policies.onnx_model import OnnxModel, batches_of_one_length, rows
from policies.text import RedactedText

MODEL_FOLDER = Path(__file__).parent / "model"


class OnnxEmbedder:
    """A sentence embedder in ONNX: word pieces in, unit vectors out (pooling and norm are in the graph).

    Nothing is loaded before the first call. Texts of one length are run together, several runs at a time. Safe to
    call from several threads.
    """

    def __init__(self, folder: Path = MODEL_FOLDER, *, threads: int | None = None) -> None:
        """Name a folder as `policies.onnx_model.OnnxModel` wants it.

        Args:
            folder: where the model is.
            threads: how many cores to use; None is all that the process may use.

        Raises:
            ModelError: the folder has no readable card.
        """
        self._model = OnnxModel(folder, threads=threads)
        card = self._model.card
        self._identity = EmbedderIdentity(card.name, card.files["model.onnx"], card.own("dimension", int))

    @property
    def identity(self) -> EmbedderIdentity:
        """Name, sha256 of the ONNX file and dimension, as the card says (and as loading verifies)."""
        return self._identity

    @property
    def max_tokens(self) -> int:
        """Word pieces that one text may have, the two special ones included."""
        return self._model.card.max_tokens

    def embed(self, texts: Sequence[RedactedText]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension), in the order given; what passes `max_tokens` is cut.

        Raises:
            ModelError: a file of the model is missing or altered.
        """
        vectors = np.zeros((len(texts), self._identity.dimension), dtype=np.float32)
        if not texts:
            return vectors
        encodings = self._model.tokenizer.encode_batch_fast([text.value for text in texts])
        pieces = [self._cut(encoding.ids) for encoding in encodings]
        batches = batches_of_one_length([len(each) for each in pieces])
        feeds = [{"input_ids": rows(pieces[index] for index in batch)} for batch in batches]
        for batch, (embeddings,) in zip(batches, self._model.run_each(feeds), strict=True):
            vectors[batch] = embeddings
        return vectors

    def count_tokens(self, texts: Sequence[RedactedText]) -> list[int]:
        """Word pieces of each text, without special tokens, uncut."""
        if not texts:
            return []
        words = [text.value for text in texts]
        encodings = self._model.tokenizer.encode_batch_fast(words, add_special_tokens=False)
        return [len(encoding.ids) for encoding in encodings]

    def _cut(self, ids: list[int]) -> list[int]:
        """At most `max_tokens` pieces; the closing special one is kept, as truncation in the tokenizer would."""
        return ids if len(ids) <= self.max_tokens else [*ids[: self.max_tokens - 1], ids[-1]]
