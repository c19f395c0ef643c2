"""Erasing: nothing of the subject is left, others keep theirs, and neither a kill nor a backup brings anything back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.erasures.erasing import Eraser
from assistant.erasures.erasure import Demand, Needles
from assistant.erasures.receipt_drafts import ReceiptDrafts
from assistant.erasures.records import Records
from assistant.erasures.together import complete, erase_together
from assistant.erasures.traces import Traces
from ingest.index import Index
from policies.byte_scan import scan
from policies.errors import AuditError, BusyError, HoldError, StorageError
from policies.vault import Vault
from tests.assistant.clinic import Clinic, clinic_in, document, fill, identified
from tests.policies.recording_audit import FullAudit, RecordingAudit

OTHERS = {"Emil Lund", "Ruth Achterberg"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clinic")
    clinic_in(folder).fill()
    return folder


@pytest.fixture
def clinic(filled: Path, tmp_path: Path) -> Clinic:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return clinic_in(tmp_path)


def assert_gone(clinic: Clinic) -> None:
    texts = clinic.texts()
    assert "Halvorsen" not in "".join(texts.values())
    assert clinic.values() == OTHERS
    with clinic.open() as eraser:
        assert eraser.index.check() == [] and not eraser.behind()
        assert not any("halvorsen" in text.casefold() for text in eraser.index.traces())


def test_mentions_are_redacted_for_good_and_others_keep_theirs(clinic: Clinic) -> None:
    tokens = clinic.fill()
    outcome = clinic.erase("Edda Halvorsen")
    assert clinic.texts() == {
        "notes": f"[PERSON] and {tokens['emil']} met. Write to [EMAIL_ADDRESS], says [PERSON].",
        "form": "Form of [PERSON], phone [PHONE_NUMBER], who likes the pool.",
        "rota": f"{tokens['emil']} opens the hall, {tokens['ruth']} shuts it.",
        "leak": "The clerk wrote [PERSON] in full, and [PERSON] again.",
    }
    assert_gone(clinic)
    done = outcome.receipt["receipt"]["erased"]
    assert outcome.clean and (done["documents_redacted"], done["documents_deleted"], done["vault_rows"]) == (3, 0, 3)


def test_whole_documents_go_where_that_is_asked_for(clinic: Clinic) -> None:
    clinic.erase("Edda Halvorsen", whole=True)
    assert list(clinic.texts()) == ["rota"]
    assert clinic.values() == OTHERS


def test_a_number_of_a_document_that_names_others_stays_until_it_is_said_to_be_the_subjects(clinic: Clinic) -> None:
    with clinic.open() as eraser:
        assert eraser.vault is not None
        phone = eraser.vault.token("PHONE_NUMBER", "+15550199", "+1 555-0199")
    with clinic.open() as eraser:
        tokens = fill(eraser)
        eraser.index.put([document("call", f"{tokens['edda']} or {tokens['emil']}: {phone}")])
    clinic.erase("Edda Halvorsen")
    assert clinic.texts()["call"] == f"[PERSON] or {tokens['emil']}: {phone}"
    clinic.erase("+1 555-0199")
    assert clinic.texts()["call"] == f"[PERSON] or {tokens['emil']}: [PHONE_NUMBER]"


def test_the_receipt_is_signed_kept_apart_and_says_what_was_looked_through(clinic: Clinic) -> None:
    outcome = clinic.erase("Edda Halvorsen")
    assert outcome.path.parent == clinic.keys / "receipts"
    with clinic.open() as eraser:
        fields = eraser.records.signer.verify(outcome.path.read_text())
    assert fields["scan"]["files"] > 5 and fields["scan"]["needles"] > 5 and fields["scan"]["remains"] == []
    assert outcome.path.stat().st_mode & 0o777 == 0o600


def test_the_subject_stands_in_no_file_of_data_or_records(clinic: Clinic) -> None:
    clinic.erase("Edda Halvorsen")
    for folder in (clinic.data, clinic.keys):
        assert scan(folder, ["Halvorsen", "edda.halvorsen@example.org", "212-555-0164"]).remains == ()
    told = "".join(f"{event}" for event in clinic.audit.events)
    assert "alvorsen" not in told and "⟦" not in told


def test_the_scan_would_see_what_is_left(clinic: Clinic) -> None:
    (clinic.data / "notes.tmp").write_text("call edda halvorsen back")
    outcome = clinic.erase("Edda Halvorsen")
    assert not outcome.clean
    assert outcome.receipt["receipt"]["scan"]["remains"] == ["bytes in notes.tmp"]


def test_vectors_of_what_was_erased_are_in_no_file(clinic: Clinic) -> None:
    with clinic.open() as eraser:
        before = eraser.index.vectors_of(["notes", "form", "leak"])
        kept = eraser.index.vectors_of(["rota"])
    clinic.erase("Edda Halvorsen")
    # Whole vectors: those of the hashing embedder begin with zeros now and then, which stand in any file.
    assert scan(clinic.data, [], [vector.tobytes() for vector in before]).remains == ()
    assert scan(clinic.data, [], [kept[0].tobytes()]).remains != ()


def test_passages_that_stay_as_they_were_beside_the_subject_are_no_trace(clinic: Clinic) -> None:
    rest = " ".join(f"Rule {number} of the pool says that lane {number + 7} shuts then." for number in range(400))
    with clinic.open() as eraser:
        tokens = fill(eraser)
        eraser.index.put([document("rules", f"{tokens['edda']} and {tokens['emil']} wrote this. {rest}")])
        before = {row.tobytes() for row in eraser.index.vectors_of(["rules"])}
    outcome = clinic.erase("Edda Halvorsen")
    with clinic.open() as eraser:
        after = {row.tobytes() for row in eraser.index.vectors_of(["rules"])}
    # Whether the vector of the first one changed too is chance: the hashing embedder has few numbers for all words.
    assert len(before & after) > 20 and clinic.texts()["rules"].startswith(f"[PERSON] and {tokens['emil']} wrote")
    assert outcome.receipt["receipt"]["scan"]["remains"] == []


def test_a_held_document_makes_the_whole_request_refused_without_telling_the_case(clinic: Clinic) -> None:
    with clinic.open() as eraser:
        eraser.index.duties.hold("form", "case 12/9")
    before = clinic.texts()
    with pytest.raises(HoldError, match="form since") as refused:
        clinic.erase("Edda Halvorsen")
    assert "case" not in str(refused.value)
    assert clinic.texts() == before and clinic.log.entries() == ()


def test_what_is_held_stays_readable_when_the_rest_is_erased(clinic: Clinic) -> None:
    tokens = clinic.fill()
    with clinic.open() as eraser:
        eraser.index.duties.hold("form", "case 12/9")
    outcome = clinic.erase("Edda Halvorsen", except_held=True)
    texts = clinic.texts()
    assert texts["form"].startswith(f"Form of {tokens['edda']}") and "[PERSON]" in texts["notes"]
    assert clinic.values() == OTHERS | {"Edda Halvorsen", "+1 212-555-0164"}
    assert outcome.receipt["receipt"]["scan"]["remains"] == [] and outcome.receipt["receipt"]["held"] == ["form"]


def test_a_hold_on_a_document_of_others_keeps_no_trace_from_being_seen(clinic: Clinic) -> None:
    with clinic.open() as eraser:
        fill(eraser)
        eraser.index.duties.hold("rota", "case 12/9")
        who = identified(eraser, "Edda Halvorsen")
        traces = Traces(clinic.data, clinic.folder, eraser.index, eraser.vault)
        _, remains = traces.look(who, Needles("an id", tuple(who.values), ()))
    assert {"vault", "store"} <= set(remains)


def test_nothing_is_erased_that_could_not_be_audited(clinic: Clinic) -> None:
    before = clinic.texts()
    silent = Clinic(clinic.data, clinic.keys, FullAudit())  # type: ignore[arg-type]
    with pytest.raises(AuditError):
        silent.erase("Edda Halvorsen")
    assert clinic.texts() == before and clinic.log.entries() == ()


# ---- documents and workspaces


def test_deleted_documents_take_their_last_values_out_of_the_vault(clinic: Clinic) -> None:
    with clinic.open() as eraser:
        outcome = erase_together([(eraser, Demand(kind="documents", document_ids=("form", "rota")))])
    assert clinic.values() == {"Edda Halvorsen", "edda.halvorsen@example.org", "Emil Lund"}
    assert outcome.clean and sorted(clinic.texts()) == ["leak", "notes"]
    assert clinic.audit.events[-1].action == "deleted" and set(clinic.audit.events[-1].ids) >= {"form", "rota"}


def test_a_workspace_with_a_held_document_is_not_announced(clinic: Clinic) -> None:
    with clinic.open() as eraser:
        eraser.index.duties.hold("form", "case 12/9")
        with pytest.raises(HoldError):
            eraser.announce_workspace()
    assert clinic.log.entries() == ()


def test_an_announced_workspace_is_emptied_by_the_next_opening(clinic: Clinic) -> None:
    with clinic.open() as eraser:
        eraser.announce_workspace()  # and killed here
    with clinic.open() as eraser:
        assert eraser.index.documents() == []
    assert clinic.values() == set()


# ---- kills


class Killed(BaseException):
    """The process is gone: nothing may catch this."""


KILLS = [
    (Index, "delete"),
    (Index, "put"),
    (Index, "forget"),
    (Vault, "delete"),
    (Traces, "look"),
    (ReceiptDrafts, "add"),
    (Eraser, "_note"),
    (Index, "note_erasure"),
]


@pytest.mark.parametrize(("part", "step"), KILLS, ids=[f"{part.__name__}.{step}" for part, step in KILLS])
def test_an_erasure_that_was_killed_before_a_step_is_finished_by_the_next_opening(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, part: type, step: str
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise Killed

    with clinic.open() as eraser:
        demand = Demand(kind="subject", subject=identified(eraser, "Edda Halvorsen"))
        monkeypatch.setattr(part, step, killed)
        with pytest.raises(Killed):
            erase_together([(eraser, demand)])
        monkeypatch.undo()
    with clinic.open(writable=False) as reader:
        assert reader.behind(), "a reader sees that something is to be done"
    with clinic.open():
        pass
    assert_gone(clinic)
    receipts = [path.read_text() for path in (clinic.keys / "receipts").iterdir()]
    assert receipts and all('"clean": true' in each for each in receipts)
    assert not list(clinic.folder.glob("erasing*"))
    assert "erased_again" in clinic.audit.actions()


def test_a_kill_before_the_receipt_leaves_a_draft_that_is_made_one(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(Records, "finish", killed)
    with pytest.raises(Killed):
        clinic.erase("Edda Halvorsen")
    monkeypatch.undo()
    with clinic.open() as eraser:
        (id,) = eraser.records.drafts.begun()
        complete(eraser.records, ["clinic"], lambda _: None)
        assert eraser.records.drafts.begun() == []
    (receipt,) = (clinic.keys / "receipts").iterdir()
    assert receipt.stem == id and '"clean": true' in receipt.read_text()


def test_a_draft_of_what_was_never_promised_is_removed(clinic: Clinic) -> None:
    opened: list[str] = []
    with clinic.open() as eraser:
        eraser.records.drafts.begin("aa", eraser.about("subject"), ["clinic", "gone"])
        complete(eraser.records, ["clinic"], opened.append)
        assert eraser.records.drafts.begun() == [] and opened == ["clinic"]


def test_what_another_command_is_about_is_left_to_it(clinic: Clinic) -> None:
    def busy(_: str) -> None:
        raise BusyError("The workspace is being written.", remedy="")

    with clinic.open() as eraser:
        eraser.records.drafts.begin("aa", eraser.about("subject"), ["clinic"])
        complete(eraser.records, ["clinic"], busy)
        assert eraser.records.drafts.begun() == ["aa"]


def test_a_workspace_that_was_deleted_meanwhile_is_told_so_in_the_receipt(clinic: Clinic) -> None:
    with clinic.open() as eraser:
        records = eraser.records
        records.drafts.begin("aa", eraser.about("subject"), ["gone"])
        records.log.append("aa", "gone", "subject", [])
        complete(records, ["clinic"], lambda _: None)
        (path,) = (clinic.keys / "receipts").iterdir()
        assert records.signer.verify(path.read_text())["workspaces"][0]["cause"] == "workspace deleted"


def test_a_kill_before_the_log_leaves_everything_as_it_was(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    before = clinic.texts()

    def full(*_: object, **__: object) -> None:
        raise StorageError("The erasure log can't be written.", remedy="")

    monkeypatch.setattr(type(clinic.log), "append_together", full)
    with pytest.raises(StorageError):
        clinic.erase("Edda Halvorsen")
    monkeypatch.undo()
    with clinic.open():
        pass
    assert clinic.texts() == before and not list(clinic.folder.glob("erasing*"))


# ---- backups


def test_a_restored_backup_is_erased_again(clinic: Clinic, tmp_path: Path) -> None:
    shutil.copytree(clinic.data, tmp_path / "backup")
    clinic.erase("Edda Halvorsen")
    with clinic.open() as eraser:
        erase_together([(eraser, Demand(kind="documents", document_ids=("rota",)))])
    shutil.rmtree(clinic.data)
    shutil.copytree(tmp_path / "backup", clinic.data)
    with clinic.open(writable=False) as reader:
        assert reader.behind()
    restored = Clinic(clinic.data, clinic.keys, RecordingAudit())
    with restored.open() as eraser:
        assert [each.document_id for each in eraser.index.documents()] == ["form", "leak", "notes"]
    texts = restored.texts()
    assert "Halvorsen" not in "".join(texts.values()) and "[PERSON]" in texts["form"]
    assert restored.values() == {"Emil Lund"}
    (event,) = restored.audit.events
    assert (event.action, event.counts["cause"], event.counts["entries"]) == ("erased_again", "restored backup", 2)


def test_a_vault_restored_on_its_own_is_erased_again(clinic: Clinic, tmp_path: Path) -> None:
    shutil.copy(clinic.folder / "vault.db", tmp_path / "vault.db")
    clinic.erase("Edda Halvorsen")
    shutil.copy(tmp_path / "vault.db", clinic.folder / "vault.db")
    assert "Edda Halvorsen" in clinic.values()
    with clinic.open():
        pass
    assert clinic.values() == OTHERS


def test_a_person_who_comes_back_after_the_erasure_is_not_erased_again(clinic: Clinic) -> None:
    clinic.erase("Edda Halvorsen")
    tokens = clinic.fill()
    with clinic.open() as eraser:
        assert not eraser.behind()
    assert tokens["edda"] in clinic.texts()["notes"]


def test_what_is_held_in_a_backup_of_an_erased_workspace_stays_readable(clinic: Clinic, tmp_path: Path) -> None:
    with clinic.open() as eraser:
        eraser.index.duties.hold("form", "case 12/9")
    shutil.copytree(clinic.data, tmp_path / "backup")
    with clinic.open() as eraser:
        eraser.index.duties.release("form")
        eraser.announce_workspace()
    shutil.rmtree(clinic.data)
    shutil.copytree(tmp_path / "backup", clinic.data)
    with clinic.open() as eraser:
        assert [each.document_id for each in eraser.index.documents()] == ["form"]
    assert clinic.values() == {"Edda Halvorsen", "+1 212-555-0164"}


def test_a_backup_from_after_the_erasure_is_left_alone(clinic: Clinic, tmp_path: Path) -> None:
    clinic.erase("Edda Halvorsen")
    clinic.fill()
    shutil.copytree(clinic.data, tmp_path / "backup")
    shutil.rmtree(clinic.data)
    shutil.copytree(tmp_path / "backup", clinic.data)
    with clinic.open() as eraser:
        assert len(eraser.index.documents()) == 4
    assert "Edda Halvorsen" in clinic.values()


def test_who_was_not_there_at_the_time_is_erased_from_a_backup_all_the_same(clinic: Clinic, tmp_path: Path) -> None:
    """The subject's document was replaced before the request came; an older backup has it still."""
    shutil.copytree(clinic.data, tmp_path / "backup")
    with clinic.open() as eraser:
        eraser.index.put([document(key, "Nobody is named here.") for key in ("notes", "form", "leak")])
        eraser.forget_abandoned()
        assert identified(eraser, "Edda Halvorsen").values == {}
    clinic.erase("Edda Halvorsen")
    shutil.rmtree(clinic.data)
    shutil.copytree(tmp_path / "backup", clinic.data)
    with clinic.open():
        pass
    assert "Halvorsen" not in "".join(clinic.texts().values())
    assert "Edda Halvorsen" not in clinic.values()


def test_a_new_workspace_of_an_erased_ones_name_begins_afresh(clinic: Clinic) -> None:
    with clinic.open() as eraser:
        eraser.announce_workspace()
    shutil.rmtree(clinic.folder)
    clinic.fill()
    with clinic.open() as eraser:
        assert len(eraser.index.documents()) == 4


def test_a_corrected_document_leaves_no_value_of_the_old_one(clinic: Clinic) -> None:
    with clinic.open() as eraser:
        tokens = fill(eraser)
        old = eraser.index.vectors_of(["form"])
        eraser.index.put([document("form", f"Form of {tokens['ruth']}, who likes the pool.")])
        eraser.index.forget()
        assert eraser.forget_abandoned() == 1
    assert clinic.values() == OTHERS | {"Edda Halvorsen", "edda.halvorsen@example.org"}
    assert scan(clinic.data, [], [vector[:8].tobytes() for vector in old]).remains == ()
    with clinic.open() as eraser:
        assert not any(tokens["phone"].casefold() in text.casefold() for text in eraser.index.traces())
