"""`--batch`: one JSON object a line in, one JSON object a line out, in the order of the input."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from assistant.cli.terminal import Terminal
from policies.errors import AssistantError, ConfigError


def run_batch(source: str, field: str, terminal: Terminal, answer: Callable[[Any, object], Mapping[str, Any]]) -> int:
    """Answer each line of `source` (a file, `-`: stdin) as it is read; returns how many lines failed.

    `answer` gets the value of `field` and the line's id. A line that can't be read or answered yields
    `{"id", "error", "remedy"}` and the next one goes on.

    Raises:
        ConfigError: the file can't be opened.
    """
    failed = 0
    with _lines(source) as (lines, total), terminal.progress("Batch") as report:
        for done, line in enumerate(lines, start=1):
            if line.strip():
                identifier: object = None
                try:
                    identifier, value = _request(line, field)
                    outcome = answer(value, identifier)
                except AssistantError as error:
                    failed += 1
                    outcome = {"id": identifier, "error": error.problem, "remedy": error.remedy, "line": done}
                terminal.value(outcome)
            report(done, total)
    return failed


def report_failures(failed: int, terminal: Terminal) -> int:
    """Say on stderr how many lines failed; returns the exit code."""
    if failed:
        terminal.warn(f"{failed} line(s) failed; each has its 'error' in the output. The others were done.")
    return 1 if failed else 0


def _request(line: bytes, field: str) -> tuple[object, Any]:
    try:
        request = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        # The message of a JSON error can hold a piece of the line: it is not passed on.
        raise ConfigError("The line is no JSON.", remedy=f'Write one {{"id": ..., "{field}": ...}} a line.') from error
    if not isinstance(request, dict):
        raise ConfigError("The line is no JSON object.", remedy=f'Write one {{"id": ..., "{field}": ...}} a line.')
    return request.get("id"), request.get(field)


@contextmanager
def _lines(source: str) -> Iterator[tuple[IO[bytes], int]]:
    """Open the lines, and count them where they can be read twice (0: unknown)."""
    if source == "-":
        yield sys.stdin.buffer, 0
        return
    try:
        with Path(source).open("rb") as lines:
            total = sum(1 for _ in lines) if lines.seekable() else 0
            if total:
                lines.seek(0)
            yield lines, total
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise ConfigError(f"{source} can't be read ({error.strerror}).", remedy="Check the file's name.") from error
