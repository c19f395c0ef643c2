"""The engine: a question and its sources in, sentences out."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from assistant.answer import Draft, DraftSentence, Passage
from assistant.engines.drafting import Drafting
from assistant.engines.json_strings import strings_of, unheard, with_value
from assistant.engines.llama_cpp.completing import Completer, Prompt
from assistant.engines.llama_cpp.grammar import grammar_of
from assistant.engines.llama_cpp.marks import Message
from assistant.engines.llama_cpp.model import Model
from assistant.engines.llama_cpp.options import LlamaOptions
from assistant.engines.llama_cpp.worker import Worker
from assistant.prompting import OPENING, SYSTEM, Source, messages
from assistant.selection import Selector
from assistant.turn import ALONE, Turn
from policies.text import RedactedText

AdapterPath = Callable[[str], Path | None]


def no_adapters(name: str) -> Path | None:
    """There are none."""
    return None


class LlamaCpp:
    """A language model in a GGUF file, loaded with the first question. Safe between threads: they take turns.

    `adapter_path` gives the verified file of a LoRA adapter by its name, None for one of another model: then the
    model answers as it is.
    """

    def __init__(
        self,
        path: Path,
        *,
        name: str,
        selector: Selector,
        options: LlamaOptions | None = None,
        adapter_path: AdapterPath = no_adapters,
    ) -> None:
        self._path = path
        self._name = name
        self._options = options or LlamaOptions()
        self._drafting = Drafting(selector, name)
        self._adapter_path = adapter_path
        self._worker = Worker(name, waiting=self._options.waiting, niceness=self._options.niceness)
        self._completer: Completer | None = None
        self._model: Model | None = None

    @property
    def name(self) -> str:
        """The model's name."""
        return self._name

    def answer(self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE) -> Draft:
        """The model's sentences; the confidence is the selection's.

        Raises:
            ModelError: llama-cpp-python is missing, or the file can't be loaded or run.
            OverloadError: too many questions wait.
            SchemaError: the turn's schema can't be used.
        """
        values: list[object] = []
        draft = self._drafting.draft(
            question, passages, lambda sources: self._pieces(question, sources, turn, values.append)
        )
        return with_value(draft, values[-1], turn.schema) if turn.schema is not None and values else draft

    def stream(
        self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE
    ) -> Iterator[DraftSentence]:
        """The model's sentences, each when it is whole; under a schema, when all is.

        Raises:
            as `answer`.
        """
        yield from self._drafting.sentences(question, passages, lambda sources: self._pieces(question, sources, turn))

    def write(self, chat: list[Message], turn: Turn = ALONE) -> Generator[str, None, None]:
        """What the model writes for a chat, piece by piece; may be closed before its end.

        Raises:
            as `answer`.
        """
        grammar = "" if turn.schema is None else grammar_of(turn.schema)
        return self._completed(lambda model, room: model.prompt(chat), grammar, turn)

    def forget(self) -> None:
        """Overwrite all that is kept of prompts, at the latest when the answer that is being written has ended."""
        self._worker.soon(self._forget)

    def close(self) -> None:
        """Wait for the answer that is being written, and free the model."""
        self._worker.close()
        if self._completer is not None:
            self._completer.close()
            self._completer = None

    def _pieces(
        self, question: RedactedText, sources: list[Source], turn: Turn, whole: Callable[[object], None] = unheard
    ) -> Generator[str, None, None]:
        """What the model writes from sources; under a schema, the strings of the JSON that it writes."""
        grammar = "" if turn.schema is None else grammar_of(turn.schema)

        def prompt(model: Model, room: int) -> list[int]:
            return _fitting(model, room, question, sources, as_json=bool(grammar))

        with closing(self._completed(prompt, grammar, turn)) as pieces:
            yield from strings_of(pieces, self._options.answer_tokens, whole) if grammar else pieces

    def _completed(
        self, tokens: Callable[[Model, int], list[int]], grammar: str, turn: Turn
    ) -> Generator[str, None, None]:
        """Wait for the turn and complete the prompt that `tokens` makes for a model and its room, in tokens."""

        def complete(unwanted: Callable[[], bool]) -> Iterator[str]:
            completer, model = self._loaded()
            path = self._adapter_path(turn.adapter) if turn.adapter else None
            prompt = Prompt(
                tokens=tokens(model, completer.room),
                conversation=turn.conversation,
                adapter=None if path is None else (turn.adapter, path),
                grammar=grammar,
            )
            yield from completer.complete(prompt, unwanted)

        return self._worker.pieces(turn.conversation, complete, turn.cancelled)

    def _loaded(self) -> tuple[Completer, Model]:
        """In the worker's thread only."""
        if self._completer is None or self._model is None:
            self._model = Model(self._path, self._name)
            self._completer = Completer(self._model, self._options, *self._model.shared(SYSTEM, OPENING))
        return self._completer, self._model

    def _forget(self) -> None:
        if self._completer is not None:
            self._completer.forget()


def _fitting(model: Model, room: int, question: RedactedText, sources: list[Source], *, as_json: bool) -> list[int]:
    """The prompt of as many sources as there is room for, at least one."""
    while True:
        tokens = model.prompt(messages(question, sources, as_json=as_json))
        if len(tokens) <= room or len(sources) == 1:
            return tokens
        sources = sources[:-1]
