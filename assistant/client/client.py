"""Requests to the server, with time-outs, and with patience where it asks for some."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

from assistant.client.errors import ClientError, ProtocolError, RefusedError, UnreachableError
from assistant.client.reading import mismatch, parsed, read
from assistant.client.shapes import (
    Answer,
    Deleted,
    Document,
    Hits,
    Ingested,
    Redaction,
    Restored,
    Summary,
)
from policies.errors import LoadError

TOO_MANY = 429
CONNECT_SECONDS = 5.0


class Client:
    """One server and one API key. Safe between threads; `repr` does not show the key.

    Every method raises a `ClientError`; a `RefusedError` carries the server's own words.
    """

    def __init__(
        self,
        url: str,
        key: str,
        *,
        workspace: str | None = None,
        timeout_seconds: float = 300.0,
        retries: int = 3,
        most_patience_seconds: float = 60.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Make a client; nothing is sent yet.

        Args:
            url: of the server, as "http://127.0.0.1:8080".
            key: as `assistant keys create` told it.
            workspace: where a method does not name one; None: the server's default one.
            timeout_seconds: of one request.
            retries: how often a request is sent again that the server refused as one too many (429).
            most_patience_seconds: when the server asks for a longer wait, its refusal is raised at once.
            sleep: waits that many seconds.
        """
        self._url = url
        self._workspace = workspace
        self._retries = retries
        self._patience = most_patience_seconds
        self._sleep = sleep
        self._http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {key}"},
            timeout=httpx.Timeout(timeout_seconds, connect=CONNECT_SECONDS),
            # A proxy from the environment would see every question; a redirect could carry the key elsewhere.
            trust_env=False,
            follow_redirects=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<client of {self._url}>"

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask(
        self,
        question: str,
        *,
        engine: str | None = None,
        history: Sequence[tuple[str, str]] = (),
        workspace: str | None = None,
    ) -> Answer:
        """Answer a question, or refuse. `history`: earlier questions with their answers, oldest first."""
        return read(Answer, self._json("POST", "/v1/ask", json=self._question(question, engine, history, workspace)))

    def stream(
        self,
        question: str,
        *,
        engine: str | None = None,
        history: Sequence[tuple[str, str]] = (),
        workspace: str | None = None,
    ) -> Iterator[str | Answer]:
        """Each sentence of the answer when it has been checked, then the whole `Answer`, once, last."""
        body = {**self._question(question, engine, history, workspace), "stream": True}
        with self._sent("POST", "/v1/ask", json=body) as response:
            for name, data in _events(response.iter_bytes()):
                if name == "sentence" and isinstance(data, dict) and isinstance(data.get("text"), str):
                    yield data["text"]
                elif name == "answer":
                    yield read(Answer, data)
                    return
                elif name == "error":
                    raise _refused(data, 0)
        raise ProtocolError("The server broke off before the answer was complete.", remedy="Ask again.")

    def search(self, query: str, *, k: int = 10, workspace: str | None = None) -> Hits:
        """Find at most `k` passages, best first."""
        return read(Hits, self._json("POST", "/v1/search", json=self._placed({"query": query, "k": k}, workspace)))

    def documents(self, *, workspace: str | None = None) -> tuple[Document, ...]:
        """The documents of a workspace, by name."""
        return _each(Document, self._json("GET", "/v1/documents", params=self._placed({}, workspace)), "documents")

    def upload(self, paths: Iterable[Path | str], *, workspace: str | None = None) -> Ingested:
        """Send files to be redacted and stored; one of a name that is there replaces it.

        Raises:
            LoadError: a file can't be read; nothing was sent.
        """
        files = [("files", (Path(path).name, _content(Path(path)))) for path in paths]
        return read(Ingested, self._json("POST", "/v1/documents", files=files, data=self._placed({}, workspace)))

    def delete(self, document_id: str, *, workspace: str | None = None) -> Deleted:
        """Delete a document; no byte of it stays."""
        path = f"/v1/documents/{quote(document_id, safe='')}"
        return read(Deleted, self._json("DELETE", path, params=self._placed({}, workspace)))

    def summarize(
        self, document_ids: Sequence[str] | None = None, *, sentences: int = 5, workspace: str | None = None
    ) -> tuple[Summary, ...]:
        """Documents (None: all) in at most `sentences` of their own sentences each."""
        body = self._placed({"document_ids": document_ids, "sentences": sentences}, workspace)
        return _each(Summary, self._json("POST", "/v1/summaries", json=body), "summaries")

    def redact(self, text: str, *, policy: str | None = None, workspace: str | None = None) -> Redaction:
        """Redact a text under a policy that ships with the server, or (None) the workspace's own."""
        return read(
            Redaction, self._json("POST", "/v1/redact", json=self._placed({"text": text, "policy": policy}, workspace))
        )

    def restore(self, text: str, *, reason: str, break_glass: bool = False, workspace: str | None = None) -> Restored:
        """Put values in place of a text's pseudonyms, for who may read them; `reason` goes into the audit trail."""
        body = self._placed({"text": text, "reason": reason, "break_glass": break_glass}, workspace)
        return read(Restored, self._json("POST", "/v1/restore", json=body))

    def _question(
        self, question: str, engine: str | None, history: Sequence[tuple[str, str]], workspace: str | None
    ) -> dict[str, Any]:
        said = [{"question": asked, "answer": answered} for asked, answered in history]
        return self._placed({"question": question, "engine": engine, "history": said}, workspace)

    def _placed(self, fields: dict[str, Any], workspace: str | None) -> dict[str, Any]:
        """The fields that are set, with the workspace."""
        fields["workspace"] = workspace or self._workspace
        return {name: value for name, value in fields.items() if value is not None}

    def _json(self, method: str, path: str, **body: Any) -> object:
        with self._sent(method, path, **body) as response:
            return parsed(response.read().decode("utf-8", "replace"))

    @contextmanager
    def _sent(self, method: str, path: str, **body: Any) -> Iterator[httpx.Response]:
        """The response that is no error, not read yet. A request that is one too many is sent again."""
        with self._translated():
            for left in range(self._retries, -1, -1):
                with self._http.stream(method, path, **body) as response:
                    if response.is_success:
                        yield response
                        return
                    response.read()
                    wait = _asked_wait(response)
                    if response.status_code != TOO_MANY or not left or wait > self._patience:
                        raise _error(response)
                self._sleep(wait)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Httpx's errors as ours; none of them shows what was sent."""
        try:
            yield
        except httpx.ConnectError as error:
            raise UnreachableError(
                f"The server at {self._url} can't be reached.",
                remedy="Start it with `assistant serve`, or give the address where it runs.",
            ) from error
        except httpx.TimeoutException as error:
            raise UnreachableError(
                "The server did not answer in time.", remedy="Try again, or allow more `timeout_seconds`."
            ) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise UnreachableError("The connection to the server broke.", remedy="Try again.") from error


