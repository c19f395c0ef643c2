"""The Python client against a real server on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.client import Answer, Client, ProtocolError, RefusedError, UnreachableError
from assistant.client.reading import read
from assistant.workspaces.workspace import Workspace
from policies.errors import LoadError, RateError
from tests.assistant.serving import Listening

LOAN = "For how many days may a book be borrowed?"


@pytest.fixture(scope="module")
def client(real_server: Listening) -> Iterator[Client]:
    with Client(real_server.url, real_server.key("editor")) as made:
        yield made


def test_an_answer_comes_with_citations_whose_quotes_stand_in_the_document(client: Client) -> None:
    answer = client.ask(LOAN)
    assert answer.answered and "twenty-one days" in answer.answer and answer.refusal is None
    citation = answer.citations[0]
    assert citation.document == "loans.txt" and citation.end - citation.start == len(citation.quote)
    assert answer.timings_ms["total"] > 0


def test_a_refusal_comes_with_its_reason_and_the_closest_passages(client: Client) -> None:
    answer = client.ask("Who won the chess championship in 1972?")
    assert not answer.answered and answer.refusal and answer.refusal.reason == "not_found" and answer.closest


def test_a_stream_gives_sentences_and_then_the_answer(client: Client) -> None:
    *sentences, answer = client.stream(LOAN, history=[("Hello!", "Hello.")])
    assert sentences and isinstance(answer, Answer)
    assert all(isinstance(each, str) and each in answer.answer for each in sentences)


def test_passages_are_found(client: Client) -> None:
    found = client.search("bicycles helmets", k=1)
    assert found.query == "bicycles helmets" and [hit.document for hit in found.hits] == ["parking.md"]


def test_a_document_is_sent_listed_summarised_and_deleted(client: Client, tmp_path: Path) -> None:
    file = tmp_path / "pool.txt"
    file.write_text("Rules of the pool\n\nThe pool is heated on Sundays. Dogs stay outside.\n", encoding="utf-8")
    report = client.upload([file], workspace="sports")
    assert report.documents.added == 1 and report.workspace == "sports" and report.failed == ()
    document = client.documents(workspace="sports")[0]
    assert document.document == "pool.txt" and document.pages is None
    summary = client.summarize([document.document_id], sentences=1, workspace="sports")[0]
    assert summary.sentences[0].citation.quote == summary.sentences[0].text
    assert client.delete(document.document_id, workspace="sports").clean
    assert client.documents(workspace="sports") == ()


def test_a_text_is_redacted_and_restored_with_a_reason(real_server: Listening) -> None:
    text = "Ottilie Brandauer called."
    with Client(real_server.url, real_server.key("officer")) as officer:
        redaction = officer.redact(text)
        assert "Brandauer" not in redaction.text and redaction.entities[0].entity_type == "PERSON"
        assert "Brandauer" not in repr(redaction) + repr(officer)
        assert officer.restore(redaction.text, reason="case 17").text == text


def test_what_the_server_refuses_is_raised_in_its_words(client: Client, real_server: Listening) -> None:
    with pytest.raises(RefusedError, match="empty") as refused:
        client.ask(" ")
    assert refused.value.status == 422 and refused.value.code == "config" and refused.value.remedy
    with pytest.raises(RefusedError, match="empty"):
        list(client.stream(" "))
    with Client(real_server.url, "wrong") as stranger, pytest.raises(RefusedError) as unknown:
        stranger.documents()
    assert unknown.value.status == 401 and "wrong" not in str(unknown.value)


def test_a_request_too_many_is_sent_again_after_the_wait_that_the_server_asks_for(
    real_server: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    refusals = iter([7, 8, 500])
    search = Workspace.search

    def refusing(self: Workspace, *arguments: Any, **rest: Any) -> Any:
        seconds = next(refusals, None)
        if seconds is not None:
            raise RateError("Too many.", remedy="Wait.", retry_seconds=seconds)
        return search(self, *arguments, **rest)

    monkeypatch.setattr(Workspace, "search", refusing)
    with Client(real_server.url, real_server.key(), sleep=waits.append) as client:
        with pytest.raises(RefusedError) as impatient:
            client.search("garage")
        assert waits == [7, 8] and impatient.value.status == 429
        assert client.search("garage").hits
        refusals = iter([1] * 9)
        with pytest.raises(RefusedError):
            client.search("garage")
    assert waits == [7, 8, 1, 1, 1]


def test_a_server_that_is_not_there_is_told() -> None:
    with Client("http://127.0.0.1:9", "key") as client, pytest.raises(UnreachableError, match=r"127\.0\.0\.1:9"):
        client.documents()


def test_a_file_that_is_not_there_is_told_before_anything_is_sent(client: Client, tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"none\.txt"):
        client.upload([tmp_path / "none.txt"])


@pytest.mark.parametrize("field", ["answered", "confidence", "citations"])
def test_an_answer_of_another_shape_names_the_field_and_not_its_value(client: Client, field: str) -> None:
    told: dict[str, object] = {
        "question": "q",
        "answered": True,
        "answer": "a",
        "confidence": 1,
        "engine": "e",
        "citations": [],
    }
    assert read(Answer, told).confidence == 1.0
    for wrong in ({**told, field: "Brandauer"}, {name: told[name] for name in told if name != field}):
        with pytest.raises(ProtocolError, match=field) as mismatch:
            read(Answer, wrong)
        assert "Brandauer" not in str(mismatch.value)
