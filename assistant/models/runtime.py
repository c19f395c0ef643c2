"""A model under llama.cpp's own functions, without prompt or sampler: what measuring needs."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from policies.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_OUTPUTS = 64
"""Tokens of one batch whose logits are kept: of a large vocabulary each takes more than half a megabyte."""


def llama_library() -> Any:
    """llama-cpp-python's low-level functions, silent but for errors.

    Raises:
        ModelError: it is not installed.
    """
    try:
        import llama_cpp
        from llama_cpp._logger import set_verbose
    except ImportError as error:
        raise ModelError(
            "Language models need llama-cpp-python.", remedy="Install it: pip install 'onprem-assistant[llama]'."
        ) from error
    set_verbose(False)
    return llama_cpp


class Runtime:
    """A loaded model with one sequence of at most `context` tokens. Not safe between threads.

    Raises:
        ModelError: llama-cpp-python is missing, or the file can't be loaded.
    """

    def __init__(self, path: Path, *, threads: int, context: int) -> None:
        self._library = library = llama_library()
        self.context = context
        self._handle: Any = None
        library.llama_backend_init()
        self._model = library.llama_model_load_from_file(str(path).encode(), library.llama_model_default_params())
        if not self._model:
            raise _unloadable(path)
        wanted = library.llama_context_default_params()
        wanted.n_ctx = wanted.n_batch = wanted.n_ubatch = context
        wanted.n_threads = wanted.n_threads_batch = threads
        self._handle = library.llama_init_from_model(self._model, wanted)
        if not self._handle:
            library.llama_model_free(self._model)
            raise _unloadable(path)
        self._vocab = library.llama_model_get_vocab(self._model)
        self.vocabulary = int(library.llama_vocab_n_tokens(self._vocab))
        self._batch = library.llama_batch_init(context, 0, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the model; a second call does nothing."""
        if self._handle:
            self._library.llama_batch_free(self._batch)
            self._library.llama_free(self._handle)
            self._library.llama_model_free(self._model)
            self._handle = None

    @property
    def first_token(self) -> int | None:
        """The token that the model wants before a text; None: it wants none."""
        wanted = self._library.llama_vocab_get_add_bos(self._vocab)
        return int(self._library.llama_vocab_bos(self._vocab)) if wanted else None

    def tokenize(self, text: str) -> list[int]:
        """The tokens of a text, without one in front; nothing in it is a special token."""
        raw = text.encode()
        room = len(raw) + 8
        tokens = (self._library.llama_token * room)()
        count = self._library.llama_tokenize(self._vocab, raw, len(raw), tokens, room, False, False)
        if count < 0:
            raise ModelError("The text can't be split into tokens.", remedy="Give a plain text in UTF-8.")
        return list(tokens[:count])

    def clear(self) -> None:
        """Forget the sequence."""
        self._library.llama_memory_clear(self._library.llama_get_memory(self._handle), True)

    def decode(self, tokens: Sequence[int], start: int, *, outputs: int = 0) -> NDArray[np.float32]:
        """Read tokens at the places from `start` on; gives the logits behind the last `outputs` of them.

        Returns:
            (outputs, vocabulary)

        Raises:
            ModelError: llama.cpp failed.
        """
        import numpy as np

        batch = self._batch
        batch.n_tokens = len(tokens)
        for place, token in enumerate(tokens):
            batch.token[place] = token
            batch.pos[place] = start + place
            batch.n_seq_id[place] = 1
            batch.seq_id[place][0] = 0
            batch.logits[place] = place >= len(tokens) - outputs
        if self._library.llama_decode(self._handle, batch) != 0:
            raise ModelError("llama.cpp failed to run the model.", remedy="Check it: assistant models verify")
        self._library.llama_synchronize(self._handle)
        rows = np.empty((outputs, self.vocabulary), dtype=np.float32)
        for row in range(outputs):
            found = self._library.llama_get_logits_ith(self._handle, len(tokens) - outputs + row)
            rows[row] = np.ctypeslib.as_array(ctypes.cast(found, ctypes.POINTER(ctypes.c_float)), (self.vocabulary,))
        return rows


def _unloadable(path: Path) -> ModelError:
    return ModelError(
        f"llama.cpp can't load {path}.",
        remedy="Check it with `assistant models verify`; a newer llama-cpp-python may know its architecture.",
    )
