"""A tagger that reads a text once, for where several redactors read the same texts, as to measure a policy.

Within a redactor the findings themselves are remembered (`policies.findings_memory`).
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # that file imports Presidio, which must come through `policies.presidio_import`
    from policies.recognizers.tagger import Tagger, Tags

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

    def tag_each(self, texts: Sequence[str]) -> list[Tags]:
        """See `policies.recognizers.tagger.Tagger`."""
        digests = [self._digest(text) for text in texts]
        with self._lock:
            known = {digest: self._seen[digest] for digest in digests if digest in self._seen}
        new = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in known}
        if new:
            known.update(zip(new, self._tagger.tag_each(list(new.values())), strict=True))
        with self._lock:
            for digest in digests:
                self._seen[digest] = known[digest]
                self._seen.move_to_end(digest)
            while len(self._seen) > self._most:
                self._seen.popitem(last=False)
        return [list(known[digest]) for digest in digests]

    def _digest(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=self._key, digest_size=32).digest()
