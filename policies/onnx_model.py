"""A small model of our own, run by onnxruntime: its folder is verified before use, loaded late, shared by threads."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from policies.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WORD_PIECES = Path(__file__).parent / "word_pieces"
"""Files that several models share: a file that a card names and its folder lacks is looked for here."""

TOKEN_BUDGET = 256
"""Word pieces a run: activations stay in a core's cache, and runs enough to keep all cores busy. Larger runs of long
texts are no faster a piece; of texts under 20 pieces, a run of one takes up to twice as long a piece."""

CLS, SEP = 101, 102
"""The word pieces that a sequence starts with, and that each of its texts ends with."""

REINSTALL = "Install the package again."

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Feeds = Mapping[str, Ids]
"""One batch of a model's inputs by name, each (texts, word pieces): `input_ids`, perhaps `token_type_ids`."""
FieldType = TypeVar("FieldType")


@dataclass(frozen=True, slots=True)
class ModelCard:
    """`card.json`: what a model folder holds.

    `max_tokens` counts word pieces of a sequence, special ones included. `files` maps a file's name to its sha256.
    """

    folder: Path
    name: str
    max_tokens: int
    files: Mapping[str, str]
    fields: Mapping[str, Any] = field(repr=False)

    @classmethod
    def read(cls, folder: Path) -> ModelCard:
        """The card of a folder.

        Raises:
            ModelError: there is no readable card.
        """
        try:
            card = json.loads((folder / "card.json").read_text("utf-8"))
            return cls(folder, card["name"], int(card["max_tokens"]), dict(card["files"]), card)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"The model folder {folder} has no readable card.json.", remedy=REINSTALL) from error

    def own(self, name: str, kind: type[FieldType]) -> FieldType:
        """A field that only some kinds of model have.

        Raises:
            ModelError: the card lacks it, or it is of another type.
        """
        value = self.fields.get(name)
        if not isinstance(value, kind):
            raise ModelError(f"The card.json of the model folder {self.folder} lacks {name!r}.", remedy=REINSTALL)
        return value

    def verified(self, name: str) -> bytes:
        """Read a file and compare its sha256 with the card's: what is checked is what is used.

        Raises:
            ModelError: the file is missing or altered.
        """
        path = self.folder / name
        if not path.exists() and (WORD_PIECES / name).exists():
            path = WORD_PIECES / name
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ModelError(f"The model's file {path} can't be read.", remedy=REINSTALL) from error
        if hashlib.sha256(content).hexdigest() != self.files.get(name):
            raise ModelError(
                f"The model's file {path} is not the one that its card names: it was altered or cut.", remedy=REINSTALL
            )
        return content


class OnnxModel:
    """Tokenizer and session of a model folder. Nothing is loaded before it is needed; safe to use from several threads.

    The folder holds `card.json` and `model.onnx`, and `tokenizer.json` unless that is the shared one.
    """

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        """Name a folder.

        Args:
            folder: where the model is.
            threads: how many cores to use; None is all that the process may use.

        Raises:
            ModelError: the folder has no readable card.
        """
        self.card = ModelCard.read(folder)
        self._threads = threads or available_cores()
        self._lock = threading.Lock()
        self._tokenizer: Tokenizer | None = None
        self._session: Any = None
        self._masked = False
        self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix=self.card.name)

    @property
    def tokenizer(self) -> Tokenizer:
        """Word pieces, neither cut nor padded.

        Raises:
            ModelError: the file is missing or altered.
        """
        with self._lock:
            if self._tokenizer is None:
                self._tokenizer = _tokenizer(self.card.verified("tokenizer.json"))
            return self._tokenizer

    def run(self, feeds: Feeds) -> list[Floats]:
        """The model's outputs, in its order, for one batch, on one core.

        Raises:
            ModelError: the file is missing or altered, or the run failed: for want of memory, say.
        """
        session = self._loaded_session()
        if self._masked:
            feeds = {**feeds, "attention_mask": np.ones_like(feeds["input_ids"])}
        try:
            outputs: list[Floats] = session.run(None, dict(feeds))
        except _foreign_errors() as error:
            # `from None`: what the library says may tell shapes and values of what it was fed.
            raise ModelError(
                f"The model {self.card.name} could not be run ({type(error).__name__}).",
                remedy="Free memory or give it shorter texts; if that does not help, report the failure.",
            ) from None
        return outputs

    def run_each(self, batches: Sequence[Feeds]) -> Iterator[list[Floats]]:
        """What `run` gives for each of several batches, in their order; as many at a time as there are cores.

        Raises:
            ModelError: the file is missing or altered.
        """
        if len(batches) < 2 or self._threads < 2:
            return map(self.run, batches)
        return self._pool.map(self.run, batches)

    def load(self) -> None:
        """Load now what would be loaded at first use.

        Raises:
            ModelError: a file of the model is missing or altered.
        """
        self._loaded_session()
        self.tokenizer  # noqa: B018 - loading is what is wanted

    def _loaded_session(self) -> Any:
        with self._lock:
            if self._session is None:
                # Before the import: from 1.29 on onnxruntime reports to Microsoft from native code, which no guard in
                # Python sees, and has sent its first event before `disable_telemetry_events` can be called.
                os.environ["ORT_DISABLE_TELEMETRY"] = "1"
                import onnxruntime

                options = onnxruntime.SessionOptions()
                # One thread a run: `run_each` and concurrent callers fill the cores. As many as cores in each run took
                # four times the switches of threads, and 8 to 18 % more processor time a question, on two cores.
                options.intra_op_num_threads = 1
                options.inter_op_num_threads = 1
                options.log_severity_level = 3
                model = self.card.verified("model.onnx")
                session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
                # Models made elsewhere want a mask of padding; here nothing is padded.
                self._masked = any(each.name == "attention_mask" for each in session.get_inputs())
                self._session = session
            return self._session


def batches_of_one_length(lengths: Sequence[int], budget: int = TOKEN_BUDGET) -> list[list[int]]:
    """Indices in batches of the same length, longest first, each within the token budget unless it is of one text.

    Nothing is padded, so no text's outputs depend on its batch mates.
    """
    order = sorted(range(len(lengths)), key=lambda index: -lengths[index])
    batches: list[list[int]] = []
    for length, group in groupby(order, key=lambda index: lengths[index]):
        alike, size = list(group), max(1, budget // max(1, length))
        batches.extend(alike[start : start + size] for start in range(0, len(alike), size))
    return batches


def rows(texts: Iterable[Sequence[int]]) -> Ids:
    """Numbers of texts of one length as an array, a row a text."""
    return np.array(list(texts), dtype=np.int64)


@lru_cache(maxsize=1)
def _foreign_errors() -> tuple[type[Exception], ...]:
    """Errors of onnxruntime's own, which have no common base, and Python's for arguments that it refuses."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    own = [each for each in vars(state).values() if isinstance(each, type) and issubclass(each, Exception)]
    return (*own, ValueError, RuntimeError, MemoryError)


def available_cores() -> int:
    """Cores that this process may run on: fewer than the machine has in a container or under taskset."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@lru_cache(maxsize=4)
def _tokenizer(content: bytes) -> Tokenizer:
    """One for all models with the same vocabulary: it takes 50 ms to build and keeps nothing between calls."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(content.decode("utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
