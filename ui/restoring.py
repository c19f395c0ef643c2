"""The names behind pseudonyms, for who may read them: asked for with a reason, shown for a minute, kept nowhere."""

from __future__ import annotations

import streamlit as st

from ui import cards, markup, session
from ui.errors import UiError
from ui.session import Session

SHOWN_SECONDS = 60
LONGEST_REASON = 300


def offer(visitor: Session, text: str, key: str) -> None:
    """Under a text with pseudonyms, a form that asks why; nothing where the visitor may not or there are none."""
    if not (visitor.may("restore") and markup.has_pseudonyms(text)):
        return
    with st.container(key=f"names-{key}", gap="xsmall"):
        with (
            st.expander("Show the names behind the pseudonyms"),
            st.form(f"restore-{key}", clear_on_submit=True, border=False),
        ):
            reason = st.text_input("Why must you see them? A case number or a purpose", max_chars=LONGEST_REASON)
            st.html('<div class="caption">It goes into the audit trail, with your name and what you saw.</div>')
            sent = st.form_submit_button("Show for a minute")
        if sent and not reason.strip():
            st.html(cards.alert("No reason was given.", "Say which case you need the names for."))
        elif sent:
            _restore(visitor, text, reason.strip())


def _restore(visitor: Session, text: str, reason: str) -> None:
    try:
        restored = visitor.api.restore(text, visitor.workspace, reason)
    except UiError as error:
        session.show(error)
        return
    _for_a_minute([restored])


@st.fragment(run_every=SHOWN_SECONDS)  # type: ignore[untyped-decorator]  # Streamlit is not followed
def _for_a_minute(held: list[str]) -> None:
    """Show a text on the first run and let go of it: neither session nor the next run has it."""
    st.html(markup.restored(held.pop()) if held else cards.note("The names are hidden again."))
