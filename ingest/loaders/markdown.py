"""Markdown (CommonMark with tables and front matter): its blocks, with inline marks taken out."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from ingest.document import Document, Notice
from ingest.loaders.builder import DocumentBuilder
from ingest.loaders.characters import decode, squeeze
from ingest.loaders.hidden_markup import without_comments, without_hidden_elements
from ingest.loaders.inline_markdown import definitions, holds_struck, pictures_in, plain
from ingest.loaders.pictures import pictures_not_read
from ingest.loaders.strikes import STRUCK_OUT, without_struck_elements
from ingest.loaders.tables import table_lines

_FRONT_MATTER = re.compile(r"\s*(?:---[ \t]*\n(.*?\n)?(?:---|\.\.\.)|\+\+\+[ \t]*\n(.*?\n)?\+\+\+)[ \t]*(?:\n|$)", re.S)
_TITLE = re.compile(r"""^title\s*[:=]\s*(["']?)(.+?)\1\s*$""", re.M)
# Possessive: a line of nothing but marks would take time that grows with its square.
_FENCED = re.compile(r"(^ {0,3}(`{3,}+|~{3,}+)[^\n]*+\n.*?(?:^ {0,3}\2[`~]*[ \t]*$|\Z))", re.S | re.M)
_FENCE = re.compile(r" {0,3}(?:>\s?)*\s*(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?(?:\s*\{[#:.][^}]*\})?\s*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})\s*$")
_RULE = re.compile(r" {0,3}([-*_])(?:\s*\1){2,}\s*$")
_ITEM = re.compile(r"(\s*)([-*+]|\d{1,9}[.)])(?:\s+(?:\[[ xX]\]\s+)?(.*)|$)")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_LABELLED = re.compile(r"\s*(?:\*\*|__)?[A-Z][\w /()-]{0,30}:(?:\*\*|__)?(?:\s|$)")
_ATTRIBUTES = re.compile(r"\s*\{:?\s*[#.:][^}]*\}\s*$")


def load(path: Path, name: str) -> Document:
    """Read a Markdown file as it is shown. Links become their text.

    Pictures, comments, scripts, HTML tags, hidden elements and what is struck out are left out; of front matter only
    the title is read.

    Raises:
        LoadError: it is binary, damaged or without text.
    """
    text = decode(path.read_bytes(), name)
    title = ""
    if front := _FRONT_MATTER.match(text):
        found = _TITLE.search(front.group(1) or front.group(2) or "")
        title = found.group(2) if found else ""
        text = text[front.end() :]
    text, notes = _shown(text)
    references, text = definitions(text)
    builder = DocumentBuilder()
    blocks = _Blocks(builder, references)
    blocks.read(text.split("\n"))
    if blocks.struck and STRUCK_OUT not in notes:
        notes.append(STRUCK_OUT)
    return builder.document(name, "text/markdown", title=title, warnings=notes)


def _shown(text: str) -> tuple[str, list[Notice]]:
    """The text without comments and hidden or struck-out HTML blocks, fenced code aside, and what to say of it."""
    parts = _FENCED.split(text)  # text, block, its fence, text, ...
    shown = [without_hidden_elements(without_comments(part), blocks=True) for part in parts[::3]]
    valid = [without_struck_elements(part, blocks=True) for part in shown]
    code = [*parts[1::3], ""]
    pictures = sum(map(pictures_in, shown))
    notes = [pictures_not_read(pictures)] if pictures else []
    if valid != shown:
        notes.append(STRUCK_OUT)
    return "".join(a + b for a, b in zip(valid, code, strict=True)), notes


def _with_definition(lines: list[str]) -> list[str]:
    """A term and the definition below it (": a sharp object") as one line; other lines as they are."""
    if len(lines) < 2 or not lines[1].startswith(": "):
        return lines
    return [f"{lines[0].strip()}{lines[1]}", *lines[2:]]


class _Blocks:
    """Reads line by line; an open paragraph or list is closed by what can't belong to it."""

    def __init__(self, builder: DocumentBuilder, references: frozenset[str]) -> None:
        self._builder = builder
        self._references = references
        self.struck = False
        self._paragraph: list[str] = []
        self._items: list[str] = []
        self._blank = True

    def read(self, lines: list[str]) -> None:
        """Add all blocks of the lines."""
        at = 0
        while at < len(lines):
            line = (
                re.sub(r"^ {0,3}(?:> ?)+", "", lines[at].expandtabs(4)) if ">" in lines[at] else lines[at].expandtabs(4)
            )
            following = lines[at + 1] if at + 1 < len(lines) else ""
            if fence := _FENCE.match(line):
                at = self._code(lines, at, fence.group(1))
                continue
            if "|" in line and _TABLE_RULE.match(following) and "-" in following and "|" in following:
                at = self._table(lines, at)
                continue
            self._line(line)
            at += 1
        self._close()

    def _line(self, line: str) -> None:
        blank, self._blank = self._blank, not line.strip()
        if self._blank:
            self._close_paragraph()
        elif found := _HEADING.match(line):
            self._close()
            text = _ATTRIBUTES.sub("", found.group(2) or "")
            self._builder.add("heading", self._plain(text), level=len(found.group(1)))
        elif self._paragraph and not self._items and (found := _UNDERLINE.match(line)):
            text, self._paragraph = " ".join(self._paragraph), []
            self._builder.add("heading", self._plain(text), level=1 if "=" in line else 2)
        elif _RULE.match(line) or _ATTRIBUTES.fullmatch(line):
            self._close()
        elif found := _ITEM.match(line):
            self._item(found)
        elif self._items and (not blank or line.startswith("  ")):
            self._items[-1] += ("\n" if self._items[-1].endswith("  ") else " ") + line.strip()
        elif blank and line.startswith("    ") and not self._items:
            self._close()
            self._builder.add("code", line)
        else:
            if self._items:
                self._close()
            self._paragraph.append(line)

    def _item(self, found: re.Match[str]) -> None:
        self._close_paragraph()
        depth = min(len(found.group(1)) // 2, 5) if self._items else 0
        mark = "-" if found.group(2) in "-*+" else found.group(2)
        self._items.append(f"{'  ' * depth}{mark} {(found.group(3) or '').rstrip()}")

    def _code(self, lines: list[str], at: int, fence: str) -> int:
        """Add a fenced block that begins at a line; the line behind it. Without an end it runs to the last line."""
        self._close_paragraph()
        body: list[str] = []
        at += 1
        while at < len(lines):
            inner = lines[at]
            at += 1
            if inner.strip().lstrip("> ").startswith(fence) and not inner.strip().lstrip("> ").strip(fence[0]):
                break
            body.append(inner)
        self._close()
        self._builder.add("code", "\n".join(body))
        return at

    def _table(self, lines: list[str], at: int) -> int:
        self._close()
        end = at + 2
        while end < len(lines) and "|" in lines[end] and lines[end].strip():
            end += 1
        rows = [self._cells(line) for line in [lines[at], *lines[at + 2 : end]]]
        width = len(rows[0])
        self._builder.add_table(table_lines([row[:width] for row in rows]), header_rows=1)
        return end

    def _cells(self, line: str) -> list[str]:
        line = re.sub(r"^\s*(?:> ?)*\|?|(?<!\\)\|\s*$", "", line)
        return [self._plain(cell).replace("\n", " ") for cell in _CELL_BORDER.split(line)]

    def _plain(self, text: str) -> str:
        return squeeze(self._inline(text))

    def _inline(self, text: str) -> str:
        self.struck = self.struck or holds_struck(text)
        return plain(text, self._references)

    def _close_paragraph(self) -> None:
        if self._paragraph:
            # Two spaces or a backslash at a line's end keep the break, and a label ("Date: ...") that follows.
            lines = _with_definition(self._paragraph)
            kept = [line.endswith("  ") or _LABELLED.match(after) for line, after in pairwise([*lines, ""])]
            text = "\n".join(line.strip(" ") + "  " * bool(keep) for line, keep in zip(lines, kept, strict=True))
            text = re.sub(r"(?<=\S)(?: {2,}|\\)\n", "\x00", text).replace("\n", " ").replace("\x00", "\n")
            lines = [squeeze(line) for line in self._inline(text).split("\n")]
            self._builder.add("paragraph", "\n".join(filter(None, lines)))
            self._paragraph = []

    def _close(self) -> None:
        self._close_paragraph()
        items = []
        for item in self._items:
            indent = item[: len(item) - len(item.lstrip())]
            if text := self._plain(item):
                items.append(indent + text)
        self._builder.add("list", "\n".join(item for item in items if re.search(r"\w", item)))
        self._items = []
