"""`assistant ask` and `assistant search`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.assistant.library import assistant

QUESTION = "For how many days may a book be borrowed?"
ASK_FIELDS = {"id", "question", "answered", "answer", "confidence", "engine", "citations", "refusal", "timings_ms"}
CITATION_FIELDS = {"document", "document_id", "page", "section", "chunk_id", "quote", "start", "end", "score"}
HIT_FIELDS = {"document", "document_id", "chunk_id", "page", "section", "score", "text"}


def batch_file(folder: Path, *lines: str) -> Path:
    path = folder / "batch.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.usefixtures("library")
def test_an_answer_is_one_json_value_with_every_field() -> None:
    outcome = assistant("ask", QUESTION, "--json")
    assert outcome.code == 0 and outcome.out.count("\n") == 1
    answer = outcome.json
    assert ASK_FIELDS <= set(answer) and answer["answered"] and "twenty-one days" in answer["answer"]
    assert CITATION_FIELDS <= set(answer["citations"][0])
    assert {"redact", "retrieve", "rerank", "answer", "check", "total"} <= set(answer["timings_ms"])


@pytest.mark.usefixtures("library")
def test_a_citation_names_the_characters_of_the_stored_document() -> None:
    citation = assistant("ask", QUESTION, "--json").json["citations"][0]
    shown = assistant("documents", "show", citation["document_id"], "--json").json
    assert shown["text"][citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.usefixtures("library")
def test_people_read_the_answer_its_document_and_its_quote() -> None:
    out = assistant("ask", QUESTION).out
    assert "twenty-one days" in out and "[1] loans.txt" in out and "“" in out and "\x1b" not in out


@pytest.mark.usefixtures("library")
def test_a_question_beyond_the_documents_is_refused_and_that_is_no_failure() -> None:
    outcome = assistant("ask", "Who won the chess championship in 1972?", "--json")
    assert outcome.code == 0
    answer = outcome.json
    assert not answer["answered"] and answer["answer"] == "" and answer["citations"] == []
    assert answer["refusal"]["reason"] and answer["refusal"]["message"]
    assert "closest" in assistant("ask", "Who won the chess championship in 1972?").out


def test_without_documents_the_refusal_says_so() -> None:
    outcome = assistant("ask", QUESTION, "--json")
    assert outcome.code == 0, outcome.out
    assert outcome.json["refusal"]["reason"] == "no_documents"


@pytest.mark.usefixtures("library")
def test_a_batch_answers_in_order_and_goes_on_after_bad_lines(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "a", "question": QUESTION}),
        "no json at all",
        json.dumps({"id": 7}),
        json.dumps(["no", "object"]),
        json.dumps({"id": {"nested": True}, "question": "   "}),
        '{"id": "s", "question": "\\ud800"}',
        "",
        json.dumps({"id": None, "question": "When does the garage open?"}),
    ]
    outcome = assistant("ask", "--batch", batch_file(tmp_path, *lines))
    assert outcome.code == 1 and "5 line(s) failed" in outcome.err
    answers = outcome.lines
    assert [answer["id"] for answer in answers] == ["a", None, 7, None, {"nested": True}, "s", None]
    assert ["error" in answer for answer in answers] == [False, True, True, True, True, True, False]
    assert "six in the morning" in answers[-1]["answer"]


@pytest.mark.usefixtures("library")
def test_a_batch_reads_stdin_and_bytes_that_are_no_utf8_fail_their_line_only() -> None:
    lines = b'\xef\xbb\xbf{"id": 1, "query": "garage"}\n\xff\xfe\n{"id": 2, "query": "bicycles"}\n'
    outcome = assistant("search", "--batch", "-", "--k", "1", stdin=lines)
    assert [answer["id"] for answer in outcome.lines] == [1, None, 2]
    assert HIT_FIELDS <= set(outcome.lines[0]["hits"][0])


@pytest.mark.usefixtures("library")
def test_search_gives_at_most_k_hits_best_first() -> None:
    hits = assistant("search", "bicycles in the yard", "--k", "2", "--json").json["hits"]
    assert len(hits) == 2 and "Bicycles" in hits[0]["text"] and hits[0]["score"] >= hits[1]["score"]


@pytest.mark.usefixtures("library")
def test_a_question_may_come_from_stdin_so_that_no_shell_remembers_it() -> None:
    assert "twenty-one" in assistant("ask", "-", "--json", stdin=QUESTION).json["answer"]


@pytest.mark.usefixtures("library")
def test_what_looks_like_markup_or_steers_a_terminal_is_shown_as_text(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The code word of the [bold]vault[/bold] door is \x1b[31mpapyrus\x1b[0m today.\n", encoding="utf-8")
    assistant("ingest", note)
    out = assistant("search", "code word of the vault door", "--k", "1").out
    assert "[bold]vault[/bold]" in out and "\x1b" not in out


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("arguments", [("ask", QUESTION, "--engine", "none-such"), ("ask", "")])
def test_a_failure_is_json_on_stdout_and_words_with_a_remedy_on_stderr(arguments: tuple[str, ...]) -> None:
    outcome = assistant(*arguments, "--json")
    assert outcome.code == 1
    error = outcome.json["error"]
    assert error["message"] in outcome.err and error["remedy"] in " ".join(outcome.err.split())


@pytest.mark.parametrize(
    "arguments",
    [("ask",), ("ask", "a", "--batch", "b"), ("search", "x", "--k", "0"), ("ask", "x", "-w", "../up"), ("bogus",), ()],
)
def test_wrong_usage_exits_with_2_and_says_so_on_stderr(arguments: tuple[str, ...]) -> None:
    outcome = assistant(*arguments)
    assert outcome.code == 2 and "usage:" in outcome.err and outcome.out == ""


@pytest.mark.usefixtures("library")
def test_a_batch_file_that_is_not_there_is_an_error_with_its_name() -> None:
    outcome = assistant("ask", "--batch", "nowhere.jsonl")
    assert outcome.code == 1 and "nowhere.jsonl" in outcome.err


@pytest.mark.usefixtures("library")
def test_a_chat_answers_line_by_line_and_knows_what_was_asked_before() -> None:
    talk = "For how many days may a book be borrowed?\n\n  \nHow much does it cost when overdue?\n"
    outcome = assistant("ask", "--chat", "--json", stdin=talk)
    assert outcome.code == 0
    first, second = outcome.lines
    assert first["rewritten"] is None and "twenty-one days" in first["answer"]
    assert second["question"] == "How much does it cost when overdue?" and "book" in second["rewritten"]


@pytest.mark.usefixtures("library")
def test_of_a_question_with_several_parts_each_is_answered_or_named() -> None:
    question = "For how many days may a book be borrowed, and who painted the ceiling?"
    told = assistant("ask", question, "--json").json
    assert "twenty-one days" in told["answer"] and told["unanswered"] == ["who painted the ceiling?"]
    plain = assistant("ask", question).out
    assert "Nothing more was found on: who painted the ceiling?" in " ".join(plain.split())


@pytest.mark.usefixtures("library")
def test_a_line_of_a_chat_that_fails_is_told_and_the_next_one_is_answered() -> None:
    outcome = assistant("ask", "--chat", "--json", stdin=f"{'why ' * 5000}\n{QUESTION}\n")
    assert outcome.code == 1 and "Error" in outcome.err
    failed, answered = outcome.lines
    assert "error" in failed and answered["answered"]


@pytest.mark.usefixtures("library")
def test_people_read_how_a_follow_up_was_understood() -> None:
    out = assistant("ask", "--chat", stdin="When does the garage open?\nWhere is it?\n").out
    assert "Understood as: Where is the garage?" in out


def test_a_chat_takes_no_question_of_its_own() -> None:
    assert assistant("ask", "--chat", QUESTION).code == 2
