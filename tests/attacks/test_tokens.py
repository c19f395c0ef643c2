"""Tokens that were planted, typed, taken from elsewhere or cut in two; and what says too much about real ones."""

from __future__ import annotations

import random
import re
import traceback
from pathlib import Path

import pytest

from assistant.settings import load_settings
from assistant.wiring import Wiring
from policies.database import open_database
from policies.errors import AccessError, StorageError
from policies.keys import derive
from tests.assistant.library import assistant
from tests.attacks.debugging import all_loggers_at_debug_level

NAME = "Edda Quillfeather"
LETTER = f"Patient: {NAME}\n\nMs. Quillfeather asked for the blue folder on Tuesday.\n"
WHY = ("--reason", "case 17")
TOKEN = re.compile(r"⟦PERSON_[^⟧]+⟧")


@pytest.fixture
def real(tmp_path: Path) -> str:
    """The real token of a person in the default workspace."""
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    assert assistant("ingest", tmp_path / "letter.txt").code == 0
    found = TOKEN.search(assistant("search", "blue folder", "--json").out)
    assert found is not None
    return found.group()


def everything_shown() -> str:
    listed = assistant("documents", "list", "--json")
    texts = [assistant("documents", "show", e["document_id"], "--json").out for e in listed.json["documents"]]
    return "\n".join([listed.out, *texts])


def test_a_real_token_that_documents_plant_never_becomes_the_person(real: str, tmp_path: Path) -> None:
    shapes = (real, real.lower(), f"&#x27E6;{real[1:-1]}&#x27E7;", f"⟦ {real[1:-1]} ⟧")
    folder = tmp_path / "in"
    folder.mkdir()
    for planted in shapes:
        (folder / f"about {planted}.md").write_text(
            f"# Report on {planted}\n\nThe silver spoons were stolen by {planted} at noon.\n\n"
            f"| who | what |\n|---|---|\n| {planted} | forks |\n",
            encoding="utf-8",
        )
    before = everything_shown().count(real)
    assert assistant("ingest", folder, "--json").json["documents"]["added"] == len(shapes)
    shown = everything_shown()
    assert shown.count(real) == before and real.lower() not in shown
    summary = assistant("summarize", folder, "--json").out
    answer = assistant("ask", "By whom were the silver spoons stolen?", "--json").out
    assert real not in summary + answer
    for text in (shown.replace(real, ""), summary, answer):
        restored = assistant("restore", *WHY, stdin=text)
        assert restored.code == 0 and NAME not in restored.out
        assert NAME not in assistant("restore", *WHY, stdin=restored.out).out


def test_a_token_that_was_never_issued_is_no_token_in_a_question(real: str) -> None:
    forged = "⟦PERSON_zzzz⟧" if real != "⟦PERSON_zzzz⟧" else "⟦PERSON_yyyy⟧"
    asked = assistant("ask", f"What did {forged} ask for, and what did {real}?", "--json").json["question"]
    assert forged not in asked and real in asked


