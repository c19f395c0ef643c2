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

    @property
    def fingerprint(self) -> str:
        """sha256, in hex, of all that decides what is found and done: the policy, and a tagger's weights."""
        ...

    def redact(self, text: str, *, keep_tokens: bool = False) -> Redaction:
        """Redact one text: a document (two passes), a question or an answer.

        With `keep_tokens` what looks like a token of ours stays as it is (questions and answers may name tokens that
        were shown before); without, it is pseudonymised like any other value, so that a document can't plant one.

        Raises:
            RedactionError: redaction failed; nothing passes on.
        """
        ...
