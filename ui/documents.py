"""The documents of a workspace: what is in it, adding, deleting."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from ui import cards, session
from ui.errors import UiError
from ui.session import Session
from ui.shapes import Ingested, StoredDocument

FORMATS = ["pdf", "docx", "txt", "md", "html", "htm", "csv"]
PER_PAGE = 20


@dataclass(frozen=True, slots=True, repr=False)
class Result:
    """What became of one uploaded file."""

    name: str
    report: Ingested | None = None
    error: UiError | None = None


def page() -> None:
    """Upload, then the list."""
    visitor = session.required()
    st.html(cards.heading("Documents", f"What the workspace “{visitor.workspace}” answers from."))
    if not visitor.person.reads_only:
        _upload(visitor)
    try:
        documents = visitor.api.documents(visitor.workspace)
    except UiError as error:
        session.show(error)
        return
    _list(visitor, documents)


def _upload(visitor: Session) -> None:
    with st.form("upload", clear_on_submit=True):
        files = st.file_uploader("Add documents", type=FORMATS, accept_multiple_files=True, key="files")
        sent = st.form_submit_button("Add to the workspace", type="primary")
    if sent and files:
        st.session_state["results"] = _send(visitor, files)
        try:
            visitor.refresh()
        except UiError as error:
            session.show(error)
    for result in st.session_state.get("results", ()):
        _result(result)


def _send(visitor: Session, files: list[UploadedFile]) -> list[Result]:
    """One request a file, so that the bar moves and one bad file does not hold up the rest."""
    bar, results = st.progress(0.0), list[Result]()
    for done, file in enumerate(files):
        bar.progress(done / len(files), text=f"{done + 1} of {len(files)}: redacting and indexing")
        try:
            report = visitor.api.upload(file.name, file, visitor.workspace)
        except UiError as error:
            results.append(Result(file.name, error=error))
        else:
            results.append(Result(file.name, report=report))
    bar.empty()
    return results


def _result(result: Result) -> None:
    if result.error is not None:
        st.html(cards.rejected(result.name, result.error.problem, result.error.remedy))
    elif result.report is not None and result.report.failed:
        failure = result.report.failed[0]
        st.html(cards.rejected(result.name, failure.error, failure.remedy))
    elif result.report is not None:
        report = result.report
        st.html(cards.received(result.name, _said(report), report.entities, report.warnings))


def _said(report: Ingested) -> str:
    if report.added:
        return "was added."
    return "was replaced." if report.updated else "is there already, unchanged."


def _list(visitor: Session, documents: tuple[StoredDocument, ...]) -> None:
    if not documents:
        st.html(cards.note("No documents yet."))
        return
    wanted = st.text_input("Find by name", key="find") if len(documents) > PER_PAGE else ""
    found = [one for one in documents if wanted.casefold() in f"{one.document} {one.title}".casefold()]
    pages = max(1, -(-len(found) // PER_PAGE))
    number = st.number_input("Page", 1, pages, key="page") if pages > 1 else 1
    total = len(documents)
    st.html(
        f'<div class="caption">{len(found)} of {total} documents</div>'
        if wanted
        else f'<div class="caption">{total} document{"s" * (total != 1)}</div>'
    )
    for document in found[(number - 1) * PER_PAGE : number * PER_PAGE]:
        _row(visitor, document)


def _row(visitor: Session, document: StoredDocument) -> None:
    key = document.document_id
    with st.container(border=True, key=f"document-{key}"):
        about, action = st.columns([5, 1], vertical_alignment="center")
        about.html(cards.document(document))
        if visitor.person.reads_only or document.held_since:
            return
        if action.button("Delete", key=f"delete-{key}", type="tertiary"):
            st.session_state["deleting"] = key
        if st.session_state.get("deleting") == key:
            _confirm(visitor, document)


def _confirm(visitor: Session, document: StoredDocument) -> None:
    st.html(cards.note("Delete this document for good? Its text and vectors are destroyed, not hidden."))
    with st.container(horizontal=True):
        yes = st.button("Delete for good", key=f"yes-{document.document_id}", type="primary")
        no = st.button("Keep it", key=f"no-{document.document_id}")
    if no:
        del st.session_state["deleting"]
        st.rerun()
    if yes:
        try:
            visitor.api.delete(document.document_id, visitor.workspace)
            visitor.refresh()
        except UiError as error:
            session.show(error)
            return
        del st.session_state["deleting"]
        st.session_state.pop("results", None)
        st.rerun()
