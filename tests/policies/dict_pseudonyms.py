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
        self._asked: set[str] = set()

    def token(self, entity_type: str, canonical: str, value: str, *, asked: bool = False) -> str:
        known = self._tokens.get((entity_type, canonical))
        if known is not None:
            if not asked:
                self._asked.discard(known)
            return known
        number, code = len(self._tokens), ""
        for _ in range(4):
            # Lower case alone, so that no two tokens are the same without case.
            number, digit = divmod(number, 24)
            code += ALPHABET[33 + digit]
        token = f"⟦{entity_type}_{code}⟧"
        self._tokens[entity_type, canonical] = token
        self.values[token] = value
        if asked:
            self._asked.add(token)
        return token

    def forget(self) -> None:
        """Begin anew."""
        self.values.clear()
        self._tokens.clear()
        self._asked.clear()

    def known(self, entity_type: str, canonical: str) -> str | None:
        token = self._tokens.get((entity_type, canonical))
        return None if token in self._asked else token

    def issued(self, token: str) -> bool:
        return token.casefold() in {each.casefold() for each in self.values}

    def namesakes(self, name: str) -> list[str]:
        names = {
            token: canonical("PERSON", value)
            for token, value in self.values.items()
            if "⟦PERSON_" in token and token not in self._asked
        }
        return Namesakes(names).fitting(name)

    @contextmanager
    def batch(self) -> Iterator[None]:
        tokens, values, asked = dict(self._tokens), dict(self.values), set(self._asked)
        try:
            yield
        except BaseException:
            self._tokens, self.values, self._asked = tokens, values, asked
            raise
