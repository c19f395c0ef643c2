"""The seam for redaction."""

from __future__ import annotations

from typing import Protocol

from policies.text import Redaction


class Redactor(Protocol):
    """Finds personal data and acts on it as one policy says."""

    @property
    def policy(self) -> str:
        """The policy's name."""
        ...

    def redact(self, text: str) -> Redaction:
        """Redact one text: a document (two passes), a question or an answer.

        Raises:
            RedactionError: redaction failed; nothing passes on.
        """
        ...
