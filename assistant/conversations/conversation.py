"""What was said before a question, and the question as it is to be understood after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.conversations.follow_ups import leans, standalone
from assistant.conversations.rewriting import written_anew
from assistant.lexemes import tokens
from assistant.questions import checked_text
from assistant.seams import Writer
from assistant.turn import ALONE, Turn
from policies.redactor import Redactor
from policies.text import EMPTY, RedactedText

MOST_EXCHANGES = 6
"""The last ones that are read; what lies further back is no longer meant."""

ANSWER_CHARACTERS = 4_000
"""Of an earlier answer, from its start."""


@dataclass(frozen=True, slots=True, repr=False)
class Exchange:
    """An earlier question of the conversation and what was answered, as the client tells it: raw and not trusted.

    `answer` is empty where there was none.
    """

    question: str
    answer: str = ""

    def __repr__(self) -> str:
        return f"<exchange of {len(self.question)} and {len(self.answer)} characters>"


def understood(
    question: RedactedText,
    history: Sequence[Exchange],
    redactor: Redactor,
    *,
    limit: int,
    writer: Writer | None = None,
    turn: Turn = ALONE,
) -> RedactedText | None:
    """The question as it stands alone, None when it does as it is.

    The conversation is redacted like a question before it is read: tokens that only look like ours are neutralised.
    What comes out is redacted again, and holds no token that the conversation does not hold.

    Args:
        question: redacted.
        history: oldest first.
        redactor: of the workspace.
        limit: characters that a question may have.
        writer: a language model that is asked first; the rules count where it writes what nobody said.
        turn: the question's, for the writer.

    Raises:
        ConfigError: an earlier question or answer is no text.
        LimitError: an earlier question is too long.
        RedactionError: redaction failed; nothing passes on.
    """
    recent = [_checked(each, limit) for each in history[-MOST_EXCHANGES:]]
    if not recent:
        return None

    def hidden(text: str) -> RedactedText:
        return redactor.redact(text, keep_tokens=True).text if text.strip() else EMPTY

    heard = [(hidden(each.question), hidden(each.answer)) for each in recent]
    said = [(asked.value, answered.value) for asked, answered in heard]
    rewritten = written_anew(question, heard, writer, turn) if writer and leans(question.value, said) else None
    rewritten = rewritten or standalone(question.value, said)
    if rewritten is None:
        return None
    known = tokens(" ".join([question.value, *(text for pair in said for text in pair)]))
    result = redactor.redact(rewritten, keep_tokens=True).text
    return result if tokens(result.value) <= known and len(result) <= limit else None


def _checked(exchange: Exchange, limit: int) -> Exchange:
    question = checked_text(exchange.question, noun="earlier question", limit=limit)
    if not exchange.answer:
        return Exchange(question)
    answer = exchange.answer[:ANSWER_CHARACTERS] if isinstance(exchange.answer, str) else exchange.answer
    return Exchange(question, checked_text(answer, noun="earlier answer", limit=ANSWER_CHARACTERS))
