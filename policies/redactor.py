"""The seam for redaction."""

from __future__ import annotations

from collections.abc import Sequence
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
        """sha256, in hex, of all that decides what is found and done: policy, rules, a tagger's weights."""
        ...

    @property
    def languages(self) -> Sequence[str]:
        """ISO 639-1 codes of the languages that the policy expects."""
        ...

    def redact(self, text: str, *, keep_tokens: bool = False, subject: str | None = None) -> Redaction:
        """Redact one text: a document (two passes), a question or an answer.

        With `keep_tokens` a token that was made here stays as it is (questions and answers may name tokens that were
        shown before), and what only looks like one does not; without, each is treated like any other value, so that a
        document can't plant one.

        `subject` tells whom or what a text is about, by any name that stays the same: a document's own name, unless
        something better is known. Where a policy shifts dates, all dates of a subject move by the same days; a text
        without a subject is one of its own. With `keep_tokens` dates that would be shifted stay as they are: those of
        an answer were moved before, and a question does not say whose calendar it means.

        Raises:
            RedactionError: redaction failed; nothing passes on.
        """
        ...
