"""What a person sees: JSON or plain words on stdout, everything else on stderr, colour on a terminal only."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from assistant.cli.tables import aligned
from policies.errors import AssistantError

if TYPE_CHECKING:
    from rich.console import Console

Progress = Callable[[int, int], None]

# Texts of documents reach the terminal: without its control characters none of them can steer it (ECMA-48).
# Nor may it turn the direction of what stands beside it (Unicode TR9): "exe.fdp" shown as "pdf.exe".
_DIRECTION = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0), *_DIRECTION) if code not in (0x09, 0x0A)}

# Line ends of Unicode that JSON leaves as they are: escaped, one value is one line for every reader.
_LINE_ENDS = {code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)}

_MARKED = re.compile(r"\*\*([^*\n]+)\*\*")


def printable(text: str) -> str:
    """The text without characters that steer; tabs and line ends stay."""
    return text.translate(_CONTROLS)


def one_line(text: str) -> str:
    """The same as one line, as a name is listed."""
    return " ".join(printable(text).split())


class Terminal:
    """Output of one run. `json_only`: stdout carries JSON and nothing else."""

    def __init__(self, *, json_only: bool = False) -> None:
        self.json_only = json_only
        self._out: Console | None = None
        self._err: Console | None = None

    def value(self, value: Mapping[str, Any]) -> None:
        """Print one JSON value on a line of stdout, at once, so that a reader of a stream sees it."""
        sys.stdout.write(json.dumps(value, ensure_ascii=False).translate(_LINE_ENDS) + "\n")
        sys.stdout.flush()

    def say(self, text: str = "", style: str = "") -> None:
        """Print words on stdout; `style` is rich's, seen on a terminal only. Silent when stdout is JSON."""
        if not self.json_only:
            self._print(self._console(), text, style)

    def text(self, text: str) -> None:
        """Print a text on stdout: byte for byte, but for control characters where a terminal would obey them."""
        sys.stdout.write(printable(text) if sys.stdout.isatty() else text)
        sys.stdout.flush()

    def say_marked(self, text: str) -> None:
        """Print words on stdout, what stands between `**` in bold on a terminal; the marks are seen elsewhere."""
        if self.json_only:
            return
        console = self._console()
        if not console.is_terminal:
            self.say(aligned(text, marks_seen=True))
            return
        from rich.text import Text

        parts = enumerate(_MARKED.split(aligned(printable(text), marks_seen=False)))
        console.print(Text.assemble(*((part, "bold" if number % 2 else "") for number, part in parts)))

    def note(self, text: str) -> None:
        """Print words on stderr."""
        self._print(self._error_console(), text, "dim")

    def warn(self, text: str) -> None:
        """Print a warning on stderr."""
        self._print(self._error_console(), f"Warning: {one_line(text)}", "yellow")

    def problem(self, error: AssistantError) -> None:
        """Print what went wrong and what to do, on stderr."""
        self._print(self._error_console(), f"Error: {error.problem}", "bold red")
        self._print(self._error_console(), f"  {error.remedy}", "")

    @contextmanager
    def progress(self, description: str) -> Iterator[Progress]:
        """Show a bar on stderr while it is a terminal; yields `report(done, total)`."""
        if not sys.stderr.isatty():
            yield lambda done, total: None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Bar(*columns, console=self._error_console(), transient=True) as bar:
            task = bar.add_task(description, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)

    @staticmethod
    def _print(console: Console, text: str, style: str) -> None:
        from rich.text import Text

        # Text, not markup: what looks like markup in a document is shown as it stands.
        console.print(Text(printable(text), style=style), soft_wrap=not console.is_terminal)

    def _console(self) -> Console:
        from rich.console import Console

        self._out = self._out or Console(file=sys.stdout, highlight=False, emoji=False)
        return self._out

    def _error_console(self) -> Console:
        from rich.console import Console

        self._err = self._err or Console(file=sys.stderr, highlight=False, emoji=False)
        return self._err
