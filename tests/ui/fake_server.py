"""A server that speaks the REST contract over loopback, with a handful of invented passages.

It is no model: a word in the question decides, so that the page meets an answer, a refusal, a hostile
document and a failure in the middle of a stream.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

KEY = "key-of-the-tests"
TEXT = (
    "Parental leave is granted for twenty weeks. "
    "A request reaches the personnel office eight weeks before it begins.\n"
    "⟦PERSON_k7Q2⟧ answers questions about it."
)
HOSTILE = (
    '![pixel](http://evil.invalid/x.png) <img src="http://evil.invalid/y.png" onerror="document.title=1"> '
    "[click](http://evil.invalid) http://evil.invalid/auto www.evil.invalid me@evil.invalid "
    "<script>document.title='owned'</script> :smile: $x^2$ **bold**"
)


def passage(chunk_id: str, document: str, text: str, *, page: int | None, section: str) -> dict[str, Any]:
    """A passage's JSON."""
    return {
        "chunk_id": chunk_id,
        "document_id": "d-" + chunk_id.split(".")[0],
        "document": document,
        "title": document.rsplit(".", 1)[0],
        "page": page,
        "section": section,
        "header": "",
        "start": 100,
        "end": 100 + len(text),
        "text": text,
        "before": "Leave is asked for in writing.",
        "after": "Unused leave ends with March of the next year.",
    }


PASSAGES = {
    "leave.1": passage("leave.1", "staff-handbook.pdf", TEXT, page=12, section="Leave > Parental leave"),
    "evil.1": passage("evil.1", "<b>![n](http://evil.invalid/n.png)</b>.txt", HOSTILE, page=None, section=HOSTILE),
}


def citation(chunk_id: str, quote: str) -> dict[str, Any]:
    """A citation of `quote` in that passage."""
    found = PASSAGES[chunk_id]
    start = found["start"] + found["text"].index(quote)
    kept = {name: found[name] for name in ("document", "document_id", "page", "section", "chunk_id")}
    return {**kept, "quote": quote, "start": start, "end": start + len(quote), "score": 0.8}


def answer(question: str, sentences: list[str], citations: list[dict[str, Any]]) -> dict[str, Any]:
    """The ask JSON."""
    return {
        "id": None,
        "question": question,
        "answered": bool(sentences),
        "answer": " ".join(sentences),
        "confidence": 0.87 if sentences else 0.1,
        "engine": "reader",
        "citations": citations,
        "refusal": None
        if sentences
        else {"reason": "not_found", "message": "The documents do not answer this question."},
        "closest": [] if sentences else [{**{k: PASSAGES["leave.1"][k] for k in PASSAGES["leave.1"]}, "score": 0.2}],
        "timings_ms": {
            "redact": 2.0,
            "retrieve": 11.0,
            "rerank": 0.0,
            "answer": 30.0,
            "check": 1.0,
            "total": 44.0,
        },
    }


def error(message: str, remedy: str, kind: str = "invalid_request_error") -> dict[str, Any]:
    """The error JSON."""
    return {"error": {"message": message, "remedy": remedy, "type": kind, "param": None, "code": None}}


@dataclass
class State:
    """What the server holds, and what it was asked."""

    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    uploads: list[bytes] = field(default_factory=list)
    pause: float = 0.0
    revoked: bool = False
    may: tuple[str, ...] = ("ask", "ingest")
    reasons: list[str] = field(default_factory=list)


def stored(document_id: str, document: str) -> dict[str, Any]:
    """A document's JSON."""
    return {
        "document_id": document_id,
        "document": document,
        "title": document.rsplit(".", 1)[0],
        "media_type": "application/pdf",
        "pages": 14,
        "chunks": 31,
        "characters": 18211,
        "entities": {"PERSON": 6, "PHONE_NUMBER": 2},
        "policy": "gdpr",
        "ingested_at": "2026-03-02T09:12:44Z",
        "warnings": ["page 3: text under a black box was left out"],
    }


