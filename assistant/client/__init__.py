"""A Python client of the server's own API, typed and synchronous.

    from assistant.client import Client

    with Client("http://127.0.0.1:8080", key) as client:
        answer = client.ask("How long is parental leave?")

`Client` depends on httpx and on nothing of the server; `in_process` asks an installation in this process instead. The
chat page has a client of its own: its container holds none of these packages, and its pages want other shapes.
"""

from __future__ import annotations

from assistant.client.client import Client
from assistant.client.errors import ClientError, ProtocolError, RefusedError, UnreachableError
from assistant.client.in_process import InProcess, in_process
from assistant.client.shapes import (
    Answer,
    Citation,
    Decision,
    Deleted,
    Document,
    DocumentCounts,
    Entity,
    Failure,
    Hit,
    Hits,
    Ingested,
    Redaction,
    Refusal,
    Restored,
    Summary,
    SummarySentence,
)

__all__ = [
    "Answer",
    "Citation",
    "Client",
    "ClientError",
    "Decision",
    "Deleted",
    "Document",
    "DocumentCounts",
    "Entity",
    "Failure",
    "Hit",
    "Hits",
    "InProcess",
    "Ingested",
    "ProtocolError",
    "Redaction",
    "Refusal",
    "RefusedError",
    "Restored",
    "Summary",
    "SummarySentence",
    "UnreachableError",
    "in_process",
]
