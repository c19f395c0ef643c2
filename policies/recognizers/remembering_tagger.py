"""A tagger that reads a text once: what comes again, such as a letterhead, a form or a copied file, costs nothing."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # that file imports Presidio, which must come through `policies.presidio_import`
    from policies.recognizers.tagger import Tagger

Tags = list[tuple[str, int, int, float]]

MOST_TEXTS = 4096
"""How many texts are remembered; the one that was not asked for longest goes first."""


class RememberingTagger:
    """Gives what another tagger gave for the same text. Safe between threads.

    What is kept is no text: a keyed digest of it, under a key that never leaves the process, and the findings' places.
    """

    def __init__(self, tagger: Tagger, *, most: int = MOST_TEXTS) -> None:
        self._tagger = tagger
        self._most = most
        self._key = secrets.token_bytes(32)
        self._seen: OrderedDict[bytes, Tags] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def entities(self) -> Sequence[str]:
        """The types that it tags."""
        return self._tagger.entities

    @property
    def sha256(self) -> str:
        """Of the weights."""
        return self._tagger.sha256

    def load(self) -> None:
        """Load the tagger now."""
        self._tagger.load()

    def tag(self, text: str) -> Tags:
        """See `policies.recognizers.tagger.Tagger`."""
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=self._key, digest_size=32).digest()
        with self._lock:
            known = self._seen.get(digest)
            if known is not None:
                self._seen.move_to_end(digest)
                return list(known)
        found = self._tagger.tag(text)
        with self._lock:
            self._seen[digest] = list(found)
            while len(self._seen) > self._most:
                self._seen.popitem(last=False)
        return found
