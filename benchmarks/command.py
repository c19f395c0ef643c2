"""Runs the command line as a person would, in a data folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

Json = dict[str, Any]


class Command:
    """`assistant` with its own data and key folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._environment = {
            **os.environ,
            "ASSISTANT_HOME": str(folder / "home"),
            "ASSISTANT_KEYS": str(folder / "keys"),
        }

    def ingest(self, documents: Path, *, policy: str = "open") -> Json:
        """Ingest a folder; gives the command's JSON."""
        report: Json = json.loads(self._run("ingest", str(documents), "--policy", policy, "--json"))
        return report

    def batch(
        self, verb: str, field: str, questions: Iterable[tuple[str, str]], *flags: str
    ) -> tuple[list[Json], float]:
        """Run `ask --batch` or `search --batch` over (id, text); gives the results and the seconds that it took."""
        file = self.folder / f"{verb}.jsonl"
        file.write_text("".join(json.dumps({"id": id_, field: text}) + "\n" for id_, text in questions), "utf-8")
        began = perf_counter()
        output = self._run(verb, "--batch", str(file), "--json", *flags)
        return [json.loads(line) for line in output.splitlines()], perf_counter() - began

    def document_text(self, document_id: str) -> str:
        """The redacted text of a document, as the store has it."""
        return str(json.loads(self._run("documents", "show", document_id, "--json"))["text"])

    def _run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "assistant", *arguments]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"assistant {arguments[0]} failed:\n{done.stderr[-2000:]}")
        return done.stdout


@contextmanager
def fresh_command() -> Iterator[Command]:
    """A command in a temporary folder that is removed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield Command(Path(folder))
