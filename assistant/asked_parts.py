"""The questions within a question: "What is the fee, how long does it take, and who decides?" asks three things.

Rules in the open, for English. A question of one sentence is taken apart where a conjunction or a comma is followed by
what opens a question of its own, with its verb in front; what stands before the first of them ("If it is lost, ...")
belongs to each. In doubt it stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.sentences import sentence_spans
from policies.redactor import Redactor
from policies.text import RedactedText

MOST_PARTS = 4
"""A question that seems to have more is none of several parts: a form, say, or a text that was pasted."""
MOST_SHARED = 160
"""Characters of sentences that ask nothing which go with each part: behind more of them the reader's window ends."""
LEAST_WORDS = 2

_AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|can|could|will|would|shall|should|must|may|might|has|have|had"
    r"|isn['’]t|aren['’]t|doesn['’]t|don['’]t|didn['’]t|can['’]t|won['’]t)\b"
)
_PERSONAL = r"(?:i|we|you|they|he|she|it|one)\b"
_DETERMINER = r"(?:an?|the|this|that|these|those|my|our|your|his|her|its|their|any|there)\b"
_LEADING = r"(?:(?:up to|in|at|on|for|to|from|by|with|under|within|until|since|after|before|of|about) )?"
_DEGREE = r"how (?:long|much|many|often|far|soon|late|early|old|big|large|high|tall|fast|deep|wide|heavy|quickly)\b"
_WITH_WORD = (
    rf"(?:{_LEADING}(?:"
    rf"(?:what|who|whom|when|where|why|how)(?:['’]s\b|['’]re\b| {_AUXILIARY})"
    rf"|(?:(?:what|which|whose)|{_DEGREE})(?: (?!{_PERSONAL})[\w'’%-]+){{1,6}}? {_AUXILIARY})"
    rf"|{_DEGREE} (?!an?\b|each\b|per\b)(?:[\w'’%-]+ )+[\w'’%-]+"
    rf"|(?:who|what|which \w+) (?!{_PERSONAL}|{_DETERMINER}|and\b|or\b|if\b)[a-z]+"
    rf")"
)
"""The opening of a question with a verb of its own: "at what price?" goes with the question before it."""
_YES_OR_NO = (
    rf"(?:(?:is|are|was|were|do|does|did|can|could|will|would|should|must|may) (?={_PERSONAL}"
    r"|(?:the|this|that|these|those|my|our|your|his|her|its|their|any|there)\b|(?-i:[A-Z]|⟦))"
    rf"|(?:has|have) (?={_PERSONAL}))"
)
_FIRST = re.compile(rf"(?:^|(?<=[,:;–—-] ))(?={_WITH_WORD}|{_AUXILIARY})", re.IGNORECASE)
_NEXT = re.compile(
    rf"[,;:]? (?:and|plus|also|but)(?: also| then)?(?:,? if (?:not|so),?)? (?={_WITH_WORD}|{_YES_OR_NO})"
    rf"|[,;] and (?=(?:are|were) \w+s\b|(?:is|was|has) (?-i:[A-Z]|⟦))"
    rf"|[,;] (?!(?:who|whom|whose|which)\b)(?={_WITH_WORD})"
    rf"|[,;] (?=(?:who|whom|which)\b[^,;?]*,? and {_WITH_WORD})",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"^\W*(?:(?:please|can you|could you|would you|i(?:'d| would) like to|i (?:want|need) to)\W+)*"
    r"(?:tell me|know|find out|say|ask)(?: about)?[:,]? (?=(?:what|who|when|where|why|which|how|whether|if)\b)",
    re.IGNORECASE,
)

_NEXT_TOLD = re.compile(r",? and (?=(?:what|who|when|where|why|which|how|whether|if)\b)", re.IGNORECASE)
"""After "tell me" the verb stands behind: "what it costs and when it opens"."""

_BEGINS = re.compile(
    rf"\W*(?:(?:and|also|but|so|then|plus|if (?:so|not|yes|no)),? |[^?]*[,:;–—-] )?"
    rf"(?:then )?(?:{_WITH_WORD}|{_AUXILIARY}|(?:what|who|when|where|why|which|how)\b)|{_TOLD.pattern}",
    re.IGNORECASE,
)
"""How a sentence that asks begins: one that goes on after "Ae." or "No." does not."""

Stretch = tuple[int, int]


def parts_of(question: RedactedText, redactor: Redactor) -> list[tuple[RedactedText, RedactedText]]:
    """The parts of a question, each as it is asked and as one that stands alone: "it" was named in a part before.

    Empty for a single question.

    Args:
        question: redacted.
        redactor: of the workspace.

    Raises:
        RedactionError: redaction failed; nothing passes on.
    """
    parts = asked_parts(question.value)
    if not parts:
        return []
    from assistant.conversations.conversation import Exchange, understood  # its rules cost a single question nothing

    # What stands in the place of "it" makes a part longer, and pseudonyms are longer than names.
    limit = 2 * len(question)
    found: list[tuple[RedactedText, RedactedText]] = []
    for stretches in parts:
        text = RedactedText.join((question.slice(*stretch) for stretch in stretches), " ")
        before = [Exchange(alone.value) for _, alone in found]
        found.append((question.slice(*stretches[-1]), understood(text, before, redactor, limit=limit) or text))
    return found


def asked_parts(question: str) -> list[tuple[Stretch, ...]]:
    """The parts of a question, each as the stretches of characters that it consists of; empty for a single question.

    A stretch before the last is what all parts share: sentences that ask nothing, unless they are long, or a condition.
    A single question behind a long story is a part too, without the story.
    """
    sentences = [_trimmed(question, *span) for span in sentence_spans(question)]
    shared = tuple(each for each in sentences if not _asks(question, *each))
    told_long = sum(end - start for start, end in shared) > MOST_SHARED
    if told_long:
        shared = ()
    asking = [each for each in sentences if _asks(question, *each)]
    if len(asking) > 1 and not all(_BEGINS.match(question[start:end]) for start, end in asking):
        return []
    parts = [(*shared, *part) for each in asking for part in _within(question, *each)]
    return parts if (1 if told_long else 2) <= len(parts) <= MOST_PARTS else []


def _asks(text: str, start: int, end: int) -> bool:
    said = text[start:end]
    return said.endswith("?") or _FIRST.match(said) is not None or _TOLD.match(said) is not None


def _within(text: str, start: int, end: int) -> Iterator[tuple[Stretch, ...]]:
    """The parts of one sentence; the sentence itself where it is a single question."""
    whole = text[start:end]
    told = _TOLD.match(whole)
    opened = told or _FIRST.search(whole)
    if opened is None:
        yield ((start, end),)
        return
    first = opened.end()
    shared = () if told or not first else (_trimmed(text, start, start + first),)
    cuts = [match for match in (_NEXT_TOLD if told else _NEXT).finditer(whole, first) if match.start() > first]
    bounds = [first, *(match.end() for match in cuts)]
    ends = [*(match.start() for match in cuts), len(whole)]
    if any(len(whole[low:high].split()) < LEAST_WORDS for low, high in zip(bounds, ends, strict=True)):
        yield ((start, end),)
        return
    for low, high in zip(bounds, ends, strict=True):
        yield (*shared, (start + low, start + high))


def _trimmed(text: str, start: int, end: int) -> Stretch:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())
