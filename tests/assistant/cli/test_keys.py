"""`assistant keys rotate`: what opens, what is found and what is restored before, between and after."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.assistant.library import assistant

QUESTION = "What is ready for Mrs. Ottilie Brandauer at the front desk?"
WHY = ("--reason", "case 17")
TOKEN = re.compile(r"⟦[A-Z_]+_[^⟧]+⟧")


def tokens_of_the_letter() -> list[str]:
    listed = assistant("documents", "list", "--json").json["documents"]
    letter = next(each for each in listed if each["document"] == "letter.txt")
    return TOKEN.findall(assistant("documents", "show", letter["document_id"], "--json").json["text"])


def rotations() -> list[tuple[str, str]]:
    entries = assistant("audit", "show", "--json").json["entries"]
    return [(e["counts"]["kind"], e["counts"]["step"]) for e in entries if e["action"] == "keys_rotated"]


def test_new_master_keys_open_the_same_data(library: Path) -> None:
    old = {file.name: file.read_bytes() for file in (library / "keys").glob("*.key")}
    store = (library / "data" / "workspaces" / "default" / "store.db").read_bytes()
    assert assistant("keys", "rotate", "encryption", "--json").json == {"rotated": "encryption", "completed": True}
    new = {file.name: file.read_bytes() for file in (library / "keys").glob("*.key")}
    assert new.keys() == old.keys() and not set(new.values()) & set(old.values())
    assert (library / "data" / "workspaces" / "default" / "store.db").read_bytes() == store
    assert assistant("ask", "How long may a book be borrowed?", "--json").json["answered"]
    assert assistant("restore", *WHY, stdin=tokens_of_the_letter()[0]).out == "Ottilie Brandauer"
    assert rotations() == [("encryption", "begun"), ("encryption", "completed")]
    assert assistant("audit", "verify").code == 0


def test_the_key_files_of_before_are_refused_and_still_open_the_backup_of_before(library: Path) -> None:
    shutil.copytree(library, library.parent / "backup")
    assert assistant("keys", "rotate", "encryption").code == 0
    for name in ("store", "vault", "audit"):
        shutil.copy2(library.parent / "backup" / "keys" / f"{name}.key", library / "keys")
    refused = assistant("audit", "show")
    assert refused.code == 1 and "After a rotation only the new keys open it" in refused.err
    shutil.rmtree(library / "data")
    shutil.copytree(library.parent / "backup" / "data", library / "data")
    assert assistant("ask", "How long may a book be borrowed?", "--json").json["answered"]


@pytest.mark.usefixtures("library")
def test_a_rotation_that_can_t_be_audited_is_not_begun(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from policies.audit import AuditTrail
    from policies.errors import AuditError

    def fail(*_: object) -> None:
        raise AuditError("The trail is full.", remedy="Make room.")

    old = (library / "keys" / "store.key").read_bytes()
    token = tokens_of_the_letter()[0]
    with monkeypatch.context() as patched:
        patched.setattr(AuditTrail, "record", fail)
        assert assistant("keys", "rotate", "encryption").code == 1
        assert assistant("keys", "rotate", "pseudonyms").code == 1
    assert (library / "keys" / "store.key").read_bytes() == old
    assert tokens_of_the_letter()[0] == token


@pytest.mark.usefixtures("library")
def test_pseudonyms_are_new_in_every_document_and_found_by_name_as_before() -> None:
    old = tokens_of_the_letter()
    told = assistant("keys", "rotate", "pseudonyms", "--json").json
    assert told["documents"] == 1 and told["pseudonyms"] == len(set(old)) and not told["resumed"]
    new = tokens_of_the_letter()
    assert len(new) == len(old) and not set(new) & set(old)
    assert assistant("restore", *WHY, stdin=new[0]).out == "Ottilie Brandauer"
    assert assistant("restore", *WHY, stdin=old[0]).code == 1
    asked = assistant("ask", QUESTION, "--json").json
    assert new[0] in asked["question"] and asked["citations"][0]["document"] == "letter.txt"
    assert rotations() == [("pseudonyms", "begun"), ("pseudonyms", "completed")]
    assert assistant("doctor", "--json").code == 0


@pytest.mark.usefixtures("library")
def test_while_pseudonyms_are_exchanged_a_question_matches_the_old_and_restores_both() -> None:
    from assistant.settings import load_settings
    from assistant.wiring import Wiring

    old = tokens_of_the_letter()[0]
    with Wiring(load_settings()[0]) as wiring:
        wiring.privacy.vault("default").begin_exchange()  # and no more: as a kill would leave it
        new = wiring.privacy.vault("default").aliases(old)[0]
        asked = wiring.workspace().ask(QUESTION, actor="test")
        assert new in asked.question.value and old in asked.question.value
        assert asked.citations[0].document.value == "letter.txt"
    assert assistant("restore", *WHY, stdin=f"{old} {new}").out == "Ottilie Brandauer Ottilie Brandauer"
    told = assistant("keys", "rotate", "pseudonyms", "--json").json
    assert told["resumed"] and told["documents"] == 1
    assert tokens_of_the_letter()[0] == new
    assert rotations() == [("pseudonyms", "resumed"), ("pseudonyms", "completed")]


@pytest.mark.usefixtures("library")
def test_whoever_writes_next_completes_an_exchange_that_was_killed(tmp_path: Path) -> None:
    from assistant.settings import load_settings
    from assistant.wiring import Wiring

    old = tokens_of_the_letter()[0]
    with Wiring(load_settings()[0]) as wiring:
        wiring.privacy.vault("default").begin_exchange()
    note = tmp_path / "note.txt"
    note.write_text("The pool is closed on Mondays.\n", encoding="utf-8")
    assert assistant("ingest", note).code == 0
    assert rotations() == [("pseudonyms", "resumed"), ("pseudonyms", "completed")]
    assert old not in tokens_of_the_letter() and assistant("restore", *WHY, stdin=old).code == 1


def test_a_rotation_killed_at_any_moment_is_completed_by_a_second_one(library: Path) -> None:
    old = tokens_of_the_letter()
    for kind, wait in (("pseudonyms", 1.8), ("encryption", 0.8)):
        process = subprocess.Popen(
            [sys.executable, "-m", "assistant", "keys", "rotate", kind],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert assistant("restore", *WHY, stdin=tokens_of_the_letter()[0]).out == "Ottilie Brandauer"
    assert assistant("keys", "rotate", "encryption").code == 0
    assert assistant("keys", "rotate", "pseudonyms").code == 0
    new = tokens_of_the_letter()
    assert not set(new) & set(old) and assistant("restore", *WHY, stdin=new[0]).out == "Ottilie Brandauer"
    assert len(json.loads((library / "data" / "keys.json").read_text())["wrapped"]["vault"]) == 1
    assert assistant("audit", "verify").code == 0 and assistant("doctor", "--json").code == 0


def test_a_workspace_without_pseudonyms_has_no_key_to_rotate(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The pool is closed on Mondays.\n", encoding="utf-8")
    assert assistant("ingest", note, "--policy", "hipaa").code == 0
    refused = assistant("keys", "rotate", "pseudonyms")
    assert refused.code == 1 and "makes no pseudonyms" in refused.err


def test_keys_in_the_environment_are_exchanged_in_two_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("STORE", "VAULT", "AUDIT")
    new = tmp_path / "new"
    new.mkdir(mode=0o700)
    for number, name in enumerate(names):
        monkeypatch.setenv(f"ASSISTANT_{name}_KEY", f"a{number}" * 32)
        (new / f"{name.lower()}.key").write_text(f"b{number}" * 32)
        (new / f"{name.lower()}.key").chmod(0o600)
    assert assistant("init").code == 0
    refused = assistant("keys", "rotate", "encryption")
    assert refused.code == 1 and "--new-keys" in refused.err
    prepared = assistant("keys", "rotate", "encryption", "--new-keys", new)
    assert prepared.code == 0 and "once more" in prepared.err
    assert "rotation of the master keys is not completed" in assistant("doctor").out
    for number, name in enumerate(names):
        monkeypatch.setenv(f"ASSISTANT_{name}_KEY", f"b{number}" * 32)
    assert assistant("keys", "rotate", "encryption", "--json").json["completed"]
    assert assistant("audit", "verify").code == 0
