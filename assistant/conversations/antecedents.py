"""What earlier turns of a conversation offer for "it", "she", "there" and "the second one" to mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.conversations.attributes import bearer
from assistant.conversations.clauses import (
    AGENT,
    AUXILIARIES,
    BE,
    DETERMINERS,
    KINDS,
    PEOPLE,
    PREDICATES,
    PREPOSITIONS,
    TEMPORAL,
    VERBS,
    Clause,
    Word,
    clause,
    is_mark,
    is_noun,
    statement,
    words_of,
)
from assistant.lexemes import stem

Said = Sequence[tuple[str, str]]
"""Earlier questions, each as it stands alone, with their answers; oldest first."""

_TIED = frozenset("of for on to against between about".split())
"""Prepositions whose phrase belongs to the noun before it: "the deadline for complaints"."""

_ITEM = re.compile(r"^[ \t]*(?:[-*•‣◦–]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t]+(.+)$", re.MULTILINE)
_NAME = re.compile(r"(?<![.?!] )(?<!^)\b[A-Z][a-zà-ÿ'’-]+(?: (?:de |van |von |der )?[A-Z][a-zà-ÿ'’-]+)+")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof)\.? [A-Z][a-zà-ÿ'’-]+(?: [A-Z][a-zà-ÿ'’-]+)*")
_PERSON = re.compile(r"⟦PERSON_[^⟦⟧\s]+⟧")
_ITEM_WORDS = 12
_OFFICE_WORDS = 6
_GROUPS = frozenset(
    "company council team department firm bank hospital committee board agency police court tribunal insurer".split()
)
_OFFICES = frozenset(
    "head office desk reception chair chief clerk secretary dean deputy president treasurer judge notary attorney "
    "partner principal registrar bursar matron captain steward warden chef cook host surgeon midwife counsel "
    "ombudsperson representative physician lead".split()
)
_THINGS = frozenset(
    "border boiler buffer calendar cancer cellar center chamber chapter charter coffee computer constant container "
    "corner corridor counter cover disorder door drawer elevator error extinguisher factor fee fever filter floor "
    "folder freezer grant guarantee ladder layer locker matter meter mirror monitor motor newsletter number offer "
    "other paper parlor pier planner plant poster power printer quarter reactor register remainder reminder "
    "restaurant river roster router scanner sensor server shelter shower sticker tender theater tower tractor trailer "
    "transfer tree trigger variant vector warrant water".split()
)
"""Words that end as those for people do, for what nobody calls "she"."""

_MOVES = frozenset("bring take send get go come return move deliver drive travel walk give carry add".split())
_PAPERS = frozenset(
    "contract lease agreement form application letter report policy will deed claim order certificate statement "
    "consent request declaration protocol minutes memorandum plan".split()
)
MARKS = re.compile(r"\*\*|\[\d+\]")


def topic(said: Said, *, body: bool = False) -> str | None:
    """What the last earlier question that is about something is about, with "the" for "a"; None where none is.

    `body`: something that has attributes, no attribute; its answer counts too, which may say whose attribute it is.
    """
    for question, answer in reversed(said):
        asked = clause(question)
        found = topic_of(asked, body=body)
        if body and asked.things and found is None:
            told = topic_of(statement(first_sentence(answer)), body=True)
            found = told if told and told.lower().startswith("the ") else None
        if found:
            return found
    return None


def topic_of(asked: Clause, *, plural: bool = False, body: bool = False) -> str | None:
    """What one question is about, see `topic`; `plural`: what "they" can mean."""
    things = [thing for thing in asked.things if is_telling(asked, thing)]
    if plural:
        things = [thing for thing in things if can_be_they(asked, thing)]
    else:
        things = [thing for thing in things if not is_person(asked, thing)]
    objects = [span for span in asked.phrases if not is_temporal(asked, span) and not is_person(asked, span)]
    if not plural and objects and len(things) == 1 and _acts(asked, things[0]):
        things = []
    if not things:
        if plural:
            objects = [span for span in objects if can_be_they(asked, span)]
        return asked.said((objects[0][0] + 1, objects[0][1])) if objects else None
    tied = tied_to(asked, things[0])
    meant = bearer(asked, things[0], tied) if body else (things[0][0], tied[-1][1] if tied else things[0][1])
    if meant is None:
        return None
    chosen = meant[0] < asked.opening[1] and asked.words[meant[0] - 1].low in {"which", "what"}
    named = re.sub(r"['’]s?$", "", asked.said(meant)) if body else asked.said(meant)  # "the kettle's price"
    return f"the {named}" if chosen else definite(named)


def tied_to(asked: Clause, span: tuple[int, int]) -> list[tuple[int, int]]:
    """The prepositional phrases that belong to a noun phrase, in order."""
    tied: list[tuple[int, int]] = []
    end = span[1]
    for phrase in asked.phrases:
        if phrase[0] == end < len(asked.words) and _is_tied(asked, end):
            tied.append(phrase)
            end = phrase[1]
    return tied


def paper(said: Said) -> str | None:
    """The last contract, form or other paper that an earlier question names."""
    for question, _ in reversed(said):
        asked = clause(question)
        found = [span for span in asked.nouns if _head(asked, span).low in _PAPERS]
        if found:
            return definite(asked.said(found[-1]))
    return None


def _is_tied(asked: Clause, index: int) -> bool:
    """Whether the preposition at `index` ties a phrase to the noun before it; not "to" in "bring a dog to work"."""
    low = asked.words[index].low
    return low in _TIED and not (low == "to" and any(word.low in _MOVES for word in asked.words[:index]))


def person(said: Said) -> str | None:
    """The one person that the last turns name: a pseudonym or a full name; None where there is none or a choice.

    An answer to "who" names whom is meant next; else the question does, and only then its answer. Of the last turn
    an office counts too.
    """
    for ago, (question, answer) in enumerate(reversed(said)):
        asked, told = persons(question), persons(answer)
        new = [each for each in told if each not in asked]
        who = re.search(r"\bwho(?:m|se)?\b", question, re.IGNORECASE) is not None
        for candidates in [new, asked] if who and new else [asked, told]:
            if len(candidates) == 1:
                return candidates[0]
            if candidates:
                return None
        office = (_office(answer, question) or _office_asked(question)) if who and ago == 0 else None
        if office is not None:
            return office
    return None


def _office_asked(question: str) -> str | None:
    """Whose holder a question is about: "the head of nursing" of "Who is the head of nursing?"."""
    asked = clause(question)
    if asked.verb is None or asked.words[asked.verb].low not in BE or not asked.things:
        return None
    thing = asked.things[0]
    tied = tied_to(asked, thing)
    if asked.words[thing[0]].low != "the" or _head(asked, thing).low in TEMPORAL | _PAPERS:
        return None
    return asked.said((thing[0], tied[-1][1] if tied else thing[1]))


def _office(answer: str, question: str) -> str | None:
    """Whom an answer to "who" names by an office: "the head of nursing" of "The head of nursing approves leave"."""
    first = first_sentence(answer).rstrip(" .!?")
    asked = {stem(word.low) for word in words_of(question) if is_noun(word.low)}
    words = words_of(first)
    start = next((i + 1 for i, word in enumerate(words) if word.low == "by"), 0)
    stops = (i for i in range(start, len(words)) if _ends_office(words[i], asked))
    end = next(stops, len(words))
    held = words[start:end]
    if not 1 < len(held) <= _OFFICE_WORDS or held[0].low not in {"the", "your", "our"} or not is_noun(held[-1].low):
        return None
    head = next((held[i - 1] for i, word in enumerate(held) if word.low == "of"), held[-1])
    if not _is_office(head.low):
        return None
    return f"the {first[held[1].start : held[-1].end]}"


def _is_office(low: str) -> bool:
    """Whether a noun names people or who acts for them, as far as lists and endings tell."""
    if low in PEOPLE | _GROUPS | _OFFICES:
        return True
    one = AGENT.search(low) is not None and not low.endswith("s")
    return one and low not in _THINGS | _PAPERS | TEMPORAL


def _ends_office(word: Word, asked: set[str]) -> bool:
    closes = word.low in AUXILIARIES | VERBS | PREPOSITIONS - {"of"} or is_mark(word)
    return closes or stem(word.low) in asked


def persons(text: str) -> list[str]:
    """The persons whom a text names, each once."""
    tokens = _PERSON.findall(text)
    plain = MARKS.sub("", text)
    return list(dict.fromkeys(tokens or _TITLED.findall(plain) or _NAME.findall(plain)))


def place(said: Said) -> str | None:
    """The phrase of place that the last earlier question with one holds: "in Porto"."""
    for question, _ in reversed(said):
        asked = clause(question)
        for span in asked.phrases:
            if asked.words[span[0]].low in {"in", "at", "near", "inside", "on"} and not is_temporal(asked, span):
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


def first_sentence(answer: str) -> str:
    """What an answer says first, without its marks."""
    text = MARKS.sub("", answer).strip()
    return re.split(r"(?<=[.?!])\s+", text)[0]


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


def _acts(asked: Clause, span: tuple[int, int]) -> bool:
    """Whether a group is said to do something: "What does the bank charge for a lost card"."""
    return asked.verb is not None and asked.words[asked.verb].low not in BE and _head(asked, span).low in _GROUPS


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
