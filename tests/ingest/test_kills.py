"""An ingestion killed with SIGKILL at random moments: the next run completes it, nothing twice and nothing half."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.consistency import REPAIR
from ingest.index import Index
from tests.ingest.fakes import HidingRedactor
from tests.ingest.hashing_embedder import HashingEmbedder
from tests.ingest.indexing import open_index, question

DOCUMENTS = 30
KILLS = 5
LONGEST_SECONDS = 12.0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")


def write_documents(folder: Path, edition: str, which: range) -> None:
    folder.mkdir(exist_ok=True)
    for number in which:
        lines = (f"Shelf {number} of edition{edition} holds box {line} and label{number}." for line in range(40))
        (folder / f"shelf{number:02d}.txt").write_text("\n\n".join(lines))


def run_and_kill(home: Path, folder: Path, after: float) -> bool:
    """Start an ingestion and kill it `after` seconds from the opening of the index; tells whether it was killed."""
    command = [sys.executable, "-m", "tests.ingest.ingest_process", str(home), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
    return process.returncode == -signal.SIGKILL


def assert_whole(index: Index) -> None:
    """Each document that can be seen is there once, whole, and in one edition."""
    names = [document.name.value for document in index.documents()]
    assert len(names) == len(set(names))
    for document in index.documents():
        text = index.text(document.document_id)
        chunks = index.chunks_of(document.document_id)
        assert text is not None
        assert len(chunks) == document.chunks
        assert [chunk.ordinal for chunk in chunks] == list(range(len(chunks)))
        assert all(text.slice(chunk.start, chunk.end) == chunk.text for chunk in chunks)
        assert ("edition1" in text.value) != ("edition2" in text.value)


def kill_often(home: Path, folder: Path, rng: random.Random) -> None:
    """Kill runs at random moments, most of them while they write; after each, all that can be seen is whole."""
    killed, deadline = 0, time.monotonic() + LONGEST_SECONDS
    while killed < KILLS and (time.monotonic() < deadline or not killed):
        killed += run_and_kill(home, folder, rng.uniform(0, 0.4))
        with open_index(home) as index:
            assert_whole(index)
            assert {finding.remedy for finding in index.check()} <= {REPAIR, f"Run it again. {REPAIR}"}


def complete(home: Path, folder: Path, edition_of: Callable[[int], str]) -> None:
    """Run to the end; then each document is there, in its edition, and all parts agree."""
    with open_index(home) as index:
        pipeline.ingest([folder], index=index, redactor=HidingRedactor(), embedder=HashingEmbedder())
        assert index.check() == []
        assert_whole(index)
        assert len(index.documents()) == DOCUMENTS
        for number in range(DOCUMENTS):
            found = index.passages([key for key, _ in index.lexical(question(f"label{number}"), 200)])
            assert found
            assert all(f"edition{edition_of(number)}" in chunk.text.value for chunk in found)


def test_completes_after_kills_at_random_moments(tmp_path: Path) -> None:
    home, folder, rng = tmp_path / "home", tmp_path / "shelves", random.Random(20)
    write_documents(folder, "1", range(DOCUMENTS))
    kill_often(home, folder, rng)
    complete(home, folder, lambda number: "1")
    write_documents(folder, "2", range(0, DOCUMENTS, 2))  # from here on the killed runs replace documents
    kill_often(home, folder, rng)
    complete(home, folder, lambda number: "1" if number % 2 else "2")


def test_lets_the_next_writer_in_after_a_kill(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "shelves"
    write_documents(folder, "1", range(3))
    run_and_kill(home, folder, 0.0)
    open_index(home).close()
