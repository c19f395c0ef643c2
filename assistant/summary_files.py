"""Summaries as text to keep: Markdown for people, JSON for programs."""

from __future__ import annotations

from assistant.shapes import Json, citation_to_json
from assistant.summaries import Summary, SummarySentence


def summary_to_json(summary: Summary) -> Json:
    """The shape of one summary: document, document_id, title, sentences of text and citation."""
    return {
        "document": summary.document.value,
        "document_id": summary.document_id,
        "title": summary.title.value or None,
        "sentences": [
            {"text": sentence.text.value, "citation": citation_to_json(sentence.citation)}
            for sentence in summary.sentences
        ],
    }


def summary_to_markdown(summary: Summary) -> str:
    """A heading, the sentences as a list with the place of each, and the document's name."""
    lines = [f"# {_line(summary.title.value or summary.document.value)}", ""]
    lines += [f"- {_line(sentence.text.value)} ({_place(sentence)})" for sentence in summary.sentences]
    if not summary.sentences:
        lines.append("This document has no text to summarise.")
    return "\n".join([*lines, "", f"Source: {_line(summary.document.value)}", ""])


def _place(sentence: SummarySentence) -> str:
    citation = sentence.citation
    parts = [] if citation.page is None else [f"page {citation.page}"]
    if citation.section:
        parts.append(_line(citation.section.value))
    return ", ".join(parts) or f"characters {citation.start}-{citation.end}"


def _line(text: str) -> str:
    return " ".join(text.split())
