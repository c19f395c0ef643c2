"""The chat page: `streamlit run ui/app.py`, or better `python -m ui`, which switches telemetry off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from ui import cards, chat, documents, markup, session, signin
from ui.errors import UiError
from ui.session import Session
from ui.settings import Settings

STYLE = Path(__file__).with_name("style.css")
# An emoji or a ":material/...:" name would make the browser fetch the picture from someone else's server.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="7" fill="#0f5c63"/>'
    '<path d="M16 10c-3-2-6-2-9-1v14c3-1 6-1 9 1 3-2 6-2 9-1V9c-3-1-6-1-9 1zm0 0v14" '
    'fill="none" stroke="#fff" stroke-width="2" stroke-linejoin="round"/></svg>'
)


def main() -> None:
    """Draw the page for one visitor."""
    st.set_page_config(page_title="Assistant", page_icon=ICON, layout="centered")
    st.html(STYLE)
    visitor = session.current()
    if visitor is None:
        _sign_in()
        return
    page = st.navigation(_pages(chat.page, documents.page))
    with st.sidebar:
        _sidebar(visitor)
    page.run()


def _pages(chats: Callable[[], None], lists: Callable[[], None]) -> list[Any]:
    return [
        st.Page(chats, title="Chat", icon=":material/forum:", url_path="chat", default=True),
        st.Page(lists, title="Documents", icon=":material/description:", url_path="documents"),
    ]


def _sign_in() -> None:
    # The same addresses as behind it, so that a link to a page leads there after signing in.
    st.navigation(_pages(lambda: None, lambda: None), position="hidden")
    try:
        settings = Settings.read()
    except UiError as error:
        st.html(cards.alert(error.problem, error.remedy))
        return
    signin.page(settings)


def _sidebar(visitor: Session) -> None:
    names = [workspace.name for workspace in visitor.workspaces]
    if len(names) > 1:
        visitor.workspace = st.selectbox(
            "Workspace",
            names,
            index=names.index(visitor.workspace),
            format_func=markup.label,
            key="workspace",
        )
    else:
        st.html(cards.fact("Workspace", visitor.workspace))
    if visitor.chosen is not None and visitor.chosen.policy:
        st.html(cards.fact("Policy", visitor.chosen.policy))
    if st.button("Clear conversation", width="stretch", disabled=not visitor.conversation()):
        visitor.clear()
        st.rerun()
    st.html(
        '<div class="privacy"><strong>What happens to a question</strong>'
        "<p>It goes to your organisation's own server and nowhere else. Personal details in it are redacted "
        "before the search. This conversation lives in this window only and is gone when you close it; the "
        "audit trail keeps that a question was asked, not its words.</p></div>"
    )
    st.html(cards.person(visitor.person))
    if st.button("Sign out", width="stretch"):
        session.sign_out()
        st.session_state["signed_out"] = True
        st.rerun()


main()
