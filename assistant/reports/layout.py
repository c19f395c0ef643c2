"""What a report is made of, and how it becomes Markdown or HTML. The HTML fetches nothing: no link, script or image."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

TO_FILL_IN = "**To be filled in by the controller.**"
"""Stands where the software knows nothing; bold in both forms."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; each row has as many cells as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, header: Iterable[str], rows: Iterable[Iterable[object]]) -> Table:
        """A table of anything that has a text."""
        return cls(tuple(header), tuple(tuple(str(cell) for cell in row) for row in rows))


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of items."""

    items: tuple[str, ...]


Block = str | Table | Bullets


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `about`: lines under the title, e.g. when and by what it was made."""

    title: str
    about: tuple[str, ...]
    sections: tuple[Section, ...]


def to_markdown(report: Report) -> str:
    """The report as Markdown (CommonMark with tables)."""
    parts = [f"# {_line(report.title)}", *(_line(line) for line in report.about)]
    for section in report.sections:
        parts.append(f"## {_line(section.title)}")
        parts += [_block_of_markdown(block) for block in section.blocks]
    return "\n\n".join(parts) + "\n"


def to_html(report: Report) -> str:
    """The report as one HTML document in itself, everything escaped."""
    body = [f"<h1>{_escaped(report.title)}</h1>", *(f"<p>{_escaped(line)}</p>" for line in report.about)]
    for section in report.sections:
        body.append(f"<h2>{_escaped(section.title)}</h2>")
        body += [_block_of_html(block) for block in section.blocks]
    return _PAGE.format(title=html.escape(report.title), body="\n".join(body))


_CODE = re.compile(r"`([^`<>]+)`")

# Nothing may be fetched even if a value got through unescaped: the policy forbids all but this style.
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ font: 11pt/1.45 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a }}
h2 {{ margin-top: 2rem }}
table {{ border-collapse: collapse; width: 100%; margin: 1rem 0 }}
th, td {{ border: 1px solid #bbb; padding: .35rem .6rem; text-align: left; vertical-align: top }}
td {{ overflow-wrap: anywhere }}
th {{ background: #f0f0f0 }}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def _block_of_markdown(block: Block) -> str:
    if isinstance(block, str):
        return _line(block)
    if isinstance(block, Bullets):
        return "\n".join(f"- {_line(item)}" for item in block.items)
    rows = (block.header, ("---",) * len(block.header), *block.rows)
    return "\n".join("| " + " | ".join(_line(cell).replace("|", "\\|") for cell in row) + " |" for row in rows)


def _block_of_html(block: Block) -> str:
    if isinstance(block, str):
        return f"<p>{_escaped(block)}</p>"
    if isinstance(block, Bullets):
        return "<ul>" + "".join(f"<li>{_escaped(item)}</li>" for item in block.items) + "</ul>"
    head = "".join(f"<th>{_escaped(cell)}</th>" for cell in block.header)
    rows = "".join("<tr>" + "".join(f"<td>{_escaped(cell)}</td>" for cell in row) + "</tr>" for row in block.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _line(text: str) -> str:
    """One line of Markdown in which HTML and links of a value are words; what stands between backticks is code."""
    line = " ".join(text.split())
    for character in "\\<[":
        line = line.replace(character, f"\\{character}")
    return line


def _escaped(text: str) -> str:
    escaped = html.escape(text).replace(html.escape(TO_FILL_IN), f"<strong>{TO_FILL_IN.strip('*')}</strong>")
    return _CODE.sub(r"<code>\1</code>", escaped)
