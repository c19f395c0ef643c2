"""Fetches a model's file from an address that a person named: the only code that connects beyond the configuration.

Nothing here decides to: whoever calls has let exactly these hosts through the egress guard, and audited it.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import shutil
import ssl
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.models.addresses import Address, next_address
from assistant.models.digests import Progress
from policies.errors import ModelError
from policies.file_lock import locked_file

_BLOCK = 2**20
_SECONDS = 60.0
_REDIRECTS = 5
_MOVED = (301, 302, 303, 307, 308)
_AGAIN = "Run the same command again: it goes on where it stopped."


def fetch(address: Address, folder: Path, *, also: Collection[str] = (), progress: Progress | None = None) -> Path:
    """Bring the file into `folder`, going on where an earlier call stopped; it is not trusted yet.

    `also` are hosts that the first one may send on to.

    Raises:
        ModelError: the host can't be reached, answers otherwise, or sends on to another; no room.
    """
    part = folder / f"pull-{hashlib.sha256(address.url.encode()).hexdigest()[:16]}"
    try:
        with locked_file(part.with_suffix(".lock")):
            state = _State.read(part)
            if state.total and state.done == state.total:
                return part
            with _answer(address, state, also) as answer:
                _receive(answer, part, state, progress)
            return part
    except ssl.SSLError as error:
        raise ModelError(
            f"{address.host} could not prove who it is ({error.reason}).",
            remedy="Check the address; SSL_CERT_FILE names a file of certificates that your mirror's is signed by.",
        ) from error
    except (OSError, http.client.HTTPException) as error:
        raise ModelError(f"Fetching from {address.host} broke off ({type(error).__name__}).", remedy=_AGAIN) from error


def forget(part: Path) -> None:
    """Delete what `fetch` brought."""
    for suffix in ("", ".json", ".lock"):
        part.with_suffix(suffix).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _State:
    """What is there of a file: bytes, of how many (0: not known), and what names its version at the host."""

    done: int = 0
    total: int = 0
    version: str = ""

    @classmethod
    def read(cls, part: Path) -> _State:
        """Nothing, where the version isn't known: pieces of two versions must not meet."""
        try:
            kept = json.loads(part.with_suffix(".json").read_text(encoding="utf-8"))
            state = cls(part.stat().st_size, int(kept["total"]), str(kept["version"]))
            return state if state.done <= state.total else cls()
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def write(self, part: Path) -> None:
        content = json.dumps({"total": self.total, "version": self.version})
        part.with_suffix(".json").write_text(content, encoding="utf-8")


@contextmanager
def _answer(address: Address, state: _State, also: Collection[str]) -> Iterator[http.client.HTTPResponse]:
    """Ask, and follow to hosts that were named; the answer is 200 or 206."""
    for _ in range(_REDIRECTS):
        connection = _connection(address)
        try:
            connection.request("GET", address.path, headers=_headers(state))
            answer = connection.getresponse()
            if answer.status in (200, 206):
                yield answer
                return
            if answer.status not in _MOVED:
                raise ModelError(
                    f"{address.host} answers {answer.status} {answer.reason}.",
                    remedy="Check the address, and who may fetch it.",
                )
            address = next_address(address, answer.getheader("Location") or "", also)
        finally:
            connection.close()
    raise ModelError(f"{address.host} sends on without end.", remedy="Check the address.")


def _connection(address: Address) -> http.client.HTTPConnection:
    """A connection without a proxy: what is let through is the host itself."""
    if address.secure:
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(address.host, address.port, timeout=_SECONDS, context=context)
    return http.client.HTTPConnection(address.host, address.port, timeout=_SECONDS)


def _headers(state: _State) -> dict[str, str]:
    plain = {"User-Agent": "onprem-assistant", "Accept-Encoding": "identity"}
    return plain | ({"Range": f"bytes={state.done}-", "If-Range": state.version} if state.done else {})


def _receive(answer: http.client.HTTPResponse, part: Path, state: _State, progress: Progress | None) -> None:
    """Write what comes behind what is there, or anew where the host sends the whole."""
    length = answer.length
    if length is None:
        raise ModelError("The host doesn't say how long the file is.", remedy="Fetch it by other means.")
    going_on = answer.status == 206 and (answer.getheader("Content-Range") or "").startswith(f"bytes {state.done}-")
    done = state.done if going_on else 0
    total = done + length
    if length > shutil.disk_usage(part.parent).free:
        raise ModelError(f"There is no room: {length / 1e9:,.1f} GB.", remedy="Free some of the data folder's disk.")
    tag = answer.getheader("ETag") or ""
    version = tag if tag and not tag.startswith("W/") else answer.getheader("Last-Modified") or ""
    part.with_suffix(".json").unlink(missing_ok=True)  # a kill must not leave the new bytes under the old version
    with part.open("ab" if going_on else "wb") as file:
        if version:
            _State(done, total, version).write(part)
        while block := answer.read(_BLOCK):
            file.write(block)
            done += len(block)
            if progress:
                progress(done, total)
        file.flush()
        os.fsync(file.fileno())
    if done != total:
        raise http.client.IncompleteRead(b"", total - done)
    _State(done, total, version).write(part)