class Handler(BaseHTTPRequestHandler):
    """The contract's paths."""

    protocol_version = "HTTP/1.1"
    state: State

    def log_message(self, *arguments: object) -> None:
        """Stay silent."""

    def do_GET(self) -> None:
        path, query = self._begin()
        if path is None:
            return
        workspace = query.get("workspace", ["default"])[0]
        if path == "/v1/me":
            self._json(200, {"name": "Dana at the front desk", "role": "editor"})
        elif path == "/v1/workspaces":
            count = len(self.state.documents)
            names = [("default", "gdpr", count, self.state.may), ("research", "hipaa", 0, ())]
            self._json(
                200,
                {"workspaces": [dict(zip(("name", "policy", "documents", "may"), n, strict=True)) for n in names]},
            )
        elif path == "/v1/documents":
            documents = list(self.state.documents.values()) if workspace == "default" else []
            self._json(200, {"documents": documents})
        elif path.startswith("/v1/passages/") and unquote(path.rsplit("/", 1)[1]) in PASSAGES:
            self._json(200, PASSAGES[unquote(path.rsplit("/", 1)[1])])
        else:
            self._json(404, error("There is nothing of that name.", "Look at the list.", "not_found"))

    def do_DELETE(self) -> None:
        path, _ = self._begin()
        if path is None:
            return
        document_id = unquote(path.rsplit("/", 1)[1])
        if self.state.documents.pop(document_id, None) is None:
            self._json(404, error("There is no such document.", "Look at the list.", "not_found"))
        else:
            self._json(200, {"deleted": True, "document_id": document_id})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path, _ = self._begin()
        if path is None:
            return
        if path == "/v1/documents":
            self._upload(body)
        elif path == "/v1/restore":
            self._restore(json.loads(body))
        elif path == "/v1/ask":
            self._ask(json.loads(body)["question"])
        else:
            self._json(404, error("There is nothing of that name.", "Look at the list.", "not_found"))

    def _begin(self) -> tuple[str | None, dict[str, list[str]]]:
        parts = urlsplit(self.path)
        self.state.requests.append((self.command, self.path, dict(self.headers)))
        if self.headers.get("Authorization") != f"Bearer {KEY}" or self.state.revoked:
            # The body of a POST was read before, so that the connection may be kept.
            self._json(401, error("The key is not accepted.", "Send a valid key.", "authentication_error"))
            return None, {}
        return parts.path, parse_qs(parts.query)

    def _restore(self, body: dict[str, str]) -> None:
        if "restore" not in self.state.may or not body["reason"].strip():
            self._json(403, error("This can't be restored.", "It needs the role officer.", "forbidden"))
            return
        self.state.reasons.append(body["reason"])
        text = body["text"].replace("⟦PERSON_k7Q2⟧", "Edda Quillfeather")
        self._json(200, {"workspace": body["workspace"], "text": text, "unknown": 0})

    def _upload(self, body: bytes) -> None:
        self.state.uploads.append(body)
        found = re.search(rb'name="files"; filename="([^"]+)"', body)
        name = found[1].decode() if found else ""
        failed, added = [], 0
        if b"BROKEN" in body:
            failed.append({"path": name, "error": "The file holds no text.", "remedy": "Run text recognition on it."})
        else:
            added = 1
            self.state.documents["d-" + name] = stored("d-" + name, name)
        self._json(
            200,
            {
                "workspace": "default",
                "policy": "gdpr",
                "documents": {"added": added, "updated": 0, "unchanged": 0, "failed": len(failed)},
                "chunks": 3,
                "entities": {"PERSON": 1} if added else {},
                "failed": failed,
                "warnings": [{"path": name, "warning": "page 2: a picture was left out", "pages": [2]}]
                if added
                else [],
                "seconds": 0.1,
            },
        )

    def _ask(self, question: str) -> None:
        question = question.replace("Jo Winter", "⟦PERSON_a1B2⟧")
        first, second = TEXT.split("\n")[0].split(". ")
        if "Who" in question:
            said = [TEXT.split("\n")[1]]
            self._stream(said, answer(question, said, [citation("leave.1", said[0])]))
        elif "leave" in question:
            said = [first + ".", second]
            self._stream(said, answer(question, said, [citation("leave.1", one) for one in said]))
        elif "evil" in question:
            self._stream([HOSTILE], answer(question, [HOSTILE], [citation("evil.1", HOSTILE)]))
        elif "separator" in question:
            said = ["One line\u2028another\u0085a third."]
            self._stream(said, answer(question, said, []))
        elif "break" in question:
            self._stream([first + "."], None)
        elif "fail" in question:
            self._stream([], error("The audit trail can't be written.", "Free some disk space."), "error")
        elif "busy" in question:
            self._json(429, error("Too many questions at once.", "Wait a minute.", "rate_limit"))
        else:
            self._stream([], answer(question, [], []))

    def _stream(self, sentences: list[str], last: dict[str, Any] | None, name: str = "answer") -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()
        for sentence in sentences:
            self._event("sentence", {"text": sentence})
            time.sleep(self.state.pause)
        if last is not None:
            self._event(name, last)
        self.close_connection = True

    def _event(self, name: str, data: dict[str, Any]) -> None:
        self.wfile.write(f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode())
        self.wfile.flush()

    def _json(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def running(*, pause: float = 0.0) -> Iterator[tuple[str, State]]:
    """The server's address and state, while it runs; it waits `pause` seconds after each sentence."""
    state = State(pause=pause)
    state.documents["d-leave"] = stored("d-leave", "staff-handbook.pdf")
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"state": state}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
