"""Where a claim says something else than its evidence in nearly the same words; overlap and a small judge miss it.

Each rule compares small closed classes of words, and speaks only where the evidence holds the claim's counterpart:
"may" against "must", "at least" against "at most", "rises" against "falls", two names in each other's place.
"""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from assistant.grounding.facts import plain_number
from assistant.lexemes import NUMBER_WORDS, STOP_WORDS, denies, stem, words
from assistant.opposites import says_opposite

_MAY = r"(?<!\d )may(?! \d)"
"""The verb, not the month."""

_MAYBE = re.compile(
    rf"\b(?:{_MAY}|might|could|can|possibly|perhaps|maybe|optional(?:ly)?|allowed to|permitted to|free to)\b"
)
_MUST = re.compile(r"\b(?:must|shall|have to|has to|had to|required|mandatory|obliged|obligatory|compulsory)\b")
_HEDGE = re.compile(
    rf"\b(?:might|{_MAY}|could|possibly|perhaps|maybe|probably|presumably|allegedly|reportedly|expected to)\b"
)
_ALL = re.compile(r"\b(?:all|every|each|always|everyone|everybody|only|entirely|fully)\b")
_SOME = re.compile(r"\b(?:some|most|many|several|few|sometimes|usually|often|partly|partially|mostly|rarely)\b")
_LEAST = re.compile(r"\b(?:at least|minimum|more than|over|no less than|no fewer than|from)\b(?=\D{0,20}\d|\s+of\b)")
_MOST = re.compile(
    r"\b(?:at most|maximum|less than|fewer than|under|no more than|up to|not exceeding)\b(?=\D{0,20}\d|\s+of\b)"
)
_FUTURE = re.compile(r"\b(?:will|shall|is to|are to|going to|plans to|next (?:week|month|year))\b")
_PAST = re.compile(r"\b(?:was|were|did|had|ago|last (?:week|month|year))\b")
_TURNING = re.compile(
    r"\b(?:unless|except|false|untrue|myth|wrong(?:ly)?|rumou?r(?:ed)?|den(?:y|ies|ied)|allegedly|formerly|used to)\b"
)
"""Makes another thing of what stands beside it; in small letters."""

_SIGNED = re.compile(r"⟦[^⟦⟧\s]+⟧|(?<=[\s(])[A-ZÀ-ÖØ-Þ][\w'’-]+|^[A-ZÀ-ÖØ-Þ][\w'’-]+")
_TURNS = re.compile(r"\b(?:by|from|to|whom|than)\b")
LEAST_WORDS = 4
LEAST_AROUND = 2
"""Words of content beside the names, below which a text says too little of them."""


_OPPOSED = tuple(
    (frozenset(map(stem, one.split())), frozenset(map(stem, other.split())))
    for one, other in (
        ("increase increases increased rise rises rose grow grew", "decrease decreases decreased fall falls fell drop"),
        ("before prior earlier", "after later"),
        ("open opens opened opening", "close closes closed closing shut"),
        ("allow allows allowed permit permits permitted", "forbid forbids forbidden prohibit prohibits prohibited"),
        ("accept accepts accepted approve approved", "reject rejects rejected refuse refused decline declined"),
        ("include includes included including", "exclude excludes excluded excluding"),
        ("higher more larger longer greater above", "lower less smaller shorter fewer below"),
        ("first", "last"),
        ("buy buys bought", "sell sells sold"),
        ("win wins won", "lose loses lost"),
        ("start starts started begin begins began", "end ends ended finish finished stop stopped"),
        ("hot warm", "cold cool"),
        ("left", "right"),
        ("north northern", "south southern"),
        ("east eastern", "west western"),
        ("paid", "unpaid"),
        ("mandatory compulsory", "voluntary optional"),
        ("internal inside", "external outside"),
        ("borrower tenant buyer", "lender landlord seller"),
        ("day daily", "night nightly"),
        ("monday", "tuesday wednesday thursday friday saturday sunday"),
        ("hour hours hourly", "minute minutes day days week weeks month months year years"),
        ("day days", "week weeks month months year years"),
        ("week weeks weekly", "month months monthly year years yearly"),
        ("month months monthly", "year years yearly"),
        ("euro euros", "dollar dollars franc francs pound pounds"),
    )
)


