"""A small library of documents, ingested once for all tests of command line and REST."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import shutil
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.cli.program import run

DOCUMENTS = {
    "parking.md": "# Parking\n\nThe garage under the library opens at six in the morning on weekdays.\n\n"
    "## Bicycles\n\nBicycles are kept in the yard behind the bakery. Helmets can be borrowed at the desk.\n",
    "loans.txt": "Rules for loans\n\nA book may be borrowed for twenty-one days. "
    "An overdue book costs fifty cents a day.\n",
    "letter.txt": "Dear Mrs. Ottilie Brandauer,\n\nyour reading card 4711 is ready at the front desk. "
    "You can call us at +1 212-555-0142 or write to ottilie.brandauer@example.org.\n\n"
    "Kind regards,\nThe library\n",
}
CANARIES = ("Brandauer", "212-555-0142", "ottilie.brandauer@example.org")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on stdout."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The JSON values on stdout, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def assistant(*arguments: str | Path, stdin: str | bytes = "") -> Outcome:
    """Run one command in this process, as `main` would."""
    out, err = _stream(), _stream()
    given = stdin.encode() if isinstance(stdin, str) else stdin
    before = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")
    try:
        with undisturbed(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = run([str(argument) for argument in arguments])
            except SystemExit as exit_:  # argparse, on --help and on usage errors
                code = int(exit_.code or 0)
    finally:
        sys.stdin = before
    return Outcome(code, _text(out), _text(err))


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Put back what a command sets up for the whole process: logging, warnings, the hook for unforeseen errors."""
    root = logging.getLogger()
    handlers, level, hook = list(root.handlers), root.level, sys.excepthook
    try:
        with warnings.catch_warnings():
            yield
    finally:
        root.handlers[:], sys.excepthook = handlers, hook
        root.setLevel(level)


def write_documents(folder: Path, names: Sequence[str] = tuple(DOCUMENTS)) -> Path:
    """Write the library's files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text(DOCUMENTS[name], encoding="utf-8")
    return folder


def ingested(folder: Path, *options: str | Path) -> Path:
    """Ingest the library into an installation of its own in `folder`; the environment stays as it is."""
    documents, installation = write_documents(folder / "documents"), folder / "installation"
    with named_by_environment(installation):
        outcome = assistant("ingest", documents, *options, "--json")
    assert outcome.code == 0, outcome.err
    return installation


@contextlib.contextmanager
def named_by_environment(installation: Path) -> Iterator[None]:
    """Make the environment name an installation, for a while."""
    before = {name: os.environ.get(name) for name in ("ASSISTANT_HOME", "ASSISTANT_KEYS")}
    os.environ |= {"ASSISTANT_HOME": str(installation / "data"), "ASSISTANT_KEYS": str(installation / "keys")}
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def copy_of(installation: Path, target: Path) -> None:
    """Copy data and keys, and make this test's environment name the copy."""
    shutil.copytree(installation, target)
    os.environ["ASSISTANT_HOME"] = str(target / "data")
    os.environ["ASSISTANT_KEYS"] = str(target / "keys")


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")
