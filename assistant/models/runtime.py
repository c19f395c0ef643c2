"""A model loaded as the engine loads it, without prompt or sampler: what measuring needs."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from assistant.engines.llama_cpp.context import BATCH, Context
from assistant.engines.llama_cpp.library import library
from assistant.engines.llama_cpp.model import Model
from assistant.engines.llama_cpp.options import LlamaOptions
from policies.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Runtime:
    """A loaded model that reads one sequence of at most `size` tokens. Not safe between threads.

    Raises:
        ModelError: llama-cpp-python is missing, or the file can't be loaded.
    """

    def __init__(self, path: Path, name: str, *, threads: int, size: int) -> None:
        self._llama = library()
        self._model = Model(path, name)
        try:
            self._context = Context(self._model, LlamaOptions(threads=threads), size)
        except ModelError:
            self._model.close()
            raise
        self.vocabulary = int(self._llama.llama_vocab_n_tokens(self._model.vocabulary))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._context.close()
        self._model.close()

    @property
    def first_token(self) -> int | None:
        """The token that the model wants before a text; None: it wants none."""
        vocabulary = self._model.vocabulary
        wanted = self._llama.llama_vocab_get_add_bos(vocabulary)
        return int(self._llama.llama_vocab_bos(vocabulary)) if wanted else None

    def tokenize(self, text: str) -> list[int]:
        """The tokens of a text, without one in front; nothing in it is a special token."""
        raw = text.encode()
        room = len(raw) + 8
        tokens = (self._llama.llama_token * room)()
        count = self._llama.llama_tokenize(self._model.vocabulary, raw, len(raw), tokens, room, False, False)
        if count < 0:
            raise ModelError("The text can't be split into tokens.", remedy="Give a plain text in UTF-8.")
        return list(tokens[:count])

    def clear(self) -> None:
        """Forget the sequence."""
        self._context.clear()

    def read(self, tokens: Sequence[int]) -> None:
        """Read tokens behind those that were read."""
        for start in range(0, len(tokens), BATCH):
            self._context.read(list(tokens[start : start + BATCH]))
        self._llama.llama_synchronize(self._context.handle)

    def judge(self, tokens: Sequence[int]) -> NDArray[np.float32]:
        """Read at most `BATCH` tokens; gives the logits of what follows each.

        Returns:
            (tokens, vocabulary)
        """
        import numpy as np

        self._context.read(list(tokens), judged=True)
        rows = np.empty((len(tokens), self.vocabulary), dtype=np.float32)
        for row in range(len(tokens)):
            rows[row] = self._logits(row)
        return rows

    def likeliest(self) -> int:
        """The token that most likely follows what was read last."""
        return int(self._logits(-1).argmax())

    def _logits(self, row: int) -> NDArray[np.float32]:
        import numpy as np

        found = self._llama.llama_get_logits_ith(self._context.handle, row)
        return np.ctypeslib.as_array(ctypes.cast(found, ctypes.POINTER(ctypes.c_float)), (self.vocabulary,))
