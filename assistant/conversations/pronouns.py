"""Pronouns, "there" and "that form" in a follow-up question, as what they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.conversations import antecedents
from assistant.conversations.antecedents import Said
from assistant.conversations.attributes import ATTRIBUTES, asks_of_body
from assistant.conversations.clauses import (
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DEGREES,
    DETERMINERS,
    PEOPLE,
    PERSONAL,
    PREDICATES,
    PREPOSITIONS,
    WH,
    Word,
    clause,
    is_adverb,
    is_mark,
    is_noun,
    words_of,
)
from assistant.conversations.plurals import they

_HE, _THEY, _IT = ({"he", "she", "him", "her", "his", "hers"}, {"they", "them", "their"}, {"it", "its"})
_POINTING = {"this", "that", "these", "those"}
POINTERS = frozenset(_HE | _THEY | _IT | _POINTING | {"there", "one", "ones"})
_EXPLETIVE = re.compile(
    r"\bit\b(?:\s+(?:be|is|also|really|usually|ever))?\s+(?:(?:\w+\s+){0,3}?(?:to\s+\w|that\b|since\b|raining|"
    r"snowing|\w+\s+for\b)|"
    r"(?:ok|okay|fine|matter|true|bad|better|allowed|possible|dangerous)\s+(?:if|when)\b)"
    r"|\b(?:if|when)\s+it\s+is\s+(?:an?\s+|the\s+)?(?:bank\s+|public\s+)?(?:weekend|holiday|emergency)\s*(?:[^\w\s]|$)",
    re.IGNORECASE,
)
"""An "it" that stands for nothing: "is it allowed to", "does it matter if", "when it is a holiday?"."""

_DONE_WITH_PAPERS = frozenset("sign signs signed countersign countersigned submit submitted terminate".split())
_CONDITIONS = frozenset("if when once unless".split())
_GOING = frozenset("get go come travel drive walk send".split())
_ACT = re.compile(r"\bdo (?:that|this|it|so)\b", re.IGNORECASE)


def resolved(question: str, said: Said) -> str:
    """Pronouns, "there" and "that form" as what they mean; a question without any as it is."""
    done_before = _ACT.search(question)
    act = _act(said) if done_before else None
    if done_before and act:
        question = question[: done_before.start()] + act + question[done_before.end() :]
    words = words_of(question)
    expletive = _EXPLETIVE.search(question)
    pieces: list[str] = []
    done = 0
    for index, word in enumerate(words):
        if expletive and word.low in _IT and expletive.start() <= word.start < expletive.end():
            continue
        meant = _meant(words, index, said)
        if meant is not None:
            pieces += [question[done : word.start], meant]
            done = word.end
    return "".join([*pieces, question[done:]])


def _act(said: Said) -> str | None:
    """What the last question asks how to do: "calibrate the scale"."""
    asked = clause(said[-1][0])
    subject = next(
        (i for i, word in enumerate(asked.words) if word.low in PERSONAL - {"it", "there", "me", "us"}), None
    )
    return asked.said((subject + 1, len(asked.words))) or None if subject is not None else None


def _meant(words: Sequence[Word], index: int, said: Said) -> str | None:
    low = words[index].low
    before, behind = words[:index], words[index + 1 :]
    owns = bool(behind) and is_noun(behind[0].low) and behind[0].low not in PREDICATES - {"report", "work", "stay"}
    found: str | None = None
    asked_of = _is_subject(words, index) or _ends_tied(words, index) or _in_condition(words, index)
    if low in _HE and not any(_names_somebody(word) for word in before):
        found = antecedents.person(said)
        owner = low in {"his", "hers"} or (low == "her" and owns)
        return _owned(found) if found and owner else found
    if (
        low in _IT
        and (asked_of or _stands_for_itself(words, index))
        and (asked_of or not any(_could_be_it(words, i) for i in range(index)))
    ):
        body = low == "its" or asks_of_body(word.low for word in words)
        signed = any(word.low in _DONE_WITH_PAPERS for word in words)
        found = (antecedents.paper(said) if signed else None) or antecedents.topic(said, body=body)
        return _owned(found) if found and low == "its" else found
    if low in _THEY and (asked_of or not any(_could_be_it(words, i) or words[i].low in PEOPLE for i in range(index))):
        found = they(words, index, said)
        return _owned(found) if found and low == "their" else found
    if low in _POINTING:
        return _pointed(words, index, said)
    if low == "the" and behind and not _modified(words, index + 1):
        longer = antecedents.phrase_with(behind[0].low, said)
        return None if longer is None else f"the {longer.rsplit(' ', 1)[0]}"
    if low in {"one", "ones"} and index:
        return _one(words, index, said)
    if low == "there" and index and not _goes_on(behind) and words[index - 1].low not in BE:
        found = antecedents.place(said)
        goes = any(word.low in _GOING for word in before)
        return f"to {found.split(' ', 1)[1]}" if found and goes else found
    return None


def _pointed(words: Sequence[Word], index: int, said: Said) -> str | None:
    """Take "that" for what the talk is about, and "that form" for the form with its full name."""
    before, behind = words[:index], words[index + 1 :]
    if behind and is_noun(behind[0].low) and not is_mark(behind[0]) and behind[0].low not in PREDICATES:
        longer = antecedents.phrase_with(behind[0].low, said)
        return None if longer is None or _modified(words, index + 1) else f"the {longer.rsplit(' ', 1)[0]}"
    opens = bool(before) and before[-1].low in AUXILIARIES | PREPOSITIONS - {"like"}
    if behind and behind[0].low in PREPOSITIONS | {"who"}:
        return None  # "those in the field"
    if not opens or (not _ends_tied(words, index) and any(_could_be_it(words, i) for i in range(index))):
        return None
    return antecedents.person(said) if words[0].low == "who" else antecedents.topic(said)


def _one(words: Sequence[Word], index: int, said: Said) -> str | None:
    """Take "the small one" for "the small kiln"."""
    behind = words[index + 1 :]
    described = index > 1 and words[index - 2].low in {"the", "a", "an"} and is_noun(words[index - 1].low)
    if not described or (_goes_on(behind) and behind[0].low not in AUXILIARIES | PREDICATES):
        return None
    about = antecedents.topic(said)
    return words_of(re.split(r" (?:of|for|on|to) ", about)[0])[-1].text if about else None


def _is_subject(words: Sequence[Word], index: int) -> bool:
    """Whether a pronoun stands right behind a question's auxiliary: "How many passengers does | it | carry"."""
    verb = next((i for i, word in enumerate(words[:8]) if word.low in AUXILIARIES), None)
    return verb is not None and index == verb + 1 and (verb == 0 or words[0].low in WH | PREPOSITIONS)


