"""`ask --chat`: a conversation over stdin, one question a line; each answer knows what was asked before."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.cli.terminal import Terminal
from policies.errors import AssistantError

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.conversations.conversation import Exchange
    from assistant.turn import Turn

Ask = Callable[[str, "Turn", "Sequence[Exchange]"], "Answer"]


def converse(ask: Ask, show: Callable[[Answer], None], terminal: Terminal) -> int:
    """Answer each line of stdin until it ends; returns how many failed. A question that fails is told and forgotten.

    What is remembered is what was shown: questions redacted, answers as they left.
    """
    from assistant.conversations.conversation import MOST_EXCHANGES, Exchange
    from assistant.json import error_to_json
    from assistant.turn import Turn

    turn, failed = Turn(conversation=secrets.token_hex(16)), 0
    history: list[Exchange] = []
    for question in _lines(terminal):
        try:
            answered = ask(question, turn, history)
            show(answered)
        except AssistantError as error:
            failed += 1
            if terminal.json_only:
                terminal.value(error_to_json(error))
            terminal.problem(error)
            continue
        said = Exchange(answered.question.value, answered.text.value)
        history = [*history, said][-MOST_EXCHANGES:]
    return failed


def _lines(terminal: Terminal) -> Iterator[str]:
    asks = sys.stdin.isatty()
    if asks:
        terminal.note("Ask a question a line; Ctrl-D ends the conversation.")
    while True:
        if asks:
            sys.stderr.write("> ")
            sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            return
        # As for other arguments: what was no UTF-8 is replaced.
        question = line.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()
        if question:
            yield question
