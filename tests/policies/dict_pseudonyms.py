"""A fake of the pseudonym seam."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from policies.canonical import canonical
from policies.namesakes import Namesakes
from policies.pseudonyms import ALPHABET


class DictPseudonyms:
    """Numbers values in the order they come; remembers them in memory."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self._tokens: dict[tuple[str, str], str] = {}

    def token(self, entity_type: str, canonical: str, value: str) -> str:
        known = self.known(entity_type, canonical)
        if known is not None:
            return known
        number, code = len(self._tokens), ""
        for _ in range(4):
            # Lower case alone, so that no two tokens are the same without case.
            number, digit = divmod(number, 24)
            code += ALPHABET[33 + digit]
        token = f"⟦{entity_type}_{code}⟧"
        self._tokens[entity_type, canonical] = token
        self.values[token] = value
        return token

    def forget(self) -> None:
        """Begin anew."""
        self.values.clear()
        self._tokens.clear()

    def known(self, entity_type: str, canonical: str) -> str | None:
        return self._tokens.get((entity_type, canonical))

    def issued(self, token: str) -> bool:
        return token.casefold() in {each.casefold() for each in self.values}

    def namesakes(self, name: str) -> list[str]:
        names = {token: canonical("PERSON", value) for token, value in self.values.items() if "⟦PERSON_" in token}
        return Namesakes(names).fitting(name)

    @contextmanager
    def batch(self) -> Iterator[None]:
        tokens, values = dict(self._tokens), dict(self.values)
        try:
            yield
        except BaseException:
            self._tokens, self.values = tokens, values
            raise