def _stands_for_itself(words: Sequence[Word], index: int) -> bool:
    """Whether "it" or "its" is used as such, not within a title ("sang it my way") or a name ("the it company")."""
    behind = words[index + 1 :]
    if words[index].low == "its":
        return True
    plain = not _goes_on(behind) or not is_noun(behind[0].low) or behind[0].low in PREDICATES
    return plain and not (index and words[index - 1].low in DETERMINERS)


def _ends_tied(words: Sequence[Word], index: int) -> bool:
    """Whether a pronoun ends a simple question, behind a preposition: "Who has the key to | it"."""
    before = words[:index]
    return (
        bool(before)
        and before[-1].low in PREPOSITIONS
        and not _goes_on(words[index + 1 :])
        and not any(word.low in CONJUNCTIONS - WH - {"not"} for word in before)
    )


def _could_be_it(words: Sequence[Word], index: int) -> bool:
    """Whether a word could itself be what a pronoun behind it means."""
    low = words[index].low
    if not is_noun(low) or low in DEGREES | PEOPLE or is_adverb(words[index]):
        return False
    if low in PREDICATES:
        return index > 0 and words[index - 1].low in DETERMINERS
    leads = words[index - 1].low if index else ""
    if leads in PERSONAL - {"it", "there"} or leads in {"who", "what", "to"}:
        return False  # a verb: "I calibrate it", "who ratifies it"
    return index > 0


def _in_condition(words: Sequence[Word], index: int) -> bool:
    """Whether a pronoun is what a condition is about, before which only an attribute stands: "the fee if | it"."""
    nouns = [word.low for word in words[: max(index - 1, 0)] if is_noun(word.low)]
    return index > 0 and words[index - 1].low in _CONDITIONS and all(low in ATTRIBUTES for low in nouns)


def _names_somebody(word: Word) -> bool:
    return word.low in PEOPLE or (word.start > 0 and word.is_name and not is_mark(word) and word.low != "i")


def _modified(words: Sequence[Word], index: int) -> bool:
    """Whether a noun has more of its name beside it: "the form | letter", "the form of the lease"."""
    behind = words[index + 1].low if index + 1 < len(words) else ""
    return bool(behind) and ((is_noun(behind) and behind not in PREDICATES) or behind in {"of", "for", "on", "about"})


def _goes_on(behind: Sequence[Word]) -> bool:
    """Whether more than punctuation follows."""
    return any(not is_mark(word) for word in behind)


def _owned(phrase: str) -> str:
    return f"{phrase}'" if phrase.endswith("s") else f"{phrase}'s"
