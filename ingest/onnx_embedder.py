"""The embedded default: all-MiniLM-L6-v2 as a quantized ONNX file beside this module, run by onnxruntime."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.embedder import EmbedderIdentity, Vectors
from policies.errors import ModelError
from policies.text import RedactedText

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

MODEL_FOLDER = Path(__file__).parent / "model"
TOKEN_BUDGET = 1024  # word pieces a run, padding included: activations stay in the cache of a small CPU


@dataclass(frozen=True, slots=True)
class ModelCard:
    """`card.json`: what a model folder holds. `files` maps a file's name to its sha256."""

    name: str
    dimension: int
    max_tokens: int
    files: Mapping[str, str]

    @classmethod
    def read(cls, folder: Path) -> ModelCard:
        """The card of a folder.

        Raises:
            ModelError: there is no readable card.
        """
        try:
            card = json.loads((folder / "card.json").read_text("utf-8"))
            return cls(card["name"], int(card["dimension"]), int(card["max_tokens"]), dict(card["files"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(
                f"The embedder's folder {folder} has no readable card.json.",
                remedy="Install the package again.",
            ) from error


class OnnxEmbedder:
    """A sentence embedder in ONNX: word pieces in, unit vectors out (pooling and norm are in the graph).

    Nothing is loaded before the first call. Texts are sorted by length and run in batches of equal cost, so
    that little is spent on padding. Safe to call from several threads.
    """

    def __init__(self, folder: Path = MODEL_FOLDER, *, threads: int | None = None) -> None:
        """Name a folder with `card.json`, `model.onnx` and `tokenizer.json`.

        Args:
            folder: where the model is.
            threads: how many cores to use; None is all that the process may use.

        Raises:
            ModelError: the folder has no readable card.
        """
        self._folder = folder
        self._threads = threads or _available_cores()
        self._card = ModelCard.read(folder)
        self._lock = threading.Lock()
        self._loaded_tokenizer: Tokenizer | None = None
        self._loaded_session: Any = None

    @property
    def identity(self) -> EmbedderIdentity:
        """Name, sha256 of the ONNX file and dimension, as the card says (and as loading verifies)."""
        return EmbedderIdentity(self._card.name, self._card.files["model.onnx"], self._card.dimension)

    @property
    def max_tokens(self) -> int:
        """Word pieces that one text may have, the two special ones included."""
        return self._card.max_tokens

    def embed(self, texts: Sequence[RedactedText]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension), in the order given; what passes `max_tokens` is cut.

        Raises:
            ModelError: a file of the model is missing or altered.
        """
        vectors = np.zeros((len(texts), self._card.dimension), dtype=np.float32)
        if not texts:
            return vectors
        encodings = self._tokenizer().encode_batch_fast([text.value for text in texts])
        session = self._session()
        for batch in _batches([min(len(encoding.ids), self.max_tokens) for encoding in encodings]):
            vectors[batch] = self._run(session, [encodings[index] for index in batch])
        return vectors

    def count_tokens(self, texts: Sequence[RedactedText]) -> list[int]:
        """Word pieces of each text, without special tokens, uncut."""
        if not texts:
            return []
        words = [text.value for text in texts]
        encodings = self._tokenizer().encode_batch_fast(words, add_special_tokens=False)
        return [len(encoding.ids) for encoding in encodings]

    def _run(self, session: Any, encodings: Sequence[Encoding]) -> Vectors:
        width = min(max(len(encoding.ids) for encoding in encodings), self.max_tokens)
        ids = np.zeros((len(encodings), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            cut = encoding.ids
            if len(cut) > width:  # keep the closing special token, as truncation in the tokenizer would
                cut = [*cut[: width - 1], cut[-1]]
            ids[row, : len(cut)] = cut
            mask[row, : len(cut)] = 1
        output: Vectors = session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return output

    def _tokenizer(self) -> Tokenizer:
        with self._lock:
            if self._loaded_tokenizer is None:
                from tokenizers import Tokenizer

                tokenizer = Tokenizer.from_str(self._verified("tokenizer.json").decode("utf-8"))
                tokenizer.no_truncation()
                tokenizer.no_padding()
                self._loaded_tokenizer = tokenizer
            return self._loaded_tokenizer

    def _session(self) -> Any:
        with self._lock:
            if self._loaded_session is None:
                # Before the import: from 1.29 on onnxruntime reports to Microsoft from native code, which no guard in
                # Python sees, and has sent its first event before `disable_telemetry_events` can be called.
                os.environ["ORT_DISABLE_TELEMETRY"] = "1"
                import onnxruntime

                options = onnxruntime.SessionOptions()
                options.intra_op_num_threads = self._threads
                options.inter_op_num_threads = 1
                options.log_severity_level = 3
                # Idle threads sleep instead of spinning: a quarter less processor time, and under load twice as fast.
                options.add_session_config_entry("session.intra_op.allow_spinning", "0")
                model = self._verified("model.onnx")
                self._loaded_session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
            return self._loaded_session

    def _verified(self, name: str) -> bytes:
        """Read a file and compare its sha256 with the card's: what is checked is what is used."""
        path = self._folder / name
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ModelError(
                f"The embedder's file {path} can't be read.", remedy="Install the package again."
            ) from error
        if hashlib.sha256(content).hexdigest() != self._card.files.get(name):
            raise ModelError(
                f"The embedder's file {path} is not the one that its card names: it was altered or cut.",
                remedy="Install the package again.",
            )
        return content


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Indices in batches of similar length, longest first, each within the token budget after padding."""
    order = sorted(range(len(lengths)), key=lambda index: -lengths[index])
    batches: list[list[int]] = []
    start = 0
    while start < len(order):
        size = max(1, TOKEN_BUDGET // max(1, lengths[order[start]]))
        batches.append(order[start : start + size])
        start += size
    return batches


def _available_cores() -> int:
    """Cores that this process may run on: fewer than the machine has in a container or under taskset."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
