"""The sign-in form: one field, one API key, kept in this session's memory only."""

from __future__ import annotations

import streamlit as st

from ui import cards, session
from ui.client import Client
from ui.errors import RefusedError, UiError
from ui.settings import Settings


def page(settings: Settings) -> None:
    """Sign in by the configured key, else by the form."""
    if settings.key and not st.session_state.get("signed_out"):
        try:
            session.sign_in(Client(settings, settings.key))
        except UiError as error:
            st.html(cards.alert(error.problem, error.remedy))
            st.button("Try again")
            st.stop()
        st.rerun()
    form(settings)


def form(settings: Settings) -> None:
    """Ask for a key and begin a session with it."""
    st.html(
        cards.welcome(
            "Answers come from your organisation's documents only, each with the passage it stands on. "
            "Personal details are redacted before anything is searched or shown."
        )
    )
    notice = st.session_state.pop("notice", None)
    if notice:
        st.html(cards.note(notice))
    with st.form("signin", border=True):
        key = st.text_input("API key", type="password", help="Your administrator makes one with: assistant keys create")
        submitted = st.form_submit_button("Sign in", type="primary")
    if not submitted:
        return
    if not key.strip():
        st.html(cards.alert("No key was given.", "Paste the key that your administrator gave you."))
        return
    try:
        session.sign_in(Client(settings, key.strip()))
    except RefusedError as error:
        if not error.signed_out:
            st.html(cards.alert(error.problem, error.remedy))
            return
        st.html(cards.alert("This key is not accepted.", "Check that it is complete, or ask for another."))
    except UiError as error:
        st.html(cards.alert(error.problem, error.remedy))
    else:
        st.rerun()
