"""The seam between redaction and the vault: one value, one token."""

from __future__ import annotations

from typing import Protocol


class Pseudonyms(Protocol):
    """Gives each value of a workspace its token, `⟦PERSON_k7Q2⟧`, always the same one.

    `canonical` is the value's comparable form (`policies.canonical`): two spellings of one value share it.
    """

    def token(self, entity_type: str, canonical: str, value: str) -> str:
        """The value's token; made and remembered (`value` sealed in the vault) when it is new."""
        ...

    def known(self, entity_type: str, canonical: str) -> str | None:
        """The value's token if there is one, else None. Nothing is remembered."""
        ...
