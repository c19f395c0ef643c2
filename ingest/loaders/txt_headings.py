"""Which lines of a plain text are headings: nothing but their words and their place says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.loaders.characters import squeeze
from ingest.loaders.wrapping import is_item
from ingest.salutations import SALUTATION
from policies.calendar_words import months_of

_NUMBERED = re.compile(r"(?:§+ ?)?(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+[A-Z][^.;:!?]*")
_CHARACTERS = 80
_WORDS = 8
_LEAST_WIDTH = 50
_FITS = 0.8  # of the block's width: a line that the next word would have left this short was ended on purpose
_PROSE_CHARACTERS = 30
_PROSE_END = re.compile(r"[.!?:][\"'”’»)\]]*$")


def own_level(lines: Sequence[str]) -> int:
    """The level of a block that is a heading, else 0: one short line in capitals, or numbered like "2.1 Scope"."""
    line = squeeze(lines[0])
    if len(lines) > 1 or not 3 <= len(line) <= _CHARACTERS:
        return 0
    if level := _numbered_level(line):
        return level
    letters = sum(character.isalpha() for character in line)
    return 1 if line.isupper() and letters >= 3 and line[-1] not in ".,;" and "|" not in line else 0


def leading_level(lines: Sequence[str], *, unnumbered: int) -> int:
    """The level of a heading that stands right on top of its text ("3. Fees", then prose or a list), else 0.

    Its line was ended on purpose, without a stop, and whole sentences or items follow; in an address or under a letter
    none do. `unnumbered` is the level of a heading without a number.
    """
    line = squeeze(lines[0])
    if len(lines) < 2 or not 3 <= len(line) <= _CHARACTERS or (is_item(lines[0]) and not _numbered_level(line)):
        return 0
    if line[-1] in ".,;:!?-" or "|" in line or not _was_ended(line, lines[1:]) or not _is_text(lines[1:]):
        return 0
    if level := _numbered_level(line):
        return level
    titled = line[0].isupper() and len(line.split()) <= _WORDS and SALUTATION.match(line) is None
    return unnumbered if titled and ":" not in line and "@" not in line else 0


def is_title(lines: Sequence[str]) -> bool:
    """Whether a text's first block names it: one line without a stop, of more than names ("Rules for visitors")."""
    line = squeeze(lines[0])
    if len(lines) > 1 or line[-1:] in ".,;:!?-" or SALUTATION.match(line):
        return False
    words = line.split()
    spoken = 2 <= len(words) <= _WORDS and line[0].isupper() and all(word[0].isalpha() for word in words)
    return spoken and any(word.islower() and len(word) >= 4 for word in words)


def _numbered_level(line: str) -> int:
    found = _NUMBERED.fullmatch(line)
    return 0 if found is None or _is_date(line) else min(found.group(1).count(".") + 1, 6)


def _is_date(line: str) -> bool:
    """Whether a line is a day like "5 May 2024"."""
    words = line.split()
    return len(words) in (2, 3) and bool(months_of(words[1])) and (len(words) == 2 or words[2].isdigit())


def _was_ended(line: str, rest: Sequence[str]) -> bool:
    width = max(_LEAST_WIDTH, *(len(other.rstrip()) for other in rest))
    return len(line) + 1 + len(rest[0].split(maxsplit=1)[0]) <= _FITS * width


def _is_text(rest: Sequence[str]) -> bool:
    """Whether lines are items, or sentences that begin and end."""
    if is_item(rest[0]):
        return len(rest) > 1 or len(rest[0].strip()) > _PROSE_CHARACTERS
    first, last = rest[0].strip(), rest[-1].strip()
    begins = not first[0].islower() and sum(len(line.strip()) for line in rest) > _PROSE_CHARACTERS
    return begins and first[-1] != "," and (_PROSE_END.search(last) is not None or any(map(is_item, rest)))