def contradicts(claim: str, evidence: str) -> bool:
    """Whether a span of evidence, read beside a claim, says something else than the claim.

    Both are single sentences, or two; neither order of the rules nor of the texts matters to callers: one is enough.
    """
    one, other = " ".join(claim.casefold().split()), " ".join(evidence.casefold().split())
    return (
        (_says_something(claim) and (_modal(one, other) or _tense(one, other) or _only(_TURNING, other, one)))
        or _bounded(one, other)
        or _opposed(claim, evidence)
        or says_opposite(claim, asks=False)(evidence)
        or _counted(claim, evidence)
        or _turned(claim, evidence)
    )


def _says_something(claim: str) -> bool:
    """Whether a claim is more than a name or a measure, which no hedge beside it touches."""
    lowered = [word for word in words(claim) if word not in STOP_WORDS and word.isalpha() and word in claim]
    return len(claim.split()) >= LEAST_WORDS and bool(lowered)


def negated(text: str) -> bool:
    """Whether a text denies: an odd number of negations."""
    return sum(map(denies, words(text))) % 2 == 1


def _modal(claim: str, evidence: str) -> bool:
    """Obligation, possibility, certainty and extent are what the evidence says, neither more nor other."""
    return (
        (_only(_MUST, claim, evidence) and bool(_MAYBE.search(evidence)))
        or (_only(_MAYBE, claim, evidence) and bool(_MUST.search(evidence)))
        or (_only(_HEDGE, evidence, claim) and not _MAYBE.search(claim))
        or (_only(_ALL, claim, evidence) and bool(_SOME.search(evidence)))
    )


def _bounded(claim: str, evidence: str) -> bool:
    return (_only(_LEAST, claim, evidence) and bool(_MOST.search(evidence))) or (
        _only(_MOST, claim, evidence) and bool(_LEAST.search(evidence))
    )


def _tense(claim: str, evidence: str) -> bool:
    return (_only(_FUTURE, claim, evidence) and bool(_PAST.search(evidence)) and not _PAST.search(claim)) or (
        _only(_FUTURE, evidence, claim) and bool(_PAST.search(claim)) and not _PAST.search(evidence)
    )


def _only(pattern: re.Pattern[str], one: str, other: str) -> bool:
    return pattern.search(one) is not None and pattern.search(other) is None


def _opposed(claim: str, evidence: str) -> bool:
    """A word whose opposite stands anywhere in the other text, while neither text has both.

    `assistant.opposites` knows many more, where they stand in each other's place.
    """
    said, held = ({stem(word) for word in words(text)} for text in (claim, evidence))
    for one, other in _OPPOSED:
        for mine, theirs in ((one, other), (other, one)):
            if said & mine and not said & theirs and held & theirs and not held & mine:
                return True
    return False


def _counted(claim: str, evidence: str) -> bool:
    """A number stands before a noun for which the evidence has another number, and not this one."""
    said, held = _counts(claim), _counts(evidence)
    return any(noun in held and number not in held[noun] for noun, numbers in said.items() for number in numbers)


def _counts(text: str) -> dict[str, set[str]]:
    """The numbers before each noun: "three adults and 5 children" as adult: 3, child: 5."""
    found: dict[str, set[str]] = {}
    plain = words(text)
    for number, noun in pairwise(plain):
        counts = (number[0].isdigit() or number in NUMBER_WORDS) and number != "one"
        if counts and noun[0].isalpha() and noun not in STOP_WORDS and noun not in NUMBER_WORDS:
            found.setdefault(stem(noun), set()).add(plain_number(stem(number)))
    return found


def _turned(claim: str, evidence: str) -> bool:
    """Two names in each other's place around the same words, with nothing that turns a sentence ("by", "from")."""
    if (_TURNS.search(claim) is None) != (_TURNS.search(evidence) is None):
        return False
    said, held = _named_once(claim), _named_once(evidence)
    around = {stem(word) for word in words(claim) if word not in STOP_WORDS} - {stem(name.casefold()) for name in said}
    if len(around) < LEAST_AROUND or not around <= {stem(word) for word in words(evidence)}:
        return False
    pairs = [(a, b) for a, b in combinations(said, 2) if a in held and b in held and said[b] - said[a] > len(a) + 1]
    return any(held[a] > held[b] for a, b in pairs)


def _named_once(text: str) -> dict[str, int]:
    """The names and pseudonyms that stand in a text once, and where, in its order."""
    found = [(match.group(), match.start()) for match in _SIGNED.finditer(text)]
    names = [name for name, _ in found]
    return {name: at for name, at in found if names.count(name) == 1 and name.casefold() not in STOP_WORDS}
