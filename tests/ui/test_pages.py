from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui import fake_server
from tests.ui.fake_api import FakeApi, answer, citation, refusal, stored
from tests.ui.fake_server import HOSTILE, KEY
from ui.errors import UiError
from ui.session import Session
from ui.shapes import Failure, Hit, Ingested

APP = Path(__file__).parents[2] / "ui" / "app.py"


def signed_in(api: FakeApi) -> AppTest:
    """The app for a visitor who is signed in at that api."""
    app = AppTest.from_file(str(APP), default_timeout=30)
    app.session_state["session"] = Session(api, api.me(), api.workspaces(), "default")
    return app.run()


def on_documents(api: FakeApi) -> AppTest:
    """The page of documents, alone."""

    def script() -> None:
        from ui import documents

        documents.page()

    app = AppTest.from_function(script, default_timeout=30)
    app.session_state["session"] = Session(api, api.me(), api.workspaces(), "default")
    return app.run()


def shown(app: AppTest) -> str:
    """All HTML of the page."""
    assert not app.exception
    return "\n".join(str(one.proto.body) for one in app.get("html"))


def ask(app: AppTest, question: str) -> AppTest:
    return app.chat_input[0].set_value(question).run()


def test_a_question_goes_with_what_was_asked_and_answered_before() -> None:
    api = FakeApi([answer("Leave lasts twenty weeks."), replace(answer("It is."), rewritten="Is leave paid?")])
    app = ask(ask(signed_in(api), "How long?"), "Is it paid?")
    assert api.histories == [[], [("How long?", "Leave lasts twenty weeks.")]]
    assert "Understood as: Is leave paid?" in shown(app)


def test_a_part_of_a_question_that_nothing_answers_is_told() -> None:
    api = FakeApi([replace(answer("Leave lasts twenty weeks."), unanswered=("who pays <it>?",))])
    page = shown(ask(signed_in(api), "How long is leave and who pays <it>?"))
    assert "Nothing more was found on: who pays &lt;it&gt;?" in page


def test_without_a_key_the_page_asks_for_one_and_shows_nothing_else() -> None:
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    assert [field.label for field in app.text_input] == ["API key"]
    assert not app.chat_input
    assert not app.sidebar.button


