"""Pictures: never read, stored or shown, since a photograph identifies a person (45 CFR 164.514(b)(2)(i)(Q))."""

from __future__ import annotations

from ingest.document import Notice


def pictures_not_read(count: int, pages: tuple[int, ...] = ()) -> Notice:
    """Say how many pictures a document lost."""
    return Notice("1 picture is not read" if count == 1 else f"{count} pictures are not read", pages)
