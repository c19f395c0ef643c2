import os
import subprocess
import sys
from pathlib import Path


def test_libraries_leave_nothing_in_the_home_or_temporary_folder(tmp_path: Path) -> None:
    """Telemetry queues its events there before it sends them: onnxruntime does, from native code."""
    note = tmp_path / "note.md"
    note.write_text("# Opening hours\n\nThe library opens at nine.\n")
    for name in ("home", "tmp"):
        (tmp_path / name).mkdir()
    quiet = {name: value for name, value in os.environ.items() if not name.startswith(("ORT_", "XDG_", "CI"))}
    environment = {**quiet, "HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "tmp")}
    for arguments in (["ingest", str(note)], ["ask", "When does the library open?"]):
        done = subprocess.run(
            [sys.executable, "-m", "assistant", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert [str(file) for name in ("home", "tmp") for file in (tmp_path / name).rglob("*")] == []
