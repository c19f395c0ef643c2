"""Names behind pseudonyms on the chat page: for who may, with a reason, and kept nowhere."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.fake_api import FakeApi, answer
from tests.ui.test_pages import ask, shown, signed_in
from ui.errors import RefusedError

TOKEN = "⟦PERSON_k7Q2⟧"
NAME = "Edda <b>Quillfeather</b>"
OFFERED = "Show the names behind the pseudonyms"


def officer(said: str = f"{TOKEN} answers questions.", **options: object) -> FakeApi:
    return FakeApi([answer(said)], role="officer", may=("ask", "restore"), names={TOKEN: NAME}, **options)  # type: ignore[arg-type]


def answered(api: FakeApi) -> AppTest:
    return ask(signed_in(api), "Who answers?")


def give(app: AppTest, reason: str) -> AppTest:
    app.text_input[0].input(reason)
    return next(each for each in app.button if each.label == "Show for a minute").click().run()


def test_an_officer_gives_a_reason_and_sees_the_names_marked_as_restored() -> None:
    api = officer()
    page = shown(give(answered(api), " case 17 "))
    assert "Names restored" in page and "Edda &lt;b&gt;Quillfeather" in page and "<b>Quill" not in page
    assert api.reasons == [("default", "case 17")]


def test_what_was_restored_is_gone_with_the_next_step_and_in_no_session() -> None:
    app = give(answered(officer()), "case 17")
    kept = app.session_state["session"]
    assert "Quillfeather" not in repr([(turn.question, turn.answer.text) for turn in kept.conversation()])
    assert "Quillfeather" not in repr(app.session_state)
    app.run()
    assert "Quillfeather" not in shown(app) and TOKEN in shown(app)


def test_a_follow_up_carries_pseudonyms_and_no_names() -> None:
    api = officer()
    app = give(answered(api), "case 17")
    api.answers.append(answer("Nobody."))
    ask(app, "And who else?")
    assert api.histories[-1] == [("How long?", f"{TOKEN} answers questions.")]


@pytest.mark.parametrize("may", [(), ("ask",), ("ask", "ingest")])
def test_who_may_not_sees_no_such_control(may: tuple[str, ...]) -> None:
    api = officer()
    api.may = may
    app = answered(api)
    assert OFFERED not in [each.label for each in app.expander] and not app.text_input


def test_an_answer_without_pseudonyms_offers_nothing() -> None:
    assert not answered(officer("[PERSON] answers questions.")).text_input


def test_without_a_reason_nothing_is_asked_for() -> None:
    api = officer()
    assert "No reason was given." in shown(give(answered(api), "  "))
    assert api.reasons == []


def test_what_the_server_refuses_is_told_and_shows_nothing() -> None:
    api = officer()
    api.names = RefusedError("Too many values within an hour.", remedy="Wait.", status=429)
    page = shown(give(answered(api), "case 17"))
    assert "Too many values" in page and "Names restored" not in page


def test_a_text_is_shown_once_and_let_go_of() -> None:
    def script() -> None:
        import streamlit as st

        from ui import restoring

        st.session_state.setdefault("held", ["Edda"])
        restoring._for_a_minute(st.session_state["held"])

    app = AppTest.from_function(script, default_timeout=30).run()
    assert "Edda" in shown(app) and app.session_state["held"] == []
    assert "hidden again" in shown(app.run())
