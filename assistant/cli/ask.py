"""Ask a question; the answer is quoted from your documents, or refused."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from assistant.cli.batch import report_failures, run_batch
from assistant.cli.chat import converse
from assistant.cli.options import add_engine, add_json, add_reason, add_workspace, given_text
from assistant.cli.session import Session
from assistant.cli.terminal import Terminal
from assistant.turn import ALONE, Turn
from policies.errors import ConfigError

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.conversations.conversation import Exchange
    from assistant.shapes import Json
    from assistant.wiring import Wiring
    from policies.restoration import Restoration


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("question", nargs="?", metavar="QUESTION", help="the question; '-' reads it from stdin")
    what.add_argument("--batch", metavar="FILE", help='one {"id": ..., "question": ...} a line; \'-\' reads stdin')
    what.add_argument("--chat", action="store_true", help="a conversation: one question a line on stdin")
    add_workspace(parser)
    add_engine(parser)
    parser.add_argument("--restore", action="store_true", help="show the values behind pseudonyms; needs --reason")
    add_reason(parser, required=False)
    add_json(parser)


def run(options: argparse.Namespace, session: Session) -> int:
    """Answer one question, a batch of them, or a conversation."""
    from assistant.restoring import restored
    from assistant.shapes import answer_to_json

    terminal = session.terminal
    question = "" if options.batch or options.chat else given_text(options.question)
    with session.wiring() as wiring:
        workspace = wiring.workspace(options.workspace)
        reading = _reading(options, session, wiring)

        def answer(raw: Any, turn: Turn = ALONE, history: Sequence[Exchange] = ()) -> Answer:
            return workspace.ask(raw, actor=session.actor, engine=options.engine, turn=turn, history=history)

        def shape(answered: Answer, identifier: object = None) -> Json:
            told = answer_to_json(answered, identifier)
            return told if reading is None else restored(told, reading)

        if options.batch:
            failed = run_batch(
                options.batch, "question", terminal, lambda raw, identifier: shape(answer(raw), identifier)
            )
            return report_failures(failed, terminal)

        def told(answered: Answer) -> None:
            shaped = shape(answered)  # before anything of it is printed: what can't be audited isn't shown
            if terminal.json_only:
                terminal.value(shaped)
            else:
                show(answered, terminal, shown=str if reading is None else reading.shown)

        if options.chat:
            return 1 if converse(answer, told, terminal) else 0
        told(answer(question))
    return 0


def _reading(options: argparse.Namespace, session: Session, wiring: Wiring) -> Restoration | None:
    """The reading behind pseudonyms that was asked for, if one was; who may not is refused before the question."""
    if not options.restore:
        if options.reason or options.break_glass:
            raise ConfigError("--reason and --break-glass go with --restore.", remedy="Add --restore.")
        return None
    from assistant.restoring import restoration
    from policies.restoration import Request

    if not options.reason.strip():
        raise ConfigError("--restore needs a reason.", remedy="Add --reason TEXT: a case number or a purpose.")
    request = Request(session.actor, session.role, options.reason, options.break_glass)
    return restoration(request, wiring, options.workspace)


def show(answer: Answer, terminal: Terminal, *, shown: Callable[[str], str] = str) -> None:
    """Print an answer with its numbered citations, or a refusal with the closest passages.

    `shown` is what becomes of each text of it, before it is cut to fit.
    """
    if answer.rewritten is not None:
        terminal.say(f"Understood as: {shown(answer.rewritten.value)}\n", "dim")
    from assistant.notes import NOTHING_MORE, place_of

    if answer.refusal is not None:
        terminal.say(answer.refusal.message, "bold yellow")
        _tell_routing(answer, terminal)
        if answer.closest:
            terminal.say("\nThe closest passages:", "bold")
        for number, passage in enumerate(answer.closest, start=1):
            terminal.say(f"  [{number}] {shown(place_of(passage))}", "cyan")
            terminal.say(f"      {_shortened(shown(passage.text.value))}", "dim")
        return
    terminal.say_marked(shown(answer.text.value))
    terminal.say()
    for part in answer.unanswered:
        terminal.say(f"{NOTHING_MORE}{shown(part.value)}\n", "yellow")
    for number, citation in enumerate(answer.citations, start=1):
        terminal.say(f"  [{number}] {shown(place_of(citation))}", "cyan")
        terminal.say(f"      “{_shortened(shown(citation.quote.value), limit=400)}”")
    milliseconds = answer.timings_ms.get("total", 0.0)
    terminal.say(f"\n  {answer.engine}, confidence {answer.confidence:.0%}, {milliseconds:.0f} ms", "dim")
    _tell_routing(answer, terminal)


def _tell_routing(answer: Answer, terminal: Terminal) -> None:
    """Say which engines were to answer and why, unless there was but one."""
    if any(decision.engine != "reader" for decision in answer.routing):
        way = "; then ".join(f"{decision.engine}: {decision.reason}" for decision in answer.routing)
        terminal.say(f"  {way}", "dim")


def _shortened(text: str, limit: int = 240) -> str:
    """Put a text on one line of at most `limit` characters, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rsplit(" ", 1)[0] + "…"
