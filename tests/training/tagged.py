"""Labelled texts for tests, written with their marks: "[Anna Holt|PERSON] moved to [Oslo|LOCATION]"."""

from __future__ import annotations

import re

from training.tagger.spans import Document, Span

_MARKED = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")


def tagged(marked: str, kind: str = "test", unlabelled: tuple[str, ...] = ()) -> Document:
    text, spans, done = "", [], 0
    for match in _MARKED.finditer(marked):
        text += marked[done : match.start()]
        spans.append(Span(len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        done = match.end()
    return Document(text + marked[done:], tuple(spans), kind, unlabelled)


def said(document: Document) -> list[tuple[str, str]]:
    return [(document.text[span.start : span.end], span.label) for span in document.spans]
