"""The seams of the top floor."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import Protocol, runtime_checkable

from assistant.answer import Draft, DraftSentence, Passage
from assistant.readings import Reading
from assistant.turn import ALONE, Turn
from policies.text import RedactedText


class Retriever(Protocol):
    """Finds the passages for a question."""

    def retrieve(self, question: RedactedText, limit: int) -> list[Passage]:
        """At most `limit` passages, best first, without repeats; `score` is the retriever's own, higher is better."""
        ...


class PassageReader(Protocol):
    """Reads passages for a question: one pass gives what ranking, answering and confidence need."""

    def read(self, question: RedactedText, passages: Sequence[Passage]) -> list[Reading]:
        """A reading of each passage, in their order."""
        ...


class SupportJudge(Protocol):
    """Judges whether texts support a claim."""

    def support(self, claim: str, texts: Sequence[RedactedText]) -> list[float]:
        """For each text, in their order, the logit of its supporting the claim."""
        ...


class ReadingModel(PassageReader, SupportJudge, Protocol):
    """One model that does both."""


class Reranker(Protocol):
    """Puts passages in a better order."""

    def rerank(self, question: RedactedText, passages: Sequence[Passage]) -> list[Passage]:
        """The same passages, best first, with new scores."""
        ...


class Engine(Protocol):
    """Drafts an answer from passages."""

    @property
    def name(self) -> str:
        """As shown to people: `reader`, or the model's name."""
        ...

    def answer(self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE) -> Draft:
        """A draft; nothing in it is trusted before the gate has passed it."""
        ...

    def stream(
        self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE
    ) -> Iterator[DraftSentence]:
        """The draft's sentences as they come."""
        ...


@runtime_checkable
class Writer(Protocol):
    """An engine that writes freely, without passages: a question anew, say. Nothing that it writes is an answer."""

    def write(self, chat: list[dict[str, str]], turn: Turn = ALONE) -> Generator[str, None, None]:
        """What the model writes for a chat (`role`, `content`), piece by piece; may be closed before its end."""
        ...


@runtime_checkable
class Forgetful(Protocol):
    """An engine that keeps something of its prompts in memory, beyond the answer."""

    def forget(self) -> None:
        """Overwrite it, soon; without waiting."""
        ...

    def close(self) -> None:
        """Overwrite it and free all memory; waits for the answer that is being written."""
        ...
