"""The page's small blocks of HTML: errors, documents, people. Every value in them is escaped by `markup`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ui.markup import entity, escape
from ui.shapes import Answer, Person, StoredDocument


def _reason(problem: str, remedy: str) -> str:
    return f"<strong>{escape(problem)}</strong> {escape(remedy)}"


def alert(problem: str, remedy: str) -> str:
    """What went wrong and what to do."""
    return f'<div class="alert" role="alert">{_reason(problem, remedy)}</div>'


def note(text: str) -> str:
    """A quiet remark."""
    return f'<div class="note">{escape(text)}</div>'


def welcome(lead: str) -> str:
    """The head of an empty chat, and of the sign-in form."""
    return f'<div class="welcome">{heading("Ask your own documents", lead)}</div>'


def heading(title: str, lead: str) -> str:
    """A page's title and what it is about."""
    return f'<div class="heading"><h1>{escape(title)}</h1><p>{escape(lead)}</p></div>'


def received(name: str, said: str, entities: Mapping[str, int], warnings: Sequence[str] = ()) -> str:
    """An uploaded file that came in, and what to know of it."""
    below = redacted(entities) + warned(warnings)
    return f'<div class="result"><strong>{escape(name)}</strong> {escape(said)}{below}</div>'


def warned(warnings: Sequence[str]) -> str:
    """What of a file was not read, or read with doubt; nothing where there is nothing."""
    lines = "".join(f"<li>{escape(each)}</li>" for each in warnings)
    return f'<div class="warned">To know of this file:<ul>{lines}</ul></div>' if lines else ""


def rejected(name: str, problem: str, remedy: str) -> str:
    """An uploaded file that did not, and what to do about it."""
    return (
        f'<div class="result failed" role="alert"><strong>{escape(name)}</strong> was not added. '
        f"{escape(problem)} {escape(remedy)}</div>"
    )


def document(stored: StoredDocument) -> str:
    """A row of the list."""
    sizes = [] if stored.pages is None else [f"{stored.pages} page{'s' * (stored.pages != 1)}"]
    sizes.append(f"{stored.chunks} passage{'s' * (stored.chunks != 1)}")
    if stored.ingested_at:
        sizes.append(f"added {stored.ingested_at[:10]}")
    title = "" if stored.document.startswith(stored.title) else stored.title
    return (
        f'<div class="document"><strong dir="auto">{escape(stored.document)}</strong>'
        f'<div class="caption" dir="auto">{escape(" · ".join(filter(None, [title, *sizes])))}</div>'
        f"{_held(stored)}{redacted(stored.entities)}{warned(stored.warnings)}</div>"
    )


def _held(stored: StoredDocument) -> str:
    """That a document is neither erased nor replaced, since when, and why where that is told."""
    if not stored.held_since:
        return ""
    why = f": {stored.hold}" if stored.hold else ""
    return f'<div class="warned" dir="auto">Under legal hold since {escape(stored.held_since[:10])}{escape(why)}</div>'


def redacted(entities: Mapping[str, int]) -> str:
    """What was redacted, how many a type, most frequent first; nothing when nothing was."""
    ranked = sorted(((kind, count) for kind, count in entities.items() if count), key=lambda one: (-one[1], one[0]))
    if not ranked:
        return ""
    chips = "".join(f'<span class="chip">{escape(entity(kind))} <b>{count}</b></span>' for kind, count in ranked)
    return f'<div class="chips"><span class="caption">redacted:</span>{chips}</div>'


def provenance(answer: Answer) -> str:
    """Who wrote an answer, how sure, how long it took."""
    parts = [f"engine {answer.engine}"] if answer.engine else []
    parts.append(f"confidence {round(answer.confidence * 100)}%")
    if answer.seconds:
        parts.append(f"{answer.seconds:.1f} s" if answer.seconds >= 1 else f"{answer.seconds * 1000:.0f} ms")
    way = f'<div class="caption">{escape("; then ".join(answer.routing))}</div>' if answer.routing else ""
    return f'<div class="caption">{escape(" · ".join(parts))}</div>{way}'


def fact(name: str, value: str) -> str:
    """One thing to know, with its name above it."""
    return f'<div class="fact"><span class="caption">{escape(name)}</span><br>{escape(value)}</div>'


def person(signed_in: Person) -> str:
    """Who is signed in."""
    return fact("Signed in as", f"{signed_in.name} ({signed_in.role})" if signed_in.role else signed_in.name)
