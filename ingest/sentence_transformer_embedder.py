"""Any local sentence-transformers or BERT-like folder as embedder. Needs the extra `[sentence-transformers]`."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ingest.embedder import EmbedderIdentity, Vectors
from policies.errors import ModelError
from policies.text import RedactedText

EXTRA = "sentence-transformers"
MOST_TOKENS = 512
"""Longer texts than this are cut even where a model would take them: time grows with the square of the length."""

_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")
_BLOCK_BYTES = 1 << 20


class SentenceTransformerEmbedder:
    """A model folder on this machine (BERT, DistilBERT, ALBERT, TinyBERT, MobileBERT, MiniLM, ...), run by torch.

    A folder without `modules.json` is a bare encoder; the mean of its token vectors is taken. Nothing is loaded before
    it is needed, and nothing is ever downloaded. Safe to call from several threads.
    """

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        """Name a folder.

        Args:
            folder: where the model is.
            threads: how many cores torch may use in this process; None leaves it as it is.

        Raises:
            ModelError: it is no model folder.
        """
        if not (folder / "config.json").is_file() and not (folder / "modules.json").is_file():
            raise ModelError(
                f"{folder} is no model folder: it has neither config.json nor modules.json.",
                remedy="Name the folder that holds the model's files; nothing is downloaded.",
            )
        self._folder = folder
        self._threads = threads
        self._lock = threading.RLock()
        self._loaded: Any = None

    @cached_property
    def identity(self) -> EmbedderIdentity:
        """The folder's name, the sha256 of its weights, and the dimension."""
        # Loading first: a folder that can't be loaded is told as such.
        dimension = int(self._model().get_embedding_dimension())
        return EmbedderIdentity(self._folder.name, _digest(self._folder), dimension)

    @property
    def max_tokens(self) -> int:
        """Word pieces that one text may have, special tokens included: the model's own limit, at most 512."""
        return int(self._model().max_seq_length)

    def embed(self, texts: Sequence[RedactedText]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension), in the order given; what passes `max_tokens` is cut.

        Raises:
            ModelError: the extra is missing, or the folder can't be loaded.
        """
        model = self._model()
        if not texts:
            return np.zeros((0, self.identity.dimension), dtype=np.float32)
        with self._lock:
            vectors = model.encode(
                [text.value for text in texts],
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return np.asarray(vectors, dtype=np.float32)

    def count_tokens(self, texts: Sequence[RedactedText]) -> list[int]:
        """Word pieces of each text, without special tokens, uncut."""
        if not texts:
            return []
        with self._lock:
            # `verbose` would warn of each text that is longer than the model takes, which is what is asked here.
            encoded = self._model().tokenizer(
                [text.value for text in texts], add_special_tokens=False, truncation=False, verbose=False
            )
        return [len(ids) for ids in encoded["input_ids"]]

    def _model(self) -> Any:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> Any:
        # Read by the hub client when it is imported: no request, no telemetry.
        os.environ["HF_HUB_OFFLINE"] = os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
        try:
            import torch
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise ModelError(
                f"The embedder in {self._folder} needs sentence-transformers, which is not installed.",
                remedy=f"Install the extra: pip install 'onprem-assistant[{EXTRA}]'.",
            ) from error
        if self._threads:
            torch.set_num_threads(self._threads)
        try:
            model = SentenceTransformer(str(self._folder), device="cpu", local_files_only=True, trust_remote_code=False)
        except (OSError, ValueError, RuntimeError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(
                f"The model in {self._folder} can't be loaded ({type(error).__name__}).",
                remedy="Check that config, tokenizer and weights are there and belong together.",
            ) from error
        model.max_seq_length = min(model.max_seq_length or MOST_TOKENS, _positions(model), MOST_TOKENS)
        return model


def _positions(model: Any) -> int:
    """How many positions the encoder has; some tokenizers claim more."""
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    return int(getattr(config, "max_position_embeddings", None) or MOST_TOKENS)


def _digest(folder: Path) -> str:
    """The sha256 over the weights of all parts, in order of their paths."""
    files = sorted({path for pattern in _WEIGHTS for path in folder.rglob(pattern)})
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            while block := file.read(_BLOCK_BYTES):
                digest.update(block)
    return digest.hexdigest()
