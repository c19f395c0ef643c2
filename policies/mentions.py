"""The second pass: every other mention of what the first pass found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policies.evidence import Evidence
from policies.findings import OTHER_MENTION, Finding
from policies.persons import Persons
from policies.recognizers.eponyms import is_eponym
from policies.recognizers.lexicon import is_act, is_eponym_head, is_everyday, is_stop
from policies.words import Word

SCORE = 0.8

_GAP = re.compile(r"[ \t]*(?:[,.'_/\\-]{1,2})?[ \t]*\n?[ \t]*")
_IDENTIFIER = re.compile(r"(?<![^\W_])[^\W_](?:[\w./-]*[^\W_])?(?![^\W_])")
_PIECE = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LEAST_OF_USER_NAME = 6
"""Letters: shorter ones are words of code too often ("admin", "root")."""
_JOINTS = ("_", "/", "@", "-")


@dataclass(frozen=True, slots=True, repr=False)
class _Forms:
    """The ways to write the names of a document: words -> whether each must start with a capital."""

    capitals: dict[tuple[str, ...], bool]
    lengths: dict[str, tuple[int, ...]]
    """How many words the forms that start with a word have, the most first."""


def other_mentions(text: str, words: Sequence[Word], findings: Sequence[Finding], persons: Persons) -> list[Finding]:
    """Findings for the other places where the persons and numbers of `findings` stand. Linear in the text."""
    return [*_mentions_of_persons(text, words, persons), *_mentions_of_numbers(text, findings)]


def _mentions_of_persons(text: str, words: Sequence[Word], persons: Persons) -> Iterator[Finding]:
    forms = _forms(persons)
    if not forms.lengths:
        return
    small = {word.folded for word in words if not word.capital and not _in_a_file_name(text, word)}
    index = 0
    while index < len(words):
        length = _longest(words, index, forms, text, small) if words[index].folded in forms.lengths else 0
        if length:
            last = words[index + length - 1]
            yield Finding(words[index].start, last.end, "PERSON", SCORE, Evidence.HEURISTIC, OTHER_MENTION)
        index += length or 1


def _forms(persons: Persons) -> _Forms:
    capitals: dict[tuple[str, ...], bool] = {}

    def add(*parts: str, capital: bool) -> None:
        capitals[parts] = capitals.get(parts, True) and capital

    for name in persons.names:
        parts = name.split()
        given, surname = parts[0], parts[-1]
        for part in parts:
            # A letter alone stands for too much: "Mrs T." makes no person of a "T" elsewhere.
            if len(part) > 1 and (len(parts) == 1 or not is_stop(part) or part is surname):
                add(part, capital=True)
        if len(parts) == 1:
            continue
        add(*parts, capital=False)
        add(surname, *parts[:-1], capital=False)
        add(given, surname, capital=False)
        add(surname, given, capital=False)
        if len(parts) > 2:
            add(*parts[1:], capital=False)
            add(*parts[1:], given, capital=False)
        add(given[0], surname, capital=True)
        add(surname, given[0], capital=True)
    for joined in persons.joined:
        add(joined, capital=False)
    lengths: dict[str, set[int]] = {}
    for words in capitals:
        lengths.setdefault(words[0], set()).add(len(words))
    return _Forms(capitals, {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()})


def _longest(words: Sequence[Word], index: int, forms: _Forms, text: str, small: set[str]) -> int:
    """How many words from `index` on are the longest form that stands there; 0 for none."""
    for length in forms.lengths[words[index].folded]:
        found = words[index : index + length]
        capital = forms.capitals.get(tuple(word.folded for word in found))
        if len(found) < length or capital is None:
            continue
        if capital and not all(word.capital for word in found) and not _is_lone_in_a_file_name(text, found):
            continue
        if not all(_adjoin(text, a, b) for a, b in pairwise(found)):
            continue
        if length == 1 and capital and _is_other_word(words, index, text, small):
            continue
        return length
    return 0


def _in_a_file_name(text: str, word: Word) -> bool:
    """Whether a word is a part of a file name, an address or the like, where names stand in small letters."""
    after = text[word.end : word.end + 2]
    return (
        text[word.start - 1 : word.start] in _JOINTS
        or after[:1] in _JOINTS
        or (after[:1] == "." and after[1:].isalnum())
    )


def _is_lone_in_a_file_name(text: str, found: Sequence[Word]) -> bool:
    word = found[0]
    return (
        len(found) == 1
        and len(word.folded) > 3
        and not word.capital
        and not is_everyday(word.folded)
        and _in_a_file_name(text, word)
    )


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
            and is_eponym(word.folded)
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
    """Numbers and user names that were found by their label once, and stand elsewhere without it."""
    by_value: dict[str, Finding] = {}
    for finding in findings:
        value = finding.value(text)
        if finding.entity_type == "USERNAME":
            tells = len(value) >= _LEAST_OF_USER_NAME and not is_everyday(value.casefold())
        else:
            tells = finding.entity_type not in _NOT_NUMBERS and len(value) >= 5 and any(map(str.isdigit, value))
        if tells:
            by_value.setdefault(value.casefold(), finding)
    if not by_value:
        return
    for match in _IDENTIFIER.finditer(text):
        whole = by_value.get(match.group().casefold())
        # "H-204881.pdf": the number is a piece of what stands between the spaces.
        pieces = [match] if whole else _PIECE.finditer(text, match.start(), match.end())
        for piece in pieces:
            known = by_value.get(piece.group().casefold())
            if known is not None:
                yield Finding(piece.start(), piece.end(), known.entity_type, SCORE, Evidence.HEURISTIC, OTHER_MENTION)


_NOT_NUMBERS = frozenset(
    {"PERSON", "DATE_TIME", "AGE", "TOKEN", "US_ZIP", "STREET_ADDRESS", "LOCATION", "ORGANIZATION"}
)
