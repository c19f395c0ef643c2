"""What a sentence must not invent: numbers, dates, units, names and pseudonyms."""

from __future__ import annotations

import re

from assistant.lexemes import STOP_WORDS, stem, tokens, words

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = re.compile(
    r"\b(" + "|".join(f"{month[:3]}(?:{month[3:]})?" for month in _MONTHS) + r")\.?\s+\d|"
    r"\d(?:st|nd|rd|th)?\s+(?:of\s+)?(" + "|".join(f"{month[:3]}(?:{month[3:]})?" for month in _MONTHS) + r")\b",
    re.IGNORECASE,
)
_UNIT_AFTER_NUMBER = re.compile(
    r"\d\s?(%|percent|°\s?[CF]|[$€£¥]|(?:mg|mcg|µg|g|kg|ml|l|mm|cm|m|km|hours?|minutes?|seconds?|days?|weeks?|months?|"
    r"years?|euros?|dollars?|pounds?)\b)",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"[$€£¥]")
_CAPITALISED = re.compile(r"(?<![\w⟦])[A-ZÀ-ÖØ-Þ][\w'’-]*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+|\n\s*|[-*•|]\s+|[\"“(]\s*)$")


def facts(text: str) -> frozenset[str]:
    """The facts of a text in comparable form, each led by its kind (`number:30`, `name:lisbon`)."""
    return numbers(text) | months(text) | units_of_measure(text) | names(text) | {f"token:{t}" for t in tokens(text)}


def numbers(text: str) -> frozenset[str]:
    """Numbers in digits or letters, without separators of thousands and trailing zeros of decimals."""
    bare = re.sub(r"⟦[^⟧]*⟧", " ", text)
    found = {_plain(number) for number in _NUMBER.findall(bare)}
    found |= {stem(word) for word in words(bare) if word.isalpha() and stem(word).isdigit() and word != "one"}
    return frozenset(f"number:{number}" for number in found)


def months(text: str) -> frozenset[str]:
    """Months that stand in a date."""
    return frozenset(f"month:{(first or second)[:3].casefold()}" for first, second in _MONTH.findall(text))


def units_of_measure(text: str) -> frozenset[str]:
    """Units right after a number, and currency signs."""
    found = {unit.casefold().replace(" ", "").rstrip("s") for unit in _UNIT_AFTER_NUMBER.findall(text)}
    found |= set(_CURRENCY.findall(text))
    return frozenset("unit:" + {"percent": "%"}.get(unit, unit) for unit in found)


def names(text: str) -> frozenset[str]:
    """Capitalised words that are so not only because a sentence starts there."""
    found = set()
    for match in _CAPITALISED.finditer(text):
        word = match.group().casefold().removesuffix("'s").removesuffix("’s")
        if _SENTENCE_START.search(text[: match.start()]) or word in STOP_WORDS or len(word) < 2:
            continue
        found.add(f"name:{stem(word)}")
    return frozenset(found)


def missing(claim: str, evidence: str) -> frozenset[str]:
    """The facts of a claim that its evidence does not hold.

    A name is held when the word stands in the evidence in any case; a unit when it stands anywhere in the evidence.
    """
    held = numbers(evidence) | months(evidence) | units_of_measure(evidence) | {f"token:{t}" for t in tokens(evidence)}
    present = {stem(word) for word in words(evidence)} | set(words(evidence))
    lowered = evidence.casefold()
    absent = set()
    for fact in facts(claim) - held:
        kind, _, value = fact.partition(":")
        if kind == "name" and value in present:
            continue
        if kind == "month" and value in lowered:
            continue
        if kind == "unit" and value in present | set(lowered):
            continue
        absent.add(fact)
    return frozenset(absent)


def _plain(number: str) -> str:
    plain = re.sub(r"[,.](?=\d{3}(?:\D|$))", "", number).replace(",", ".")
    if "." in plain and plain.count(".") == 1:
        plain = plain.rstrip("0").rstrip(".")
    return plain.lstrip("0") or "0"
