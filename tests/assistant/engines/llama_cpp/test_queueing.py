from __future__ import annotations

import pytest

from assistant.engines.llama_cpp.queueing import MOST_RETRY_SECONDS, FairQueue
from assistant.rest.errors import status_of
from policies.errors import OverloadError


def queue(most: int = 10, **lanes: int) -> FairQueue[str]:
    made: FairQueue[str] = FairQueue(most)
    for lane, count in lanes.items():
        for number in range(1, count + 1):
            made.put(lane, f"{lane}{number}", seconds_each=1.0)
    return made


def taken(queue: FairQueue[str]) -> list[str | None]:
    return [queue.take() for _ in range(len(queue))]


def test_who_asks_once_waits_for_one_of_a_burst_and_not_for_all() -> None:
    assert taken(queue(ada=3, bob=1, cy=2)) == ["ada1", "bob1", "cy1", "ada2", "cy2", "ada3"]


def test_an_empty_queue_gives_nothing() -> None:
    assert queue().take() is None


def test_a_full_queue_says_when_to_ask_again() -> None:
    full = queue(most=4, ada=4)
    with pytest.raises(OverloadError) as caught:
        full.put("bob", "bob1", seconds_each=5.0)
    assert caught.value.retry_seconds == 20
    assert status_of(caught.value) == 429
    assert len(full) == 4


@pytest.mark.parametrize(("each", "told"), [(0.001, 1), (10_000.0, MOST_RETRY_SECONDS)])
def test_the_time_to_ask_again_is_never_at_once_and_never_tomorrow(each: float, told: int) -> None:
    with pytest.raises(OverloadError) as caught:
        queue(most=1, ada=1).put("bob", "bob1", seconds_each=each)
    assert caught.value.retry_seconds == told


def test_what_is_discarded_makes_room_and_is_not_taken() -> None:
    full = queue(most=2, ada=1, bob=1)
    full.discard("ada", "ada1")
    full.discard("ada", "ada1")
    full.put("cy", "cy1", seconds_each=1.0)
    assert taken(full) == ["bob1", "cy1"]
