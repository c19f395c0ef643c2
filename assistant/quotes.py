"""What is shown of a passage for an answer in it: a sentence, a whole list, a row of a table with its header.

People ask for more than a span of words: they want the sentence around it, all steps of a procedure, and a number of a
table under the name of its column. All of it stays verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Passage
from assistant.answered_questions import question_before
from assistant.asked_columns import asked_columns
from assistant.asked_lists import asks_for_list, asks_what_to_do
from assistant.readings import Span
from assistant.units import Unit, after_mark, cells, points_back, units
from ingest.salutations import SALUTATION
from policies.text import EMPTY, RedactedText

NEARLY_ALL = 0.8
"""An answer that is this much of its quote isn't emphasised in it."""

SHORT_LIST = 600
"""Characters of a list, with the line that introduces it, that is shown whole whatever was asked."""

SHORT_ANSWER = 400
"""Characters of a question in a document and its answer that are shown together whatever part of it was found."""

CLAUSE = 120
"""Characters of numbered paragraphs, on average, above which they are the clauses of a contract and no list."""

_WORD = re.compile(r"⟦[^⟦⟧]*⟧|\[[A-Z_]+\]|[$€£¥]?\d+(?:[.,:/-]\d+)*(?:\s?%)?|\w+(?:['’-]\w+)*")
_STEP = re.compile(r"\(?\d{1,2}[.)]\s")


@dataclass(frozen=True, slots=True, repr=False)
class Quote:
    """A stretch of a passage: characters of its text, end exclusive.

    `emphasis` is the answer in it, in characters of the passage too, None where that is nearly all. `header` is what
    stands above the columns of a row, empty for anything else.
    """

    passage: Passage
    start: int
    end: int
    emphasis: tuple[int, int] | None = None
    header: RedactedText = EMPTY

    @property
    def text(self) -> RedactedText:
        """The quoted characters."""
        return self.passage.text.slice(self.start, self.end)

    def touches(self, other: Quote) -> bool:
        """Whether another quote shares characters with this one."""
        same = self.passage.chunk_id == other.passage.chunk_id
        return same and self.start < other.end and other.start < self.end

    def with_(self, other: Quote) -> Quote:
        """Both as one quote, where they touch; what is emphasised here stays so."""
        return replace(self, start=min(self.start, other.start), end=max(self.end, other.end))


def quote(question: str, passage: Passage, span: Span) -> Quote:
    """What to show for an answer that stands at `span`."""
    found, text = units(passage.text.value), passage.text.value
    touched = [n for n, unit in enumerate(found) if unit.start < span.end and span.start < unit.end]
    if not touched:
        return Quote(passage, span.start, span.end)
    first, last = touched[0], touched[-1]
    span = replace(span, start=max(span.start, after_mark(text, found[first])))
    if _is_list(question, text, found, first, last):
        # An item that answers as a whole is no more bold than the others.
        emphasis = _emphasis(text, span, found[first], found[last])
        first, last = _whole_list(text, found, first, last)
        return Quote(passage, found[first].start, found[last].end, emphasis)
    start, end = found[first].start, found[last].end
    header = EMPTY
    if found[first].kind == "row":
        header = _header(passage, found, first)
        if first == last:
            span = _asked_cell(question, text, found[first], header.value, span)
    elif (asked := question_before(text, found, first)) is not None:
        start = found[asked].start
        end = _end_of_answer(text, found, start, last)
    elif first > 0 and _needs_before(text, found[first - 1], found[first]):
        start = found[first - 1].start
    return Quote(passage, start, end, _emphasis(text, span, found[first], found[last]), header)


def with_whole_lists(quotes: Sequence[Quote]) -> list[Quote]:
    """The quotes, but where several are items of one list, the list in the place of the first of them."""
    lists = [_list_of(each) for each in quotes]
    shown: list[Quote] = []
    for number, (each, whole) in enumerate(zip(quotes, lists, strict=True)):
        if whole is None or lists.count(whole) == 1:
            shown.append(each)
        elif lists.index(whole) == number:
            shown.append(Quote(each.passage, whole[1], whole[2]))
    return shown


def _list_of(quote: Quote) -> tuple[str, int, int] | None:
    """The list that a quote is of: its passage, and where it begins and ends there with the line that introduces it."""
    text = quote.passage.text.value
    found = units(text)
    touched = [n for n, unit in enumerate(found) if unit.start < quote.end and quote.start < unit.end]
    items = [n for n in touched if _item_of(text, found, n) is not None]
    if not items:
        return None
    low, high = _whole_list(text, found, items[0], items[-1])
    if _are_clauses(text, found, low, high) or _are_answered(text, found, low, high):
        return None
    return quote.passage.chunk_id, found[low].start, found[high].end


