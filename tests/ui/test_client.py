from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from tests.ui import fake_server
from tests.ui.fake_server import KEY, State
from ui.cards import provenance
from ui.client import Client
from ui.errors import ProtocolError, RefusedError, UiError, UnreachableError
from ui.fields import Fields
from ui.settings import Settings
from ui.shapes import Answer, Person, Workspace


@pytest.fixture
def server() -> Iterator[tuple[str, State]]:
    with fake_server.running() as running:
        yield running


@pytest.fixture
def client(server: tuple[str, State]) -> Iterator[Client]:
    client = Client(Settings(api_url=server[0], timeout=10), KEY)
    yield client
    client.close()


def last(client: Client, question: str) -> Answer:
    *_, answer = client.ask(question, "default")
    assert isinstance(answer, Answer)
    return answer


def answering(body: str, status: int = 200) -> Client:
    """A client whose server says that, whatever it is asked; it opens no connection."""
    return Client(Settings(), KEY, httpx.MockTransport(lambda _: httpx.Response(status, text=body)))


def test_sentences_come_before_the_whole_answer(client: Client) -> None:
    *sentences, answer = client.ask("How long is parental leave?", "default")
    assert len(sentences) == 2
    assert isinstance(answer, Answer)
    assert answer.text == " ".join(str(one) for one in sentences)


def test_a_citation_points_into_the_passage_that_it_names(client: Client) -> None:
    cited = last(client, "How long is parental leave?").citations[1]
    found = client.passage(cited.chunk_id, "default")
    assert found.text[cited.start - found.start : cited.end - found.start] == cited.quote
    assert (found.document, found.page, found.section) == ("staff-handbook.pdf", 12, "Leave > Parental leave")


def test_a_refusal_brings_its_message_and_the_closest_passages(client: Client) -> None:
    answer = last(client, "What does a helicopter cost?")
    assert answer.refusal == "The documents do not answer this question."
    assert [hit.document for hit in answer.closest] == ["staff-handbook.pdf"]


@pytest.mark.parametrize(
    ("engines", "told"),
    [(["reader"], ()), ([], ()), (["tiny", "reader"], ("tiny: unsure", "reader: unsure"))],
)
def test_why_an_engine_answered_is_told_where_there_was_a_choice(engines: list[str], told: tuple[str, ...]) -> None:
    said = fake_server.answer("How long?", ["Twenty weeks."], [])
    routing = [{"engine": engine, "reason": "unsure", "confidence": 0.3} for engine in engines]
    answer = Answer.read(Fields.of({**said, "routing": routing}))
    assert answer.routing == told
    assert all(reason in provenance(answer) for reason in told)


def test_line_separators_in_an_answer_do_not_tear_it_apart(client: Client) -> None:
    assert last(client, "separator").text == "One line\u2028another\u0085a third."


def test_a_stream_that_breaks_off_is_an_error_after_its_sentences(client: Client) -> None:
    stream = client.ask("break", "default")
    assert next(stream) == "Parental leave is granted for twenty weeks."
    with pytest.raises(ProtocolError):
        next(stream)


def test_an_error_in_the_stream_brings_the_servers_remedy(client: Client) -> None:
    with pytest.raises(RefusedError) as caught:
        list(client.ask("fail", "default"))
    assert (caught.value.problem, caught.value.remedy) == (
        "The audit trail can't be written.",
        "Free some disk space.",
    )


def test_an_error_instead_of_a_stream_brings_its_status(client: Client) -> None:
    with pytest.raises(RefusedError) as caught:
        list(client.ask("busy", "default"))
    assert (caught.value.status, caught.value.remedy) == (429, "Wait a minute.")


def test_an_upload_sends_the_bytes_and_lists_the_document(client: Client, server: tuple[str, State]) -> None:
    report = client.upload("note of today.md", io.BytesIO(b"# Title\r\n\x00text"), "default")
    assert report.added == 1
    assert b"# Title\r\n\x00text" in server[1].uploads[0]
    assert "note of today.md" in [one.document for one in client.documents("default")]