def _each(kind: type[Any], value: object, name: str) -> tuple[Any, ...]:
    rows = value.get(name) if isinstance(value, dict) else None
    if not isinstance(rows, list):
        raise mismatch(name)
    return tuple(read(kind, row) for row in rows)


def _events(pieces: Iterable[bytes]) -> Iterator[tuple[str, object]]:
    """Name and JSON of each event; the server writes each as a line of either and an empty one.

    Lines end with a line feed and nowhere else: JSON may hold what Unicode takes for the end of a line.
    """
    rest, name = b"", ""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            if line.startswith(b"event: "):
                name = line[7:].decode("utf-8", "replace")
            elif line.startswith(b"data: "):
                yield name, parsed(line[6:].decode("utf-8", "replace"))


def _asked_wait(response: httpx.Response) -> float:
    """Seconds that the server asks to wait."""
    raw = response.headers.get("Retry-After", "1")
    return float(raw) if raw.isdecimal() else 1.0


def _error(response: httpx.Response) -> ClientError:
    try:
        body: object = json.loads(response.text)
    except ValueError:
        body = None  # no server of ours, a proxy perhaps
    return _refused(body, response.status_code)


def _refused(body: object, status: int) -> RefusedError:
    error = body.get("error") if isinstance(body, dict) else None
    told = error if isinstance(error, dict) else {}
    problem, remedy, code = (told.get(name) for name in ("message", "remedy", "code"))
    return RefusedError(
        problem if isinstance(problem, str) else f"The server refused (status {status}).",
        remedy=remedy if isinstance(remedy, str) else "Look at the server's log.",
        status=status,
        code=code if isinstance(code, str) else "",
    )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise LoadError(f"{path} can't be read ({error.strerror}).", remedy="Name a file that you may read.") from error
