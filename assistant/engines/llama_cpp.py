"""Any GGUF model through llama-cpp-python, behind the same gate as the reader."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.answer import Draft, DraftSentence, Passage
from assistant.engines.drafting import Drafting
from assistant.prompting import Source, messages
from assistant.selection import Selector
from assistant.turn import ALONE, Turn
from policies.errors import ModelError
from policies.text import RedactedText

MOST_ANSWER_TOKENS = 256
CONTEXT_TOKENS = 4096
SEED = 1


class LlamaCpp:
    """A language model in a GGUF file. Loaded with the first question; one question at a time."""

    def __init__(
        self,
        path: Path,
        *,
        name: str,
        threads: int,
        selector: Selector,
        answer_tokens: int = MOST_ANSWER_TOKENS,
    ) -> None:
        self._path = path
        self._name = name
        self._threads = threads
        self._drafting = Drafting(selector, name)
        self._answer_tokens = answer_tokens
        self._lock = threading.Lock()
        self._loaded: Any = None

    @property
    def name(self) -> str:
        """The model's name."""
        return self._name

    def answer(self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE) -> Draft:
        """The model's sentences; the confidence is the selection's.

        Raises:
            ModelError: llama-cpp-python is missing, or the file can't be loaded or run.
        """
        return self._drafting.draft(question, passages, lambda sources: self._pieces(question, sources))

    def write(self, chat: list[dict[str, str]], turn: Turn = ALONE) -> Generator[str, None, None]:
        """What the model writes for a chat.

        Raises:
            ModelError: as `answer`.
        """
        with self._lock:
            yield from self._completed(self._model(), chat)

    def stream(
        self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE
    ) -> Iterator[DraftSentence]:
        """The model's sentences, each when it is whole.

        Raises:
            ModelError: as `answer`.
        """
        yield from self._drafting.sentences(question, passages, lambda sources: self._pieces(question, sources))

    def _pieces(self, question: RedactedText, sources: list[Source]) -> Generator[str, None, None]:
        with self._lock:
            yield from self._continued(self._model(), question, sources)

    def _continued(self, model: Any, question: RedactedText, sources: list[Source]) -> Iterator[str]:
        room = model.n_ctx() - self._answer_tokens
        while len(sources) > 1 and _tokens(model, messages(question, sources)) > room:
            sources = sources[:-1]
        yield from self._completed(model, messages(question, sources))

    def _completed(self, model: Any, chat: list[dict[str, str]]) -> Iterator[str]:
        try:
            for chunk in model.create_chat_completion(
                messages=chat,
                stream=True,
                temperature=0.0,
                seed=SEED,
                max_tokens=self._answer_tokens,
            ):
                yield chunk["choices"][0]["delta"].get("content") or ""
        except (RuntimeError, ValueError) as error:
            raise ModelError(
                f"The model {self._name} failed on this question ({type(error).__name__}).",
                remedy="Ask a shorter question, or use --engine reader.",
            ) from error

    def _model(self) -> Any:
        if self._loaded is None:
            self._loaded = _load(self._path, self._name, self._threads)
        return self._loaded


def _load(path: Path, name: str, threads: int) -> Any:
    """Load with every default set that llama-cpp-python's own would hurt."""
    try:
        from llama_cpp import Llama
    except ImportError as error:
        raise ModelError(
            "Language models need llama-cpp-python.",
            remedy="Install it: pip install 'onprem-assistant[llama]'. Or use --engine reader.",
        ) from error
    try:
        return Llama(
            model_path=str(path),
            n_ctx=CONTEXT_TOKENS,
            n_threads=threads,
            n_threads_batch=threads,
            flash_attn=True,
            seed=SEED,
            verbose=False,
        )
    except (ValueError, RuntimeError, OSError) as error:
        raise ModelError(
            f"The model {name} can't be loaded.",
            remedy="Check it with `assistant models verify`; it must be a GGUF file of a supported architecture.",
        ) from error


def _tokens(model: Any, chat: list[dict[str, str]]) -> int:
    """Tokens of a chat, with some to spare for what the template adds."""
    return 32 + sum(len(model.tokenize(message["content"].encode(), add_bos=False)) for message in chat)
