"""Names found in part: "Nguyen" before a found "Thi Hoa", "al-Farsi" behind a found "Ahmed ibn Khalid"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policies.findings import Finding
from policies.recognizers.lexicon import is_everyday, is_given_name, is_surname
from policies.recognizers.name_shape import CAPITALISED, PARTICLE

_BEFORE = re.compile(rf"(?<![\w'@./-])(?P<word>{CAPITALISED})[ ]$")
_BEHIND = re.compile(rf"[ ](?:(?:{PARTICLE})[ -])?(?P<word>{CAPITALISED})(?![\w@]|[./-]\w)")
_LONGEST_WORD = 40


def grown(findings: Sequence[Finding], text: str) -> Iterator[Finding]:
    """The findings (disjoint, in order), those of persons with the listed names right beside them on the same line."""
    free = 0
    for index, finding in enumerate(findings):
        until = findings[index + 1].start if index + 1 < len(findings) else len(text)
        if finding.entity_type == "PERSON":
            finding = _grown(finding, text, free, until)
        free = finding.end
        yield finding


def _grown(finding: Finding, text: str, free: int, until: int) -> Finding:
    start, end = finding.start, finding.end
    before = _BEFORE.search(text[max(free, start - _LONGEST_WORD) : start])
    if before and _is_part(before["word"]):
        start -= len(before.group())
    behind = _BEHIND.match(text, end, min(until, end + _LONGEST_WORD))
    if behind and _is_part(behind["word"]):
        end = behind.end()
    return replace(finding, start=start, end=end)


def _is_part(word: str) -> bool:
    folded = word.casefold()
    return (is_given_name(folded) or is_surname(folded)) and not is_everyday(folded)
