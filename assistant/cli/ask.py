"""Ask a question; the answer is quoted from your documents, or refused."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from assistant.cli.batch import report_failures, run_batch
from assistant.cli.options import add_engine, add_json, add_workspace, given_text
from assistant.cli.session import Session
from assistant.cli.terminal import Terminal

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation, Passage


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("question", nargs="?", metavar="QUESTION", help="the question; '-' reads it from stdin")
    what.add_argument("--batch", metavar="FILE", help='one {"id": ..., "question": ...} a line; \'-\' reads stdin')
    add_workspace(parser)
    add_engine(parser)
    add_json(parser)


def run(options: argparse.Namespace, session: Session) -> int:
    """Answer one question, or a batch of them."""
    from assistant.shapes import answer_to_json

    terminal = session.terminal
    question = "" if options.batch else given_text(options.question)
    with session.wiring() as wiring:
        workspace = wiring.workspace(options.workspace)

        def answer(raw: Any) -> Answer:
            return workspace.ask(raw, actor=session.actor, engine=options.engine)

        if options.batch:
            failed = run_batch(
                options.batch, "question", terminal, lambda raw, identifier: answer_to_json(answer(raw), identifier)
            )
            return report_failures(failed, terminal)
        answered = answer(question)
    if terminal.json_only:
        terminal.value(answer_to_json(answered))
    else:
        show(answered, terminal)
    return 0


def show(answer: Answer, terminal: Terminal) -> None:
    """Print an answer with its numbered citations, or a refusal with the closest passages."""
    if answer.refusal is not None:
        terminal.say(answer.refusal.message, "bold yellow")
        if answer.closest:
            terminal.say("\nThe closest passages:", "bold")
        for number, passage in enumerate(answer.closest, start=1):
            terminal.say(f"  [{number}] {_place(passage)}", "cyan")
            terminal.say(f"      {_shortened(passage.text.value)}", "dim")
        return
    terminal.say_marked(answer.text.value)
    terminal.say()
    for number, citation in enumerate(answer.citations, start=1):
        terminal.say(f"  [{number}] {_place(citation)}", "cyan")
        terminal.say(f"      “{_shortened(citation.quote.value, limit=400)}”")
    milliseconds = answer.timings_ms.get("total", 0.0)
    terminal.say(f"\n  {answer.engine}, confidence {answer.confidence:.0%}, {milliseconds:.0f} ms", "dim")


def _place(source: Citation | Passage) -> str:
    parts = [source.document.value]
    if source.page is not None:
        parts.append(f"page {source.page}")
    if source.section:
        parts.append(source.section.value)
    return ", ".join(parts)


def _shortened(text: str, limit: int = 240) -> str:
    """Put a text on one line of at most `limit` characters, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rsplit(" ", 1)[0] + "…"
