"""What any `AuditSink` must do, over the fake and the real ones."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from policies.audit import AuditEvent, AuditSink, AuditTrail
from policies.audit_jsonl import JsonlAuditTrail
from policies.errors import AuditError
from tests.policies.recording_audit import FullAudit, RecordingAudit

EVENT = AuditEvent.answered("dana", "clinic", ["c1", "c2"], citations=2, engine="reader")


@pytest.fixture(params=["recording", "database", "jsonl"])
def sink(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AuditSink]:
    if request.param == "recording":
        yield RecordingAudit()
    elif request.param == "database":
        with AuditTrail(tmp_path / "audit.db", bytes(32), anchor=tmp_path / "anchor") as trail:
            yield trail
    else:
        yield JsonlAuditTrail(tmp_path / "audit.jsonl", bytes(32), anchor=tmp_path / "anchor")


@pytest.fixture(params=["fake", "database", "jsonl"])
def broken_sink(request: pytest.FixtureRequest, tmp_path: Path) -> AuditSink:
    folder = tmp_path / "audit.jsonl"
    folder.mkdir()
    made: dict[str, Callable[[], AuditSink]] = {
        "fake": FullAudit,
        "database": lambda: AuditTrail(tmp_path / "audit.db", bytes(32), anchor=folder),
        "jsonl": lambda: JsonlAuditTrail(folder, bytes(32)),
    }
    return made[request.param]()


def events(sink: AuditSink) -> list[AuditEvent]:
    if isinstance(sink, RecordingAudit):
        return sink.events
    assert isinstance(sink, AuditTrail | JsonlAuditTrail)
    return [entry.event for entry in sink.entries()]


def test_events_are_kept_whole_and_in_order(sink: AuditSink) -> None:
    restored = AuditEvent.restored("dana", "clinic", ["⟦PERSON_k7Q2⟧"], "case 17", role="officer")
    for event in (EVENT, restored, EVENT):
        sink.record(event)
    assert events(sink) == [EVENT, restored, EVENT]


def test_an_event_without_ids_and_counts_is_kept(sink: AuditSink) -> None:
    sink.record(AuditEvent("initialized", "dana", "default"))
    assert events(sink) == [AuditEvent("initialized", "dana", "default")]


def test_a_sink_that_can_t_write_says_so(broken_sink: AuditSink) -> None:
    with pytest.raises(AuditError) as caught:
        broken_sink.record(EVENT)
    assert caught.value.remedy