def _is_list(question: str, text: str, found: list[Unit], first: int, last: int) -> bool:
    """Whether the whole list is the answer: it is asked for, answers in several items, or is short and introduced."""
    items = {item for n in range(first, last + 1) if (item := _item_of(text, found, n)) is not None}
    if not items:
        return text[found[last].end - 1] == ":" and last + 1 < len(found) and found[last + 1].kind == "item"
    low, high = _whole_list(text, found, first, last)
    if _are_clauses(text, found, low, high) or _are_answered(text, found, low, high):
        return False
    introduced = found[low].kind != "item" and found[high].end - found[low].start <= SHORT_LIST
    steps = _are_steps(text, found, low, high) and asks_what_to_do(question)
    return len(items) > 1 or introduced or asks_for_list(question) or steps


def _are_clauses(text: str, found: list[Unit], low: int, high: int) -> bool:
    """Whether numbered paragraphs, apart from one another, are clauses that say each its own thing."""
    whole = text[found[low].start : found[high].end]
    count = sum(unit.kind == "item" for unit in found[low : high + 1])
    return "\n\n" in whole and len(whole) > CLAUSE * count


def _are_steps(text: str, found: list[Unit], low: int, high: int) -> bool:
    return all(_STEP.match(text, unit.start) for unit in found[low : high + 1] if unit.kind == "item")


def _are_answered(text: str, found: list[Unit], low: int, high: int) -> bool:
    """Whether a list is one of questions with their answers, each an answer of its own."""
    questions = (question_before(text, found, number) for number in range(low, high + 1))
    return any(question is not None and _item_of(text, found, question) is not None for question in questions)


def _item_of(text: str, found: list[Unit], number: int) -> int | None:
    """The item that a unit is, or goes on with: an item of several sentences stands on one line."""
    while number > 0 and found[number].kind == "sentence":
        if "\n" in text[found[number - 1].end : found[number].start]:
            return None
        number -= 1
    return number if found[number].kind == "item" else None


def _whole_list(text: str, found: list[Unit], first: int, last: int) -> tuple[int, int]:
    """All items that follow one another around the touched units, and the line that introduces them."""
    while last + 1 < len(found) and _item_of(text, found, last + 1) is not None:
        last += 1
    own = _item_of(text, found, first)
    if own is None:
        return first, last
    first = own
    while first > 0 and (before := _item_of(text, found, first - 1)) is not None:
        first = before
    if first > 0 and text[found[first - 1].end - 1] in ":?":
        first -= 1
    return first, last


def _header(passage: Passage, found: list[Unit], row: int) -> RedactedText:
    """The header over a row: in the passage, or beside it where the passage begins in the middle of a table."""
    while row > 0 and found[row].kind == "row":
        row -= 1
    unit = found[row]
    return passage.text.slice(unit.start, unit.end) if unit.kind == "header" else passage.header


def _asked_cell(question: str, text: str, row: Unit, header: str, span: Span) -> Span:
    """The cell under the one column that is asked for, where the answer stands under another that is not."""
    below = cells(text, row.start, row.end)
    columns = [header[start:end] for start, end in cells(header, 0, len(header))]
    if not below or len(columns) != len(below):
        return span
    asked = asked_columns(question, columns, [text[start:end] for start, end in below])
    if asked.count(max(asked)) > 1:
        asked[0] = 0  # the first column tells which row it is, and is rarely asked for
    own = [number for number, (start, end) in enumerate(below) if start < span.end and span.start < end]
    if asked.count(max(asked)) > 1 or (len(own) == 1 and asked[own[0]]):
        return span
    start, end = below[asked.index(max(asked))]
    return replace(span, start=start, end=end) if start < end else span


def _end_of_answer(text: str, found: list[Unit], start: int, last: int) -> int:
    """Where an answer to a question of the document ends: with its line, unless that is long."""
    end = found[last].end
    while last + 1 < len(found) and "\n" not in text[found[last].end : found[last + 1].start]:
        last += 1
    return found[last].end if found[last].end - start <= SHORT_ANSWER else end


def _needs_before(text: str, before: Unit, unit: Unit) -> bool:
    """Whether a unit says little without the one before it: it points back, or stands under a line that leads to it."""
    if before.kind == "heading":
        return text[before.end - 1] == ":" and SALUTATION.match(text, before.start) is None
    return unit.kind == before.kind == "sentence" and points_back(text[unit.start : unit.end])


def _emphasis(text: str, span: Span, first: Unit, last: Unit) -> tuple[int, int] | None:
    """The whole words, numbers and pseudonyms of the answer, where they are on one line and leave some of the units."""
    start, end = first.start, last.end
    words = [word for word in _WORD.finditer(text, start, end) if word.start() < span.end and span.start < word.end()]
    if not words:
        return None
    low, high = words[0].start(), words[-1].end()
    opened = text.count("(", low, high) - text.count(")", low, high)
    if opened == 1 and text[high : high + 1] == ")":
        high += 1
    elif opened == -1 and low > start and text[low - 1] == "(":
        low -= 1
    if "\n" in text[low:high] or "|" in text[low:high] or high - low >= NEARLY_ALL * (end - start):
        return None
    return low, high
