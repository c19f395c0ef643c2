"""A question asked again of something else: "How long is leave in Porto?" and "in Faro" give "... leave in Faro?"."""

from __future__ import annotations

import re

from assistant.conversations.clauses import (
    BE,
    DETERMINERS,
    PEOPLE,
    PREPOSITIONS,
    RELATIONS,
    TEMPORAL,
    Clause,
    clause,
    is_noun,
    words_of,
)
from assistant.lexemes import TOKEN, stem

MOST_WORDS = 4
"""Words of content in what a question can be asked again of; with more it says itself what it wants."""

_AGENT = re.compile(r"(?:er|or|ist|ant|ee|ian|man|woman)s?$", re.IGNORECASE)
"""How words for people end, and some others: looked at only where people stand beside it."""


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
        for start, end in reversed(asked.phrases):
            if asked.words[start].low == words[0].low and _sort(asked.said((start + 1, end))) == _sort(inner):
                return _replaced(asked, (start, end), other)
        return _appended(question, other)
    headed = _with_head(asked, other)
    if headed is not None:
        return _replaced(asked, headed, other)
    related = words[-1].low in RELATIONS
    for start, end in reversed(asked.phrases):
        phrase = (start + 1, end)
        # "In stock" is no thing that "the toner" could stand in place of.
        things = _sort(asked.said(phrase)) == _sort(other) == "thing"
        fits = _determined_alike(asked, phrase, other) if things else _alike(asked.said(phrase), other)
        if fits and not related:
            return _replaced(asked, phrase, other)
    for thing in asked.things:
        if _sort(other) == "people" and _AGENT.search(asked.said(thing)):
            return _replaced(asked, thing, other)
        if _sort(asked.said(thing)) == _sort(other) and (_sort(other) != "thing" or _is_whole(asked, thing, other)):
            return _replaced(asked, thing, other)
    return _appended(question, f"{'on' if _sort(other) == 'time' else 'for'} {other}")


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
    return "name" if words and words[0].is_name else "thing"


def _alike(one: str, other: str) -> bool:
    """Whether two phrases name the same sort; lists of people are never complete, so one plain word is like another."""
    sorts = {_sort(one), _sort(other)}
    return len(sorts) == 1 or (sorts == {"people", "thing"} and len(words_of(one)) == len(words_of(other)) == 1)


def _is_whole(asked: Clause, thing: tuple[int, int], other: str) -> bool:
    """Whether `other` names a thing in full: "the key" after "the badge", not "adoption" after "parental leave"."""
    determined = asked.words[thing[0]].low in DETERMINERS
    return _determined_alike(asked, thing, other) and (determined or thing[1] - thing[0] == 1)


def _determined_alike(asked: Clause, thing: tuple[int, int], other: str) -> bool:
    return (asked.words[thing[0]].low in DETERMINERS) == (words_of(other)[0].low in DETERMINERS)


def _replaced(asked: Clause, span: tuple[int, int], other: str) -> str:
    words = asked.words
    return asked.text[: words[span[0]].start] + other + asked.text[words[span[1] - 1].end :]


def _appended(question: str, other: str) -> str:
    return f"{question.rstrip(' ?.!')} {other}?"
