"""What a server counts, logs, and never tells."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from assistant.logs import configure_logging
from assistant.metrics import Metrics
from tests.assistant.library import undisturbed
from tests.assistant.rest.conftest import Served, served


def numbers(text: str) -> dict[str, float]:
    lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def test_requests_answers_stages_and_what_is_stored_are_counted(server: Served) -> None:
    client = server.editor
    client.post("/v1/ask", json={"question": "When does the garage open?"})
    client.get("/v1/documents/some-secret-id")
    client.get("/wp-admin/Brandauer")
    text = server.as_role("auditor").get("/metrics").text
    found = numbers(text)
    assert found['assistant_requests_total{route="/v1/ask",status="200"}'] == 1
    assert found['assistant_requests_total{route="/v1/documents/{document_id}",status="404"}'] == 1
    assert found['assistant_requests_total{route="other",status="404"}'] == 1
    assert found['assistant_answers_total{engine="reader",outcome="answered"}'] == 1
    assert found['assistant_stage_seconds_count{stage="retrieve"}'] == 1
    assert found['assistant_request_seconds_bucket{route="/v1/ask",le="+Inf"}'] == 1
    assert found["assistant_documents"] == 3 and found["assistant_chunks"] >= 3
    assert found["assistant_answers_in_progress"] == 0
    assert not [word for word in ("garage", "Brandauer", "secret", "parking", "editor") if word in text]


@pytest.mark.parametrize(("role", "status"), [("user", 403), ("editor", 403), ("auditor", 200), ("admin", 200)])
def test_metrics_are_for_auditors_and_administrators(server: Served, role: str, status: int) -> None:
    assert server.as_role(role).get("/metrics").status_code == status


def test_buckets_add_up_and_labels_are_escaped() -> None:
    metrics = Metrics()
    for seconds in (0.001, 0.2, 0.2, 400.0):
        metrics.request_seconds.observe(seconds, 'a"\\\n')
    found = numbers(metrics.exposition())
    buckets = [value for name, value in found.items() if "_bucket" in name]
    assert buckets[0] == 1 and buckets[-1] == 4 and buckets == sorted(buckets)
    assert found['assistant_request_seconds_count{route="a\\"\\\\\\n"}'] == 4


@pytest.fixture
def log(library: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    with undisturbed():
        configure_logging("json")
        yield written
    for name in ("assistant", "ingest", "policies", "uvicorn.error"):
        logging.getLogger(name).handlers[:] = []
        logging.getLogger(name).propagate = True
    logging.getLogger("assistant.access").setLevel(logging.NOTSET)


def test_a_line_a_request_tells_its_route_and_id_and_no_more(log: io.StringIO) -> None:
    for server in served(access_log=True):
        response = server.editor.get("/v1/documents/some-secret-id?workspace=default")
        (line,) = [json.loads(line) for line in log.getvalue().splitlines()]
        assert line["request_id"] == response.headers["X-Request-ID"]
        assert line["message"].startswith("GET /v1/documents/{document_id} 404 in ")
        assert {"time", "level", "logger", "message", "request_id"} == set(line)


def test_without_the_setting_nothing_is_logged_of_a_request(log: io.StringIO) -> None:
    for server in served():
        server.editor.get("/v1/documents")
    assert log.getvalue() == ""


def test_an_id_that_a_client_sends_is_not_taken_over(server: Served) -> None:
    response = server.anonymous.get("/health", headers={"X-Request-ID": "Brandauer"})
    assert response.headers["X-Request-ID"] not in ("", "Brandauer")


def test_a_log_line_holds_the_type_of_an_error_and_not_its_message(log: io.StringIO) -> None:
    try:
        raise ValueError("Ottilie Brandauer")
    except ValueError:
        logging.getLogger("assistant.test").exception("It failed.")
    line = json.loads(log.getvalue())
    assert line["error"].startswith("ValueError at ") and "Brandauer" not in log.getvalue()
