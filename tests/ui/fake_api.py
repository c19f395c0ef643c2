"""An `Api` in memory, for pages without a server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from ui.client import Said
from ui.errors import RefusedError, UiError
from ui.shapes import Answer, Citation, Hit, Ingested, Passage, Person, StoredDocument, Workspace

TEXT = "Leave lasts twenty weeks. It is asked for in writing."


def citation(quote: str, document: str = "handbook.pdf") -> Citation:
    """A citation of `quote`, which stands in TEXT."""
    start = 10 + TEXT.index(quote)
    return Citation(document, "d1", "c1", 4, "Leave", quote, start, start + len(quote))


def answer(text: str, *cited: Citation, question: str = "How long?") -> Answer:
    """An answer that stands on those citations."""
    return Answer(question, text, "reader", 0.9, cited, None, (), 0.04)


def refusal(message: str, *closest: Hit, question: str = "How long?") -> Answer:
    """A refusal with those passages."""
    return Answer(question, "", "reader", 0.1, (), message, closest, 0.04)


def stored(number: int) -> StoredDocument:
    """A document of the list."""
    return StoredDocument(f"d{number}", f"file-{number:03}.pdf", "", 2, 5, {"PERSON": 3}, "gdpr", "2026-01-02")


@dataclass
class FakeApi:
    """Says what it was given; an error in the place of an answer is raised."""

    answers: list[Answer | UiError] = field(default_factory=list)
    stored: dict[str, StoredDocument] = field(default_factory=dict)
    rejected: dict[str, UiError | Ingested] = field(default_factory=dict)
    role: str = "editor"
    may: tuple[str, ...] = ("ask", "ingest")
    names: dict[str, str] | UiError = field(default_factory=dict)
    reasons: list[tuple[str, str]] = field(default_factory=list)
    revoked: bool = False
    closed: bool = False
    asked: list[tuple[str, str]] = field(default_factory=list)
    histories: list[list[Said]] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    def me(self) -> Person:
        return Person("Dana", self.role)

    def workspaces(self) -> tuple[Workspace, ...]:
        return (Workspace("default", "gdpr", len(self.stored), self.may), Workspace("research", "hipaa", 0))

    def restore(self, text: str, workspace: str, reason: str) -> str:
        self.reasons.append((workspace, reason))
        if isinstance(self.names, UiError):
            raise self.names
        for token, name in self.names.items():
            text = text.replace(token, name)
        return text

    def ask(self, question: str, workspace: str, history: Sequence[Said] = ()) -> Iterator[str | Answer]:
        self.asked.append((question, workspace))
        self.histories.append(list(history))
        said = self.answers.pop(0)
        if isinstance(said, UiError):
            raise said
        if said.text:
            yield said.text
        yield said

    def passage(self, chunk_id: str, workspace: str) -> Passage:
        self.opened.append(chunk_id)
        return Passage(chunk_id, "handbook.pdf", "Handbook", 4, "Leave", "", 10, TEXT, "Before it.", "After it.")

    def documents(self, workspace: str) -> tuple[StoredDocument, ...]:
        if self.revoked:
            raise RefusedError("The key is not accepted.", remedy="", status=401)
        return tuple(self.stored.values()) if workspace == "default" else ()

    def upload(self, name: str, content: BinaryIO, workspace: str) -> Ingested:
        outcome = self.rejected.get(name, Ingested(1, 0, 0, 2, {"PERSON": 2}, ()))
        if isinstance(outcome, UiError):
            raise outcome
        if outcome.added:
            number = len(self.stored) + 1
            self.stored[f"d{number}"] = stored(number)
        return outcome

    def delete(self, document_id: str, workspace: str) -> None:
        del self.stored[document_id]

    def close(self) -> None:
        self.closed = True
