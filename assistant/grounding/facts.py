"""What a sentence must not invent: numbers, dates, units, names and pseudonyms."""

from __future__ import annotations

import re

from assistant.lexemes import NUMBER_WORDS, STOP_WORDS, stem, tokens, words

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = re.compile(
    r"\b(" + "|".join(f"{month[:3]}(?:{month[3:]})?" for month in _MONTHS) + r")\.?\s+\d|"
    r"\d(?:st|nd|rd|th)?\s+(?:of\s+)?(" + "|".join(f"{month[:3]}(?:{month[3:]})?" for month in _MONTHS) + r")\b",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"(\d+(?:[.,:]\d+)*)[\s-]?(%|percent|°\s?[CF]|(?:mg|mcg|µg|g|kg|ml|l|mm|cm|m|km|hour|minute|second|day|week|month|"
    r"year|euro|dollar|pound)s?\b)",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"\b(?:" + "|".join(NUMBER_WORDS) + r")\b", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)[^\s<>()\[\]\"'|]+|[\w.+-]+@[\w-]+\.[\w.-]+", re.IGNORECASE)
_CURRENCY = re.compile(r"[$€£¥]")
_CAPITALISED = re.compile(r"(?<![\w⟦])[A-ZÀ-ÖØ-Þ][\w'’-]*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+|\n\s*|[-*•|]\s+|[\"“(]\s*)$")


def facts(text: str) -> frozenset[str]:
    """The facts of a text in comparable form, each led by its kind (`number:30`, `name:lisbon`)."""
    kinds = (numbers, months, measures, names, addresses)
    return frozenset().union(*(kind(text) for kind in kinds)) | {f"token:{t}" for t in tokens(text)}


def numbers(text: str) -> frozenset[str]:
    """Numbers in digits or letters, without separators of thousands and trailing zeros of decimals."""
    bare = re.sub(r"⟦[^⟧]*⟧", " ", text)
    found = {plain_number(number) for number in _NUMBER.findall(bare)}
    found |= {stem(word) for word in words(bare) if word.isalpha() and stem(word).isdigit() and word != "one"}
    return frozenset(f"number:{number}" for number in found)


def months(text: str) -> frozenset[str]:
    """Months that stand in a date."""
    return frozenset(f"month:{(first or second)[:3].casefold()}" for first, second in _MONTH.findall(text))


def measures(text: str) -> frozenset[str]:
    """Numbers, in digits or letters, with the unit right behind them, and currency signs."""
    digits = _LETTERS.sub(lambda word: stem(word.group().casefold()), text)
    found = {
        f"{plain_number(number)} {unit.casefold().replace(' ', '').removesuffix('s').replace('percent', '%')}"
        for number, unit in _MEASURE.findall(digits)
    }
    return frozenset(f"measure:{measure}" for measure in found) | {
        f"currency:{sign}" for sign in _CURRENCY.findall(text)
    }


def names(text: str) -> frozenset[str]:
    """Capitalised words that are so not only because a sentence starts there."""
    found: set[str] = set()
    for match in _CAPITALISED.finditer(text):
        word = match.group().casefold().removesuffix("'s").removesuffix("’s")
        if _SENTENCE_START.search(text[: match.start()]) or word in STOP_WORDS or len(word) < 2:
            continue
        found.update(f"name:{stem(part)}" for part in words(word) if len(part) > 1)
    return frozenset(found)


def addresses(text: str) -> frozenset[str]:
    """Web and e-mail addresses, whole: one that carries more than its source's could carry something away."""
    return frozenset(f"address:{match.rstrip('.,;:!?')}" for match in _ADDRESS.findall(text))


def missing(claim: str, evidence: str) -> frozenset[str]:
    """The facts of a claim that its evidence does not hold.

    A name is held when its words stand in the evidence, capitalised or not.
    """
    held = facts(evidence)
    present = {stem(word) for word in words(evidence)}
    lowered = evidence.casefold()
    absent = set()
    for fact in facts(claim) - held:
        kind, _, value = fact.partition(":")
        if kind == "name" and value in present:
            continue
        if kind == "month" and value in lowered:
            continue
        absent.add(fact)
    return frozenset(absent)


def plain_number(number: str) -> str:
    """A number without separators of thousands and trailing zeros of decimals."""
    plain = re.sub(r"[,.](?=\d{3}(?:\D|$))", "", number).replace(",", ".")
    if "." in plain and plain.count(".") == 1:
        plain = plain.rstrip("0").rstrip(".")
    return plain.lstrip("0") or "0"
