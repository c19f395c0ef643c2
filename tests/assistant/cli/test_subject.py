"""`assistant subject`, `workspaces`, `purge` and the duties of documents, over real documents and a real redactor."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.store import Store
from policies.byte_scan import scan
from policies.keys import open_keyring
from tests.assistant.library import assistant, named_by_environment

EDDA = """Interview notes

Edda Halvorsen applied on 4 May. Mrs. Halvorsen brought her dog. Write to edda.halvorsen@example.org.

Emil Lund asked about the garden; his number is +1 212-555-0187.
"""
ALONE = """Membership form

Name: Halvorsen, Edda
Membership number: 4417-2290
Phone: +1 212-555-0164

She wants the small locker near the pool <script>alert(1)</script>.
"""
OTHER = """Opening hours of the hall

Mr. Emil Lund opens the hall on Monday. Mrs. Ruth Achterberg closes it.
"""
SECRETS = ("Halvorsen", "edda.halvorsen@example.org", "212-555-0164", "4417-2290")
OTHERS = ("Emil Lund", "Achterberg", "212-555-0187")


@pytest.fixture(scope="session")
def _club(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("club")
    folder = root / "in"
    folder.mkdir()
    for name, text in {"notes.txt": EDDA, "halvorsen_edda.txt": ALONE, "hours.txt": OTHER}.items():
        (folder / name).write_text(text, encoding="utf-8")
    with named_by_environment(root / "club"):
        assert assistant("ingest", folder, "--json").code == 0
    return root


@pytest.fixture
def club(_club: Path, tmp_path: Path, own_folders: None) -> Path:
    """An installation with three documents of a club; gives the folder of its data and keys."""
    target = tmp_path / "club"
    shutil.copytree(_club / "club", target)
    os.environ |= {"ASSISTANT_HOME": str(target / "data"), "ASSISTANT_KEYS": str(target / "keys")}
    return target


@contextmanager
def store() -> Iterator[Store]:
    """The store of the default workspace, as it lies there: nothing is caught up with."""
    data, keys = Path(os.environ["ASSISTANT_HOME"]), Path(os.environ["ASSISTANT_KEYS"])
    key = open_keyring(keys, data=data).key("store", "default")
    opened = Store(data / "workspaces" / "default" / "store.db", key, writable=True)
    try:
        yield opened
    finally:
        opened.close()


def shown() -> dict[str, str]:
    """What the stored documents say, by name."""
    with store() as opened:
        texts = {each.name.value: opened.text(each.document_id) for each in opened.documents()}
    return {name: text.value for name, text in texts.items() if text is not None}


def everything_in_the_store() -> str:
    """All texts of `store.db`, decrypted."""
    with store() as opened:
        return "\n".join(opened.care.contents()).casefold()


# ---- find and export


@pytest.mark.parametrize("who", ["halvorsen, edda", "Mrs. Edda Halvorsen's"])
@pytest.mark.usefixtures("club")
def test_find_tells_what_is_held_and_whose_name_it_never_says(who: str) -> None:
    outcome = assistant("subject", "find", who, "--json")
    (workspace,) = outcome.json["workspaces"]
    assert outcome.code == 0 and outcome.json["found"]
    assert [each["other_people"] for each in workspace["documents"]] == [1, 0]
    assert workspace["vault_rows"] >= 2 and workspace["passages"] == 2
    assert not any(word.casefold() in (outcome.out + outcome.err).casefold() for word in (*SECRETS, *OTHERS))
    assert "chats" in outcome.json["not_stored"]


@pytest.mark.usefixtures("club")
def test_who_is_read_from_stdin_and_stands_in_no_audit_entry() -> None:
    outcome = assistant("subject", "find", "-", "--reason", "request 7", "--json", stdin="Edda Halvorsen\n")
    assert outcome.json["found"]
    trail = assistant("audit", "show", "--json")
    (entry,) = [each for each in trail.json["entries"] if each["action"] == "subject_found"]
    assert entry["reason"] == "request 7" and entry["counts"]["documents"] == 2
    assert "alvorsen" not in trail.out


@pytest.mark.usefixtures("club")
def test_somebody_unknown_is_not_found() -> None:
    outcome = assistant("subject", "find", "Wilhelmina Oduya", "--json")
    assert outcome.code == 0 and outcome.json["found"] is False
    assert assistant("subject", "find", "Wilhelmina Oduya", "--workspace", "nowhere", "--json").code == 1


@pytest.mark.usefixtures("club")
def test_only_a_role_with_that_right_may_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CLI_ROLE", "editor")
    outcome = assistant("subject", "find", "Edda Halvorsen")
    assert outcome.code == 1 and "role" in outcome.err
    monkeypatch.delenv("ASSISTANT_CLI_ROLE")
    assert "access_refused" in assistant("audit", "show").out


def test_an_export_restores_the_subjects_own_values_and_nobody_elses(club: Path) -> None:
    out = club / "out"
    outcome = assistant("subject", "export", "Edda Halvorsen", "--also", "4417-2290", "--out", out, "--json")
    assert outcome.code == 0 and outcome.json["documents"] == 2
    text = (out / "export.json").read_text(encoding="utf-8")
    page = (out / "export.html").read_text(encoding="utf-8")
    for content in (text, page):
        assert "edda.halvorsen@example.org" in content and "4417-2290" in content
        assert not any(word in content for word in OTHERS)
        assert "⟦PERSON_" in content, "the others' pseudonyms stay"
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in out.iterdir())
    assert "<script" not in page and "&lt;script&gt;" in page
    assert re.search(r"(src|href)\s*=|url\(|@import", page) is None and "default-src 'none'" in page
    exported = json.loads(text)
    assert exported["purposes"] and exported["workspaces"][0]["policy"] == "gdpr"
    assert assistant("subject", "export", "Edda Halvorsen", "--out", out).code == 1, "nothing is overwritten"


def test_an_export_withholds_others_where_a_policy_keeps_names_readable(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text(EDDA, encoding="utf-8")
    assert assistant("ingest", tmp_path / "notes.txt", "--policy", "open").code == 0
    assert assistant("subject", "export", "Edda Halvorsen", "--out", tmp_path / "out").code == 0
    text = (tmp_path / "out" / "export.json").read_text(encoding="utf-8")
    assert "Edda Halvorsen applied" in text and "her dog" in text
    assert "Lund" not in text and "212-555-0187" not in text and "[PERSON]" in text


# ---- erase


def test_erasing_leaves_nothing_of_the_subject_and_the_others_as_they_were(club: Path) -> None:
    before = shown()
    outcome = assistant("subject", "erase", "Edda Halvorsen", "--yes", "--json")
    assert outcome.code == 0 and outcome.json["clean"], outcome.out
    after = shown()
    assert after["hours.txt"] == before["hours.txt"]
    assert "[PERSON] applied on" in after["notes.txt"] and "⟦PERSON_" in after["notes.txt"]
    assert "⟦" not in after["[PERSON].txt"] and "small locker" in after["[PERSON].txt"]
    assert scan(club, SECRETS).remains == ()
    assert assistant("subject", "find", "Edda Halvorsen", "--json").json["found"] is False
    assert assistant("doctor").code == 0
    receipt = Path(outcome.json["receipt_file"])
    verified = assistant("subject", "verify-receipt", receipt, "--json")
    assert verified.code == 0 and verified.json["in_erasure_log"]
    receipt.write_text(receipt.read_text().replace('"mentions": ', '"mentions": 9'))
    assert assistant("subject", "verify-receipt", receipt).code == 1


def test_erasing_takes_no_other_way_than_to_be_asked(club: Path) -> None:
    outcome = assistant("subject", "erase", "Edda Halvorsen")
    assert outcome.code == 1 and "--yes" in outcome.err
    assert assistant("workspaces", "delete", "default").code == 1
    assert len(shown()) == 3 and not (club / "keys" / "erasures.log").exists()


def test_a_restored_data_folder_is_erased_again_by_the_next_command(club: Path, tmp_path: Path) -> None:
    shutil.copytree(club / "data", tmp_path / "backup")
    assert assistant("subject", "erase", "Edda Halvorsen", "--yes").code == 0
    assert assistant("documents", "delete", "hours.txt", "--yes").code == 0
    shutil.rmtree(club / "data")
    shutil.copytree(tmp_path / "backup", club / "data")
    outcome = assistant("search", "who opens the hall on Monday", "--json")
    assert outcome.code == 0 and "restored backup" in outcome.err
    assert not any("opens the hall" in hit["text"] for hit in outcome.json["hits"])
    assert sorted(shown()) == ["[PERSON].txt", "notes.txt"]
    assert scan(club, SECRETS).remains == () and "⟦person_" in everything_in_the_store()
    assert assistant("subject", "find", "Edda Halvorsen", "--json").json["found"] is False
    entries = assistant("audit", "show", "--json").json["entries"]
    assert [each["counts"]["entries"] for each in entries if each["action"] == "erased_again"] == [2]


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize("why", ["upgrade", "reindex"])
def test_a_source_that_stayed_brings_nobody_back_when_it_is_read_again(
    _club: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    assert assistant("subject", "erase", "Edda Halvorsen", "--yes").code == 0
    erased = shown()
    changed = "ingest.pipeline.LOADERS_VERSION" if why == "upgrade" else "ingest.chunking.CHUNKER_VERSION"
    monkeypatch.setattr(changed, "of the next version")
    again = assistant("ingest", _club / "in", "--json", *(["--reindex"] if why == "reindex" else []))
    assert again.json["documents"]["updated"] + again.json["documents"]["added"] == 3
    assert [Path(each["path"]).name for each in again.json["warnings"]] == ["halvorsen_edda.txt", "notes.txt"]
    assert shown().keys() == erased.keys() and shown()["[PERSON].txt"] == erased["[PERSON].txt"]
    assert shown()["notes.txt"].startswith(erased["notes.txt"].partition("⟦")[0])
    for who in ("Edda Halvorsen", "edda.halvorsen@example.org", "+1 212-555-0164"):
        found = assistant("subject", "find", who, "--json").json
        assert not found["found"] and [each["vault_rows"] for each in found["workspaces"]] == [0], who
    assert assistant("ingest", _club / "in", "--json").json["documents"]["unchanged"] == 3


@pytest.mark.usefixtures("club")
def test_a_corrected_source_is_read_whoever_was_erased_before(_club: Path, tmp_path: Path) -> None:
    assert assistant("subject", "erase", "Edda Halvorsen", "--yes").code == 0
    (tmp_path / "readmitted.txt").write_text("Edda Halvorsen is a member again since June.", "utf-8")
    outcome = assistant("ingest", tmp_path / "readmitted.txt", "--json").json
    assert outcome["documents"]["added"] == 1 and outcome["warnings"] == []
    assert assistant("subject", "find", "Edda Halvorsen", "--json").json["workspaces"][0]["vault_rows"] == 1


@pytest.mark.usefixtures("club")
def test_a_source_of_a_document_that_was_erased_or_purged_is_refused_until_it_is_changed(
    _club: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    shutil.copytree(_club / "in", folder)
    assert assistant("subject", "erase", "Edda Halvorsen", "--yes", "--documents").code == 0
    aged("hours.txt", "2015-03-01")
    assert assistant("workspaces", "retain", "default", "5y").code == 0 and assistant("purge").code == 0
    again = assistant("ingest", folder, "--json")
    assert again.code == 1 and again.json["documents"]["failed"] == 3 and shown() == {}
    told = {Path(each["path"]).name: each["error"] for each in again.json["failed"]}
    assert "retention was over" in told["hours.txt"] and "somebody in it was erased" in told["notes.txt"]
    (folder / "hours.txt").write_text("The hall is open on Sunday.", "utf-8")
    assert assistant("ingest", folder, "--json").json["documents"] == {
        "added": 1,
        "updated": 0,
        "unchanged": 0,
        "failed": 2,
    }


def forget_sources() -> None:
    """Make the store one of before sources were noted; what is erased then is logged without any."""
    with store() as opened:
        opened._connection.execute("DROP TABLE noted_sources")


@pytest.mark.parametrize("why", ["upgrade", "reindex"])
@pytest.mark.usefixtures("club")
def test_who_was_erased_before_sources_were_noted_is_not_brought_back(
    _club: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    folder = tmp_path / "in"
    shutil.copytree(_club / "in", folder)
    assert assistant("ingest", folder, "--json").json["documents"]["added"] == 3
    forget_sources()
    assert assistant("subject", "erase", "Edda Halvorsen", "--yes").code == 0
    forget_sources()
    erased = shown()
    changed = "ingest.pipeline.LOADERS_VERSION" if why == "upgrade" else "ingest.chunking.CHUNKER_VERSION"
    for version in ("next", "next but one"):
        monkeypatch.setattr(changed, version)
        again = assistant("ingest", folder, "--json", *(["--reindex"] if why == "reindex" else []))
        read = sorted(Path(each["path"]).name for each in again.json["warnings"])
        assert again.code == 0 and read == ["halvorsen_edda.txt", "notes.txt"], version
        assert not assistant("subject", "find", "Edda Halvorsen", "--json").json["found"], version
        assert shown().keys() == erased.keys()
    (folder / "notes.txt").write_text("Edda Halvorsen is a member again since June.", "utf-8")
    corrected = assistant("ingest", folder, "--json").json
    assert corrected["documents"]["updated"] == 1 and corrected["warnings"] == [], "a source that is known by now"
    assert assistant("subject", "find", "Edda Halvorsen", "--json").json["found"]


@pytest.mark.usefixtures("club")
def test_what_was_read_after_an_erasure_is_not_touched_by_it_though_no_source_was_noted(
    _club: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert assistant("subject", "erase", "Edda Halvorsen", "--yes").code == 0
    (tmp_path / "readmitted.txt").write_text("Edda Halvorsen is a member again since June.", "utf-8")
    assert assistant("ingest", tmp_path / "readmitted.txt", "--json").json["documents"]["added"] == 1
    aged("readmitted.txt", "2999-01-01")
    forget_sources()
    monkeypatch.setattr("ingest.pipeline.LOADERS_VERSION", "next")
    again = assistant("ingest", tmp_path / "readmitted.txt", "--json").json
    assert again["documents"]["updated"] == 1 and again["warnings"] == []
    assert assistant("subject", "find", "Edda Halvorsen", "--json").json["found"]


@pytest.mark.usefixtures("club")
def test_a_document_that_was_deleted_before_sources_were_noted_stays_away(_club: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    shutil.copytree(_club / "in", folder)
    assert assistant("ingest", folder, "--json").json["documents"]["added"] == 3
    forget_sources()
    assert assistant("subject", "erase", "Edda Halvorsen", "--yes", "--documents").code == 0
    (folder / "notes.txt").write_text("Edda Halvorsen came back.", "utf-8")
    again = assistant("ingest", folder, "--json").json
    assert [Path(each["path"]).name for each in again["failed"]] == ["halvorsen_edda.txt", "notes.txt"]
    assert all("another name" in each["remedy"] for each in again["failed"])
    (folder / "notes.txt").rename(folder / "notes of June.txt")
    assert assistant("ingest", folder, "--json").json["documents"]["added"] == 1


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize("why", ["upgrade", "reindex"])
def test_a_copy_of_a_purged_document_is_read_again_where_it_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(OTHER, "utf-8")
        assert assistant("ingest", tmp_path / name).code == 0
    assistant("documents", "retain", "first.txt", "1d")
    aged("first.txt", "2015-03-01")
    assert assistant("purge", "--json").json["workspaces"][0]["deleted"] == 1
    changed = "ingest.pipeline.LOADERS_VERSION" if why == "upgrade" else "ingest.chunking.CHUNKER_VERSION"
    monkeypatch.setattr(changed, "of the next version")
    more = ["--reindex"] if why == "reindex" else []
    again = assistant("ingest", tmp_path / "first", tmp_path / "second", "--json", *more).json
    assert [Path(each["path"]).name for each in again["failed"]] == ["first.txt"]
    assert "second.txt" in shown() and "first.txt" not in shown()


@pytest.mark.usefixtures("club")
def test_what_was_deleted_by_name_or_with_its_workspace_may_be_read_again(_club: Path) -> None:
    assert assistant("documents", "delete", "hours.txt", "--yes").code == 0
    assert assistant("ingest", _club / "in", "--json").json["documents"]["added"] == 1
    assert assistant("subject", "erase", "Edda Halvorsen", "--yes", "--documents").code == 0
    assert assistant("workspaces", "delete", "default", "--yes").code == 0
    assert assistant("ingest", _club / "in", "--json").json["documents"]["added"] == 3


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
def test_an_erasure_killed_at_any_moment_is_finished_by_the_next_command(club: Path) -> None:
    command = [sys.executable, "-m", "assistant", "subject", "erase", "Edda Halvorsen", "--yes"]
    log = club / "keys" / "erasures.log"
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 60
        while not (log.exists() and log.stat().st_size) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert assistant("documents", "list").code == 0
    assert "[PERSON] applied on" in shown()["notes.txt"]
    assert scan(club, SECRETS).remains == ()
    assert assistant("subject", "find", "Edda Halvorsen", "--json").json["found"] is False


def test_an_erasure_in_several_workspaces_is_one_with_one_receipt(club: Path, _club: Path) -> None:
    """Also where they hold the same documents, whose passages have the same vectors."""
    for name, policy in (("annex", "hipaa"), ("attic", "open")):
        assert assistant("ingest", _club / "in", "--workspace", name, "--policy", policy).code == 0
    outcome = assistant("subject", "erase", "Edda Halvorsen", "--yes", "--json")
    assert outcome.code == 0 and outcome.json["clean"], outcome.out
    assert [each["workspace"] for each in outcome.json["workspaces"]] == ["annex", "attic", "default"]
    (receipt,) = (club / "keys" / "receipts").iterdir()
    assert str(receipt) == outcome.json["receipt_file"]
    fields = assistant("subject", "verify-receipt", receipt, "--json").json["receipt"]
    parts = [each["erased"]["documents_redacted"] for each in fields["workspaces"]]
    assert fields["erased"]["documents_redacted"] == sum(parts) and parts[1:] == [2, 2]
    deleted = assistant("documents", "delete", "hours.txt", "--json")
    assert deleted.code == 0 and deleted.json["clean"], "another workspace holds the same passages"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
def test_an_erasure_killed_between_workspaces_is_completed_in_all_of_them_by_the_next_command(
    club: Path, _club: Path
) -> None:
    for name in ("annex", "attic"):
        assert assistant("ingest", _club / "in", "--workspace", name).code == 0
    killed = (
        "import os, signal\n"
        "from assistant.erasures.erasing import Eraser\n"
        "from assistant.__main__ import main\n"
        "remove = Eraser.remove\n"
        "def second(self, removal):\n"
        "    if self.workspace == 'attic':\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    remove(self, removal)\n"
        "Eraser.remove = second\n"
        "main()\n"
    )
    command = [sys.executable, "-c", killed, "subject", "erase", "Edda Halvorsen", "--yes"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == -signal.SIGKILL
    receipts = club / "keys" / "receipts"
    assert not list(receipts.glob("*.json"))
    # A command that is about one workspace alone.
    assert assistant("documents", "list", "--workspace", "annex").code == 0
    (receipt,) = receipts.iterdir()
    fields = json.loads(receipt.read_text(encoding="utf-8"))["receipt"]
    assert [each["workspace"] for each in fields["workspaces"]] == ["annex", "attic", "default"]
    assert fields["scan"]["clean"] and fields["cause"] == "interrupted"
    assert assistant("subject", "verify-receipt", receipt, "--json").json["in_erasure_log"]
    assert assistant("subject", "find", "Edda Halvorsen", "--json").json["found"] is False


def test_a_workspace_is_destroyed_with_all_that_it_held(club: Path) -> None:
    outcome = assistant("workspaces", "delete", "default", "--yes", "--json")
    assert outcome.code == 0 and outcome.json["clean"]
    assert not list((club / "data" / "workspaces").iterdir())
    assert assistant("workspaces", "list", "--json").json["workspaces"] == []


# ---- somebody who is a user too


@pytest.fixture
def user(club: Path) -> None:
    """Edda Halvorsen has a key, is a member, and has acted."""
    assert assistant("keys", "create", "--name", "edda.halvorsen@example.org", "--role", "reader").code == 0
    assert assistant("keys", "create", "--name", "Edda Berg", "--role", "reader").code == 0
    assert (
        assistant("workspaces", "add-member", "default", "oidc:edda.halvorsen@example.org", "--role", "reader").code
        == 0
    )


@pytest.mark.usefixtures("user")
def test_a_subject_who_uses_the_assistant_is_told_as_one_with_the_remedy() -> None:
    who = ("Edda Halvorsen", "--also", "edda.halvorsen@example.org")
    found = assistant("subject", "find", *who, "--json").json["as_user"]
    assert (found["api_keys"], found["memberships"], found["audit_entries"]) == (1, 1, 2)
    assert "keys revoke" in found["remedy"] and "17(3)(b)" in found["kept"]
    told = assistant("subject", "find", *who)
    assert "keys revoke" in told.out and "2 audit entries" in told.out and "alvorsen" not in told.out.casefold()


def test_an_export_tells_a_user_what_bears_their_name_and_how_to_read_it(tmp_path: Path, user: None) -> None:
    assert assistant("subject", "export", "Edda Halvorsen", "--out", tmp_path / "out").code == 0
    content = json.loads((tmp_path / "out" / "export.json").read_text("utf-8"))
    assert content["as_user"]["api_keys"] == 1 and "remedy" not in content["as_user"]
    page = (tmp_path / "out" / "export.html").read_text("utf-8")
    assert "As a user of the system" in page and "1 key, 1 membership of workspaces, 2 audit entries." in page
    assert "Art. 22" in page and "What stands in ⟦ ⟧" in page
    assert "look there too" not in page, "what an officer is told is no part of a person's copy"


def test_erasing_a_user_leaves_key_and_trail_and_says_so_in_the_receipt(club: Path, user: None) -> None:
    who = ("Edda Halvorsen", "--also", "edda.halvorsen@example.org")
    outcome = assistant("subject", "erase", *who, "--yes", "--json").json
    receipt = json.loads(Path(outcome["receipt_file"]).read_text(encoding="utf-8"))["receipt"]
    assert receipt["as_user"] == outcome["as_user"] and outcome["as_user"]["api_keys"] == 1
    assert "halvorsen" not in json.dumps(outcome).casefold()
    assert assistant("keys", "revoke", "edda.halvorsen@example.org").code == 0
    assert assistant("workspaces", "remove-member", "default", "oidc:edda.halvorsen@example.org").code == 0
    after = assistant("subject", "find", *who, "--json").json["as_user"]
    assert (after["api_keys"], after["memberships"], after["remedy"]) == (0, 0, None)
    assert after["audit_entries"] == 4, "an entry each for making and ending"


# ---- rectification


def test_a_corrected_source_replaces_every_trace_of_the_old_version(club: Path, _club: Path) -> None:
    source = _club / "in" / "hours.txt"
    old = "The caretaker Mrs. Philippa Grünewald keeps a spare brass key."
    source.write_text(OTHER + old, encoding="utf-8")
    try:
        assert assistant("ingest", _club / "in", "--json").json["documents"]["updated"] == 1
        assert assistant("subject", "find", "Philippa Grünewald", "--json").json["found"]
        token = re.search(r"Mrs\. (⟦PERSON_\w+⟧) keeps", shown()["hours.txt"])
        assert token is not None and "brass" in everything_in_the_store()
        source.write_text(OTHER, encoding="utf-8")
        assert assistant("ingest", _club / "in", "--json").json["documents"]["updated"] == 1
    finally:
        source.write_text(OTHER, encoding="utf-8")
    left = everything_in_the_store()
    assert "brass" not in left and token.group(1).casefold() not in left and "caretaker" not in left
    assert assistant("subject", "find", "Philippa Grünewald", "--json").json["found"] is False
    assert scan(club, ["brass key", "Grünewald", token.group(1)]).remains == ()


# ---- retention and holds


def aged(name: str, date: str) -> None:
    """Make a document older than it is."""
    with store() as opened:
        old = f"{date}T08:00:00+00:00"
        opened._connection.execute("UPDATE documents SET ingested_at = ? WHERE name = ?", (old, name))


@pytest.mark.usefixtures("club")
def test_purge_says_what_it_would_do_and_then_does_it() -> None:
    aged("notes.txt", "2015-03-01")
    aged("hours.txt", "2015-03-01")
    assert assistant("purge", "--json").json["workspaces"][0]["due"] == [], "without a period nothing is due"
    assert assistant("workspaces", "retain", "default", "5y", "--json").json["retain"] == "5y"
    assert assistant("documents", "retain", "hours.txt", "forever", "--json").json["ground"] == "document"
    dry = assistant("purge", "--dry-run", "--json")
    (due,) = dry.json["workspaces"][0]["due"]
    assert dry.code == 0 and (due["document"], due["ends"][:10], due["ground"]) == (
        "notes.txt",
        "2020-03-01",
        "workspace",
    )
    assert len(shown()) == 3
    done = assistant("purge", "--json")
    assert done.code == 0 and done.json["workspaces"][0]["deleted"] == 1
    assert "notes.txt" not in shown() and len(shown()) == 2
    actions = [each["action"] for each in assistant("audit", "show", "--json").json["entries"]]
    assert actions.count("retained") == 2 and actions.count("purged") == 1
    assert assistant("purge", "--json").json["workspaces"][0]["due"] == []


@pytest.mark.usefixtures("club")
def test_a_legal_hold_beats_retention_and_erasure_until_it_is_released() -> None:
    aged("notes.txt", "2015-03-01")
    assistant("documents", "retain", "notes.txt", "30d")
    assert assistant("documents", "hold", "notes.txt", "--reason", "case 12/9", "--json").json["hold"] == "case 12/9"
    purged = assistant("purge", "--json").json["workspaces"][0]
    assert purged["due"] == [] and [each["hold"] for each in purged["held"]] == ["case 12/9"]
    for command in (
        ("documents", "delete", "notes.txt", "--yes"),
        ("subject", "erase", "Edda Halvorsen", "--yes"),
        ("workspaces", "delete", "default", "--yes"),
    ):
        outcome = assistant(*command)
        assert outcome.code == 1 and "Under legal hold" in outcome.err and "case 12/9" not in outcome.err
        assert ("--except-held" in outcome.err) is (command[0] == "subject")
        assert command[0] == "workspaces" or "workspace 'default'" in outcome.err
    assert len(shown()) == 3
    assert assistant("documents", "release", "notes.txt", "--json").json["hold"] is None
    assert assistant("purge", "--json").json["workspaces"][0]["deleted"] == 1


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize(("role", "told"), [("officer", "case 12/9"), ("reader", None)])
def test_why_a_document_is_held_is_listed_for_officers_alone(
    monkeypatch: pytest.MonkeyPatch, role: str, told: str | None
) -> None:
    assistant("documents", "hold", "notes.txt", "--reason", "case 12/9")
    monkeypatch.setenv("ASSISTANT_CLI_ROLE", role)
    rows = {each["document"]: each for each in assistant("documents", "list", "--json").json["documents"]}
    assert rows["notes.txt"]["hold"] == told and rows["notes.txt"]["held_since"] and not rows["hours.txt"]["held_since"]
    assert ("case 12/9" in assistant("documents", "list").out) is (told is not None)


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize(
    "command",
    [
        ("documents", "hold", "notes.txt"),
        ("documents", "release", "notes.txt"),
        ("documents", "retain", "notes.txt", "30d"),
        ("workspaces", "retain", "default", "30d"),
    ],
)
def test_who_may_not_serve_subjects_puts_and_ends_no_duty(
    monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    assistant("documents", "hold", "notes.txt", "--reason", "case 12/9")
    monkeypatch.setenv("ASSISTANT_CLI_ROLE", "contributor")
    refused = assistant(*command)
    assert refused.code == 1 and "may not" in refused.err
    monkeypatch.delenv("ASSISTANT_CLI_ROLE")
    entries = assistant("audit", "show", "--json").json["entries"]
    assert [each["action"] for each in entries].count("access_refused") == 1
    assert entries[-1]["action"] == "access_refused"
    rows = {each["document"]: each for each in assistant("documents", "list", "--json").json["documents"]}
    assert rows["notes.txt"]["hold"] == "case 12/9"


@pytest.mark.usefixtures("club")
def test_a_wrong_period_is_refused_with_examples() -> None:
    outcome = assistant("documents", "retain", "notes.txt", "soon")
    assert outcome.code == 1 and "30d" in outcome.err
