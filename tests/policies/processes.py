"""Python in processes of their own: to race them, and to kill them."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

PREAMBLE = """
import sys
from pathlib import Path
from policies.audit import AuditEvent, AuditTrail
from policies.audit_jsonl import JsonlAuditTrail
from policies.keys import create_keyring, open_keyring
from policies.vault import Vault
from tests.policies.recording_audit import RecordingAudit
home = Path(sys.argv[1])
"""


def start(script: str, home: Path, *arguments: str) -> subprocess.Popen[str]:
    """Run a script in which `home` is the given folder; its stdout is read by the caller."""
    return subprocess.Popen(
        [sys.executable, "-c", PREAMBLE + textwrap.dedent(script), str(home), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )


def output(process: subprocess.Popen[str]) -> str:
    """What a process printed; fails the test when it failed."""
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out
