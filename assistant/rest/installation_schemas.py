"""What is told of workspaces, members, the trail and the installation over REST, as OpenAPI tells it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from assistant.schemas import Count, Shape


class Workspace(Shape):
    """A set of documents under one policy."""

    name: str
    policy: str
    documents: Count
    may: list[str]


class Workspaces(Shape):
    """The workspaces that the key may see."""

    workspaces: list[Workspace]


class Member(Shape):
    """A member of a workspace."""

    who: str
    role: str
    labels: list[str]
    since: str


class Members(Shape):
    """The members of a workspace."""

    workspace: str
    closed: bool
    members: list[Member]


class Removed(Shape):
    """An ended membership."""

    removed: Literal[True]
    workspace: str
    who: str


class Restricted(Shape):
    """To whom a document is restricted."""

    workspace: str
    document_id: str
    restricted_to: list[str]


class Identity(Shape):
    """Whose key it is."""

    name: str
    role: str


class Health(Shape):
    """The process lives."""

    status: Literal["ok"]


class Readiness(Shape):
    """Whether the parts that an answer needs can be used."""

    status: Literal["ready", "not ready"]
    checks: dict[str, Literal["ok", "failed"]]


class Problem(Shape):
    """What went wrong, and what to do; nothing of what was sent."""

    message: str
    remedy: str
    type: str
    param: str | None
    code: str


class Error(Shape):
    """The one shape of an error, as OpenAI's clients read it."""

    error: Problem


class AuditEntry(Shape):
    """Something that was done: who, what, which ids, how many. `time` is ISO 8601 in UTC."""

    seq: Annotated[int, Field(ge=1)]
    time: str
    action: str
    actor: str
    workspace: str
    ids: list[str]
    counts: dict[str, int | float | str]
    reason: str
    hash: str


class AuditEntries(Shape):
    """Entries of the trail, oldest first."""

    entries: list[AuditEntry]


class Acknowledged(Shape):
    """The entry that lets the trail go on, and how many entries were found before it."""

    acknowledged: Count
    found: Count


class Verification(Shape):
    """Whether the trail's chain holds; `broken` is the first entry that is wrong or missing."""

    intact: bool
    entries: Count
    broken: int | None
    problem: str
    anchored: bool
