"""Regular expressions that users write: how they are read, and which would stop an ingestion."""

from __future__ import annotations

import regex

_SECONDS = 0.25
"""Processor time that one search of a hostile text may take; a harmless pattern takes a hundredth of it."""

_REPEATS = 1500
_VIABLE_REPEATS = 24
_LONGEST_BEGINNING = 16
_BEGINNINGS = 24
_ANY = "aA0 -_./:#\u00e9"


def compile_user_regex(source: str) -> regex.Pattern[str]:
    """A user's regular expression. `^` and `$` are the ends of a line; `(?i)` in front reads capitals and small alike.

    Raises:
        regex.error: it is none.
    """
    return regex.compile(source, regex.MULTILINE)


def is_catastrophic(pattern: regex.Pattern[str]) -> bool:
    r"""Whether some text of a few thousand characters makes the search run away (`(\d+)+x` on zeros).

    Beginnings of matches are grown letter by letter, as long as the pattern could still match; then each letter that
    may stand there often is repeated, and an ending follows that spoils the match. This finds what people write by
    mistake, not every pattern that could be built; what it lets pass still stops at the redactor's time limit, as an
    error.
    """
    letters = list(dict.fromkeys(_ANY + "".join(filter(str.isalnum, pattern.pattern))))[:60]
    # The pattern's own characters once more: the search gives up at once where one that it needs is nowhere.
    ending = "\x00" + "".join(dict.fromkeys(pattern.pattern))
    beginnings = [""]
    try:
        for _ in range(_LONGEST_BEGINNING):
            longer = []
            for beginning in beginnings:
                for letter in letters:
                    if not _may_begin(pattern, beginning + letter):
                        continue
                    if _may_begin(pattern, beginning + letter * _VIABLE_REPEATS):
                        pattern.search(beginning + letter * _REPEATS + ending, timeout=_SECONDS)
                    else:
                        longer.append(beginning + letter)
            if not longer:
                return False
            beginnings = longer[:: max(1, len(longer) // _BEGINNINGS)][:_BEGINNINGS]
    except TimeoutError:
        return True
    return False


def _may_begin(pattern: regex.Pattern[str], text: str) -> bool:
    """Whether a match may begin with the text, or is the text."""
    return pattern.fullmatch(text, partial=True, timeout=_SECONDS) is not None
