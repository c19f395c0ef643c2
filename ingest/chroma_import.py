"""Chroma without what it drags along and we never run: half of the time that importing it takes.

Spared are a command line of `httpx` (with click, rich and pygments), the exporter of traces (gRPC and protobuf; nothing
is traced, and what isn't there sends nothing), the checks of settings of Chroma's own embedding functions (we give
vectors), and a library that compares the signatures of Chroma's methods with those of their base classes.
"""

from __future__ import annotations

import importlib
import sys
import threading
from typing import TypeVar

from policies.sparing_imports import Spared, sparing

Method = TypeVar("Method")


def _as_it_is(method: Method) -> Method:
    return method


class _Unchecked:
    """Stands for a base class that checks its subclasses."""


_SPARED = Spared(
    placeholders={
        "opentelemetry.exporter": {},
        "jsonschema": {},
        "overrides": {"override": _as_it_is, "overrides": _as_it_is, "EnforceOverrides": _Unchecked},
    },
    absent={"httpx._main"},
)

_lock = threading.Lock()


def import_chroma() -> None:
    """Import Chroma and what its client in this process imports when it is made; once, later calls cost nothing."""
    with _lock:
        if "chromadb" not in sys.modules:
            with sparing(_SPARED):
                for name in ("chromadb", "chromadb.api.rust", "chromadb.telemetry.product.posthog"):
                    importlib.import_module(name)
