"""Examples as the product's reader sees irreversibly redacted texts: names and dates replaced by their type.

Pseudonyms need no examples: the reader sees plain names in their place (`assistant.stand_ins`).
"""

from __future__ import annotations

import random
import re
from dataclasses import replace

from training.reader.examples import Example, Span

_NAME = re.compile(r"\b[A-Z][\w'’-]+(?: (?:[A-Z]\.|[A-Z][\w'’-]+|de|van|von|bin|al))* [A-Z][\w'’-]+\b")
_ONE_NAME = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")
_DATE = re.compile(
    r"\b(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?: \d{1,2})?(?:,? \d{4})?\b|\b\d{4}-\d\d-\d\d\b"
)
_MOST = 4


def redacted(example: Example, pick: random.Random) -> Example:
    """Some of the names and dates of both texts replaced; answers move along."""
    values: dict[str, str] = {}
    asks_who = re.search(r"\bwho(?:se|m)?\b", example.first, re.IGNORECASE) is not None
    answers = [example.passage[a:b] for a, b in example.spans]
    named = [answer for answer in answers if asks_who and _ONE_NAME.fullmatch(answer)]
    named += [match.group() for text in (example.first, example.passage) for match in _NAME.finditer(text)]
    for name in list(dict.fromkeys(named))[:_MOST]:
        kind = (
            "PERSON" if name in answers and asks_who else pick.choice(["PERSON", "PERSON", "ORGANIZATION", "LOCATION"])
        )
        values[name] = f"[{kind}]"
    for match in list(_DATE.finditer(example.passage))[:_MOST]:
        year = re.search(r"\d{4}", match.group())
        values.setdefault(match.group(), year.group() if year else "[DATE_TIME]")
    if not values:
        return example
    first, _ = _replaced(example.first, values, ())
    passage, spans = _replaced(example.passage, values, example.spans)
    return replace(example, first=first, passage=passage, spans=spans)


def _replaced(text: str, values: dict[str, str], spans: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    longest_first = "|".join(re.escape(value) for value in sorted(values, key=len, reverse=True))
    parts: list[str] = []
    edits: list[tuple[int, int, int, int]] = []
    done, size = 0, 0
    for match in re.finditer(rf"(?<!\w)(?:{longest_first})(?!\w)", text):
        parts += (text[done : match.start()], values[match.group()])
        start = size + match.start() - done
        size = start + len(values[match.group()])
        edits.append((*match.span(), start, size))
        done = match.end()
    parts.append(text[done:])

    def moved(place: int, *, last: bool) -> int:
        shift = 0
        for start, end, new_start, new_end in edits:
            if place >= end:
                shift = new_end - end
            elif place > start or (place == start and last):
                return new_end if place > start else new_start
        return place + shift

    def span(start: int, end: int) -> Span:
        inside = [edit for edit in edits if edit[0] < start < edit[1]]
        return (inside[0][2] if inside else moved(start, last=False), moved(end, last=True))

    return "".join(parts), tuple(span(*one) for one in spans)
