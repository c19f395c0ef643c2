import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import apsw
import pytest

from policies.audit import AuditEvent, AuditTrail
from policies.audit_jsonl import JsonlAuditTrail
from policies.database import open_database
from policies.errors import AuditError, KeyFileError
from policies.keys import derive
from tests.policies.processes import output, start

KEY = bytes(range(32))
Trail = AuditTrail | JsonlAuditTrail


def event(number: int) -> AuditEvent:
    return AuditEvent.searched("dana", "clinic", [f"chunk-{number}"], hits=number)


@pytest.fixture
def anchor(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "audit.anchor"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "audit.db"


@pytest.fixture
def trail(path: Path, anchor: Path) -> Iterator[AuditTrail]:
    with AuditTrail(path, KEY, anchor=anchor) as trail:
        for number in range(1, 11):
            trail.record(event(number))
        yield trail


def tamper(path: Path, *statements: str) -> None:
    """As one who holds the file's key, but not the chain's."""
    connection = open_database(path, derive(KEY, "audit file"))
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_an_untouched_trail_verifies(trail: AuditTrail) -> None:
    verification = trail.verify()
    assert verification.intact and verification.anchored and verification.entries == 10


def test_the_newest_entries_come_oldest_first(trail: AuditTrail) -> None:
    assert [entry.seq for entry in trail.entries(3)] == [8, 9, 10]
    assert len(trail.entries()) == 10


TAMPERINGS = [
    ("edited", 4, ["UPDATE entries SET event = replace(event, 'dana', 'dora') WHERE seq = 4"]),
    ("redated", 4, ["UPDATE entries SET time = '2001-01-01T00:00:00+00:00' WHERE seq = 4"]),
    ("deleted in the middle", 5, ["DELETE FROM entries WHERE seq = 5"]),
    (
        "deleted and renumbered",
        5,
        ["DELETE FROM entries WHERE seq = 5", "UPDATE entries SET seq = seq - 1 WHERE seq > 5"],
    ),
    ("deleted at the start", 1, ["DELETE FROM entries WHERE seq = 1"]),
    ("deleted at the end", 10, ["DELETE FROM entries WHERE seq = 10"]),
    (
        "deleted at the end, with the head",
        9,
        [
            "DELETE FROM entries WHERE seq > 8",
            "UPDATE head SET seq = 8, hash = (SELECT hash FROM entries WHERE seq = 8)",
        ],
    ),
    ("emptied", 1, ["DELETE FROM entries", "DELETE FROM head"]),
    (
        "reordered",
        3,
        [
            "UPDATE entries SET seq = -3 WHERE seq = 3",
            "UPDATE entries SET seq = 3 WHERE seq = 4",
            "UPDATE entries SET seq = 4 WHERE seq = -3",
        ],
    ),
    ("not an event", 7, ["UPDATE entries SET event = '{}' WHERE seq = 7"]),
    ("appended by hand", 11, ["INSERT INTO entries SELECT 11, time, event, hash, hash FROM entries WHERE seq = 10"]),
]


@pytest.mark.parametrize(("name", "broken", "statements"), TAMPERINGS, ids=[row[0] for row in TAMPERINGS])
def test_the_first_broken_entry_is_named(
    trail: AuditTrail, path: Path, name: str, broken: int, statements: list[str]
) -> None:
    tamper(path, *statements)
    verification = trail.verify()
    assert verification.broken == broken, verification
    assert str(broken) in verification.problem


def test_an_older_copy_of_the_file_is_seen_by_the_anchor(trail: AuditTrail, path: Path, anchor: Path) -> None:
    trail.close()
    copy = path.read_bytes()
    with AuditTrail(path, KEY, anchor=anchor) as later:
        later.record(event(11))
    path.write_bytes(copy)
    with AuditTrail(path, KEY, anchor=anchor) as rolled_back:
        assert rolled_back.verify().broken == 11
        for number in (11, 12, 13):
            rolled_back.record(event(number))
            assert rolled_back.verify().broken == 11


def restored(trail: AuditTrail, path: Path, anchor: Path, *later: int) -> AuditTrail:
    """The trail of ten entries as it was before an eleventh and a twelfth; `later` are written to the copy."""
    trail.close()
    copy = path.read_bytes()
    with AuditTrail(path, KEY, anchor=anchor) as lost:
        lost.record(event(11))
        lost.record(event(12))
    path.write_bytes(copy)
    found = AuditTrail(path, KEY, anchor=anchor)
    for number in later:
        found.record(event(number))
    return found


def test_a_restored_older_copy_is_called_that(trail: AuditTrail, path: Path, anchor: Path) -> None:
    with restored(trail, path, anchor) as copy:
        verification = copy.verify()
    assert verification.problem.startswith("the trail ends before the anchor: an older copy was restored")
    assert verification.broken == 11 and verification.chain_holds and "acknowledge" in verification.remedy


@pytest.mark.parametrize("later", [(), (21,), (21, 22, 23)])
def test_a_restored_copy_goes_on_intact_once_somebody_acknowledged_it(
    trail: AuditTrail, path: Path, anchor: Path, later: tuple[int, ...]
) -> None:
    with restored(trail, path, anchor, *later) as copy:
        remembered = anchor.read_text("ascii").split()
        entry = copy.acknowledge("dana", "-", "the disk\nwas put back")
        assert entry.event.action == "trail_acknowledged" and entry.event.reason == "the disk was put back"
        assert entry.event.counts == {"found": 10 + len(later), "anchor": f"12 {remembered[1]}"}
        copy.record(event(30))
        assert copy.verify().intact and copy.verify().anchored
        assert copy.entries_of("trail_acknowledged") == (entry,)


def test_a_second_older_copy_is_seen_after_one_was_acknowledged(trail: AuditTrail, path: Path, anchor: Path) -> None:
    restored(trail, path, anchor).close()
    copy = path.read_bytes()
    with AuditTrail(path, KEY, anchor=anchor) as first:
        first.acknowledge("dana", "-", "case 9")
    path.write_bytes(copy)
    with AuditTrail(path, KEY, anchor=anchor) as second:
        assert second.verify().broken == 11


def test_a_kill_between_the_entry_and_the_anchor_leaves_what_can_be_acknowledged_again(
    trail: AuditTrail, path: Path, anchor: Path
) -> None:
    with restored(trail, path, anchor) as copy:
        before = anchor.read_bytes()
        copy.acknowledge("dana", "-", "case 9")
        anchor.write_bytes(before)
        assert not copy.verify().intact
        copy.acknowledge("dana", "-", "case 9")
        assert copy.verify().intact


def test_what_is_intact_or_altered_can_t_be_acknowledged(trail: AuditTrail, path: Path) -> None:
    with pytest.raises(AuditError, match="no restored copy"):
        trail.acknowledge("dana", "-", "case 9")
    tamper(path, "UPDATE entries SET event = replace(event, 'dana', 'egon') WHERE seq = 4")
    assert not trail.verify().chain_holds
    with pytest.raises(AuditError, match="no restored copy"):
        trail.acknowledge("dana", "-", "case 9")


def test_a_damaged_anchor_can_be_replaced_by_acknowledging_it(trail: AuditTrail, anchor: Path) -> None:
    anchor.write_text("garbage and much more of it" * 9)
    entry = trail.acknowledge("dana", "-", "case 9")
    assert entry.event.counts["anchor"] == "none" and trail.verify().intact


def test_a_trail_that_was_deleted_is_seen_by_the_anchor(trail: AuditTrail, path: Path, anchor: Path) -> None:
    trail.close()
    path.unlink()
    with AuditTrail(path, KEY, anchor=anchor) as fresh:
        fresh.record(event(1))
        assert fresh.verify().broken == 2
        for number in range(2, 13):
            fresh.record(event(number))
        assert fresh.verify().broken == 10


@pytest.mark.parametrize("content", [None, "", "garbage", "{:020d} {} {}\n".format(9, "a" * 64, "b" * 64)])
def test_an_anchor_that_was_touched_is_told(trail: AuditTrail, anchor: Path, content: str | None) -> None:
    if content is None:
        anchor.unlink()
    else:
        anchor.write_text(content)
    assert "anchor" in trail.verify().problem


def test_without_an_anchor_the_verification_says_so(path: Path) -> None:
    with AuditTrail(path, KEY) as trail:
        trail.record(event(1))
        assert trail.verify().intact and not trail.verify().anchored


def test_an_altered_page_breaks_the_trail_at_the_entries_it_held(path: Path) -> None:
    with AuditTrail(path, KEY) as trail:
        for number in range(200):
            trail.record(event(number))
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.write_bytes(content)
    with AuditTrail(path, KEY) as trail:
        verification = trail.verify()
        assert verification.broken is not None and 1 < verification.broken < 201
        assert "altered" in verification.problem
        with pytest.raises(AuditError):
            trail.entries()


def test_a_file_that_is_no_trail_is_not_taken_for_an_empty_one(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"x" * 8192)
    with pytest.raises(KeyFileError):
        AuditTrail(path, KEY)


def test_ids_and_labels_shaped_like_content_are_refused() -> None:
    with pytest.raises(ValueError, match="white space"):
        AuditEvent.answered("dana", "clinic", ["Ines Okafor has a cold"])
    with pytest.raises(ValueError, match="label"):
        AuditEvent.answered("dana", "clinic", [], engine="word " * 30)


def test_a_reason_is_kept_on_one_line_and_short() -> None:
    kept = AuditEvent.restored("dana", "clinic", [], "line\n" * 200).reason
    assert "\n" not in kept and len(kept) <= 300


def test_nothing_of_an_event_stands_readable_in_the_files(trail: AuditTrail, path: Path) -> None:
    for file in path.parent.iterdir():
        content = file.read_bytes()
        assert b"dana" not in content and b"chunk-" not in content


MAKERS: dict[str, Callable[[Path], Trail]] = {
    "AuditTrail": lambda home: AuditTrail(home / "trail", KEY, anchor=home / "anchor"),
    "JsonlAuditTrail": lambda home: JsonlAuditTrail(home / "trail", KEY, anchor=home / "anchor"),
}
WRITER = """
kind = {"AuditTrail": AuditTrail, "JsonlAuditTrail": JsonlAuditTrail}[sys.argv[2]]
trail = kind(home / "trail", bytes(range(32)), anchor=home / "anchor")
for number in range(int(sys.argv[3])):
    trail.record(AuditEvent.searched("dana", "clinic", [f"chunk-{number}"], hits=number))
    print(number, flush=True)
"""


@pytest.mark.parametrize("kind", MAKERS)
def test_processes_that_write_at_once_make_one_chain(tmp_path: Path, kind: str) -> None:
    for writer in [start(WRITER, tmp_path, kind, "40") for _ in range(3)]:
        output(writer)
    trail = MAKERS[kind](tmp_path)
    verification = trail.verify()
    assert verification.intact and verification.anchored and verification.entries == 120
    trail.close()


@pytest.mark.parametrize("kind", MAKERS)
def test_verifying_while_others_write_raises_no_false_alarm(tmp_path: Path, kind: str) -> None:
    writer = start(WRITER, tmp_path, kind, "150")
    assert writer.stdout is not None and writer.stdout.readline()
    trail = MAKERS[kind](tmp_path)
    while writer.poll() is None:
        verification = trail.verify()
        assert verification.intact, verification
    output(writer)
    trail.close()


@pytest.mark.parametrize("kind", MAKERS)
def test_an_entry_is_durable_when_record_returns_even_if_the_process_is_killed(tmp_path: Path, kind: str) -> None:
    promised = 0
    for wait in (1, 7, 15):
        process = start(WRITER, tmp_path, kind, "100000")
        assert process.stdout is not None and process.stderr is not None
        for _ in range(wait):
            assert process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        promised += wait + process.stdout.read().count("\n")
        process.wait()
        process.stdout.close()
        process.stderr.close()
        trail = MAKERS[kind](tmp_path)
        verification = trail.verify()
        trail.close()
        assert verification.intact, verification
        assert promised <= verification.entries <= promised + 3
        promised = verification.entries


# ---- JSON lines


@pytest.fixture
def lines(tmp_path: Path) -> tuple[JsonlAuditTrail, Path]:
    trail = JsonlAuditTrail(tmp_path / "audit.jsonl", KEY, anchor=tmp_path / "anchor")
    for number in range(1, 6):
        trail.record(event(number))
    return trail, tmp_path / "audit.jsonl"


def test_each_line_is_one_json_object_for_a_collector(lines: tuple[JsonlAuditTrail, Path]) -> None:
    fields: list[dict[str, Any]] = [json.loads(line) for line in lines[1].read_text().splitlines()]
    assert [line["seq"] for line in fields] == [1, 2, 3, 4, 5]
    assert fields[0]["action"] == "searched" and fields[0]["actor"] == "dana"
    assert lines[1].stat().st_mode & 0o077 == 0


LINE_TAMPERINGS: list[tuple[str, int, Callable[[list[str]], list[str]]]] = [
    ("edited", 2, lambda rows: [*rows[:1], rows[1].replace("dana", "dora"), *rows[2:]]),
    ("deleted", 2, lambda rows: [rows[0], *rows[2:]]),
    ("swapped", 2, lambda rows: [rows[0], rows[2], rows[1], *rows[3:]]),
    ("cut off", 5, lambda rows: rows[:4]),
    ("cut in a line", 5, lambda rows: [*rows[:4], rows[4][:20]]),
    ("garbled", 3, lambda rows: [*rows[:2], "?\n", *rows[3:]]),
]


@pytest.mark.parametrize(("name", "broken", "change"), LINE_TAMPERINGS, ids=[row[0] for row in LINE_TAMPERINGS])
def test_the_first_broken_line_is_named(
    lines: tuple[JsonlAuditTrail, Path], name: str, broken: int, change: Callable[[list[str]], list[str]]
) -> None:
    trail, path = lines
    path.write_text("".join(change(path.read_text().splitlines(keepends=True))))
    assert trail.verify().broken == broken


def test_a_line_that_was_never_finished_is_replaced_by_the_next(lines: tuple[JsonlAuditTrail, Path]) -> None:
    trail, path = lines
    with path.open("a") as file:
        file.write('{"seq": 6, "ti')
    assert trail.verify().broken == 6
    trail.record(event(6))
    assert trail.verify().intact and trail.verify().entries == 6


def test_apsw_errors_never_leave_the_trail(trail: AuditTrail, path: Path) -> None:
    tamper(path, "DROP TABLE head")
    with pytest.raises(AuditError) as caught:
        trail.record(event(11))
    cause: BaseException | None = caught.value
    while cause and not isinstance(cause, apsw.Error):
        cause = cause.__cause__
    assert cause is not None
