"""Whether an installation can answer now."""

from __future__ import annotations

from collections.abc import Callable

from assistant.wiring import Wiring
from policies.errors import AssistantError
from policies.text import EMPTY


def readiness(wiring: Wiring) -> dict[str, bool]:
    """Whether each part that an answer needs can be used now."""
    parts: dict[str, Callable[[], object]] = {
        "keys": lambda: wiring.storage.keyring,
        "audit": lambda: wiring.storage.audit.entries(1),
        "redaction": lambda: wiring.workspace().redactor.redact("ready"),
        "embedder": lambda: wiring.models.embedder.embed([EMPTY]),
        "reader": wiring.models.reading_model.load,
        "index": lambda: wiring.workspace().index.fingerprints(),
    }
    return {name: _works(part) for name, part in parts.items()}


def _works(part: Callable[[], object]) -> bool:
    try:
        part()
    except AssistantError:
        return False
    return True
