"""Lines of a column become paragraphs, list items and headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise, takewhile

from ingest.loaders.pdf_lines import Segment
from ingest.loaders.pdf_tables import Grid
from ingest.loaders.wrapping import is_item, join_lines

_LEADERS = re.compile(r"(?:\.\s?){4,}\s*(?:\d+|[ivxl]+)?$")  # a line of a table of contents
_RULE = re.compile(r"[\s=_*~#.—–-]{3,}")  # a line drawn with characters
_LABEL = re.compile(r"[A-Z][\w /()&-]{0,30}:(?:\s|$)")
_ENDS = (".", "!", "?", ":", ";", "”", '"')
_FEW_LINES = 3
_HEADING_CHARACTERS = 150
_LARGER = 1.12  # a heading's letters against the text's


@dataclass(frozen=True, slots=True, repr=False)
class Paragraph:
    """Lines that belong together. `kind` is heading (with `level`), list (one item) or paragraph."""

    kind: str
    text: str
    size: float
    bold: bool
    level: int = 0


def paragraphs(lines: Sequence[Segment], words: Set[str], leading: float) -> list[Paragraph]:
    """A column's lines as paragraphs and list items; headings are not told apart yet.

    `words` is the document's vocabulary, `leading` its usual distance of baselines in ems.

    A line is joined to the next if the next one's first word would not have fitted on it; else the break was meant.
    """
    lines = [line for line in lines if not (_LEADERS.search(line.text) or _RULE.fullmatch(line.text))]
    if not lines:
        return []
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    leading = usual_leading(lines) or leading
    groups: list[list[Segment]] = []
    for line in lines:
        if groups and not _begins(groups[-1], line, right, leading):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_paragraph(group, left, right, words) for group in groups]


def usual_leading(lines: Iterable[Segment]) -> float | None:
    """The distance of baselines in ems that most lines have, solid to more than double; None for too few lines."""
    gaps = Counter(
        round((above.y - line.y) / line.size, 1)
        for above, line in pairwise(lines)
        if above.size == line.size and 0.8 < (above.y - line.y) / line.size < 3.2
    )
    return max(gaps, key=lambda gap: (gaps[gap], -gap)) if gaps.total() >= _FEW_LINES else None


def _begins(group: Sequence[Segment], line: Segment, right: float, leading: float) -> bool:
    """Whether a line begins a paragraph."""
    above = group[-1]
    gap = (above.y - line.y) / max(line.size, 1)
    if gap > 1.25 * leading or gap < 0 or abs(line.size - above.size) > 0.08 * above.size:
        return True
    if line.bold != above.bold and not (_forced(above, line, right) and not line.bold):
        return True
    in_item = is_item(group[0].text)
    if is_item(line.text):
        # "(29) through" may be the middle of a sentence; an item follows an item, a stop or a short line.
        aligned = in_item and abs(line.x0 - group[0].x0) < 0.5 * line.size
        return aligned or line.text[0] == "-" or above.text.endswith(_ENDS) or not _forced(above, line, right)
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


def _paragraph(group: Sequence[Segment], left: float, right: float, words: Set[str]) -> Paragraph:
    text = group[0].text
    for above, line in pairwise(group):
        meant = not _forced(above, line, right) and (
            above.text.endswith(_ENDS) or _LABEL.match(line.text) or above.x1 - left < 0.6 * (right - left)
        )
        # Headings and centred lines are short on purpose but go on all the same.
        text = f"{text}\n{line.text}" if meant and not group[0].bold else join_lines(text, line.text, words)
    kind = "list" if is_item(text) else "paragraph"
    return Paragraph(kind, text, group[0].size, all(line.bold for line in group))


def body_style(lines: Iterable[Segment]) -> tuple[float, bool]:
    """Size and weight in which most letters of a document are set."""
    letters: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        letters[line.size, line.bold] += len(line.text)
    return letters.most_common(1)[0][0] if letters else (10.0, False)


def with_headings(
    pages: Sequence[Sequence[Paragraph | Grid]], body: tuple[float, bool], outline: Mapping[str, int]
) -> list[list[Paragraph | Grid]]:
    """Pages of paragraphs and tables, the headings among them marked with their level.

    A heading stands in the file's outline, or is set larger than the text, or is short and bold where the text is not.
    Levels follow the outline, else the sizes in use.
    """
    found = [
        item
        for page in pages
        for item in page
        if isinstance(item, Paragraph) and (_plain(item.text) in outline or _looks_like_heading(item, body))
    ]
    marked = {id(item) for item in found} - _cover(pages[0] if pages else (), found, outline)
    styles = sorted({(item.size, item.bold) for item in found if id(item) in marked}, reverse=True)

    def with_level(item: Paragraph | Grid) -> Paragraph | Grid:
        if not isinstance(item, Paragraph) or id(item) not in marked:
            return item
        level = outline.get(_plain(item.text)) or styles.index((item.size, item.bold)) + 1
        text = " ".join(item.text.split())
        return Paragraph("heading", text, item.size, item.bold, min(level, 6))

    return [[with_level(item) for item in page] for page in pages]


def _cover(page: Sequence[Paragraph | Grid], headings: Sequence[Paragraph], outline: Mapping[str, int]) -> set[int]:
    """The large lines of a cover (authors, place, date) that are no headings: all but the largest, the title."""
    ids = {id(item) for item in headings}
    stack = [item for item in takewhile(lambda item: id(item) in ids, page) if isinstance(item, Paragraph)]
    if len(stack) < 3:
        return set()
    largest = max(stack, key=lambda item: item.size)
    return {id(item) for item in stack if item is not largest and _plain(item.text) not in outline}


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
