"""The chat: a question, the answer as its sentences are verified, and the passages it stands on."""

from __future__ import annotations

from contextlib import closing
from typing import cast

import streamlit as st

from ui import cards, markup, restoring, session
from ui.client import Said
from ui.errors import UiError
from ui.session import Session, Turn
from ui.shapes import Answer, Citation

PERSON, ASSISTANT = ":material/person:", ":material/menu_book:"
LONGEST_QUESTION = 4000
REMEMBERED = 6
"""Turns that go to the server with a question, to tell what it means."""


def page() -> None:
    """The conversation, and the field for the next question."""
    visitor = session.required()
    turns = visitor.conversation()
    question = st.chat_input("Ask a question", max_chars=LONGEST_QUESTION, key="question")
    if not turns and not question:
        _welcome(visitor)
    for number, turn in enumerate(turns):
        _turn(visitor, turn, f"{visitor.workspace}-{number}")
    if question and question.strip():
        turn = Turn(question.strip())
        turns.append(turn)
        _ask(visitor, turn, _said(turns[:-1]))
        # Drawn anew from the session, so that what was streamed and what stays are one and the same.
        st.rerun()


def _welcome(visitor: Session) -> None:
    st.html(
        cards.welcome(
            "Every sentence of an answer stands on a passage that you can open. "
            "When the documents do not say, the assistant tells you so."
        )
    )
    if visitor.chosen is not None and visitor.chosen.documents == 0:
        st.html(cards.note("This workspace holds no documents yet. Add some on the page “Documents”."))


def _said(turns: list[Turn]) -> list[Said]:
    """What the last turns asked and were answered; those without an answer help nobody to understand the next one."""
    answered = [(turn.question, turn.answer.text) for turn in turns if turn.answer is not None]
    return answered[-REMEMBERED:]


def _ask(visitor: Session, turn: Turn, history: list[Said]) -> None:
    with st.chat_message("user", avatar=PERSON):
        st.html(markup.prose(turn.question))
    with st.chat_message("assistant", avatar=ASSISTANT):
        place = st.empty()
        place.html('<div class="waiting" role="status">Searching the documents</div>')
        said: list[str] = []
        try:
            with closing(visitor.api.ask(turn.question, visitor.workspace, history)) as stream:  # type: ignore[type-var]
                for item in stream:
                    if isinstance(item, Answer):
                        _finish(turn, item)
                    else:
                        said.append(item)
                        place.html(markup.sentences(said))
        except UiError as error:
            turn.error = error


def _finish(turn: Turn, answer: Answer) -> None:
    turn.answer = answer
    turn.changed = answer.question.split() != turn.question.split()
    turn.question = answer.question


def _turn(visitor: Session, turn: Turn, key: str) -> None:
    with st.chat_message("user", avatar=PERSON):
        st.html(markup.prose(turn.question))
        if turn.changed:
            st.html('<div class="private">Personal details were redacted before the search.</div>')
        if turn.answer is not None and turn.answer.rewritten:
            st.html(f'<div class="private">Understood as: {markup.escape(turn.answer.rewritten)}</div>')
    with st.chat_message("assistant", avatar=ASSISTANT):
        if turn.error is not None:
            session.show(turn.error)
        elif turn.answer is None:
            st.html(cards.note("This answer was interrupted. Ask again to get it."))
        elif turn.answer.refusal is not None:
            _refusal(turn.answer)
        else:
            _answer(visitor, turn.answer, key)


def _answer(visitor: Session, answer: Answer, key: str) -> None:
    quotes = [citation.quote for citation in answer.citations]
    st.html(markup.answer(answer.text, quotes))
    for part in answer.unanswered:
        st.html(cards.note(f"Nothing more was found on: {part}"))
    with st.container(key=f"sources-{key}", gap="xsmall"):
        for number, citation in enumerate(answer.citations, start=1):
            label = markup.place_label(number, citation.document, citation.page, citation.section)
            source = st.expander(label, key=f"source-{key}-{number}", on_change="rerun")
            if source.open:
                with source:
                    _source(visitor, citation)
    st.html(cards.provenance(answer))
    restoring.offer(visitor, answer.text, key)


def _source(visitor: Session, citation: Citation) -> None:
    try:
        found = visitor.passage(citation.chunk_id)
    except UiError as error:
        session.show(error)
        st.html(markup.excerpt(citation.quote))
        return
    st.html(markup.passage(found, citation))


def _refusal(answer: Answer) -> None:
    st.html(f'<div class="refusal">{markup.escape(cast("str", answer.refusal))}</div>')
    if not answer.closest:
        return
    st.html('<div class="caption">Closest passages, which do not answer it:</div>')
    for number, hit in enumerate(answer.closest, start=1):
        with st.expander(markup.place_label(number, hit.document, hit.page, hit.section)):
            st.html(markup.place(hit.document, hit.page, hit.section) + markup.excerpt(hit.text))
