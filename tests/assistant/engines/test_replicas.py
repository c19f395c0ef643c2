from __future__ import annotations

import pytest

from assistant.engines import replicas as module
from assistant.engines.replicas import NoneFree, Replicas
from assistant.engines.watched_http import ServerTrouble
from assistant.remote_engines import endpoint

DOWN = ServerTrouble("can't be reached")


class Clock:
    """Time as a test sets it."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(module, "time", made)
    return made


def three() -> Replicas:
    return Replicas([endpoint(f"http://10.0.0.{number}:8000") for number in (1, 2, 3)])


def asked(replicas: Replicas) -> str:
    """The host that the next question goes to, which is answered at once."""
    with replicas.taken() as replica:
        return replica.endpoint.host


def test_questions_at_the_same_time_go_to_different_servers(clock: Clock) -> None:
    replicas = three()
    with replicas.taken() as one, replicas.taken() as two, replicas.taken() as three_:
        assert len({each.endpoint.host for each in (one, two, three_)}) == 3


def test_the_least_busy_server_is_asked(clock: Clock) -> None:
    replicas = three()
    with replicas.taken() as busy, replicas.taken(), replicas.taken() as free:
        pass
    with replicas.taken() as one, replicas.taken() as two:
        assert asked(replicas) not in (one.endpoint.host, two.endpoint.host)
    assert busy is not free


def test_equally_busy_servers_take_turns(clock: Clock) -> None:
    replicas, hosts = three(), []
    for _ in range(6):
        clock.now += 1
        hosts.append(asked(replicas))
    assert hosts[:3] == hosts[3:] and len(set(hosts)) == 3


def test_a_server_that_failed_is_left_out_ever_longer_and_then_tried_again(clock: Clock) -> None:
    replicas = Replicas([endpoint("http://10.0.0.1:8000")])
    waits = []
    for _ in range(9):
        with replicas.taken() as replica:
            replicas.failed(replica, DOWN)
        with pytest.raises(NoneFree) as caught, replicas.taken():
            pass
        waits.append(caught.value.seconds)
        clock.now += caught.value.seconds
    assert waits[:3] == [0.25, 0.5, 1.0]
    assert waits[-1] == 30.0


def test_a_server_that_answered_is_well_again(clock: Clock) -> None:
    replicas = Replicas([endpoint("http://10.0.0.1:8000")])
    with replicas.taken() as replica:
        replicas.failed(replica, DOWN)
    assert replica.suspect
    clock.now += 1
    with replicas.taken() as replica:
        replicas.answered(replica)
    assert not replica.suspect
    assert asked(replicas) == "10.0.0.1"


def test_servers_that_all_failed_are_told_from_those_of_which_one_is_only_busy(clock: Clock) -> None:
    replicas = Replicas([endpoint(f"http://10.0.0.{number}:8000") for number in (1, 2)])
    with replicas.taken() as one, replicas.taken() as two:
        replicas.failed(one, DOWN)
        replicas.paused(two, 7)
    with pytest.raises(NoneFree) as busy, replicas.taken():
        pass
    replicas.failed(two, ServerTrouble("broke off"))
    with pytest.raises(NoneFree) as down, replicas.taken():
        pass
    assert busy.value.trouble is None and down.value.trouble is DOWN


def test_a_pause_is_kept_to_the_second_and_is_no_failure(clock: Clock) -> None:
    replicas = Replicas([endpoint("http://10.0.0.1:8000")])
    with replicas.taken() as replica:
        replicas.paused(replica, 7)
    clock.now += 6.5
    with pytest.raises(NoneFree), replicas.taken():
        pass
    clock.now += 0.5
    assert asked(replicas) == "10.0.0.1"
    assert not replica.suspect