def test_a_token_of_another_workspace_is_neither_found_nor_restored(real: str, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Patient: Orla Fennimore\n\nThe gate shuts at nine.\n", encoding="utf-8")
    assert assistant("ingest", tmp_path / "note.txt", "--workspace", "other").code == 0
    asked = assistant("ask", f"What did {real} ask for?", "--workspace", "other", "--json")
    assert real not in asked.out and NAME not in asked.out
    refused = assistant("restore", *WHY, "--workspace", "other", stdin=real)
    unknown = assistant("restore", *WHY, stdin="⟦PERSON_zzzz⟧")
    assert (refused.code, refused.out, refused.err) == (1, "", unknown.err)


def test_a_token_cut_anywhere_is_restored_whole(real: str) -> None:
    text = f"⟦{real}⟧ said {real}{real}; ⟦PERSON_ is no token, nor is the end ⟦"
    with Wiring(load_settings()[0]) as wiring:
        vault = wiring.privacy.vault("default")
        for cut in range(len(text)):
            pieces = [text[:cut], text[cut : cut + 3], "", text[cut + 3 :]]
            shown = list(vault.restore_stream(pieces, actor="dana", role="officer", reason="case 17"))
            assert "".join(shown) == text.replace(real, NAME)
            assert not any(real[-4:] in piece for piece in shown)


def test_debug_logs_of_restoring_and_rotating_hold_no_value(real: str, caplog: pytest.LogCaptureFixture) -> None:
    with all_loggers_at_debug_level(caplog):
        outcomes = [
            assistant("restore", "--reason", " ", stdin=real),
            assistant("restore", *WHY, stdin="⟦PERSON_zzzz⟧"),
            assistant("restore", "--break-glass", *WHY, "--workspace", "other", stdin=real),
            assistant("keys", "rotate", "pseudonyms"),
            assistant("keys", "rotate", "encryption"),
            assistant("audit", "show"),
        ]
        with Wiring(load_settings()[0]) as wiring:
            token = wiring.privacy.vault("default").known("PERSON", "edda quillfeather")
            assert token is not None
            restored = wiring.privacy.vault("default").restore(token, actor="dana", role="officer", reason="case 17")
    assert restored == NAME
    told = caplog.text + "".join(each.out + each.err for each in outcomes)
    assert "Quillfeather" not in told and "quillfeather" not in told


def test_an_error_of_the_vault_holds_no_value_in_all_its_chain(real: str) -> None:
    settings = load_settings()[0]
    with Wiring(settings) as wiring:
        key = derive(wiring.storage.keyring.key("vault", "default"), "file")
        connection = open_database(settings.home / "workspaces" / "default" / "vault.db", key)
        connection.execute("UPDATE pseudonyms SET sealed = zeroblob(40)")
        connection.close()
        vault = wiring.privacy.vault("default")
        for text, expected in ((f"{NAME} is {real}", StorageError), (f"{NAME} is ⟦PERSON_zzzz⟧", AccessError)):
            with pytest.raises(expected) as caught:
                vault.restore(text, actor="dana", role="officer", reason="case 17")
            told = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(vault)
            assert NAME not in told


def test_the_work_of_a_refusal_does_not_tell_what_is_known(real: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: rows asked for, values opened and entries written are the same for each refusal."""
    from policies.vault import Vault
    from policies.vault_table import VaultTable

    work: list[str] = []

    def counted(owner: type, name: str) -> None:
        original = getattr(owner, name)

        def run(*arguments: object, **named: object) -> object:
            work.append(name)
            return original(*arguments, **named)

        monkeypatch.setattr(owner, name, run)

    with Wiring(load_settings()[0]) as wiring:
        vault = wiring.privacy.vault("default")
        counted(VaultTable, "sealed")
        counted(Vault, "_unseal")
        counted(type(wiring.storage.audit), "record")
        counted(type(wiring.access.restore_limit), "take")
        seen = []
        for text, role in (
            (real, "user"),
            (real.swapcase(), "user"),
            ("⟦PERSON_zzzz⟧", "user"),
            ("⟦PERSON_zzzz⟧", "officer"),
            ("⟦DRAGON_zzzz⟧", "officer"),
            (f"⟦PERSON_{'z' * 43}⟧", "admin"),
        ):
            if not TOKEN.fullmatch(text) and "DRAGON" not in text:
                continue
            work.clear()
            with pytest.raises(AccessError):
                vault.restore(text, actor="dana", role=role, reason="case 17")
            seen.append(tuple(work))
    assert set(seen) == {("take", "sealed", "_unseal", "record")}


def test_guessing_at_tokens_ends_at_the_limit(real: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_RESTORED_VALUES_PER_HOUR", "5")
    guesses = [f"⟦PERSON_{''.join(random.choices('abcdef', k=4))}z⟧" for _ in range(6)]
    told = [assistant("restore", *WHY, stdin=guess).err for guess in guesses]
    assert len(set(told[:5])) == 1 and "Try again at" in told[5]
