"""Attacks on what lies on the disk: files, temporary files, crash dumps, logs, vectors."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from assistant.settings import load_settings
from assistant.wiring import Wiring
from ingest.chunking import embedding_text
from tests.assistant.library import assistant
from tests.attacks.conftest import CANARIES, DOCUMENTS, write
from tests.attacks.debugging import all_loggers_at_debug_level


def holding(folder: Path) -> list[Path]:
    """The files in which a canary stands, as UTF-8 or UTF-16, or in whose name."""
    needles = [form for canary in CANARIES for form in (canary.encode(), canary.encode("utf-16-le"))]
    found = []
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        if any(needle in content + str(path).encode() for needle in needles):
            found.append(path)
    return found


def environment(folder: Path) -> dict[str, str]:
    """Home, data, keys and temporary files in one folder."""
    own = {"HOME": "home", "TMPDIR": "tmp", "ASSISTANT_HOME": "data", "ASSISTANT_KEYS": "keys"}
    for name in own.values():
        (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASSISTANT_", "XDG_"))}
    return {**kept, **{variable: str(folder / name) for variable, name in own.items()}}


@pytest.mark.parametrize("written", ["vault.db", "data_level0.bin"])
def test_a_kill_in_the_middle_of_reading_leaves_no_canary(tmp_path: Path, written: str) -> None:
    """Killed when the first name is noted, and when the first vectors are: files beyond them are still to be read."""
    documents = write(
        tmp_path / "in", {f"{number} {name}": DOCUMENTS[name] for number in range(200) for name in DOCUMENTS}
    )
    place = tmp_path / "place"
    place.mkdir()
    started = subprocess.Popen(
        [sys.executable, "-m", "assistant", "ingest", str(documents), "--policy", "gdpr"],
        env={**environment(place), "PYTHONPATH": str(Path(__file__).parents[2])},
        cwd=place,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not any(place.rglob(written)):
        assert started.poll() is None, "it ended before anything was written"
        time.sleep(0.01)
    time.sleep(0.2)
    started.send_signal(signal.SIGKILL)
    assert started.wait() == -signal.SIGKILL
    assert holding(place) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_command_leaves_no_crash_dump() -> None:
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    if 0 <= hard <= 1:
        pytest.skip("this machine forbids crash dumps itself")
    code = (
        "import resource; from assistant.cli.program import run; "
        f"resource.setrlimit(resource.RLIMIT_CORE, ({hard}, {hard})); run(['policy', 'list', '--json']); "
        "print(); print(*resource.getrlimit(resource.RLIMIT_CORE))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert [0 <= int(limit) <= 1 for limit in done.stdout.splitlines()[-1].split()] == [True, True]


def test_logs_at_debug_level_hold_no_canary(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    documents = write(tmp_path / "in", DOCUMENTS)
    with all_loggers_at_debug_level(caplog):
        assert assistant("ingest", documents).code == 0
        assistant("ask", "What does Dr. Zbigniew Quastelholt need to write to?")
    said = caplog.text + "".join(str(vars(record)) for record in caplog.records)
    assert caplog.records
    assert not any(canary in said for canary in CANARIES)


def test_stored_vectors_are_those_of_redacted_text(attacked: Path) -> None:
    with Wiring(load_settings()[0]) as wiring:
        workspace = wiring.workspace()
        for document in workspace.documents():
            for chunk in workspace.index.chunks_of(document.document_id):
                own = wiring.models.embedder.embed([embedding_text(document.title, chunk)])
                (nearest, distance), *_ = workspace.index.dense(own[0], 1)
                assert nearest == chunk.chunk_id
                assert np.isclose(distance, 1.0, atol=1e-3)
                assert not any(canary in chunk.text.value for canary in CANARIES)
