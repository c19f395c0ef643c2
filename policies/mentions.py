"""The second pass: every other mention of what the first pass found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policies.evidence import Evidence
from policies.findings import OTHER_MENTION, Finding
from policies.persons import Persons
from policies.recognizers.lexicon import is_act, is_eponym_head, is_everyday
from policies.words import Word, words_of

SCORE = 0.8

_GAP = re.compile(r"[ \t]*(?:[,.'_/\\-]{1,2})?[ \t]*\n?[ \t]*")
_IDENTIFIER = re.compile(r"(?<![^\W_])[^\W_](?:[\w./-]*[^\W_])?(?![^\W_])")


@dataclass(frozen=True, slots=True)
class _Form:
    """A way to write a name: its words, and whether each must start with a capital."""

    words: tuple[str, ...]
    capitals: bool


def other_mentions(text: str, words: Sequence[Word], findings: Sequence[Finding], persons: Persons) -> list[Finding]:
    """Findings for the other places where the persons and numbers of `findings` stand. Linear in the text."""
    return [*_mentions_of_persons(text, words, persons), *_mentions_of_numbers(text, findings)]


def _mentions_of_persons(text: str, words: Sequence[Word], persons: Persons) -> Iterator[Finding]:
    forms = _forms(persons)
    if not forms:
        return
    small = {word.folded for word in words if not word.capital}
    index = 0
    while index < len(words):
        length = _longest(words, index, forms.get(words[index].folded, ()), text, small)
        if length:
            last = words[index + length - 1]
            yield Finding(words[index].start, last.end, "PERSON", SCORE, Evidence.HEURISTIC, OTHER_MENTION)
        index += length or 1


def _forms(persons: Persons) -> dict[str, list[_Form]]:
    """Forms by their first word, the longest first."""
    forms: dict[str, set[_Form]] = {}

    def add(parts: Sequence[tuple[str, ...]], capitals: bool) -> None:
        flat = tuple(word for part in parts for word in part)
        if flat:
            forms.setdefault(flat[0], set()).add(_Form(flat, capitals))

    for name in persons.names:
        parts = [tuple(word.folded for word in words_of(part)) for part in name.split()]
        if not all(parts):
            continue
        if len(parts) == 1:
            add(parts, True)
            continue
        given, surname = parts[0], parts[-1]
        add(parts, False)
        add([surname, *parts[:-1]], False)
        add([given, surname], False)
        add([surname, given], False)
        for lone in (given, surname):
            if sum(map(len, lone)) > 1:
                add([lone], True)
        if len(parts) > 2:
            add(parts[1:], False)
        add([(given[0][0],), surname], True)
        add([surname, (given[0][0],)], True)
    for joined in persons.joined:
        add([(joined,)], False)
    return {first: sorted(group, key=lambda form: -len(form.words)) for first, group in forms.items()}


def _longest(words: Sequence[Word], index: int, forms: Sequence[_Form], text: str, small: set[str]) -> int:
    """How many words from `index` on are the longest form that stands there; 0 for none."""
    for form in forms:
        length = len(form.words)
        found = words[index : index + length]
        if tuple(word.folded for word in found) != form.words:
            continue
        if form.capitals and not all(word.capital for word in found):
            continue
        if not all(_adjoin(text, a, b) for a, b in pairwise(found)):
            continue
        if length == 1 and _is_other_word(words, index, text, small):
            continue
        return length
    return 0


def _adjoin(text: str, word: Word, following: Word) -> bool:
    return following.start - word.end <= 4 and _GAP.fullmatch(text, word.end, following.start) is not None


def _is_other_word(words: Sequence[Word], index: int, text: str, small: set[str]) -> bool:
    """Whether a lone name is rather an everyday word here ("Brown stools", "Hyde Park")."""
    word = words[index]
    if not is_everyday(word.folded) and word.folded not in small:
        following = words[index + 1] if index + 1 < len(words) else None
        return (
            following is not None
            and text[word.end : following.start] in (" ", "'s ")
            and is_eponym_head(following.folded)
        )
    if index and words[index - 1].capital and text[words[index - 1].end : word.start] == " ":
        return True
    following = words[index + 1] if index + 1 < len(words) else word
    beside = text[word.end : following.start] == " "
    if beside and following.capital:
        return True
    before = text[max(0, word.start - 3) : word.start].rstrip(" ")
    if before and before[-1] not in ".!?:|\n\"'([•*#-":
        return False
    # At the start of a sentence every word has a capital: what follows must be what a person does.
    rest = text[word.end : word.end + 5]
    return not (
        (beside and is_act(following.folded))
        or rest.startswith(("'s ", " and "))
        or rest.strip(" .") == ""
        or rest[:1] == "\n"
    )


def _mentions_of_numbers(text: str, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Numbers that were found by their label once, and stand elsewhere without it."""
    by_value: dict[str, Finding] = {}
    for finding in findings:
        value = finding.value(text)
        if finding.entity_type not in _NOT_NUMBERS and len(value) >= 5 and any(map(str.isdigit, value)):
            by_value.setdefault(value.casefold(), finding)
    if not by_value:
        return
    for match in _IDENTIFIER.finditer(text):
        known = by_value.get(match.group().casefold())
        if known is not None:
            yield Finding(match.start(), match.end(), known.entity_type, SCORE, Evidence.HEURISTIC, OTHER_MENTION)


_NOT_NUMBERS = frozenset(
    {"PERSON", "DATE_TIME", "AGE", "TOKEN", "US_ZIP", "STREET_ADDRESS", "LOCATION", "ORGANIZATION"}
)
