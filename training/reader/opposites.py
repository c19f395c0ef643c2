"""A passage turned by one word, so that a question that it answered is none of its any more, and the other way round.

Where the sentence with the answer and the question share a word that has an opposite (`assistant/opposites.jsonl`), or
two of one meaning, each of them can be turned: the passage as it is answers the question as it is, the turned passage
the turned question, and neither the other. So nothing but the two together tells which it is: not the question's
wording, not the passage's. The same is done with who did it and to whom it was done: two names change places.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.opposites import Lexicon
from training.reader.examples import Example, Group, Span, sentences

_WORD = re.compile(r"(?<![\w'’-])[a-z]+(?:-[a-z]+)*(?![\w'’-])")
_NAME = re.compile(r"\b[A-Z][\w'’.-]*[\w](?: (?:(?:of|the|de|van|von|du|al) )*[A-Z][\w'’.-]*[\w])*")
_BY_WHOM = re.compile(r"(?i)\b(?:who|whom|whose|which (?:person|country|king|queen|company|people|group|team))\b")
_LISTED = re.compile(r"(?i)[\s,]*(?:(?:and|or|with|of|the|as well as|to|&|between)[\s,]*)*")
"""Between two names: they are told of together."""

_MUTUAL = re.compile(
    r"(?i)\b(?:marr(?:y|ies|ied|iage)|wed|divorced?|met|meets?|friends?|cousins?|siblings?|brothers?|sisters?|twins?"
    r"|partners?|alli(?:ed|es)|collaborat\w+|together|shared?|jointly|against|versus)\b"
)
"""What both did alike: nothing turns when their names do."""


def turned(examples: Sequence[Example], words: Lexicon, count: int, pick: random.Random) -> Iterator[Group]:
    """At most `count` groups, each of a question beside the passage that answers it and its twin that doesn't."""
    order = pick.sample(range(len(examples)), len(examples))
    for index in order:
        if not count:
            return
        twins = by_names(examples[index], pick) if pick.random() < 0.5 else None
        twins = twins or by_opposite(examples[index], words, pick)
        if twins is not None:
            count -= 1
            yield twins


def by_opposite(example: Example, words: Lexicon, pick: random.Random) -> Group | None:
    """Twins by a word that the question shares with the answer's sentence; None where there is none to turn."""
    place = _sentence(example)
    if place is None:
        return None
    asked = [m for m in _WORD.finditer(example.first) if m.group() in words]
    told = [m for m in _WORD.finditer(example.passage, *place) if m.group() in words and _apart(m.span(), example)]
    pairs = [(a, t) for a in asked for t in told if _alike(a.group(), t.group(), words)]
    if not pairs:
        return None
    a, t = pick.choice(pairs)
    contrary = words[a.group()].opposite & words[t.group()].opposite
    if not contrary:
        return None
    turned_to = pick.choice(sorted(contrary))
    present = _WORD.findall(example.passage)
    meant = {a.group(), t.group(), *words[a.group()].same, *words[t.group()].same}
    contraries = words[a.group()].opposite | words[t.group()].opposite
    # What is told of elsewhere too may answer the turned question, or the old one still.
    if sum(word in meant for word in present) > 1 or any(word in contraries for word in present):
        return None
    question = example.first[: a.start()] + turned_to + example.first[a.end() :]
    return _twins(example, question, _put(example, t.span(), turned_to), pick)


def by_names(example: Example, pick: random.Random) -> Group | None:
    """Twins by who did it and to whom it was done: the answer and a name of the question change places."""
    place = _sentence(example)
    if place is None or not _BY_WHOM.search(example.first) or _MUTUAL.search(example.passage, *place):
        return None
    names = {m.span(): m.group() for m in _NAME.finditer(example.passage, *place)}
    answers = [span for span in example.spans if span in names and names[span] not in example.first]
    if not answers:
        return None
    answer = answers[0]
    others = [
        span
        for span, name in names.items()
        if example.first.count(name) == 1
        and example.passage.count(name) == example.passage.count(names[answer]) == 1
        and not _LISTED.fullmatch(example.passage[min(span[1], answer[1]) : max(span[0], answer[0])])
    ]
    if not others:
        return None
    other = pick.choice(others)
    question = example.first.replace(names[other], names[answer])
    (first, second), text = sorted((answer, other)), example.passage
    swapped = text[: first[0]] + text[slice(*second)] + text[first[1] : second[0]] + text[slice(*first)]
    # The name that was asked about stands where the answer stood.
    size = len(names[other])
    start = answer[0] if answer == first else answer[1] - size
    passage = replace(example, passage=swapped + text[second[1] :], spans=((start, start + size),))
    return _twins(example, question, passage, pick)


def _twins(example: Example, question: str, passage: Example, pick: random.Random) -> Group:
    """The question as it is, or the turned one, beside the passage that answers it and beside the other one."""
    plain = replace(example, prior=0.0, source="opposites")
    other = replace(passage, prior=0.0, source="opposites")
    right, wrong = (plain, other) if pick.random() < 0.5 else (other, plain)
    first = example.first if right is plain else question
    return (
        replace(right, first=first, answerable=1.0, relevance=1.0),
        replace(wrong, first=first, spans=(), answerable=0.0, relevance=None),
    )


def _put(example: Example, place: Span, word: str) -> Example:
    """The passage with another word at a place; spans behind it are moved along."""
    start, end = place
    longer = len(word) - (end - start)
    spans = tuple((a + longer, b + longer) if a >= end else (a, b) for a, b in example.spans)
    return replace(example, passage=example.passage[:start] + word + example.passage[end:], spans=spans)


def _sentence(example: Example) -> Span | None:
    """The sentence that holds all of the answer; None where it stands in several, or there is none."""
    if not example.spans:
        return None
    low, high = min(a for a, _ in example.spans), max(b for _, b in example.spans)
    return next(((a, b) for a, b in sentences(example.passage) if a <= low and high <= b), None)


def _apart(place: Span, example: Example) -> bool:
    return all(place[1] <= a or b <= place[0] for a, b in example.spans)


def _alike(one: str, other: str, words: Lexicon) -> bool:
    return one == other or other in words[one].same or one in words[other].same
