"""Where a data subject stands in clear in a text: what redaction missed, or what a policy keeps.

A text is read as runs of letters and digits; neighbouring runs are joined and compared without case, accents and
separators, so that "Smith, John", "JOHN SMITH", "john.smith" and "J-o-h-n Smith" cost no rule each. What is compared
may be a set of forms, or hashes of them: the erasure log knows no values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple, Protocol

from policies.canonical import is_title
from policies.readable import readable
from policies.recognizers.lexicon import is_everyday
from policies.words import fold

Form = Literal["full", "lone"]
"""`full` identifies the subject on its own ("John Smith", an e-mail address); `lone` does so only beside a full one in
the same document ("Smith", "J. Smith", "John")."""

BEGINNING: Final = 3
"""Letters of a form's beginning: what does not begin as any form is not joined with what follows."""

LONGEST_RUNS: Final = 8
LONGEST_FORM: Final = 64


class Recognizer(Protocol):
    """Knows the forms of one subject, or hashes of them."""

    def recognize(self, joined: str) -> Form | None:
        """What form joined runs are."""
        ...

    def begins(self, letters: str) -> bool:
        """Whether a form begins with these letters, `BEGINNING` of them."""
        ...


_RUN: Final = re.compile(r"[^\W_]+")
_GAP: Final = re.compile(r"[ \t]*[,.@'’_+/\\()-]{0,2}[ \t]*\n?[ \t]*")


class Span(NamedTuple):
    """Characters `start`..`end` of a text, end exclusive."""

    start: int
    end: int


def compact(text: str) -> str:
    """A value or form as runs are compared: letters and digits alone, folded."""
    return "".join(fold(run) for run in _RUN.findall(text))


def mentions(texts: Sequence[str], recognizer: Recognizer) -> list[list[Span]]:
    """The subject's places in each of the texts of one document (name, title, text), disjoint and in order.

    A lone form counts where a full one stands in any of the texts, where it is written as a name, and where no other
    name is joined to it ("Jane Smith" is not John).
    """
    found = [list(_found(text, recognizer)) for text in texts]
    certain = any(form == "full" for each in found for _, form in each)
    return [[span for span, form in each if form == "full" or certain] for each in found]


def _found(text: str, recognizer: Recognizer) -> Iterator[tuple[Span, Form]]:
    read = readable(text)
    runs = [Span(*match.span()) for match in _RUN.finditer(read.text)]
    folded = [fold(read.text[start:end]) for start, end in runs]
    begins: dict[str, bool] = {}
    passed = -1
    for index, word in enumerate(folded):
        letters = word[:BEGINNING]
        if index <= passed or not begins.setdefault(letters, len(letters) < BEGINNING or recognizer.begins(letters)):
            continue
        length, form = _longest(read.text, runs, folded, index, recognizer)
        if form is None or (form == "lone" and not _is_name_alone(read.text, runs, index, length)):
            continue
        passed = index + length - 1
        yield Span(*read.span(runs[index].start, runs[passed].end)), form


def _longest(
    text: str, runs: Sequence[Span], folded: Sequence[str], index: int, recognizer: Recognizer
) -> tuple[int, Form | None]:
    """The longest form from a run on; a full one before a longer lone one."""
    best: tuple[int, Form | None] = (1, None)
    joined = ""
    for length in range(1, LONGEST_RUNS + 1):
        last = index + length - 1
        if last >= len(runs) or (length > 1 and not _GAP.fullmatch(text, runs[last - 1].end, runs[last].start)):
            break
        joined += folded[last]
        if len(joined) > LONGEST_FORM:
            break
        form = recognizer.recognize(joined)
        if form == "full" or (form == "lone" and best[1] != "full"):
            best = (length, form)
    return best


def _is_name_alone(text: str, runs: Sequence[Span], index: int, length: int) -> bool:
    first, last = runs[index], runs[index + length - 1]
    own = text[first.start : first.end]
    before = runs[index - 1] if index and text[runs[index - 1].end : first.start] in (" ", ". ") else None
    after = runs[index + length] if index + length < len(runs) else None
    titled = before is not None and is_title(fold(text[before.start : before.end]))
    if not own[0].isupper() or (length == 1 and is_everyday(fold(own)) and not titled):
        return False
    if before is not None and text[before.end] == " " and not titled and _is_name(text[before.start : before.end]):
        return False
    return not (after is not None and text[last.end : after.start] == " " and _is_name(text[after.start : after.end]))


def _is_name(word: str) -> bool:
    return word[0].isupper() and len(word) > 1 and not is_everyday(fold(word))
