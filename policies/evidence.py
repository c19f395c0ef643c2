"""What a finding rests on."""

from enum import IntEnum


class Evidence(IntEnum):
    """Where findings overlap, the higher evidence wins."""

    HEURISTIC = 1
    PATTERN = 2
    CONTEXT = 3
    CHECKSUM = 4
