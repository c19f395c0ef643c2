"""Follow-up questions, by rule: which ones lean on what was said before, and how they read alone.

Each rule changes a question only where something before it tells what is meant; where nothing does, or more than one
thing could be meant, the question stays as it is. English alone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence

from assistant.conversations import antecedents
from assistant.conversations.antecedents import Said
from assistant.conversations.clauses import (
    AUXILIARIES,
    BE,
    DEGREES,
    DETERMINERS,
    KINDS,
    PERSONAL,
    PREDICATES,
    PREPOSITIONS,
    RELATIONS,
    VERBS,
    WH,
    Clause,
    Word,
    clause,
    is_adverb,
    is_mark,
    is_noun,
    without_connectors,
    words_of,
)
from assistant.conversations.exchanged_parts import swapped
from assistant.conversations.pronouns import POINTERS, resolved

_ABOUT = re.compile(
    r"(?:(?:and|but|so|or)\s+)?(?:(?:what|how)\s+about|what\s+of)\s+(?P<other>.+?)\s*\??$", re.IGNORECASE
)
_AND = re.compile(r"(?:and|or)(?:\s+also)?\s+(?P<other>.+?)\s*\??$", re.IGNORECASE)
_SAME = re.compile(
    r"(?:and\s+)?(?:does|do|is|are|would|will)\s+(?:the\s+same|that|this|it|these|those)\s+"
    r"(?:(?:apply|hold|go|count|work)\s+(?:also\s+)?(?P<how>to|for|in|at)|(?:also\s+)?(?:the\s+same|true|valid|different)"
    r"\s+(?P<way>for|in|at|of|with))\s+(?P<other>.+?)\s*\??$",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    r"(?:(?P<when>after|before|during)\s+(?:it|that|this)|afterwards?|thereafter|beforehand)", re.IGNORECASE
)
_EFFORT = re.compile(
    r"(?P<asks>(?:how (?:long|much|many \w+)|what) (?:does|do|did|will|would|can|may)) (?:it|that|this) "
    r"(?P<takes>take|cost)\W*",
    re.IGNORECASE,
)
_STATES = frozenset("need have know want get find use see be".split())
"""Verbs of no act."""

_TO_DO = re.compile(r"to (?P<verb>[a-z]+) (?:it|them|one|that)", re.IGNORECASE)
_DURING = frozenset("in during within before after until".split())
_COURTESY = re.compile(
    r"(?:thanks?|thank you|ok(?:ay)?|great|fine|good|perfect|hello|hi|hey|yes|no|i see)\b[^?]{0,30}", re.IGNORECASE
)
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1, "former": 0, "latter": -1}
_ORDINAL = re.compile(
    r"\bthe (?P<which>first|second|third|fourth|fifth|last|former|latter)"
    r"(?: (?:one|point|item|option|step|of (?:them|these|those))\b|(?=\s*(?:[?.!,]|$)))",
    re.IGNORECASE,
)
SHORT_WORDS = 12
"""A longer question seldom leans on another one."""

Rule = Callable[[str, Said], str | None]


def standalone(question: str, history: Sequence[tuple[str, str]]) -> str | None:
    """The question as it stands alone after `history` (pairs of question and answer, oldest first), None: as it is."""
    said: list[tuple[str, str]] = []
    for asked, answered in history:
        if not _COURTESY.fullmatch(asked.strip()):
            said.append((_rewritten(asked, said) or asked, answered))
    return _rewritten(question, said)


def _rewritten(question: str, said: Said) -> str | None:
    if not said:
        return None
    asked = without_connectors(question)
    if not asked:
        return None
    pointed = _ordinal(asked, said) or asked
    for rule in (_same, _effort, _elided, _about):
        found = rule(question if rule is _about and pointed == asked else pointed, said)
        if found:
            return _tidy(found)
    plain = resolved(pointed, said)
    completed = _completed(plain, said) if plain == asked else None
    result = completed or plain
    return _tidy(result) if result != asked else None


def _same(question: str, said: Said) -> str | None:
    """Ask the last question of what "the same" is to hold for: "Does the same apply to interns?"."""
    match = _SAME.fullmatch(question)
    if match is None:
        return None
    way = (match["how"] or match["way"]).lower()
    return swapped(said[-1][0], f"{'for' if way in {'to', 'of', 'with'} else way} {match['other']}")


def _effort(question: str, said: Said) -> str | None:
    """Ask what the act of the last question takes: "How long does that take?" after "Can I renew a passport?"."""
    match = _EFFORT.fullmatch(question)
    act = _act_of(said[-1][0]) if match else None
    return f"{match['asks']} it {match['takes']} to {act}" if match and act else None


def _act_of(question: str) -> str | None:
    """What the last question asks about doing: "renew a passport", "have a lease extended"."""
    asked = clause(question)
    if asked.verb is None or asked.words[asked.verb].low in BE or asked.verb + 2 >= len(asked.words):
        return None
    subject, done = asked.words[asked.verb + 1], asked.words[asked.verb + 2]
    if subject.low in PERSONAL - {"it", "there"} and done.low not in _STATES:
        return asked.said((asked.verb + 2, len(asked.words)))
    be = next((i for i, word in enumerate(asked.words) if word.low == "be"), None)
    if be is None or be + 1 >= len(asked.words) or not asked.words[be + 1].low.endswith("ed"):
        return None
    behind = asked.said((be + 1, len(asked.words)))
    return f"have {asked.said((asked.verb + 1, be))} {behind}"


def _about(question: str, said: Said) -> str | None:
    """Ask the last question again of something else: "What about X?", "And for X?", "In X?"."""
    match = _ABOUT.fullmatch(question.strip())
    other = match["other"] if match else None
    if other is None:
        bare = without_connectors(question).rstrip(" ?.!")
        words = words_of(bare)
        tied = _AND.fullmatch(question.strip()) is not None
        fragment = bool(words) and words[0].low not in WH | AUXILIARIES | PERSONAL and not _has_verb(words)
        short = len(words) <= 6
        if not (fragment and short and (tied or (words[0].low in PREPOSITIONS and question.strip().endswith("?")))):
            return None
        other = bare
    moved = _AFTERWARDS.fullmatch(other)
    if moved:
        return _at_another_time(said[-1][0], moved["when"] or ("before" if "before" in other.lower() else "after"))
    act = _TO_DO.fullmatch(other)
    if act:
        return _of_another_act(said[-1][0], act["verb"])
    other = resolved(other, said)
    if clause(other).opening != (0, 0) and words_of(other)[0].low in WH:
        return None
    return swapped(said[-1][0], other)


def _of_another_act(question: str, verb: str) -> str | None:
    """Ask "What do I need to open an account?" of closing it: "And to close it?"."""
    words = words_of(question)
    for to, done in reversed(list(itertools.pairwise(words))):
        if to.low == "to" and done.low in VERBS:
            return f"{question[: done.start]}{verb}{question[done.end :]}"
    return None


def _at_another_time(question: str, when: str) -> str | None:
    """Ask "What is the notice period during probation?" of the time after it: "And after that?"."""
    asked = clause(question)
    for start, end in reversed(asked.phrases):
        if asked.words[start].low in _DURING:
            before, behind = asked.text[: asked.words[start].start], asked.text[asked.words[end - 1].end :]
            return f"{before}{when.lower()} {asked.said((start + 1, end))}{behind}"
    return None


def _elided(question: str, said: Said) -> str | None:
    """Put an opening that stands alone ("How long?", "By when?") before the rest of the last question."""
    question = re.sub(r"\s+of (?:it|them|that|those|these)\s*\??$", "", question, flags=re.IGNORECASE)
    words = [word for word in words_of(question) if not is_mark(word)]
    bare = [word.low for word in words]
    if not 0 < len(bare) <= 4:
        return None
    start = next((i for i, low in enumerate(bare) if low in WH), None)
    if start is None or start > 2 or any(low not in PREPOSITIONS | {"up"} for low in bare[:start]):
        return None
    rest = bare[start + 1 :]
    measured = start > 0 and bare[start] in {"what", "which"} and len(rest) == 1  # "Up to what amount?"
    if not measured and not all(low in DEGREES | {"exactly", "else", "not", "so", "then"} for low in rest):
        return None
    before = clause(said[-1][0])
    opening = " ".join(word.text for word in words if word.low not in {"exactly", "so", "then", "else"})
    return _asked_again(before, opening, counts=bare[-1] in {"many", "much"})


def _asked_again(before: Clause, opening: str, *, counts: bool) -> str | None:
    """An earlier question with another opening; what is counted ("how many days") goes with the opening."""
    if before.verb is None:
        rest = before.said((before.opening[1], len(before.words)))
        return f"{opening} {_small(rest)}" if before.opening != (0, 0) and rest else None
    verb, behind = before.words[before.verb], before.verb + 1
    if opening.lower() == "why not":
        personal = behind < len(before.words) and before.words[behind].low in PERSONAL
        subjects = [(behind, behind + 1)] if personal else [span for span in before.things if span[0] >= behind]
        if not subjects:
            return None
        end = subjects[0][1]
        return f"why {verb.low} {before.said((behind, end))} not {before.said((end, len(before.words)))}"
    asked = [t for t in before.things if t[1] <= before.verb and before.words[t[1] - 1].low not in KINDS]
    last = before.things[-1] if before.things else None
    if counts and not asked and last and last[0] > behind and before.words[last[0]].low not in DETERMINERS:
        clipped = before.said((behind, last[0])), before.said((last[1], len(before.words)))
        return f"{opening} {before.said(last)} {verb.low} {' '.join(filter(None, clipped))}"
    subject = "you " if behind < len(before.words) and before.words[behind].low in VERBS else ""
    thing = before.said(asked[0]) if asked else ""
    parts = [opening, thing if counts else "", verb.low, subject + before.said((behind, len(before.words)))]
    return " ".join(filter(None, [*parts, "" if counts else thing]))


def _ordinal(question: str, said: Said) -> str | None:
    """Take "the second one" for what the last answer lists in second place."""
    match = _ORDINAL.search(question)
    if match is None:
        return None
    found = antecedents.items(said[-1][1])
    place = _ORDINALS[match["which"].lower()]
    if len(found) < 2 or place >= len(found):
        return None
    return question[: match.start()] + _small(found[place]) + question[match.end() :]


def _completed(question: str, said: Said) -> str | None:
    """Put what the talk is about behind "What is the deadline?" or "Who decides?"."""
    asked = clause(question)
    exists = asked.lows((0, 2)) in (["is", "there"], ["are", "there"])
    if not asked.words or not (exists or asked.words[0].low in WH) or asked.phrases or len(asked.words) > 6:
        return None
    before = [None, *asked.words]
    nouns = [
        word.low
        for leads, word in zip(before, asked.words, strict=False)
        if is_noun(word.low) and word.low not in DEGREES and not is_adverb(word)
        # "The rent" is a thing, whatever "to rent" is.
        if word.low not in PREDICATES or (leads is not None and leads.low in DETERMINERS)
    ]
    related = len(nouns) == 1 and nouns[0] in RELATIONS and any(w.low in DETERMINERS for w in asked.words)
    bare = not nouns and not exists and any(w.low in PREDICATES for w in asked.words)
    pointing = POINTERS - {"one", "ones"} - ({"there"} if exists else set())
    if not (related or bare) or any(word.low in pointing for word in asked.words):
        return None
    about = antecedents.topic(said)
    return f"{question.rstrip(' ?.!')} for {about}?" if about else None


def _has_verb(words: Sequence[Word]) -> bool:
    return any(word.low in AUXILIARIES or (word.low in VERBS and i > 1) for i, word in enumerate(words))


def _small(text: str) -> str:
    """The first word of a sentence within another one: "Is" as "is"; a name stays."""
    first = words_of(text)[:1]
    plain = bool(first) and first[0].low in AUXILIARIES | WH | PREPOSITIONS | DETERMINERS | PERSONAL - {"i"}
    return text[:1].lower() + text[1:] if plain else text


def _tidy(text: str) -> str:
    text = " ".join(text.split()).rstrip(" ?.!,;")
    return f"{text[:1].upper()}{text[1:]}?"


def leans(question: str, history: Sequence[tuple[str, str]]) -> bool:
    """Whether a question may mean something of `history`: a rule says so, or a pronoun that no rule could resolve."""
    if standalone(question, history) is not None:
        return True
    lows = {word.low for word in words_of(question)}
    return len(lows) <= SHORT_WORDS and bool(lows & POINTERS)
