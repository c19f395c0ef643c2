"""/v1/subjects: find, export and erase what is held about a person. Whom is said in the body, never in an address."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from assistant.namesakes import NamesakeReview
from assistant.rest.access import Parts, allowed
from assistant.rest.bodies import Body, WorkspaceName
from assistant.rest.reach import Reach
from assistant.rights import export as subject_export
from assistant.rights.requests import Requester, SubjectRequests
from assistant.rights.shapes import found_to_json, outcome_to_json
from assistant.shapes import Json
from policies.access import Principal
from policies.subjects import Subject

router = APIRouter(tags=["subjects"])
MayServeSubjects = Annotated[Principal, Depends(allowed("subject"))]
Identifier = Annotated[str, Field(min_length=1, max_length=200)]


class Person(Body):
    """Who is meant: everything here identifies the same person. No workspace: all of them."""

    who: Annotated[list[Identifier], Field(min_length=1, max_length=50)]
    workspace: WorkspaceName = None
    reason: Annotated[str, Field(max_length=300)] = ""


class Erasure(Person):
    """`documents`: delete the documents in which they stand; `except_held`: leave what is under legal hold."""

    documents: bool = False
    except_held: bool = False


@router.post("/v1/subjects/find")
def find(body: Person, who: MayServeSubjects, parts: Parts) -> Json:
    """Tell which documents, passages and pseudonyms are theirs."""
    subject, requests = _asked(body, who, parts)
    return found_to_json(requests.find(subject, body.workspace), requests.as_user(subject))


@router.post("/v1/subjects/export")
def export(body: Person, who: MayServeSubjects, parts: Parts) -> Json:
    """Give their copy, their own values restored."""
    subject, requests = _asked(body, who, parts)
    found = requests.find(subject, body.workspace)
    made = subject_export.export(found, parts, requests.as_user(subject))
    requests.hand_out(found)
    return made.content


@router.post("/v1/subjects/erase")
def erase(body: Erasure, who: MayServeSubjects, parts: Parts) -> Json:
    """Erase them, with one receipt."""
    subject, requests = _asked(body, who, parts)
    return outcome_to_json(requests.erase(subject, body.workspace, whole=body.documents, except_held=body.except_held))


class Place(Body):
    """A workspace (None: the default one), and the case for the audit."""

    workspace: WorkspaceName = None
    reason: Annotated[str, Field(max_length=300)] = ""


class Two(Place):
    """Two pseudonyms of persons; of those that are made one, `token` stays."""

    token: Identifier
    other: Identifier


@router.post("/v1/subjects/namesakes")
def namesakes(body: Place, who: MayServeSubjects, parts: Parts) -> Json:
    """List pseudonyms that may stand for one person."""
    review = _review(body, who, parts)
    return {"workspace": review.workspace, "pairs": [each.to_json() for each in review.suggested()]}


@router.post("/v1/subjects/merge")
def merge(body: Two, who: MayServeSubjects, parts: Parts) -> Json:
    """Make two persons one."""
    review = _review(body, who, parts)
    changed = review.merge(body.token, body.other)
    return {"workspace": review.workspace, "merged": body.other, "into": body.token, "documents": changed}


class One(Place):
    """The pseudonym that a merge replaced."""

    token: Identifier


@router.post("/v1/subjects/split")
def split(body: One, who: MayServeSubjects, parts: Parts) -> Json:
    """Undo a merge; tells which documents are to be ingested again."""
    review = _review(body, who, parts)
    return {"workspace": review.workspace, **review.split(body.token).to_json()}


@router.post("/v1/subjects/keep-apart")
def keep_apart(body: Two, who: MayServeSubjects, parts: Parts) -> Json:
    """Say that two persons are two."""
    review = _review(body, who, parts)
    review.keep_apart(body.token, body.other)
    return {"workspace": review.workspace, "kept_apart": [body.token, body.other]}


def _review(body: Place, who: Principal, parts: Reach) -> NamesakeReview:
    workspace = body.workspace or parts.settings.workspace
    return NamesakeReview(parts, Requester(who.name, parts.role_in(workspace).value, body.reason), workspace)


def _asked(body: Person, who: Principal, parts: Reach) -> tuple[Subject, SubjectRequests]:
    by = Requester(who.name, parts.role_in(body.workspace).value, body.reason)
    return Subject.named(*body.who), SubjectRequests(parts, by)
