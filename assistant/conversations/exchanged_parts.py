"""A question asked again of something else: "How long is leave in Porto?" and "in Faro" give "... leave in Faro?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.conversations.clauses import (
    AGENT,
    BE,
    DETERMINERS,
    PEOPLE,
    PREPOSITIONS,
    RELATIONS,
    TEMPORAL,
    Clause,
    Word,
    clause,
    is_noun,
    words_of,
)
from assistant.lexemes import TOKEN, stem

MOST_WORDS = 4
"""Words of content in what a question can be asked again of; with more it says itself what it wants."""

_OF_PLACE = frozenset("in on at inside outside near".split())

_ADVERBS = frozenset("abroad online outdoors indoors upstairs downstairs elsewhere internationally".split())
_FREQUENCIES = frozenset("hourly daily weekly monthly quarterly yearly annual annually".split())
_ARTICLES = frozenset({"a", "an"})
Span = tuple[int, int]


def swapped(question: str, other: str) -> str | None:
    """`question` with `other` (a noun phrase, or one behind a preposition) in the place of what it matches.

    In the place of a pseudonym of its kind; of the phrase with its preposition; of the phrase with its last word; of
    the last phrase of its sort; of what the question is about; else at the end. None where `other` is too long.
    """
    other = other.strip(" ?.!,")
    words = words_of(other)
    if not words or sum(is_noun(word.low) for word in words) > MOST_WORDS:
        return None
    asked = clause(question)
    if question.endswith(asked.text):  # of several sentences the last one
        question = asked.text
    inner = other[words[1].start :] if words[0].low in PREPOSITIONS and len(words) > 1 else other
    named = TOKEN.search(inner)
    if named:
        alone = sum(is_noun(word.low) for word in words_of(inner)) == 1
        of_another = _with_token(question, named.group()) if alone else f"{_asking(asked)} {inner}?"
        if of_another is not None:
            return of_another
    if inner is not other:
        other = f"{words[0].low} {inner}"
        for start, end in reversed(asked.phrases):
            if _stand_alike(asked.words[start].low, words[0].low) and _alike(asked.said((start + 1, end)), inner):
                return _replaced(asked, (start, end), other)
        return _appended(question, other)
    only = words[0].low if len(words) == 1 else ""
    if only in _ADVERBS:
        return _appended(question, other)
    alike = _with_tail(asked, words) or (_every(asked, words[0]) if only in _FREQUENCIES else None)
    if alike is not None:
        return alike
    headed = _with_head(asked, other)
    if headed is not None:
        return _replaced(asked, headed, other)
    place = _place_of(asked, other, related=words[-1].low in RELATIONS)
    if place is not None:
        return _replaced(asked, place, other)
    return _appended(question, f"{'on' if _sort(other) == 'time' else 'for'} {other}")


def _place_of(asked: Clause, other: str, *, related: bool) -> Span | None:
    """The noun phrase that `other` stands for; "a card" sooner for "a book" or "my book" than for "the fee"."""
    phrases = [] if related else [(start + 1, end) for start, end in reversed(asked.phrases)]
    for fits in (_of_one_sort, _alike):
        for span in sorted((*phrases, *asked.things), key=lambda each: _articled_apart(asked, each, other)):
            found = asked.said(span)
            # "In stock" is no thing that "the toner" could stand in place of.
            things = _sort(found) == _sort(other) == "thing"
            if span in asked.things:
                if _sort(other) == "people" and AGENT.search(found):
                    return span
                if _of_one_sort(found, other) and (not things or _is_whole(asked, span, other)):
                    return span
            elif fits(found, other) and (not things or _determined_alike(asked, span, other)):
                return span
    return None


def _with_token(question: str, token: str) -> str | None:
    kind = token.rsplit("_", 1)[0]
    old = [match for match in TOKEN.finditer(question) if match.group().rsplit("_", 1)[0] == kind]
    return None if not old else question[: old[-1].start()] + token + question[old[-1].end() :]


def _asking(asked: Clause) -> str:
    """How to ask for something else of somebody: as before where that was by "who is", "what are", else "what is"."""
    be = asked.verb is not None and asked.words[asked.verb].low in BE and asked.opening == (0, 1)
    return asked.said((0, 2)) if be else "What is"


def _with_head(asked: Clause, other: str) -> tuple[int, int] | None:
    """The phrase of a question that ends as `other` does, without its determiner where `other` has none."""
    words = words_of(other)
    for start, end in asked.nouns:
        if stem(asked.words[end - 1].low) == stem(words[-1].low) and asked.lows((start, end)) != [w.low for w in words]:
            keeps = asked.words[start].low in DETERMINERS and words[0].low not in DETERMINERS
            return start + keeps, end
    return None


def _sort(phrase: str) -> str:
    """What a phrase names, roughly: time, people, name or thing."""
    words = [word for word in words_of(phrase) if word.low not in DETERMINERS]
    if any(word.low in TEMPORAL or re.fullmatch(r"(?:19|20)\d\d", word.text) for word in words):
        return "time"
    if words and words[-1].low in PEOPLE:
        return "people"
    if phrase.lower().startswith(("a ", "an ")):  # "a DVD"
        return "thing"
    return "name" if words and words[0].is_name else "thing"


def _alike(one: str, other: str) -> bool:
    """Whether two phrases name the same sort; lists of people are never complete, so one plain word is like another."""
    sorts = {_sort(one), _sort(other)}
    return len(sorts) == 1 or (sorts == {"people", "thing"} and len(words_of(one)) == len(words_of(other)) == 1)


def _of_one_sort(one: str, other: str) -> bool:
    return _sort(one) == _sort(other)


def _stand_alike(one: str, other: str) -> bool:
    """Whether two prepositions tie alike: "on the balcony" and "in the courtyard" both say where."""
    return one == other or {one, other} <= _OF_PLACE


def _with_tail(asked: Clause, words: Sequence[Word]) -> str | None:
    """The question with another word that ends alike: "full-time" in the place of "part-time"."""
    head, _, tail = words[-1].low.rpartition("-")
    if len(words) > 1 or not head:
        return None
    for index, word in enumerate(asked.words):
        if word.low.endswith(f"-{tail}") and word.low != words[0].low:
            return _replaced(asked, (index, index + 1), words[0].text)
    return None


def _every(asked: Clause, frequency: Word) -> str | None:
    """The question with another frequency: "the weekly limit" for "the daily limit"."""
    for index, word in enumerate(asked.words):
        if word.low in _FREQUENCIES and word.low != frequency.low:
            return _replaced(asked, (index, index + 1), frequency.text)
    return None


def _is_whole(asked: Clause, thing: tuple[int, int], other: str) -> bool:
    """Whether `other` names a thing in full: "the key" after "the badge", not "adoption" after "parental leave"."""
    determined = asked.words[thing[0]].low in DETERMINERS
    return _determined_alike(asked, thing, other) and (determined or thing[1] - thing[0] == 1)


def _determined_alike(asked: Clause, thing: tuple[int, int], other: str) -> bool:
    return (asked.words[thing[0]].low in DETERMINERS) == (words_of(other)[0].low in DETERMINERS)


def _articled_apart(asked: Clause, thing: Span, other: str) -> int:
    """How unlike two phrases begin, where the other begins with "a": it does too, with "my" or the like, with "the"."""
    one, two = asked.words[thing[0]].low, words_of(other)[0].low
    if two not in _ARTICLES:
        return 0
    return 0 if one in _ARTICLES else 1 if one in {"my", "our", "your", "their"} else 2


def _replaced(asked: Clause, span: tuple[int, int], other: str) -> str:
    words = asked.words
    return asked.text[: words[span[0]].start] + other + asked.text[words[span[1] - 1].end :]


def _appended(question: str, other: str) -> str:
    return f"{question.rstrip(' ?.!')} {other}?"
