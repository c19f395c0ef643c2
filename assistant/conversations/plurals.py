"""What "they", "them" and "their" mean: things or persons of the last question, else things that its answer named.

"Them" is sooner a thing than a person ("Who issues them?"), as is what is "valid" or what "expires". Several things
joined by "and" are meant together. An answer counts only where the question named nothing that fits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.conversations import antecedents
from assistant.conversations.antecedents import Said, can_be_they, definite, is_person, is_telling, is_temporal
from assistant.conversations.clauses import (
    BE,
    DETERMINERS,
    KINDS,
    PERSONAL,
    VERBS,
    Clause,
    Word,
    clause,
    is_noun,
    statement,
    words_of,
)
from assistant.lexemes import stem

_OF_PERSONS = frozenset(
    "allowed entitled eligible responsible required obliged paid insured liable covered expected asked told informed "
    "trained hired fired dismissed promoted supposed able willing present absent ill sick".split()
)
"""What is said of persons behind "are they"."""

_OF_THINGS = frozenset(
    "cost costs last expire apply contain open close start begin end happen include mean cover work run count".split()
)
"""What things do: "how long do they last"."""

_VAGUE = frozenset("items things objects articles".split())
"""Things that are sooner named by an answer's own words."""

_COUNTED = re.compile(
    r"how many ((?:days|weeks|hours|months|years) of [a-z-]+(?: [a-z-]+)?)"
    r"(?= (?:do|does|did|can|could|may|must|should|will|would|have|has|are|is)\b)",
    re.IGNORECASE,
)
"""Spans of time that somebody is given, and which then are things: "How many days of leave do nurses get"."""

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_MOST_WORDS = 16
Span = tuple[int, int]


def they(words: Sequence[Word], index: int, said: Said) -> str | None:
    """What the plural pronoun at `index` of a question means; None where nothing fits, or more than one thing may."""
    persons_first = words[index].low != "them" and not _of_things(words, index)
    for question, answer in reversed(said):
        asked = clause(question)
        plural = antecedents.topic_of(asked, plural=True)
        things = None if persons_first else _things(asked)
        if things in _VAGUE or (things is None and not (persons_first and plural)):
            things = _told(answer, asked) or things
        found = things or plural
        if found:
            return found
    return None


def _of_things(words: Sequence[Word], index: int) -> bool:
    """Whether what is asked of "they" is asked of things: "are they | valid", "how long do they | last"."""
    behind = words[index + 1].low if index + 1 < len(words) else ""
    done = behind == "be" and index + 2 < len(words)
    if done or (index and words[index - 1].low in BE):  # "can they be | carried over", "are they | valid"
        return (words[index + 2].low if done else behind) not in _OF_PERSONS
    return words[index].low == "they" and behind in _OF_THINGS


def _things(asked: Clause) -> str | None:
    """The first group of things that a question names, as one phrase; what it counts goes first."""
    counted = _COUNTED.match(asked.text)
    if counted:
        return f"the {counted[1]}"
    groups = [group for group in _groups(asked) if not any(is_person(asked, span) for span in group)]
    fit = [group for group in groups if _fits(asked, group)]
    return _phrase(asked, fit[0]) if fit else None


def _told(answer: str, asked: Clause) -> str | None:
    """The one group of things that an answer names beyond the question: what it emphasises, lists, or says first."""
    listed = antecedents.items(answer)
    if len(listed) > 1 and "\n" in answer:
        together = _joined([definite(each) for each in listed])
        return together if len(together.split()) <= _MOST_WORDS else None
    bold = _BOLD.search(answer)
    told = statement(antecedents.first_sentence(bold[1] if bold else answer))
    known = {stem(word.low) for word in asked.words}
    groups = [_behind_verb(told, group, known) for group in _groups(told) if not _is_verb(told, group)]
    fit = [group for group in groups if group and _fits(told, group) and not _is_known(told, group, known)]
    return _phrase(told, fit[0]) if len(fit) == 1 else None


def _groups(asked: Clause) -> list[list[Span]]:
    """The noun phrases, those together that only "and" or commas stand between."""
    groups: list[list[Span]] = []
    for span in sorted(asked.nouns):
        between = asked.lows((groups[-1][-1][1], span[0])) if groups else []
        # ", and" before a second one begins another sentence: "sells armbands, and the purser signs passes".
        if between in (["and"], [","]) or (between == [",", "and"] and len(groups[-1]) > 1):
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _fits(asked: Clause, group: Sequence[Span]) -> bool:
    if any(is_person(asked, span) or is_temporal(asked, span) or not is_telling(asked, span) for span in group):
        return False
    lows = [low for span in group for low in asked.lows(span)]
    if len(lows) > _MOST_WORDS or lows[-1] in KINDS:
        return False
    counted = all(asked.words[span[0]].low in DETERMINERS or can_be_they(asked, span) for span in group)
    return counted if len(group) > 1 else can_be_they(asked, group[0])


def _behind_verb(told: Clause, group: list[Span], known: set[str]) -> list[Span]:
    """The group without what stands before its first thing: "The front desk issues | badges"."""
    start, end = group[0]
    verbs = [i for i in range(start, end - 1) if told.words[i].low in VERBS or stem(told.words[i].low) in known]
    start = verbs[-1] + 1 if verbs else start
    return [(start, end), *group[1:]] if any(is_noun(low) for low in told.lows((start, end))) else group[1:]


def _is_verb(told: Clause, group: Sequence[Span]) -> bool:
    """Whether a phrase is what somebody does: "it | hands | out badges"."""
    (start, end), *_ = group
    before = told.words[start - 1].low if start else ""
    return end - start == 1 and before in PERSONAL


def _is_known(told: Clause, group: Sequence[Span], known: set[str]) -> bool:
    """Whether the question named it, or the answer counts it ("nine francs")."""
    heads = {stem(told.words[end - 1].low) for _, end in group}
    counted = any(stem(told.words[start].low).isdigit() for start, _ in group) and len(group) == 1
    return heads <= known or counted


def _phrase(asked: Clause, group: Sequence[Span]) -> str:
    if len(group) == 1:
        tied = antecedents.tied_to(asked, group[0]) if group[0] in asked.things else []
        return _within(definite(asked.said((group[0][0], tied[-1][1] if tied else group[0][1]))))
    return _joined([definite(asked.said(span)) for span in group])


def _joined(parts: Sequence[str]) -> str:
    parts = [_within(each) for each in parts]
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _within(phrase: str) -> str:
    """A phrase as it stands within a sentence: of several words the first is small, unless all are names."""
    words = words_of(phrase)
    return phrase[0].lower() + phrase[1:] if len(words) > 1 and not any(each.is_name for each in words[1:]) else phrase
