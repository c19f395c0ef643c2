"""Summaries of a workspace's documents, and of files under its policy; audited as questions are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.reading import read
from assistant.summaries import Summary, summarize
from policies.audit_events import AuditEvent

if TYPE_CHECKING:
    from assistant.workspaces.workspace import Workspace
    from ingest.document import Notice
    from ingest.sources import Source


def summarize_documents(
    workspace: Workspace, document_ids: Sequence[str] | None, *, sentences: int, actor: str
) -> list[Summary]:
    """Summarise stored documents (None: all) in at most `sentences` of their own sentences each.

    Raises:
        AccessError: there is none of one of the ids.
    """
    embedder = workspace.parts.models.embedder
    chosen = workspace.documents() if document_ids is None else [workspace.document(each) for each in document_ids]
    made = [
        summarize(each, workspace.index.chunks_of(each.document_id), embedder, sentences=sentences) for each in chosen
    ]
    ids = [each.document_id for each in chosen]
    workspace.parts.audit.record(AuditEvent.summarized(actor, workspace.name, ids, documents=len(ids)))
    return made


def summarize_file(
    workspace: Workspace, source: Source, *, sentences: int, actor: str
) -> tuple[Summary, tuple[Notice, ...]]:
    """Summarise a file under the workspace's policy, without storing it; and what to know of it.

    Raises:
        LoadError: it can't be read.
        RedactionError: redaction failed; nothing passes on.
    """
    embedder = workspace.parts.models.embedder
    document, chunks, notices = read(source, workspace.redactor_for_asker(), embedder, workspace.index.identities)
    summary = summarize(document, chunks, embedder, sentences=sentences)
    workspace.parts.audit.record(AuditEvent.summarized(actor, workspace.name, (document.document_id,), documents=1))
    return summary, notices
