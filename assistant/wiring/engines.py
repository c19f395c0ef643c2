"""The engines of an installation by name: each is made, and its file checked, when it is first asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.engines.reader import Reader
    from assistant.models import ModelShelf
    from assistant.onnx_reader import OnnxReader
    from assistant.seams import Engine


class Engines:
    """`reader`, `auto` and the added models. Safe between threads."""

    def __init__(self, settings: Settings, *, reading_model: Callable[[], OnnxReader]) -> None:
        self._settings = settings
        self._reading_model = reading_model
        self._lock = threading.RLock()
        self._made: dict[str, Engine] = {}

    @cached_property
    def reader(self) -> Reader:
        """The embedded engine, which also selects what a language model is shown."""
        from assistant.engines.reader import Reader

        return Reader(self._reading_model(), threshold=self._settings.reader_threshold)

    @cached_property
    def models(self) -> ModelShelf:
        """The language models that were added."""
        from assistant.models import ModelShelf

        return ModelShelf(self._settings.home / "models")

    def names(self) -> list[str]:
        """What `get` takes."""
        return ["auto", "reader", *(model.name for model in self.models.list())]

    def get(self, name: str) -> Engine:
        """The engine of that name.

        Raises:
            ModelError: there is no such model, or it was altered.
        """
        with self._lock:
            if name not in self._made:
                self._made[name] = self._make(name)
            return self._made[name]

    def _make(self, name: str) -> Engine:
        if name in ("auto", "reader"):
            return self.reader
        path = self.models.verified(name)
        from assistant.engines.llama_cpp import LlamaCpp

        return LlamaCpp(path, name=name, threads=self._settings.cores, selector=self.reader)
