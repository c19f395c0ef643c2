"""What has an attribute: after "How long is the warranty of the kettle?", "How heavy is it?" asks about the kettle.

Where the question itself doesn't tell, "it" stays the attribute with what has it, which serves a search either way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.conversations.clauses import DETERMINERS, RELATIONS, Clause

ATTRIBUTES = RELATIONS | frozenset(
    "warranty warranties guarantee guarantees price prices weight size length height width depth capacity range speed "
    "power voltage battery life lifetime lifespan dose dosage rent deposit interest term period notice charge charges "
    "colour color name number address value validity expiry renewal maintenance consumption temperature age owner "
    "author date title location".split()
)
"""Nouns for what something has, rather than for something."""

_OF_BODIES = frozenset(
    "heavy weigh weighs big large small tall wide thick deep size weight dimensions colour color loud noisy made "
    "material screen battery button handle lid filter drive plug switch clean cleaned wash washed repair repaired wear "
    "worn install installed inspected serviced assembled located locked lock look looks open opened close closed send "
    "sent submit submitted sign signed fill bring".split()
)
"""What is asked of things that can be seen and handled, and of no price, term or date."""


def asks_of_body(lows: Iterable[str]) -> bool:
    """Whether a question's words (in small letters) ask what only a thing has, no attribute of one."""
    return not _OF_BODIES.isdisjoint(lows)


def bearer(asked: Clause, thing: tuple[int, int], phrases: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """What has the attribute that `thing` names; `thing` and its phrases where it is none, None where nothing has it.

    Args:
        asked: the question.
        thing: a noun phrase of it.
        phrases: the prepositional phrases that belong to the noun phrase.
    """
    start, end = thing
    inner = end
    while inner > start and asked.words[inner - 1].low in ATTRIBUTES:
        inner -= 1
    if inner == end:
        return start, phrases[-1][1] if phrases else end
    if phrases:
        return phrases[0][0] + 1, phrases[0][1]
    # "The kettle warranty".
    return (start, inner) if inner > start + (asked.words[start].low in DETERMINERS) else None
