"""The page's one way to the server: HTTP, typed, with time-outs and errors a person can act on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO, Protocol
from urllib.parse import quote

import httpx

from ui.errors import ProtocolError, RefusedError, UiError, UnreachableError
from ui.events import Event, events
from ui.fields import Fields, mismatch
from ui.settings import Settings
from ui.shapes import Answer, Ingested, Passage, Person, StoredDocument, Workspace

Said = tuple[str, str]
"""An earlier question and its answer."""


class Api(Protocol):
    """What the pages ask of the server. Every method raises `UiError`."""

    def me(self) -> Person:
        """Who the key belongs to."""
        ...

    def workspaces(self) -> tuple[Workspace, ...]:
        """The workspaces that this key may see."""
        ...

    def ask(self, question: str, workspace: str, history: Sequence[Said] = ()) -> Iterator[str | Answer]:
        """The answer's verified sentences as they come, then the whole `Answer`, once, last.

        `history`: what was asked and answered before, oldest first.
        """
        ...

    def passage(self, chunk_id: str, workspace: str) -> Passage:
        """A passage with what stands around it."""
        ...

    def restore(self, text: str, workspace: str, reason: str) -> str:
        """A text with the values behind its pseudonyms, for who may; the reason is recorded."""
        ...

    def documents(self, workspace: str) -> tuple[StoredDocument, ...]:
        """The workspace's documents."""
        ...

    def upload(self, name: str, content: BinaryIO, workspace: str) -> Ingested:
        """Add one file, or replace the one of that name."""
        ...

    def delete(self, document_id: str, workspace: str) -> None:
        """Delete a document for good."""
        ...

    def close(self) -> None:
        """Close the connections; called once, at the end."""
        ...


class Client:
    """`Api` over HTTP. Safe to use from several threads; `repr` does not show the key."""

    def __init__(self, settings: Settings, key: str, transport: httpx.BaseTransport | None = None) -> None:
        self._address = settings.api_url
        self._http = httpx.Client(
            base_url=settings.api_url,
            headers={"Authorization": f"Bearer {key}"},
            timeout=httpx.Timeout(settings.timeout, connect=5.0),
            # A proxy from the environment would see every question; a redirect could carry the key elsewhere.
            trust_env=False,
            follow_redirects=False,
            transport=transport,
        )

    def me(self) -> Person:
        """Who the key belongs to."""
        return Person.read(self._json("GET", "/v1/me"))

    def workspaces(self) -> tuple[Workspace, ...]:
        """The workspaces that this key may see."""
        return self._json("GET", "/v1/workspaces").each("workspaces", Workspace.read)

    def ask(self, question: str, workspace: str, history: Sequence[Said] = ()) -> Iterator[str | Answer]:
        """The answer's verified sentences as they come, then the whole `Answer`, once, last."""
        body: dict[str, object] = {"question": question, "workspace": workspace, "stream": True}
        if history:
            body["history"] = [{"question": asked, "answer": answered} for asked, answered in history]
        with self._translated(), self._http.stream("POST", "/v1/ask", json=body) as response:
            if response.is_error:
                response.read()
            _check(response)
            for event in events(response.iter_bytes()):
                item = _item(event)
                if item is not None:
                    yield item
                if isinstance(item, Answer):
                    return
        raise ProtocolError(
            "The server broke off before the answer was complete.",
            remedy="Ask again; look at the server's log if it happens twice.",
        )

    def passage(self, chunk_id: str, workspace: str) -> Passage:
        """A passage with what stands around it."""
        path = f"/v1/passages/{quote(chunk_id, safe='')}"
        return Passage.read(self._json("GET", path, params={"workspace": workspace}))

    def restore(self, text: str, workspace: str, reason: str) -> str:
        """A text with the values behind its pseudonyms, for who may; the reason is recorded."""
        body = {"text": text, "workspace": workspace, "reason": reason}
        return self._json("POST", "/v1/restore", json=body).text("text")

    def documents(self, workspace: str) -> tuple[StoredDocument, ...]:
        """The workspace's documents."""
        fields = self._json("GET", "/v1/documents", params={"workspace": workspace})
        return fields.each("documents", StoredDocument.read)

    def upload(self, name: str, content: BinaryIO, workspace: str) -> Ingested:
        """Add one file, or replace the one of that name."""
        files = {"files": (name, content, "application/octet-stream")}
        return Ingested.read(self._json("POST", "/v1/documents", files=files, data={"workspace": workspace}))

    def delete(self, document_id: str, workspace: str) -> None:
        """Delete a document for good."""
        path = f"/v1/documents/{quote(document_id, safe='')}"
        self._json("DELETE", path, params={"workspace": workspace})

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _json(self, method: str, path: str, **body: object) -> Fields:
        with self._translated():
            response = self._http.request(method, path, **body)  # type: ignore[arg-type]
        _check(response)
        return Fields.of(_decoded(response.text))

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Httpx's errors as ours; none of them shows what was sent."""
        try:
            yield
        except httpx.ConnectError as error:
            raise UnreachableError(
                f"The server at {self._address} can't be reached.",
                remedy="Start it with `assistant serve`, or set ASSISTANT_API_URL to where it runs.",
            ) from error
        except httpx.TimeoutException as error:
            raise UnreachableError(
                "The server did not answer in time.",
                remedy="Try again when it is less busy, or raise ASSISTANT_UI_TIMEOUT.",
            ) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise UnreachableError(
                "The connection to the server broke.", remedy="Try again; look at the server's log."
            ) from error


def _item(event: Event) -> str | Answer | None:
    """What an event of the ask stream carries; None for kinds that a newer server may add."""
    if event.name == "sentence":
        return Fields.of(_decoded(event.data)).text("text")
    if event.name == "answer":
        return Answer.read(Fields.of(_decoded(event.data)))
    if event.name == "error":
        raise _refused(_decoded(event.data), 0)
    return None


def _check(response: httpx.Response) -> None:
    if response.is_error:
        try:
            body = _decoded(response.text)
        except ProtocolError:
            body = {}
        raise _refused(body, response.status_code)
    if not response.is_success:
        raise mismatch(f"status {response.status_code}")


def _refused(body: object, status: int) -> UiError:
    """The server's own error, or one by status when its body is not ours (a proxy's page, say)."""
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict) or not isinstance(error.get("message"), str):
        return RefusedError(
            f"The server refused (status {status})." if status else "The server could not answer.",
            remedy="Try again; look at the server's log if it happens twice.",
            status=status,
        )
    return RefusedError(error["message"], remedy=Fields(error).text("remedy", ""), status=status)


def _decoded(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        # Not chained: a JSONDecodeError holds the whole text.
        raise mismatch("not JSON") from None
