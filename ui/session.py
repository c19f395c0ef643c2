"""What one visitor's session holds, in memory only: who is signed in, the workspace, the conversation.

Streamlit drops it when the page is closed or reloaded; nothing of it is written anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import streamlit as st

from ui import cards
from ui.client import Api
from ui.errors import RefusedError, UiError
from ui.shapes import Answer, Passage, Person, Workspace


@dataclass(slots=True, repr=False)
class Turn:
    """A question and what came of it. Without answer and error it was interrupted.

    `question` is what the person typed until the answer is there, then the redacted form that was searched.
    """

    question: str
    answer: Answer | None = None
    error: UiError | None = None
    changed: bool = False


@dataclass(slots=True, repr=False)
class Session:
    """One signed-in visitor."""

    api: Api
    person: Person
    workspaces: tuple[Workspace, ...]
    workspace: str
    turns: dict[str, list[Turn]] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)

    def conversation(self) -> list[Turn]:
        """The chosen workspace's conversation."""
        return self.turns.setdefault(self.workspace, [])

    def passage(self, chunk_id: str) -> Passage:
        """A passage, asked for once.

        Raises:
            UiError: it can't be had.
        """
        key = f"{self.workspace}/{chunk_id}"
        if key not in self.passages:
            self.passages[key] = self.api.passage(chunk_id, self.workspace)
        return self.passages[key]

    @property
    def chosen(self) -> Workspace | None:
        """The chosen workspace, None when the server names none."""
        return next((one for one in self.workspaces if one.name == self.workspace), None)

    def may(self, what: str) -> bool:
        """Whether the visitor may do something in the chosen workspace, by the server's word."""
        return self.chosen is not None and what in self.chosen.may

    def refresh(self) -> None:
        """Ask for the workspaces again, after documents came or went; passages may have changed with them.

        Raises:
            UiError: they can't be had.
        """
        self.workspaces = self.api.workspaces() or self.workspaces
        self.passages.clear()

    def clear(self) -> None:
        """Forget the chosen workspace's conversation and the passages that were opened."""
        self.turns.pop(self.workspace, None)
        self.passages.clear()


def sign_in(api: Api) -> Session:
    """Begin a session with an `Api` that holds a key; closes it where that fails.

    Raises:
        UiError: the key is not accepted, or the server can't be reached.
    """
    try:
        person, workspaces = api.me(), api.workspaces()
    except UiError:
        api.close()
        raise
    session = Session(api, person, workspaces, workspaces[0].name if workspaces else "default")
    st.session_state["session"] = session
    return session


def current() -> Session | None:
    """The visitor's session, None before signing in."""
    return cast("Session | None", st.session_state.get("session"))


def required() -> Session:
    """The visitor's session on a page that is only reached signed in."""
    return cast("Session", st.session_state["session"])


def sign_out() -> None:
    """Forget everything about this visitor."""
    visitor = current()
    if visitor is not None:
        visitor.api.close()
    st.session_state.clear()


def show(error: UiError) -> None:
    """An error as a person reads it. A key that is no longer accepted leads back to the sign-in form."""
    if isinstance(error, RefusedError) and error.signed_out:
        sign_out()
        st.session_state["notice"] = "Your key is no longer accepted. Sign in again."
        st.rerun()
    st.html(cards.alert(error.problem, error.remedy))
