"""The main job on the sample documents, told in plain words: `python -m samples.demo [--home FOLDER]`.

Every step is a command of the product, printed before it runs, so that the next step is to type one
yourself. Data and keys of the demo stay in its own folder.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

DOCUMENTS = Path(__file__).parent / "documents"
NOTE = DOCUMENTS / "visit-notes" / "visit-2024-04-02.txt"
ANSWERED = "How many weeks of parental leave can I take?"
REFUSED = "What is the melting point of tungsten?"
LINES_SHOWN = 14

console = Console(highlight=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo; returns 0 when every step did what it shows."""
    parser = argparse.ArgumentParser(description="The main job on the sample documents.")
    parser.add_argument("--home", type=Path, default=Path(".demo"), help="folder for the demo's data and keys")
    home = parser.parse_args(arguments).home.resolve()
    os.environ["ASSISTANT_HOME"] = str(home / "data")
    os.environ["ASSISTANT_KEYS"] = str(home / "keys")

    began = time.monotonic()
    try:
        _ingest()
        _show_redaction()
        _ask()
        _verify()
    except StepFailed as failure:
        console.print(f"\n[bold red]The demo stopped: {failure}[/]")
        return 1
    _next_steps(time.monotonic() - began)
    return 0


class StepFailed(Exception):
    """A command of the demo failed, or did not do what the demo shows."""


def _ingest() -> None:
    _title(
        "1. Documents in, redacted",
        "The same sample clinic twice, under two policies. Only redacted text is stored.",
    )
    for policy, says in (
        ("hipaa", "irreversible: names gone, dates to the year, ZIP to three digits"),
        (
            "gdpr",
            "reversible: each person, number and address becomes a pseudonym, the same in every document",
        ),
    ):
        report = _run_json(
            "ingest", str(DOCUMENTS), "--workspace", f"clinic-{policy}", "--policy", policy, say=f"({says})"
        )
        counts = report["documents"]
        done = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
        console.print(f"   {done}; {report['chunks']} passages; {report['seconds']:.1f} s")
        found = sorted(report["entities"].items(), key=lambda item: -item[1])
        if found:
            console.print("   redacted: " + ", ".join(f"{number} {kind}" for kind, number in found), style="dim")


def _show_redaction() -> None:
    _title(
        "2. What was redacted",
        "The head of a visit note (an invented patient), as written and as each policy stores it.",
    )
    original = NOTE.read_text(encoding="utf-8")
    _block("as written", original, [(0, 0)], "white")
    for policy in ("hipaa", "gdpr"):
        result = _run_json("redact", str(NOTE), "--policy", policy, "--workspace", f"clinic-{policy}")
        spans, shift = [], 0
        for entity in result["entities"]:
            start = entity["start"] + shift
            spans.append((start, start + len(entity["replacement"])))
            shift += len(entity["replacement"]) - (entity["end"] - entity["start"])
        _block(f"under {policy}", result["text"], spans, "bold black on yellow")


def _ask() -> None:
    _title(
        "3. A question that the documents answer",
        "The answer is quoted, and each quote names where it stands.",
    )
    answer = _run_json("ask", ANSWERED, "--workspace", "clinic-gdpr")
    if not answer["answered"] or not answer["citations"]:
        raise StepFailed("the question was not answered.")
    console.print(Text(f"   {answer['answer']}", style="bold green"))
    for number, citation in enumerate(answer["citations"], start=1):
        page = f", page {citation['page']}" if citation["page"] else ""
        section = f", section “{citation['section']}”" if citation["section"] else ""
        console.print(Text(f"   [{number}] {citation['document']}{page}{section}", style="cyan"))
        console.print(Text(f"       “{citation['quote']}”", style="dim"))
    console.print(f"   confidence {answer['confidence']:.2f}, {answer['timings_ms']['total']:.0f} ms", style="dim")

    _title("4. A question that they don't answer", "It is refused: nothing is made up.")
    refusal = _run_json("ask", REFUSED, "--workspace", "clinic-gdpr")
    if refusal["answered"]:
        raise StepFailed("a question outside the documents was answered.")
    console.print(Text(f"   {refusal['refusal']['message']}", style="bold yellow"))


def _verify() -> None:
    _title(
        "5. The audit trail",
        "Each step above was recorded: who, what, which ids, how many; never the content.",
    )
    report = _run_json("audit", "verify")
    if report.get("broken") is not None:
        raise StepFailed("the audit trail is broken.")
    console.print(Text(f"   chain whole: {report['entries']} entries verified", style="bold green"))


def _next_steps(seconds: float) -> None:
    _title(f"Done in {seconds:.0f} s. Now yours:", "")
    folder = Path(sys.executable).parent
    try:
        command = folder.relative_to(Path.cwd()) / "assistant"
    except ValueError:
        command = folder / "assistant"
    for line, says in (
        (f"{command} ingest ~/your-folder", "your own documents (txt, md, html, pdf, docx, csv)"),
        (f'{command} ask "your question"', "grounded and cited, or an honest refusal"),
        ("make up", "server and chat page together"),
    ):
        console.print(Text.assemble((f"   {line}", "bold"), f"   {says}"))


def _run_json(*arguments: str, say: str = "") -> dict[str, Any]:
    """Run one command of the product in this process and give its JSON."""
    from assistant.cli.program import run

    shown = " ".join(_quoted(argument) for argument in arguments)
    console.print(Text.assemble(("$ ", "dim"), (f"assistant {shown}", "bold"), f"  {say}"), soft_wrap=True)
    output = StringIO()
    with redirect_stdout(output):
        code = run([*arguments, "--json"])
    if code != 0:
        raise StepFailed(f"`assistant {arguments[0]}` ended with {code}.")
    result: dict[str, Any] = json.loads(output.getvalue())
    return result


def _quoted(argument: str) -> str:
    path = Path(argument)
    if path.is_absolute():
        try:
            argument = str(path.relative_to(Path.cwd()))
        except ValueError:
            pass
    return f'"{argument}"' if " " in argument else argument


def _title(title: str, says: str) -> None:
    console.print()
    console.print(Text(title, style="bold magenta"))
    if says:
        console.print(Text(says))


def _block(label: str, text: str, spans: Sequence[tuple[int, int]], style: str) -> None:
    shown = Text(text)
    for start, end in spans:
        shown.stylize(style, start, end)
    console.print(Text(f"   {label}", style="bold"))
    for line in shown.split("\n")[:LINES_SHOWN]:
        console.print(Text("   │ ", style="dim") + line)


if __name__ == "__main__":
    sys.exit(main())
