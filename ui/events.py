"""Server-sent events, as the WHATWG HTML standard (9.2.6) says, as far as the server uses them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """One event: its name and its data, lines joined by line feeds."""

    name: str
    data: str


def lines(pieces: Iterable[bytes]) -> Iterator[str]:
    r"""Lines of a byte stream, ended by \n or \r\n.

    Not httpx's `iter_lines`: that one also splits at U+2028, U+0085 and form feeds, which JSON may hold
    unescaped: one such character in a document would tear an answer apart.
    """
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line.removesuffix(b"\r").decode("utf-8", "replace")
    if rest:
        yield rest.removesuffix(b"\r").decode("utf-8", "replace")


def events(pieces: Iterable[bytes]) -> Iterator[Event]:
    """The events of a stream. An event that the stream's end cuts off is dropped, as the standard says."""
    name, data = "message", list[str]()
    for line in lines(pieces):
        if not line:
            if data:
                yield Event(name, "\n".join(data))
            name, data = "message", []
            continue
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)
