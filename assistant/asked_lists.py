"""Whether a question asks for several things: a list, or all steps of a procedure."""

from __future__ import annotations

import re

_NO_NOUN = r"(?!\w*(?:ss|us|is)\b|(?:was|has|does)\b)"
_PLURAL = (
    rf"\bwhich {_NO_NOUN}\w{{3,}}s\b|\b(?:in|on|at|for|with|to|by|from|under) what {_NO_NOUN}\w{{3,}}s\b|"
    rf"\bwhat {_NO_NOUN}\w{{3,}}s (?:are|were|do|did|can|could|should|must|have|had|may|might|will|would|shall|need)\b"
)
"""More than one: "which drugs", "in what places", "what bugs were"; not "what opens the door", "which is"."""

_KINDS = (
    r"documents|papers|items|things|conditions|requirements|reasons|rights|rules|duties|tasks|members|stages|phases|"
    r"exceptions|exclusions|ingredients|symptoms|risks|benefits"
)
_LIST = re.compile(
    r"\bhow (?:do|does|can|could|should|must|to)\b|\bhow (?:is|are) (?:an?|the|my|our|your)\b|"
    r"\b(?:steps?|procedure|list|process)\b|\bname (?:the|all)\b|"
    rf"\b(?:what|which|who) (?:\w+ ){{0,3}}?(?:are|were|must|should|{_KINDS})\b|"
    rf"^(?:all |the )*(?:{_KINDS}) (?:for|of|to|in|after|before|from|on)\b|"
    rf"{_PLURAL}|"
    r"\bwhich (?:two|three|four|five|people)\b|\b(?:kinds|sorts|types) of\b|"
    r"\bwhat (?:do|must|should|can|may|shall|am) (?:I|we|you|they) (?:have|need|do|bring|pack|send|hand|show|tell|ask|"
    r"check|say|include|allowed|supposed)\b|"
    r"\bwhat (?:has|have|needs?|had) to\b|\bwhat (?:information|belongs|counts)\b|"
    r"\bwhat (?:is|isn't|is not) (?:\w+ )?(?:covered|included|excluded|insured)\b|"
    r"\bwho (?:all )?(?:sits?|sat|belongs?|attends?|attended|can|may|has to)\b|"
    r"\b(?:walk|take|talk|lead) me through\b",
    re.IGNORECASE,
)
_WHAT_TO_DO = re.compile(
    r"\bwhat (?:(?:do|does|should|must|can|shall|am|are|is|has|have) )?(?:[\w']+ ){0,3}?(?:to )?do\b|"
    r"\bwhat happens\b",
    re.IGNORECASE,
)


def asks_for_list(question: str) -> bool:
    """Whether several things are asked for, as far as its words tell."""
    return _LIST.search(question) is not None


def asks_what_to_do(question: str) -> bool:
    """Whether it asks for a procedure, of which numbered steps tell the whole."""
    return _WHAT_TO_DO.search(question) is not None
