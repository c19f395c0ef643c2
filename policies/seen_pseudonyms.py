"""A vault as it looks to somebody from whom documents are hidden: it knows whom the documents they may read name.

A question is redacted with what the vault knows. Were that all of it, the question that comes back would tell whether a
hidden document names somebody: an unusual word would have become a pseudonym, a surname that of a full name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from policies.pseudonyms import Pseudonyms
from policies.text import RedactedText


class SeenPseudonyms:
    """`Pseudonyms` that know nobody but those whose token is `seen`. New values get the tokens that they always get."""

    def __init__(self, pseudonyms: Pseudonyms, seen: Callable[[RedactedText], bool]) -> None:
        self._pseudonyms = pseudonyms
        self._seen = seen

    def token(self, entity_type: str, canonical: str, value: str, *, asked: bool = False) -> str:
        """See `Pseudonyms.token`: what it is does not depend on whether it was made before."""
        return self._pseudonyms.token(entity_type, canonical, value, asked=asked)

    def known(self, entity_type: str, canonical: str) -> str | None:
        """The value's token, if it is seen."""
        token = self._pseudonyms.known(entity_type, canonical)
        return token if token is not None and self._seen(RedactedText(token)) else None

    def namesakes(self, name: str) -> Sequence[str]:
        """Tokens of the persons whom a short name may mean, among those that are seen."""
        return [token for token in self._pseudonyms.namesakes(name) if self._seen(RedactedText(token))]

    def issued(self, token: str) -> bool:
        """See `Pseudonyms.issued`: tokens of earlier questions stay what they are."""
        return self._pseudonyms.issued(token)

    def batch(self) -> AbstractContextManager[None]:
        """See `Pseudonyms.batch`."""
        return self._pseudonyms.batch()
