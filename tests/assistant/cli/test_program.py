"""The program as a process: its start, its ends, and what it never prints."""

from __future__ import annotations

import io
import json
import logging
import os
import signal
import subprocess
import sys
from contextlib import redirect_stderr
from pathlib import Path

import pytest

from assistant.logs import configure_logging, report_unforeseen
from tests.assistant.library import assistant, undisturbed

HEAVY = ("chromadb", "presidio_analyzer", "spacy", "onnxruntime", "numpy", "fastapi", "streamlit", "llama_cpp", "rich")


def start(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "assistant", *arguments]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen(command, **pipes)  # type: ignore[call-overload,no-any-return]


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom assistant.cli.program import run\n"
        "try:\n    run(['--help'])\nexcept SystemExit:\n    pass\n"
        f"sys.stderr.write(','.join(name for name in {HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == "" and "summarize" in done.stdout


def test_a_reader_that_goes_away_ends_the_program_quietly(library: Path) -> None:
    process = start("search", "--batch", "-")
    assert process.stdin and process.stdout and process.stderr
    process.stdin.write(b'{"id": 1, "query": "garage"}\n')
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["id"] == 1
    process.stdout.close()
    process.stdin.write(b'{"id": 2, "query": "garage"}\n' * 3)
    process.stdin.close()
    assert process.wait(60) == 141
    assert process.stderr.read() == b""
    process.stderr.close()


def test_an_answer_of_a_batch_comes_before_the_next_line_is_read(library: Path) -> None:
    process = start("search", "--batch", "-", "-k", "1")
    assert process.stdin and process.stdout
    for number in (1, 2):
        process.stdin.write(b'{"id": %d, "query": "garage"}\n' % number)
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == number
    process.communicate()
    assert process.returncode == 0


def test_ctrl_c_ends_with_130_and_no_traceback(library: Path) -> None:
    process = start("search", "--batch", "-")
    assert process.stdin and process.stdout
    process.stdin.write(b'{"id": 1, "query": "garage"}\n')
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130 and b"Traceback" not in err and b"Interrupted" in err


def test_a_locale_without_unicode_changes_nothing(library: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    process = start("search", "Ottilie Brandauer", "--json", "-k", "1", env=environment)
    out, _ = process.communicate(timeout=60)
    assert "⟦PERSON_" in json.loads(out.decode("utf-8"))["query"]


def test_an_unforeseen_error_is_told_by_its_place_and_not_by_its_message() -> None:
    err = io.StringIO()
    try:
        raise ValueError("the patient's name")
    except ValueError as error:
        with redirect_stderr(err):
            report_unforeseen(type(error), error, error.__traceback__)
    assert "ValueError at test_program.py" in err.getvalue() and "patient" not in err.getvalue()


def test_logs_hold_neither_what_libraries_say_nor_messages_of_exceptions() -> None:
    err = io.StringIO()
    with undisturbed(), redirect_stderr(err):
        configure_logging()
        logging.getLogger("pypdf").error("invalid header: the patient's name")
        try:
            raise ValueError("the patient's name")
        except ValueError:
            logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    assert "ValueError at" in err.getvalue() and "patient" not in err.getvalue()


def test_a_wrong_config_file_stops_every_command_with_its_line(home: Path) -> None:
    home.mkdir(parents=True)
    (home / "config.yaml").write_text("polcy: hipaa\n", encoding="utf-8")
    outcome = assistant("init", "--json")
    assert outcome.code == 1 and "line 1" in outcome.json["error"]["message"]
    assert "policy" in outcome.json["error"]["remedy"]


def test_the_version_is_printed_on_stdout() -> None:
    outcome = assistant("--version")
    assert outcome.code == 0 and outcome.out.startswith("assistant ")


def test_init_is_done_once_and_repeats_without_harm() -> None:
    first, second = assistant("init", "--json").json, assistant("init", "--json").json
    assert (first["created"], second["created"]) == (True, False) and first["home"] == os.environ["ASSISTANT_HOME"]


@pytest.mark.parametrize("policy", ["hipaa", "open"])
def test_redacting_under_an_irreversible_policy_needs_no_vault(home: Path, policy: str) -> None:
    text = "Patient: Otto Lindqvist\nPhone: +1 212-555-0187\n"
    outcome = assistant("redact", "--policy", policy, "--json", stdin=text)
    assert outcome.code == 0 and outcome.json["policy"] == policy
    for entity in outcome.json["entities"]:
        assert set(entity) >= {"entity_type", "start", "end", "score", "action", "replacement", "recognizer"}
    assert not list(home.rglob("vault.db"))


@pytest.mark.parametrize("written", ["+1 212-555-0187", "+1 2\u200b12-５５５-0187", "+1 212&#45;555-0187"])
def test_redaction_keeps_offsets_of_the_input_and_hides_the_values(tmp_path: Path, written: str) -> None:
    text = f"Pati\u00adent: Otto Lindqvist\r\nPhone: {written}\r\n"
    path = tmp_path / "note.txt"
    path.write_bytes(text.encode())
    outcome = assistant("redact", path, "--policy", "hipaa", "--json").json
    phone = next(each for each in outcome["entities"] if each["entity_type"] == "PHONE_NUMBER")
    assert text[phone["start"] : phone["end"]] == written
    assert "Lindqvist" not in json.dumps(outcome) and "0187" not in json.dumps(outcome)


def test_a_reversible_policy_gives_a_name_the_same_token_each_time() -> None:
    tokens = {
        assistant("redact", "--policy", "gdpr", "--json", stdin="Patient: Otto Lindqvist\n").json["text"]
        for _ in range(2)
    }
    assert len(tokens) == 1 and "⟦PERSON_" in tokens.pop()


def test_keys_are_made_listed_and_revoked_and_the_secret_is_shown_once() -> None:
    made = assistant("keys", "create", "--name", "ann", "--role", "user", "--json").json
    assert set(made) == {"key", "name", "role"}
    listed = assistant("keys", "list", "--json")
    assert listed.json["keys"][0]["name"] == "ann" and made["key"] not in listed.out
    assert assistant("keys", "revoke", "ann").code == 0
    assert assistant("keys", "revoke", "ann").code == 1


@pytest.mark.usefixtures("library")
def test_each_command_is_in_the_trail_with_the_account_that_ran_it() -> None:
    assistant("ask", "When does the garage open?")
    entries = assistant("audit", "show", "--json").json["entries"]
    assert entries[-1]["action"] == "answered" and entries[-1]["actor"].startswith("os:")
    assert "garage" not in json.dumps(entries)
    assert assistant("audit", "verify", "--json").json == {
        "intact": True,
        "entries": len(entries),
        "broken": None,
        "problem": "",
        "restored_copies_acknowledged_by": [],
    }


def test_a_trail_that_was_put_back_to_an_older_state_is_broken(library: Path) -> None:
    older = (library / "data" / "audit.db").read_bytes()
    assistant("ask", "When does the garage open?")
    (library / "data" / "audit.db").write_bytes(older)
    outcome = assistant("audit", "verify", "--json")
    assert outcome.code == 1
