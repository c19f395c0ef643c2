"""Messages between systems: HL7 v2 (segments of fields between pipes) and X12 (elements between asterisks)."""

from __future__ import annotations

from policies.late_pattern import LatePattern

_SEGMENT = LatePattern(
    r"(?m)^\ufeff?(?:MSH\|\^~|(?:PID|NK1|PV1)\|\d{0,3}\||ISA\*\d\d\*|NM1\*\w{2}\*\d\*)", needs=r"[|*]"
)


def is_message(text: str) -> bool:
    """Whether a line of a text begins as such messages, or their segments about persons, begin."""
    return _SEGMENT.search(text) is not None
