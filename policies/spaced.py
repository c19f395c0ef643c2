"""Letters and digits that are set apart: "E d d a", "4 1 1 1 ...", "Q-u-i-l-l"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from policies.rewriting import Rewrite

_ONE = r"[\w@+]"
_RUN = re.compile(
    rf"(?<![\w@.+|-]){_ONE}(?:(?P<joint>[ ]|[-._*](?! ))(?:{_ONE}|(?<= )[.@-](?= )))"
    rf"(?:(?P=joint){{1,4}}(?:{_ONE}|(?<= )[.@_-](?= ))){{3,}}(?![\w@|])"
)
_SPACES = re.compile(r" +")
MIN_LETTERS = 5
MIN_DIGITS = 7


def gaps(text: str) -> Iterator[Rewrite]:
    """What stands between the characters of such runs, in order; wider gaps stay as one space."""
    for match in _RUN.finditer(text):
        run, joint = match.group(), match["joint"]
        if not _is_value(run, joint):
            continue
        for gap in (_SPACES if joint == " " else re.compile(re.escape(joint))).finditer(run):
            start, end = gap.span()
            apart = end - start > 1 or (run[start - 1].islower() and run[end].isupper())
            yield Rewrite(match.start() + start, match.start() + end, " " if apart else "")


def _is_value(run: str, joint: str) -> bool:
    """Whether a run spells something: not "1 2 3 4 5 6 7 8", "a b c d e", a section's number or a row of columns."""
    characters = [character for character in run if character.isalnum()]
    digits = [int(character) for character in characters if character.isdecimal()]
    if len(digits) == len(characters):
        return len(digits) >= MIN_DIGITS and joint in " -" and not _counts(digits)
    return len(characters) >= MIN_LETTERS and not _counts([ord(character) for character in characters])


def _counts(numbers: list[int]) -> bool:
    return all(after - before == 1 for before, after in pairwise(numbers))
