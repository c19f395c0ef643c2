"""The seam between redaction and the vault: one value, one token."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Final, Protocol

ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
"""Characters of a token's code: base 58, without 0, O, I and l, which people mistake for one another."""

TOKEN: Final = re.compile(rf"⟦([A-Z][A-Z0-9_]*)_([{ALPHABET}]{{4,43}})⟧")
"""A token as it stands in a text: entity type and code."""

LOOKALIKE: Final = re.compile(r"⟦[ \t]*+(?=\w*_)\w++[ \t]*+⟧")
"""What a person or a program may take for a token, tokens included: type and code in any case and spelling."""


class Pseudonyms(Protocol):
    """Gives each value of a workspace its token, `⟦PERSON_k7Q2⟧`, always the same one.

    `canonical` is the value's comparable form (`policies.canonical`): two spellings of one value share it.
    """

    def token(self, entity_type: str, canonical: str, value: str, *, asked: bool = False) -> str:
        """The value's token; made and remembered (`value` sealed in the vault) when it is new.

        `asked`: the value stands in a question or an answer. Until a document has it too, nobody but who asks for its
        token learns that it is there.
        """
        ...

    def known(self, entity_type: str, canonical: str) -> str | None:
        """The value's token if a document gave it one, else None. Nothing is remembered."""
        ...

    def namesakes(self, name: str) -> Sequence[str]:
        """Tokens of persons of documents whom a short canonical name may mean ("schneider", "m schneider")."""
        ...

    def issued(self, token: str) -> bool:
        """Whether a token, whatever its case, was made here; also one whose value was forgotten since."""
        ...

    def batch(self) -> AbstractContextManager[None]:
        """Tokens made inside are written together, durable when the block ends: one sync a text."""
        ...
