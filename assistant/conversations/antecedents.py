"""What earlier turns of a conversation offer for "it", "she", "there" and "the second one" to mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.conversations.clauses import (
    DETERMINERS,
    KINDS,
    PEOPLE,
    PREDICATES,
    TEMPORAL,
    Clause,
    Word,
    clause,
    is_noun,
)

Said = Sequence[tuple[str, str]]
"""Earlier questions, each as it stands alone, with their answers; oldest first."""

_TIED = frozenset("of for on to against between about".split())
"""Prepositions whose phrase belongs to the noun before it: "the deadline for complaints"."""

_ITEM = re.compile(r"^[ \t]*(?:[-*•‣◦–]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t]+(.+)$", re.MULTILINE)
_NAME = re.compile(r"(?<![.?!] )(?<!^)\b[A-Z][a-zà-ÿ'’-]+(?: (?:de |van |von |der )?[A-Z][a-zà-ÿ'’-]+)+")
_PERSON = re.compile(r"⟦PERSON_[^⟦⟧\s]+⟧")
_ITEM_WORDS = 12
_GROUPS = frozenset("company council team department firm bank hospital committee board agency police".split())
MARKS = re.compile(r"\*\*|\[\d+\]")


def topic(said: Said, *, plural: bool = False, person: bool = False) -> str | None:
    """What the last earlier question that is about something is about, with "the" for "a"; None where none is.

    `plural`: what "they" can mean; `person`: persons count too.
    """
    for question, _ in reversed(said):
        found = topic_of(clause(question), plural=plural, person=person)
        if found:
            return found
    return None


def topic_of(asked: Clause, *, plural: bool = False, person: bool = False) -> str | None:
    """What one question is about, see `topic`."""
    things = [thing for thing in asked.things if is_telling(asked, thing)]
    if plural:
        things = [thing for thing in things if can_be_they(asked, thing)]
    elif not person:
        things = [thing for thing in things if not is_person(asked, thing)]
    if not things:
        objects = [span for span in asked.phrases if not is_temporal(asked, span) and not is_person(asked, span)]
        if plural:
            objects = [span for span in objects if can_be_they(asked, span)]
        return asked.said((objects[0][0] + 1, objects[0][1])) if objects else None
    start, end = things[0]
    for phrase in asked.phrases:
        if phrase[0] == end < len(asked.words) and asked.words[end].low in _TIED:
            end = phrase[1]
    return definite(asked.said((start, end)))


def person(said: Said) -> str | None:
    """The one person that the last turns name: a pseudonym or a full name; None where there is none or a choice.

    An answer to "who" names whom is meant next; else the question does, and only then its answer.
    """
    for question, answer in reversed(said):
        asked, told = persons(question), persons(answer)
        new = [each for each in told if each not in asked]
        who = re.search(r"\bwho(?:m|se)?\b", question, re.IGNORECASE) is not None
        for candidates in [new, asked] if who and new else [asked, told]:
            if len(candidates) == 1:
                return candidates[0]
            if candidates:
                return None
    return None


def persons(text: str) -> list[str]:
    """The persons whom a text names, each once."""
    tokens = _PERSON.findall(text)
    return list(dict.fromkeys(tokens or _NAME.findall(MARKS.sub("", text))))


def place(said: Said) -> str | None:
    """The phrase of place that the last earlier question with one holds: "in Porto"."""
    for question, _ in reversed(said):
        asked = clause(question)
        for span in asked.phrases:
            if asked.words[span[0]].low in {"in", "at", "near", "inside"} and not is_temporal(asked, span):
                return asked.said(span)
    return None


def phrase_with(head: str, said: Said) -> str | None:
    """The longer noun phrase in the last two questions whose last word is `head`: "travel expense form" for "form"."""
    for question, _ in reversed(said[-2:]):
        asked = clause(question)
        for start, end in asked.nouns:
            inner = start + (asked.words[start].low in DETERMINERS)
            if asked.words[end - 1].low == head and end - inner > 1:
                return asked.said((inner, end))
    return None


def items(answer: str) -> list[str]:
    """What an answer lists: its list items, else "A, B and C" in its last sentence."""
    text = MARKS.sub("", answer)
    listed = [match.group(1) for match in _ITEM.finditer(text)]
    if len(listed) < 2:
        last = re.split(r"(?<=[.?!])\s+", text.strip())[-1]
        listed = _enumerated(last)
    return [" ".join(item.rstrip(" .;,").split()[:_ITEM_WORDS]) for item in listed]


def definite(phrase: str) -> str:
    """A noun phrase as one that was spoken of: "a limit", "their limit" is "the limit"."""
    return re.sub(r"^(?:an?|any|some|each|every|their|his|her|its)\s+", "the ", phrase, flags=re.IGNORECASE)


def _enumerated(sentence: str) -> list[str]:
    match = re.search(r"((?:[^,.:;]+,\s*)*[^,.:;]+?),?\s+(?:and|or)\s+([^,.:;]+)[.]?$", sentence)
    if match is None:
        return []
    parts = [part.strip() for part in match.group(1).split(",")] + [match.group(2)]
    # The first one has the sentence's beginning before it: as many words as the others have belong to it.
    size = max(len(part.split()) for part in parts[1:])
    first = parts[0].split()
    determined = next((i for i in range(len(first) - 1, -1, -1) if first[i].lower() in DETERMINERS), None)
    start = determined if determined is not None and len(first) - determined <= size + 1 else max(0, len(first) - size)
    return [" ".join(first[start:]), *parts[1:]]


def _head(asked: Clause, span: tuple[int, int]) -> Word:
    """The word that says what a phrase names: "breeds" of "breeds of hen", but "form" of "kinds of form"."""
    words = asked.words[span[0] : span[1]]
    tied = next((i for i, word in enumerate(words) if i and word.low in _TIED), len(words))
    return words[-1] if words[tied - 1].low.removesuffix("s") in KINDS else words[tied - 1]


def is_person(asked: Clause, span: tuple[int, int]) -> bool:
    """Whether a phrase names somebody."""
    head = _head(asked, span)
    return head.low in PEOPLE or _PERSON.fullmatch(head.text) is not None


def can_be_they(asked: Clause, span: tuple[int, int]) -> bool:
    """Whether "they" can mean it: a plural by its ending, a group, a person."""
    head = _head(asked, span).low
    return head in _GROUPS or (head.endswith("s") and not head.endswith(("ss", "us", "is"))) or is_person(asked, span)


def is_telling(asked: Clause, span: tuple[int, int]) -> bool:
    """Whether a phrase holds a noun, as far as determiner and endings tell: no verb or adverb alone."""
    lows = asked.lows(span)
    if lows[0] in DETERMINERS and is_noun(lows[-1]):
        return True
    return any(is_noun(low) and low not in PREDICATES and not low.endswith(("ly", "ed")) for low in lows)


def is_temporal(asked: Clause, span: tuple[int, int]) -> bool:
    """Whether a phrase says when."""
    return any(low in TEMPORAL or (low.isdigit() and len(low) == 4) for low in asked.lows(span))
