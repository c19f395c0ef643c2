"""Reading behind pseudonyms: emergencies, limits, and texts that belong together."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from policies.errors import AccessError, AuditError, LimitError, RateError
from policies.restoration import Request, Restoration
from policies.restore_limit import RestoreLimit
from tests.policies.recording_audit import FullAudit, RecordingAudit

INES, OLA, NOBODY = "⟦PERSON_k7Q2⟧", "⟦PERSON_b3Xy⟧", "⟦PERSON_zzzz⟧"
NAMES = {INES: "Ines Okafor", OLA: "Ola Berg"}


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class CountingLimit:
    def __init__(self) -> None:
        self.taken: list[int] = []

    def __call__(self, actor: str, count: int) -> None:
        self.taken.append(count)


def behind(tokens: tuple[str, ...]) -> dict[str, str]:
    return {token: NAMES[token] for token in tokens if token in NAMES}


def reading(
    audit: RecordingAudit | FullAudit,
    limit: CountingLimit | None = None,
    *,
    role: str = "officer",
    break_glass: bool = False,
) -> Restoration:
    request = Request("dana", role, "case 17", break_glass)
    return Restoration(request, workspace="clinic", values=behind, audit=audit, limit=limit)


def test_what_was_revealed_once_is_counted_and_audited_once() -> None:
    audit, limit = RecordingAudit(), CountingLimit()
    restoration = reading(audit, limit)
    restoration.reveal([f"{INES} wrote to {OLA}", INES])
    restoration.reveal([OLA, NOBODY])
    assert restoration.shown(f"{INES}, {OLA}, {NOBODY}") == f"Ines Okafor, Ola Berg, {NOBODY}"
    assert [event.ids for event in audit.events] == [(INES, OLA)]
    assert limit.taken == [2, 1]


def test_nothing_is_shown_that_was_not_revealed() -> None:
    assert reading(RecordingAudit()).shown(INES) == INES


@pytest.mark.parametrize("role", ["user", "editor", "admin"])
def test_in_an_emergency_any_role_reads_and_a_second_entry_asks_for_a_review(role: str) -> None:
    audit = RecordingAudit()
    assert reading(audit, role=role, break_glass=True).whole(INES) == "Ines Okafor"
    assert audit.actions() == ["restored", "break_glass"]
    emergency = audit.events[1]
    assert (emergency.ids, emergency.reason, emergency.counts["role"]) == ((INES,), "case 17", role)


@pytest.mark.parametrize(("role", "reason"), [("nobody", "case 17"), ("user", " \n")])
def test_an_emergency_needs_a_role_and_a_reason(role: str, reason: str) -> None:
    audit = RecordingAudit()
    request = Request("dana", role, reason, break_glass=True)
    with pytest.raises(AccessError):
        Restoration(request, workspace="clinic", values=behind, audit=audit).whole(INES)
    assert audit.actions() == ["restore_refused"]


@pytest.mark.parametrize("written", [0, 1])
def test_an_emergency_that_can_t_be_audited_twice_shows_nothing(written: int) -> None:
    class Filling(RecordingAudit):
        def record(self, event: object) -> None:
            if len(self.events) == written:
                raise AuditError("The audit trail can't be written.", remedy="Free some space.")
            super().record(event)  # type: ignore[arg-type]

    restoration = reading(Filling(), break_glass=True)
    with pytest.raises(AuditError):
        restoration.whole(INES)
    assert restoration.shown(INES) == INES


def test_refusals_count_so_that_guessing_is_as_slow_as_reading() -> None:
    limit = CountingLimit()
    for text, role in ((NOBODY, "officer"), (INES, "user"), ("no token", "officer")):
        try:
            reading(RecordingAudit(), limit, role=role).whole(text)
        except AccessError:
            pass
    assert limit.taken == [1, 1, 1]


def test_a_stream_stops_at_the_limit_before_the_value() -> None:
    class Full(CountingLimit):
        def __call__(self, actor: str, count: int) -> None:
            super().__call__(actor, count)
            if len(self.taken) > 1:
                raise LimitError("Too much.", remedy="Wait.")

    audit, shown = RecordingAudit(), []
    with pytest.raises(LimitError):
        for piece in reading(audit, Full()).stream([f"{INES}, ", "then ", OLA]):
            shown.append(piece)
    assert shown == ["Ines Okafor, ", "then "]
    assert audit.actions() == ["restored", "restore_refused"]


def test_a_lone_bracket_at_the_end_of_a_stream_is_not_lost() -> None:
    assert "".join(reading(RecordingAudit()).stream(["see ", "⟦"])) == "see ⟦"
    assert "".join(reading(RecordingAudit()).stream(["see ⟦PERSON_k7"])) == "see ⟦PERSON_k7"


# ---- the limit


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limit(tmp_path: Path, clock: Clock) -> Iterator[RestoreLimit]:
    opened = RestoreLimit(tmp_path / "access.db", bytes(32), 10, clock=clock)
    yield opened
    opened.close()


def test_a_person_may_read_so_much_an_hour_and_another_one_as_much(limit: RestoreLimit, clock: Clock) -> None:
    limit.take("dana", 6)
    clock.now += 1800
    limit.take("dana", 4)
    limit.take("ola", 10)
    with pytest.raises(RateError) as caught:
        limit.take("dana", 3)
    assert caught.value.retry_seconds == pytest.approx(1800, abs=1)
    assert "in 30 minutes" in caught.value.remedy or "in 31 minutes" in caught.value.remedy
    clock.now += caught.value.retry_seconds
    limit.take("dana", 6)
    with pytest.raises(RateError):
        limit.take("dana", 1)


def test_a_restart_forgets_nothing(tmp_path: Path, clock: Clock, limit: RestoreLimit) -> None:
    limit.take("dana", 10)
    limit.close()
    again = RestoreLimit(tmp_path / "access.db", bytes(32), 10, clock=clock)
    with pytest.raises(RateError):
        again.take("dana", 1)
    again.close()


def test_a_refused_reading_is_not_counted_against_the_limit(limit: RestoreLimit, clock: Clock) -> None:
    limit.take("dana", 9)
    for _ in range(5):
        with pytest.raises(RateError):
            limit.take("dana", 2)
    limit.take("dana", 1)


def test_more_than_an_hour_ever_holds_is_told_at_once(limit: RestoreLimit) -> None:
    with pytest.raises(LimitError, match="at once") as caught:
        limit.take("dana", 11)
    assert not isinstance(caught.value, RateError)


def test_a_clock_that_was_put_back_locks_nobody_out_for_more_than_an_hour(limit: RestoreLimit, clock: Clock) -> None:
    limit.take("dana", 10)
    clock.now -= 86_400
    with pytest.raises(RateError) as caught:
        limit.take("dana", 1)
    assert caught.value.retry_seconds <= 3600


def test_no_limit_is_no_limit(tmp_path: Path) -> None:
    unlimited = RestoreLimit(tmp_path / "access.db", bytes(32), 0)
    unlimited.take("dana", 1_000_000)
    unlimited.close()
