"""What is remembered of findings: bounded, without any text, apart by key and by where a text is from."""

from __future__ import annotations

import tracemalloc

from policies.findings import Finding
from policies.findings_memory import FindingsMemory, TextKey

NOTE = "Edda Quill came at noon."
NAME = Finding(0, 10, "PERSON", 0.9, 1, "learned tagger")


def test_what_was_found_is_given_back() -> None:
    memory, key = FindingsMemory(), TextKey()
    memory.keep(key.digest(NOTE, "document", short=False), [NAME])
    assert memory.recall(key.digest(NOTE, "document", short=False)) == (NAME,)
    assert memory.recall(key.digest(f"{NOTE} ", "document", short=False)) is None


def test_that_nothing_was_found_is_remembered_too() -> None:
    memory = FindingsMemory()
    memory.keep(b"digest", [])
    assert memory.recall(b"digest") == ()


def test_one_text_is_another_under_another_key_typed_or_in_a_short_text() -> None:
    key = TextKey()
    digests = {
        key.digest(NOTE, "document", short=False),
        key.digest(NOTE, "document", short=True),
        key.digest(NOTE, "typed", short=False),
        key.digest(NOTE, "typed", short=True),
        TextKey().digest(NOTE, "document", short=False),
    }
    assert len(digests) == 5


def test_it_never_takes_more_than_it_may_and_forgets_what_was_not_asked_for_longest() -> None:
    memory = FindingsMemory(most_bytes=10_000)
    memory.keep(b"asked for", [NAME])
    for number in range(100):
        memory.keep(str(number).encode(), [NAME] * (number % 4))
        assert memory.recall(b"asked for") and 0 < memory.size <= 10_000
    assert memory.recall(b"0") is None and memory.recall(b"99")


def test_what_alone_is_too_much_is_not_kept() -> None:
    memory = FindingsMemory(most_bytes=1000)
    memory.keep(b"long", [NAME] * 100)
    assert memory.recall(b"long") is None and memory.size == 0


def test_keeping_again_takes_nothing_more() -> None:
    memory = FindingsMemory()
    memory.keep(b"digest", [NAME])
    size = memory.size
    memory.keep(b"digest", [NAME])
    assert memory.size == size


def test_what_is_cleared_is_gone() -> None:
    memory = FindingsMemory()
    memory.keep(b"digest", [NAME])
    memory.clear()
    assert memory.recall(b"digest") is None and memory.size == 0


def test_the_size_that_it_tells_is_no_less_than_it_takes() -> None:
    memory = FindingsMemory()
    tracemalloc.start()
    try:
        for number in range(2000):
            found = [Finding(number + at, number + at + 9, "PERSON", at + 0.25, 1, "x") for at in range(3)]
            memory.keep(number.to_bytes(32, "big"), found)
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken / 2 < memory.size and taken <= memory.size


def test_nothing_that_it_keeps_is_text() -> None:
    memory, key = FindingsMemory(), TextKey()
    memory.keep(key.digest(NOTE, "typed", short=True), [NAME])
    assert "Quill" not in f"{vars(memory)} {vars(key)}"
