"""The JSON shapes of command line and REST, beyond those of questions and searches (`assistant.shapes`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from assistant.shapes import Json, citation_to_json
from policies.errors import AssistantError
from policies.text import RedactedText, Redaction

if TYPE_CHECKING:
    from assistant.summaries import Summary
    from ingest.document import Notice
    from ingest.pipeline import IngestReport, Warned
    from ingest.stored import StoredChunk, StoredDocument
    from policies.audit_events import AuditEntry
    from policies.members import Member


def redaction_to_json(redaction: Redaction, notices: Iterable[Notice] = ()) -> Json:
    """The shape of `redact`: offsets are into the input, whose values are never printed."""
    return {
        "policy": redaction.policy,
        "text": redaction.text.value,
        "entities": [
            {
                "entity_type": entity.entity_type,
                "start": entity.start,
                "end": entity.end,
                "score": round(entity.score, 4),
                "action": entity.action,
                "replacement": entity.replacement,
                "recognizer": entity.recognizer,
            }
            for entity in redaction.entities
        ],
        "warnings": [notice_to_json(notice) for notice in notices],
    }


def notice_to_json(notice: Notice) -> Json:
    """What to know of a file that was read."""
    return {"warning": str(notice), "pages": list(notice.pages)}


def member_to_json(member: Member) -> Json:
    """A member of a workspace."""
    return {"who": member.who, "role": member.role.value, "labels": list(member.labels), "since": member.since}


def members_to_json(workspace: str, members: Iterable[Member], *, closed: bool) -> Json:
    """The members of a workspace; none: it is open to every key, if it is not `closed`."""
    return {"workspace": workspace, "closed": closed, "members": [member_to_json(each) for each in members]}


def error_to_json(error: AssistantError) -> Json:
    """The one JSON value of a command that failed."""
    return {"error": {"message": error.problem, "remedy": error.remedy, "type": type(error).__name__}}


def report_to_json(report: IngestReport, workspace: str, policy: str) -> Json:
    """The shape of `ingest`."""
    return {
        "workspace": workspace,
        "policy": policy,
        "documents": {
            "added": report.added,
            "updated": report.updated,
            "unchanged": report.unchanged,
            "failed": len(report.failed),
        },
        "chunks": report.chunks,
        "entities": dict(report.entities),
        "failed": [{"path": each.path, "error": each.error, "remedy": each.remedy} for each in report.failed],
        "warnings": [warned_to_json(each) for each in report.warnings],
        "seconds": round(report.seconds, 3),
        "stages": {stage: round(seconds, 3) for stage, seconds in report.stages.items()},
    }


def warned_to_json(warned: Warned) -> Json:
    """What to know of one file of several that were read."""
    return {"path": warned.path, **notice_to_json(warned.notice)}


def document_to_json(document: StoredDocument) -> Json:
    """One row of `documents list`."""
    return {
        "document_id": document.document_id,
        "document": document.name.value,
        "title": document.title.value,
        "media_type": document.media_type,
        "pages": document.pages,
        "chunks": document.chunks,
        "characters": document.characters,
        "entities": dict(document.entities),
        "policy": document.policy,
        "ingested_at": document.ingested_at,
        "warnings": list(document.warnings),
    }


def passage_to_json(chunk: StoredChunk, before: RedactedText, after: RedactedText) -> Json:
    """A stored passage, with the text that stands before and after it."""
    return {
        "chunk_id": chunk.chunk_id,
        "document_id": chunk.document_id,
        "document": chunk.document.value,
        "title": chunk.title.value,
        "page": chunk.page,
        "section": chunk.section.value or None,
        "header": chunk.header.value or None,
        "start": chunk.start,
        "end": chunk.end,
        "text": chunk.text.value,
        "before": before.value,
        "after": after.value,
    }


def summary_to_json(summary: Summary) -> Json:
    """The shape of a summary: its sentences in the document's order."""
    return {
        "document": summary.document.value,
        "document_id": summary.document_id,
        "title": summary.title.value,
        "sentences": [
            {"text": each.text.value, "citation": citation_to_json(each.citation)} for each in summary.sentences
        ],
    }


def entry_to_json(entry: AuditEntry) -> Json:
    """One entry of the audit trail."""
    event = entry.event
    return {
        "seq": entry.seq,
        "time": entry.time,
        "action": event.action,
        "actor": event.actor,
        "workspace": event.workspace,
        "ids": list(event.ids),
        "counts": dict(event.counts),
        "reason": event.reason,
        "hash": entry.hash,
    }
