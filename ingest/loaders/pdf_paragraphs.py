"""Lines of a column become paragraphs, list items and headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from statistics import median

from ingest.loaders.pdf_lines import Segment
from ingest.loaders.wrapping import LIST_ITEM, join_lines

_LEADERS = re.compile(r"(?:\.\s?){4,}\s*(?:\d+|[ivxl]+)?$")  # a line of a table of contents
_LABEL = re.compile(r"[A-Z][\w /()&-]{0,30}:(?:\s|$)")
_ENDS = (".", "!", "?", ":", ";", "”", '"')
_HEADING_CHARACTERS = 150
_LARGER = 1.12  # a heading's letters against the text's


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together. `kind` is heading (with `level`), list (one item) or paragraph."""

    kind: str
    text: str
    size: float
    bold: bool
    level: int = 0


def paragraphs(lines: Sequence[Segment], words: Set[str]) -> list[Paragraph]:
    """A column's lines as paragraphs and list items; headings are not told apart yet.

    A line is joined to the next if the next one's first word would not have fitted on it; else the break was meant.
    """
    lines = [line for line in lines if not _LEADERS.search(line.text)]
    if not lines:
        return []
    right = max(line.x1 for line in lines)
    leading = _leading(lines)
    groups: list[list[Segment]] = []
    for line in lines:
        if groups and not _begins(groups[-1], line, right, leading):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_paragraph(group, right, words) for group in groups]


def _leading(lines: Sequence[Segment]) -> float:
    """The usual distance of baselines in ems."""
    gaps = [
        (above.y - line.y) / line.size
        for above, line in zip(lines, lines[1:], strict=False)
        if above.size == line.size and 0.8 < (above.y - line.y) / line.size < 2.2
    ]
    return median(gaps) if gaps else 1.2


def _begins(group: Sequence[Segment], line: Segment, right: float, leading: float) -> bool:
    """Whether a line begins a paragraph."""
    above = group[-1]
    gap = (above.y - line.y) / max(line.size, 1)
    if gap > 1.25 * leading or gap < 0 or abs(line.size - above.size) > 0.08 * above.size:
        return True
    if line.bold != above.bold and not (above.x1 > 0.9 * right and not line.bold):
        return True
    if LIST_ITEM.match(line.text):
        return not _forced(above, line, right) or above.text.endswith(_ENDS) or not line.text[0].isalnum()
    in_item = LIST_ITEM.match(group[0].text) is not None
    if in_item and line.x0 < group[0].x0 - 0.5 * line.size:
        return True
    if not above.text.endswith(_ENDS):
        return False
    indented = line.x0 - above.x0 > 0.8 * line.size and len(group) > 1
    outdented = in_item and abs(line.x0 - group[0].x0) < 0.3 * line.size and not _forced(above, line, right)
    short = not _forced(above, line, right) and above.x1 < right - 3 * line.size
    return indented or outdented or (short and len(group) > 1)


def _forced(above: Segment, line: Segment, right: float) -> bool:
    """Whether the break was forced: the line's first word would not have fitted above."""
    first = line.text.split(maxsplit=1)[0]
    letter = (line.x1 - line.x0) / max(len(line.text), 1)
    return above.x1 + (len(first) + 1) * letter > right - 0.5 * line.size


def _paragraph(group: Sequence[Segment], right: float, words: Set[str]) -> Paragraph:
    text = group[0].text
    for above, line in zip(group, group[1:], strict=False):
        meant = not _forced(above, line, right) and (
            above.text.endswith(_ENDS) or _LABEL.match(line.text) or above.x1 < 0.6 * right
        )
        # Headings and centred lines are short on purpose but go on all the same.
        text = f"{text}\n{line.text}" if meant and not group[0].bold else join_lines(text, line.text, words)
    kind = "list" if LIST_ITEM.match(text) else "paragraph"
    return Paragraph(kind, text, group[0].size, all(line.bold for line in group))


def body_style(lines: Iterable[Segment]) -> tuple[float, bool]:
    """Size and weight in which most letters of a document are set."""
    letters: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        letters[line.size, line.bold] += len(line.text)
    return letters.most_common(1)[0][0] if letters else (10.0, False)


def with_headings(
    pages: Sequence[Sequence[object]], body: tuple[float, bool], outline: Mapping[str, int]
) -> list[list[object]]:
    """Pages of paragraphs and tables, the headings among them marked with their level.

    A heading stands in the file's outline, or is set larger than the text, or is short and bold where the text is not.
    Levels follow the outline, else the sizes in use.
    """

    def is_heading(item: object) -> bool:
        return isinstance(item, Paragraph) and (_plain(item.text) in outline or _looks_like_heading(item, body))

    styles = sorted(
        {(item.size, item.bold) for page in pages for item in page if is_heading(item) and isinstance(item, Paragraph)},
        reverse=True,
    )
    marked: list[list[object]] = []
    for page in pages:
        items: list[object] = []
        for item in page:
            if isinstance(item, Paragraph) and is_heading(item):
                level = outline.get(_plain(item.text)) or styles.index((item.size, item.bold)) + 1
                text = " ".join(item.text.split())
                item = Paragraph("heading", text, item.size, item.bold, min(level, 6))
            items.append(item)
        marked.append(items)
    return marked


def _looks_like_heading(item: Paragraph, body: tuple[float, bool]) -> bool:
    text = item.text
    if len(text) > _HEADING_CHARACTERS or sum(letter.isalpha() for letter in text) < 2:
        return False
    if item.size >= _LARGER * body[0]:
        return not text.endswith((",", ";"))
    numbered = item.kind == "list"
    if item.bold and not body[1] and item.size >= 0.95 * body[0]:
        return not text.endswith((".", ",", ";", ":")) and text.count("\n") < 2 and (not numbered or text[0] != "-")
    return False


def _plain(text: str) -> str:
    """A heading without its number, for comparing with the outline's."""
    return re.sub(r"^[\d.]+\s+", "", " ".join(text.split())).casefold()
