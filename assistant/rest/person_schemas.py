"""What is told of redacted texts and of data subjects over REST, as OpenAPI tells it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from assistant.schemas import Count, Shape, Share


class Entity(Shape):
    """Something that was redacted, at characters `start`..`end` of the input; the value is never told."""

    entity_type: str
    start: Count
    end: Count
    score: Share
    action: str
    replacement: str
    recognizer: str


class Redaction(Shape):
    """A redacted text."""

    policy: str
    text: str
    entities: list[Entity]
    warnings: list[dict[str, Any]]


class Restored(Shape):
    """A text with values in place of pseudonyms; `unknown` counts those that stayed."""

    workspace: str
    text: str
    unknown: Count


class Found(Shape):
    """What is held about a person."""

    found: bool
    workspaces: list[dict[str, Any]]
    api_keys: Count
    as_user: dict[str, Any]
    not_stored: dict[str, str]


class Erased(Shape):
    """An erasure, with one receipt."""

    clean: bool
    workspaces: list[dict[str, Any]]
    as_user: dict[str, Any] | None
    receipt: dict[str, Any] | None
    receipt_file: str | None
    not_touched: dict[str, str]


class Namesakes(Shape):
    """Pairs of pseudonyms that may stand for one person."""

    workspace: str
    pairs: list[dict[str, Any]]


class Merged(Shape):
    """Two persons made one."""

    workspace: str
    merged: str
    into: str
    documents: Count


class Split(Shape):
    """A merge undone; the ids of the documents that are to be ingested again."""

    workspace: str
    split: str
    from_: Annotated[str, Field(alias="from")]
    to_be_read_again: list[str]


class KeptApart(Shape):
    """Two persons kept apart."""

    workspace: str
    kept_apart: list[str]


class Exported(Shape):
    """A person's own copy."""
