"""Vectors for other software, from the embedder that the index uses: of redacted text, as all that is embedded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.questions import checked_text
from assistant.wiring import Wiring
from policies.audit_events import AuditEvent
from policies.errors import LimitError

if TYPE_CHECKING:
    from ingest.embedder import Vectors

_SPECIAL_TOKENS = 2
"""An embedder puts one in front of a text and one behind it."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors of shape (texts, dimension), L2 norm 1, in the order given, and the word pieces of all texts."""

    vectors: Vectors
    tokens: int


def embed(wiring: Wiring, texts: Sequence[str], *, workspace: str | None, actor: str) -> Embedded:
    """Redact texts under the workspace's policy and embed them, audited by their number.

    A text's vector is that of the same text in the index: pseudonyms in it are kept, and names become the pseudonyms
    that the workspace's documents hold.

    Raises:
        ConfigError: a text is empty or no text.
        LimitError: a text has more word pieces than the embedder reads; it would be cut in silence.
        RedactionError: redaction failed; nothing is embedded.
    """
    opened = wiring.workspace(workspace)
    most = wiring.settings.max_redact_characters
    redactor = opened.redactor_for_asker()
    redacted = [redactor.redact(checked_text(text, noun="text", limit=most), keep_tokens=True).text for text in texts]
    counts = wiring.models.embedder.count_tokens(redacted)
    longest = wiring.models.embedder.max_tokens - _SPECIAL_TOKENS
    for place, count in enumerate(counts):
        if count > longest:
            raise LimitError(
                f"Text {place + 1} has {count} word pieces; the embedder reads {longest}.",
                remedy="Split it into shorter texts.",
            )
    vectors = wiring.models.embedder.embed(redacted)
    wiring.storage.audit.record(
        AuditEvent.redacted(actor, opened.name, policy=opened.policy.name, texts=len(redacted), purpose="embedding")
    )
    return Embedded(vectors, sum(counts))
