"""`assistant restore`, `ask --restore`, and how the trail shows an emergency."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.assistant.library import CANARIES, assistant

QUESTION = "At which number can you call the front desk?"
WHY = ("--reason", "case 17")


def token_of_a_reader() -> str:
    text = assistant("search", "reading card", "--json").out
    found = re.search(r"⟦PERSON_[^⟧]+⟧", text)
    assert found is not None
    return found.group()


@pytest.mark.usefixtures("library")
def test_a_text_with_tokens_comes_back_with_values_byte_for_byte(tmp_path: Path) -> None:
    token = token_of_a_reader()
    file = tmp_path / "letter.txt"
    file.write_text(f"Dear {token},\n\n\tplease come.\n", encoding="utf-8")
    expected = "Dear Ottilie Brandauer,\n\n\tplease come.\n"
    assert assistant("restore", file, *WHY).out == expected
    assert assistant("restore", *WHY, stdin=file.read_text("utf-8")).out == expected
    told = assistant("restore", "-", *WHY, "--json", stdin=f"{token} ⟦PERSON_zzzz⟧").json
    assert told == {"workspace": "default", "text": "Ottilie Brandauer ⟦PERSON_zzzz⟧", "unknown": 1}
    entry = assistant("audit", "show", "--limit", "1", "--json").json["entries"][0]
    assert (entry["action"], entry["ids"], entry["reason"]) == ("restored", [token], "case 17")


@pytest.mark.usefixtures("library")
def test_an_unknown_token_and_a_role_that_may_not_answer_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_of_a_reader()
    answers = [assistant("restore", *WHY, stdin="⟦PERSON_zzzz⟧"), assistant("restore", "--reason", " ", stdin=token)]
    monkeypatch.setenv("ASSISTANT_CLI_ROLE", "admin")
    answers += [assistant("restore", *WHY, stdin=token), assistant("restore", *WHY, stdin="⟦PERSON_zzzz⟧")]
    assert len({(each.code, each.out, each.err) for each in answers}) == 1
    assert answers[0].code == 1 and answers[0].out == ""


def test_a_reason_must_be_given() -> None:
    assert assistant("restore", stdin="text").code == 2
    assert "reason" in assistant("ask", QUESTION, "--restore").err
    assert assistant("ask", QUESTION, "--reason", "case 17").code == 1


@pytest.mark.usefixtures("library")
def test_a_token_of_another_workspace_is_not_restored() -> None:
    token = token_of_a_reader()
    refused = assistant("restore", *WHY, "--workspace", "elsewhere", stdin=token)
    assert refused.code == 1 and refused.err == assistant("restore", *WHY, stdin="⟦PERSON_zzzz⟧").err


@pytest.mark.usefixtures("library")
def test_an_answer_is_restored_with_its_quotes_and_only_when_asked() -> None:
    plain = assistant("ask", QUESTION, "--json")
    assert not any(canary in plain.out for canary in CANARIES)
    told = assistant("ask", QUESTION, "--json", "--restore", *WHY).json
    shown = told["citations"] or told["closest"]
    assert "212-555-0142" in str(shown) and "⟦" not in str(told)
    assert "212-555-0142" in assistant("ask", QUESTION, "--restore", *WHY).out
    actions = [entry["action"] for entry in assistant("audit", "show", "--limit", "2", "--json").json["entries"]]
    assert actions[1] == "restored"


@pytest.mark.usefixtures("library")
def test_each_answer_of_a_batch_is_restored_and_a_value_is_audited_once() -> None:
    asked = "".join(f'{{"id": {number}, "question": "{QUESTION}"}}\n' for number in (1, 2))
    told = assistant("ask", "--batch", "-", "--json", "--restore", *WHY, stdin=asked)
    assert [line["id"] for line in told.lines] == [1, 2]
    assert all("212-555-0142" in str(line) and "⟦" not in str(line) for line in told.lines)
    actions = [entry["action"] for entry in assistant("audit", "show", "--json").json["entries"]]
    assert actions.count("restored") == 1


@pytest.mark.usefixtures("library")
def test_who_may_not_restore_is_refused_before_the_question_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CLI_ROLE", "user")
    assert assistant("ask", QUESTION, "--restore", *WHY).code == 1
    monkeypatch.setenv("ASSISTANT_CLI_ROLE", "auditor")
    assert assistant("audit", "show", "--limit", "1", "--json").json["entries"][0]["action"] == "restore_refused"


@pytest.mark.usefixtures("library")
def test_an_emergency_is_shown_until_it_is_reviewed(monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_of_a_reader()
    assert "break-glass" not in assistant("audit", "show").err
    monkeypatch.setenv("ASSISTANT_CLI_ROLE", "user")
    assert assistant("restore", "--break-glass", *WHY, stdin=token).out == "Ottilie Brandauer"
    monkeypatch.setenv("ASSISTANT_CLI_ROLE", "auditor")
    assert "--break-glass" in assistant("audit", "show").err
    listed = assistant("audit", "show", "--break-glass", "--json").json
    (emergency,) = listed["entries"]
    assert (emergency["action"], emergency["reason"], emergency["ids"]) == ("break_glass", "case 17", [token])
    assert listed["unreviewed"] == [emergency["seq"]]
    assert "case 17" in assistant("audit", "show", "--break-glass").out

    assert assistant("audit", "review", "1", *WHY).code == 1
    reviewed = assistant("audit", "review", str(emergency["seq"]), "--reason", "it was needed", "--json").json
    assert reviewed["reviewed"] == emergency["seq"]
    assert assistant("audit", "review", str(emergency["seq"]), "--reason", "again").code == 1
    assert assistant("audit", "show", "--break-glass", "--json").json["unreviewed"] == []
    assert "break-glass" not in assistant("audit", "show").err
    assert assistant("audit", "verify").code == 0


def test_a_policy_may_forbid_to_break_the_glass(tmp_path: Path) -> None:
    policy = tmp_path / "strict.yaml"
    policy.write_text("name: strict\nextends: gdpr\nbreak_glass: false\n", encoding="utf-8")
    letter = tmp_path / "letter.txt"
    letter.write_text("Patient: Edda Quillfeather\n", encoding="utf-8")
    assert assistant("ingest", letter, "--policy", policy).code == 0
    refused = assistant("restore", "--break-glass", *WHY, stdin="⟦PERSON_zzzz⟧")
    assert refused.code == 1 and "forbids" in refused.err
    entry = assistant("audit", "show", "--limit", "1", "--json").json["entries"][0]
    assert (entry["action"], entry["counts"]["policy"]) == ("restore_refused", "strict")


@pytest.mark.usefixtures("library")
def test_a_person_restores_so_much_an_hour_over_restarts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_RESTORED_VALUES_PER_HOUR", "2")
    token = token_of_a_reader()
    assert [assistant("restore", *WHY, stdin=token).code for _ in range(3)] == [0, 0, 1]
    refused = assistant("restore", *WHY, stdin=token)
    assert re.search(r"Try again at \d{4}-\d\d-\d\dT.*in 60 minutes", refused.err) and refused.out == ""


@pytest.mark.usefixtures("library")
def test_a_file_that_is_no_text_is_told_without_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "letter.bin"
    file.write_bytes(b"Brandauer \xff")
    refused = assistant("restore", file, *WHY)
    assert refused.code == 1 and "no UTF-8 text" in refused.err and "Brandauer" not in refused.err
    assert "can't be read" in assistant("restore", tmp_path / "none.txt", *WHY).err
