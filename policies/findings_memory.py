"""What was found in texts that were analysed before, so that the same text is not analysed again.

It lives in the process alone. What it would save beyond that is little, for unchanged files are skipped and a kill
costs the files of one batch; and what is never written, no thief can read and no erasure of another process has to
reach. An erasure of this one clears it.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from policies.findings import Finding

MOST_BYTES: Final = 32 * 2**20
"""Of memory, about. A paragraph takes 700 bytes or so: what was found in fifteen million characters fits."""

_BYTES_OF_A_TEXT: Final = 400
_BYTES_OF_A_FINDING: Final = 240

Digest = bytes
Origin = Literal["document", "typed"]
"""Where a text is from. What somebody types is remembered apart from documents: else the time that a text takes would
tell whether a document holds it, to people who may not read that document too."""


class FindingsMemory:
    """Findings by a digest of the text that they stand in; those not asked for longest go first. Safe between threads.

    What is kept is no text, and nothing that a text could be had from: digests under keys that are made anew in each
    process, and the types, places and scores of findings.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._found: OrderedDict[Digest, tuple[Finding, ...]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """Bytes that it takes, about; never more than `most_bytes`."""
        return self._bytes

    def recall(self, digest: Digest) -> tuple[Finding, ...] | None:
        """What was found in the text of a digest; None where it is not remembered."""
        with self._lock:
            found = self._found.get(digest)
            if found is not None:
                self._found.move_to_end(digest)
            return found

    def keep(self, digest: Digest, found: Sequence[Finding]) -> None:
        """Remember what was found in a text; places count from its start."""
        with self._lock:
            before = self._found.pop(digest, None)
            if before is not None:
                self._bytes -= _size(before)
            self._found[digest] = tuple(found)
            self._bytes += _size(found)
            while self._bytes > self._most:
                _, oldest = self._found.popitem(last=False)
                self._bytes -= _size(oldest)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._found.clear()
            self._bytes = 0


class TextKey:
    """Digests of texts under a key of its own: whoever has another one finds nothing of what is remembered under it.

    One belongs to each redactor, whose policy, rules, tagger and workspace never change: findings depend on the text
    and on what the digest is told beside it, and on nothing else.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def digest(self, text: str, origin: Origin, *, short: bool) -> Digest:
        """Of a text, or a piece of one; `short`: of one that may be a question, in which names are looked for more."""
        told = f"{origin} {short}".encode()
        return hashlib.blake2b(
            text.encode("utf-8", "surrogatepass"), key=self._key, person=told, digest_size=32
        ).digest()


def _size(found: Sequence[Finding]) -> int:
    return _BYTES_OF_A_TEXT + _BYTES_OF_A_FINDING * len(found)
