"""What a question wants: one fact, or a synthesis of several passages. Rules in the open, for English.

A question that no rule knows wants a fact: the reader is asked first, and says itself when it isn't sure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

from assistant.lexemes import NUMBER_WORDS

Kind = Literal["fact", "compare", "list", "summarise", "explain"]

_ASKED: Final = (
    r"^\W*(?:(?:please|kindly|now|and|then|so|ok|okay|also)\b\W*)*"
    r"(?:(?:can|could|would|will) you (?:please )?|i(?:'d| would) like you to |i (?:want|need) you to |help me )?"
)
"""What may stand before the verb of a request."""

_WANTED: Final = (
    r"(?:give|write|make|provide|prepare|draft|show|send|get)\b|i(?:'d| would) like\b|i (?:want|need)\b"
    r"|can i (?:have|get)\b"
)
"""How something is ordered that is not there yet: "give me a list", "I need an overview"."""

_THING: Final = (
    r"(?: to (?:get|have|read|see))?(?: (?:me|us|him|her|them|please))*(?: (?:an?|the|your|some|another))?"
    r"(?: (?!(?:about|and|at|for|from|how|if|in|of|on|or|that|the|to|what|when|where|which|who|why|with)\b)"
    r"[\w-]+,?){0,3}?"
)
"""What may stand between that and the thing ordered: no clause and no other phrase."""

_SUMMARY: Final = (
    r"(?:summary(?! (?:conviction|dismissal|judge?ment|offences?|proceedings|sheet|table)\b)|overview|outline)\b"
)
_TABLE: Final = (
    rf"(?:list of\b|table of\b(?! (?:\d+|{'|'.join(NUMBER_WORDS)})(?: (?:at|by|for|in|inside|near|on|outside|today"
    r"|tomorrow|tonight|with)\b|\W*$)))"
)
"""A list or table that is written; none that four people sit at."""

_COMPARATIVE: Final = (
    r"(?:(?:more|less|fewer)\b(?! than\b)|(?:better|worse|dearer|farther|further|(?:bigg|hott|thinn|wett)er"
    r"|(?:bright|broad|cheap|clean|clear|close|cold|cool|dark|deep|fast|firm|full|great|hard|high|large|late|light|long"
    r"|loud|low|mild|narrow|near|new|old|quick|quiet|rich|safe|sharp|short|simple|slow|small|soft|steep|strict|strong"
    r"|tall|thick|tight|tough|warm|weak|wide|young)e?r"
    r"|(?:bus|cost|dr|earl|eas|health|heav|likel|nois|pric|risk|tid)ier)\b)(?! or\b)"
)
"""Comparatives by name: officers, numbers and orders end in -er too."""

_DOCUMENTS: Final = (
    r"(?:documents?|files?|contracts?|agreements?|letters?|reports?|records?|policies|guidelines?|sources?|cases?)"
)

_PATTERNS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "compare": (
        _ASKED + r"(?:compare|contrast)\b",
        r"\b(?:compare|comparison|differences?|distinction|similarities)\b.*\b(?:between|with|to|of|and)\b",
        r"\bcompared (?:to|with)\b",
        r"\bhow (?:do|does|did|are|is)\b.*\b(?:differ|different|compare|alike)\b",
        # Between two persons it stands for a case: "⟦PERSON_k7Q2⟧ vs. ⟦PERSON_m3Xa⟧".
        r"(?<!⟧)\s(?:versus|vs\.?)(?=\s)",
        r"^\W*which (?:one )?(?:is|are|was|were|costs?|lasts?|takes?|has|have)(?: the| much| far| even| usually)* "
        rf"{_COMPARATIVE}.*\bor\b",
        r"\bhave in common\b",
        r"\bpros and cons\b|\badvantages and disadvantages\b",
    ),
    "summarise": (
        _ASKED + r"(?:summari[sz]e|sum up|recap|outline|condense)\b",
        _ASKED + rf"(?:{_WANTED}){_THING} {_SUMMARY}",
        rf"^\W*(?:(?:a|an|the|short|brief|quick)\s+)*{_SUMMARY}.*\b(?:of|on|about)\b",
        r"\btl;?dr\b",
        _ASKED + r"(?:tell me|let me know|write) (?:something |everything |all |more |what you know )?about\b",
        rf"^\W*what do (?:all |the |our |these )*{_DOCUMENTS} (?:say|tell|write)\b",
        r"\bwhat (?:are|were) the (?:main|key|central|most important) "
        r"(?:points?|ideas?|takeaways?|findings|conclusions|messages?)\b",
        r"\bin (?:a nutshell|brief|summary)\W*$",
    ),
    "list": (
        _ASKED + r"(?:list|enumerate|name|collect|gather)\b.*\b(?:all|every|each|across|any)\b",
        _ASKED + r"(?:list|enumerate)\b.*\b" + _DOCUMENTS + r"\b",
        _ASKED + rf"(?:{_WANTED}){_THING} {_TABLE}",
        rf"^\W*in (?:which|what) {_DOCUMENTS}\b",
        rf"^\W*(?:in )?(?:which|what)(?: of (?:the|our|these))? {_DOCUMENTS} "
        r"(?!is\b|was\b|do i\b|must i\b|should i\b)",
        r"\bwhat are all\b|\bwhich are all\b",
        rf"\bacross (?:all |the |our |these |several |different )*{_DOCUMENTS}\b",
        rf"\bin (?:all|each|every)(?: of)?(?: the| our| these)? {_DOCUMENTS}\b",
    ),
    "explain": (
        _ASKED + r"(?:explain|describe|elaborate|walk me through|clarify|interpret)\b",
        r"\bin (?:simple|plain|layman's|easy) (?:terms|words|language|english)\b",
        r"\bwhat does it mean (?:that|if|when|for)\b",
    ),
}
_RULES: Final = {kind: re.compile("|".join(patterns), re.IGNORECASE) for kind, patterns in _PATTERNS.items()}


def kind_of(question: str) -> Kind:
    """What a question wants; the first of the rules above that knows it, else a fact."""
    text = " ".join(question.split())
    return next((kind for kind, rule in _RULES.items() if rule.search(text)), "fact")