def test_a_file_that_can_not_be_read_is_reported_with_its_remedy(client: Client) -> None:
    report = client.upload("scan.pdf", io.BytesIO(b"BROKEN"), "default")
    assert report.added == 0
    assert report.failed[0].remedy == "Run text recognition on it."


def test_a_deleted_document_is_gone_and_a_second_time_unknown(client: Client) -> None:
    client.delete("d-leave", "default")
    assert client.documents("default") == ()
    with pytest.raises(RefusedError) as caught:
        client.delete("d-leave", "default")
    assert caught.value.status == 404


def test_the_person_and_the_workspaces_are_read(client: Client) -> None:
    assert client.me() == Person("Dana at the front desk", "editor")
    default, research = client.workspaces()
    assert default == Workspace("default", "gdpr", 1, ("ask", "ingest")) and research == Workspace(
        "research", "hipaa", 0
    )


def test_a_text_is_restored_by_the_server_or_refused(client: Client, server: tuple[str, State]) -> None:
    with pytest.raises(RefusedError, match="can't be restored"):
        client.restore("⟦PERSON_k7Q2⟧", "default", "case 17")
    server[1].may = ("ask", "restore")
    assert client.restore("Ask ⟦PERSON_k7Q2⟧.", "default", "case 17") == "Ask Edda Quillfeather."
    assert server[1].reasons == ["case 17"]


def test_what_was_not_read_of_a_file_comes_with_it(client: Client) -> None:
    assert client.upload("plan.pdf", io.BytesIO(b"x"), "default").warnings == ("page 2: a picture was left out",)
    assert client.documents("default")[0].warnings == ("page 3: text under a black box was left out",)


def test_a_wrong_key_is_told_apart_from_other_refusals(server: tuple[str, State]) -> None:
    with closing(Client(Settings(api_url=server[0]), "some-other-key")) as client:
        with pytest.raises(RefusedError) as caught:
            client.me()
    assert caught.value.signed_out


def test_an_id_can_not_lead_to_another_path(client: Client, server: tuple[str, State]) -> None:
    with pytest.raises(RefusedError):
        client.passage("../me?x=", "default")
    assert server[1].requests[-1][1] == "/v1/passages/..%2Fme%3Fx%3D?workspace=default"


def test_a_server_that_is_not_there_is_named_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(UnreachableError) as caught, closing(Client(Settings(api_url=url), KEY)) as client:
            client.me()
    assert url in caught.value.problem
    assert "assistant serve" in caught.value.remedy


def test_a_silent_server_is_given_up() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with closing(Client(Settings(api_url=url, timeout=0.2), KEY)) as client:
            with pytest.raises(UnreachableError, match="in time"):
                client.me()


def test_no_proxy_of_the_environment_sees_a_request(server: tuple[str, State], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with closing(Client(Settings(api_url=server[0]), KEY)) as client:
        assert client.me().role == "editor"


def test_a_redirect_is_not_followed_with_the_key() -> None:
    seen: list[str] = []

    def elsewhere(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(307, headers={"Location": "http://127.0.0.1:1/v1/me"})

    with pytest.raises(UiError):
        Client(Settings(), KEY, httpx.MockTransport(elsewhere)).me()
    assert seen == ["http://127.0.0.1:8080/v1/me"]


@pytest.mark.parametrize(
    "body", ["", "<html>", "[]", "{}", '{"name": 7}', '{"name": null}', '{"name": {"a": "a secret"}}']
)
def test_an_answer_of_another_shape_is_an_error_that_does_not_repeat_it(body: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        answering(body).me()
    assert "secret" not in caught.value.problem + caught.value.remedy
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("body", ["<html>502</html>", '{"error": "text"}', '{"error": {"message": 3}}'])
def test_an_error_that_is_not_ours_is_told_by_its_status(body: str) -> None:
    with pytest.raises(RefusedError) as caught:
        answering(body, 502).me()
    assert "502" in caught.value.problem


def test_the_key_shows_in_no_repr(client: Client) -> None:
    assert KEY not in repr(client)