def test_a_key_that_the_server_accepts_signs_in(monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_server.running() as (url, _):
        monkeypatch.setenv("ASSISTANT_API_URL", url)
        app = AppTest.from_file(str(APP), default_timeout=30).run()
        app.text_input[0].input(f" {KEY} ")
        app.button[0].click().run()
        assert app.chat_input
        assert "Dana at the front desk (editor)" in shown(app)
        app.session_state["session"].api.close()


def test_a_key_that_the_server_refuses_is_told_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_server.running() as (url, _):
        monkeypatch.setenv("ASSISTANT_API_URL", url)
        app = AppTest.from_file(str(APP), default_timeout=30).run()
        app.text_input[0].input("a-wrong-key")
        app.button[0].click().run()
        assert "This key is not accepted." in shown(app)
        assert "session" not in app.session_state


def test_a_configured_key_signs_in_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_server.running() as (url, _):
        monkeypatch.setenv("ASSISTANT_API_URL", url)
        monkeypatch.setenv("ASSISTANT_UI_KEY", KEY)
        app = AppTest.from_file(str(APP), default_timeout=30).run()
        assert app.chat_input
        app.session_state["session"].api.close()


def test_a_server_that_is_not_there_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("ASSISTANT_UI_KEY", KEY)
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    assert "assistant serve" in shown(app)


def test_an_answer_is_shown_with_its_sources_closed() -> None:
    api = FakeApi([answer("Leave lasts twenty weeks.", citation("Leave lasts twenty weeks."))])
    app = ask(signed_in(api), "How long?")
    assert 'weeks.<sup class="source">1</sup>' in shown(app)
    assert [one.label for one in app.expander] == ["1 · handbook.pdf · page 4 · Leave"]
    assert api.asked == [("How long?", "default")]
    assert api.opened == []


def test_an_opened_source_shows_its_passage_with_the_quote_marked() -> None:
    api = FakeApi([answer("Leave lasts twenty weeks.", citation("Leave lasts twenty weeks."))])
    app = ask(signed_in(api), "How long?")
    app.session_state["source-default-0-1"] = True
    app.run()
    html = shown(app)
    assert "<mark>Leave lasts twenty weeks.</mark> It is asked for in writing." in html
    assert "Before it." in html
    assert "Leave" in html
    app.run()
    assert api.opened == ["c1"]


def test_a_refusal_shows_its_message_and_the_closest_passages() -> None:
    hit = Hit("handbook.pdf", "c1", 4, "Leave", "Something near it.")
    app = ask(signed_in(FakeApi([refusal("The documents do not say.", hit)])), "How long?")
    html = shown(app)
    assert "The documents do not say." in html
    assert "Something near it." in html


def test_the_question_stays_in_its_redacted_form_only() -> None:
    said = answer("Yes.", question="Does ⟦PERSON_a1B2⟧ come?")
    app = ask(signed_in(FakeApi([said])), "Does Jo Winter come?")
    html = shown(app)
    assert "Jo Winter" not in html + str(app.session_state["session"].conversation()[0].question)
    assert "⟦PERSON_a1B2⟧" in html
    assert "Personal details were redacted" in html


def test_a_question_without_personal_details_is_not_said_to_hold_any() -> None:
    app = ask(signed_in(FakeApi([answer("Yes.", question="How long?")])), "How long?")
    assert "Personal details were redacted" not in shown(app)


def test_a_failure_shows_problem_and_remedy_and_the_next_question_works() -> None:
    failure = UiError("The server did not answer.", remedy="Try again later.")
    app = ask(signed_in(FakeApi([failure, answer("Twenty weeks.")])), "How long?")
    assert "<strong>The server did not answer.</strong> Try again later." in shown(app)
    assert "Twenty weeks." in shown(ask(app, "How long?"))


def test_nothing_of_a_hostile_answer_reaches_a_widget_that_reads_markdown() -> None:
    said = answer(HOSTILE, citation("twenty", document=HOSTILE))
    app = ask(signed_in(FakeApi([said])), "How long?")
    html = shown(app)
    assert not app.main.markdown
    assert "<img" not in html
    assert "<script" not in html
    assert "http://" not in app.expander[0].label
    assert "![" not in app.expander[0].label


def test_clearing_forgets_the_conversation() -> None:
    app = ask(signed_in(FakeApi([answer("Twenty weeks.")])), "How long?")
    next(one for one in app.button if one.label == "Clear conversation").click().run()
    assert "Twenty weeks." not in shown(app)
    assert app.session_state["session"].turns.get("default", []) == []


def test_signing_out_forgets_everything_and_closes_the_connection() -> None:
    api = FakeApi([answer("Twenty weeks.")])
    app = ask(signed_in(api), "How long?")
    next(one for one in app.button if one.label == "Sign out").click().run()
    assert "Twenty weeks." not in shown(app)
    assert "session" not in app.session_state
    assert api.closed


def test_each_workspace_has_a_conversation_of_its_own() -> None:
    api = FakeApi([answer("Twenty weeks.", question="How long?"), answer("Yes.", question="And here?")])
    app = ask(signed_in(api), "How long?")
    app.selectbox[0].select("research").run()
    assert "Twenty weeks." not in shown(app)
    ask(app, "And here?")
    assert api.asked[-1] == ("And here?", "research")
    app.selectbox[0].select("default").run()
    assert "Twenty weeks." in shown(app)


def test_documents_are_listed_with_what_was_redacted_in_them() -> None:
    app = on_documents(FakeApi(stored={"d1": stored(1)}))
    assert "file-001.pdf" in shown(app)
    assert "person <b>3</b>" in shown(app)


def test_a_document_is_deleted_only_after_it_was_confirmed() -> None:
    api = FakeApi(stored={"d1": stored(1)})
    app = on_documents(api)
    app.button(key="delete-d1").click().run()
    assert list(api.stored) == ["d1"]
    app.button(key="no-d1").click().run()
    assert "for good?" not in shown(app)
    app.button(key="delete-d1").click().run()
    app.button(key="yes-d1").click().run()
    assert api.stored == {}
    assert "No documents yet." in shown(app)


def test_a_held_document_says_so_and_can_not_be_deleted() -> None:
    held = replace(stored(1), held_since="2026-03-04T10:00:00+00:00", hold="case 12/9")
    app = on_documents(FakeApi(stored={"d1": held, "d2": stored(2)}))
    assert "Under legal hold since 2026-03-04: case 12/9" in shown(app)
    assert [each.key for each in app.button if str(each.key).startswith("delete")] == ["delete-d2"]


def test_someone_who_may_only_read_sees_the_list_without_controls() -> None:
    app = on_documents(FakeApi(stored={"d1": stored(1)}, role="user"))
    assert "file-001.pdf" in shown(app)
    assert not app.button
    assert not app.file_uploader


def test_a_long_list_is_cut_into_pages_and_found_by_name() -> None:
    app = on_documents(FakeApi(stored={f"d{n}": stored(n) for n in range(1, 46)}))
    assert "file-020.pdf" in shown(app)
    assert "file-021.pdf" not in shown(app)
    app.number_input[0].set_value(3).run()
    assert "file-045.pdf" in shown(app)
    app.text_input[0].set_value("FILE-007").run()
    assert "file-007.pdf" in shown(app)
    assert "1 of 45 documents" in shown(app)


def test_each_uploaded_file_has_its_own_result() -> None:
    unread = Ingested(0, 0, 0, 0, {}, (Failure("The file holds no text.", "Run text recognition."),))
    too_large = UiError("The file is too large.", remedy="Split it.")
    api = FakeApi(rejected={"scan.pdf": unread, "huge.csv": too_large})
    app = on_documents(api)
    files = [(name, b"x", "application/octet-stream") for name in ("note.md", "scan.pdf", "huge.csv")]
    app.file_uploader[0].set_value(files)
    next(one for one in app.button if one.label == "Add to the workspace").click().run()
    html = shown(app)
    assert "<strong>note.md</strong> was added." in html
    assert "<strong>scan.pdf</strong> was not added. The file holds no text. Run text recognition." in html
    assert "<strong>huge.csv</strong> was not added. The file is too large. Split it." in html
    assert len(api.stored) == 1


def test_what_was_not_read_of_a_file_is_told_when_it_comes_in_and_in_the_list() -> None:
    warned = Ingested(1, 0, 0, 2, {}, (), ("page 2: <b>hidden</b> text was left out",))
    api = FakeApi(rejected={"scan.pdf": warned}, stored={"d9": replace(stored(9), warnings=("page 3: a picture",))})
    app = on_documents(api)
    assert shown(app).count("To know of this file:") == 1 and "<li>page 3: a picture</li>" in shown(app)
    app.file_uploader[0].set_value([("scan.pdf", b"x", "application/octet-stream")])
    next(one for one in app.button if one.label == "Add to the workspace").click().run()
    assert "<li>page 2: &lt;b&gt;hidden&lt;/b&gt; text was left out</li>" in shown(app)


def test_a_key_that_was_revoked_leads_back_to_the_form() -> None:
    api = FakeApi(revoked=True)
    app = on_documents(api)
    assert "session" not in app.session_state
    assert api.closed
