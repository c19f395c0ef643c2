"""`assistant ingest`, `documents`, `summarize` and `doctor`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.assistant.library import CANARIES, DOCUMENTS, assistant, write_documents
from tests.ingest.loaders import files

INGEST_FIELDS = {"workspace", "policy", "documents", "chunks", "entities", "failed", "seconds"}
ITALIAN = (
    "La sala di lettura chiude alle nove di sera, e chi vuole restare più a lungo deve chiedere al custode che è "
    "nella stanza accanto. La domenica la sala non apre, ma i libri possono essere restituiti nella cassetta.\n"
)


def test_a_folder_is_ingested_and_told_in_every_field(tmp_path: Path) -> None:
    outcome = assistant("ingest", write_documents(tmp_path / "in"), "--json")
    report = outcome.json
    assert outcome.code == 0 and set(report) >= INGEST_FIELDS
    assert report["documents"] == {"added": len(DOCUMENTS), "updated": 0, "unchanged": 0, "failed": 0}
    assert (report["workspace"], report["policy"]) == ("default", "gdpr") and report["entities"]["PERSON"] >= 1


@pytest.mark.usefixtures("library")
def test_a_failing_file_exits_with_1_while_the_others_are_stored(tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "good.txt").write_text("The reading room closes at nine in the evening.\n", encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnot really")
    (folder / "empty.txt").write_bytes(b"")
    outcome = assistant("ingest", folder, "--json")
    assert outcome.code == 1 and outcome.json["documents"]["added"] == 1
    assert {Path(each["path"]).name for each in outcome.json["failed"]} == {"broken.pdf", "empty.txt"}
    assert all(each["error"] and each["remedy"] for each in outcome.json["failed"])
    assert "broken.pdf" in outcome.err
    assert "nine" in assistant("ask", "When does the reading room close?", "--json").json["answer"]


@pytest.mark.usefixtures("library")
def test_what_was_not_read_is_a_warning_on_stderr_and_in_json(tmp_path: Path) -> None:
    files.pdf(tmp_path / "plan.pdf", files.lines("The plan of the house."), files.picture)
    outcome = assistant("ingest", tmp_path / "plan.pdf", "--json")
    (warning,) = outcome.json["warnings"]
    assert (Path(warning["path"]).name, warning["pages"]) == ("plan.pdf", [2])
    assert warning["warning"] in outcome.err
    assert outcome.code == 0


@pytest.mark.usefixtures("library")
def test_a_document_in_a_language_that_the_policy_does_not_name_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "orario.txt").write_text(ITALIAN, encoding="utf-8")
    outcome = assistant("ingest", tmp_path / "orario.txt", "--json")
    (warning,) = outcome.json["warnings"]
    assert Path(warning["path"]).name == "orario.txt"
    assert "Italian" in warning["warning"] and warning["warning"] in outcome.err
    assert outcome.code == 0 and outcome.json["documents"]["added"] == 1


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("command", [("summarize",), ("redact", "--policy", "hipaa")])
def test_what_is_not_read_of_a_file_is_told_by_every_command_that_reads_one(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    files.pdf(tmp_path / "plan.pdf", files.lines("The plan of the house hangs beside the door."), files.picture)
    outcome = assistant(*command, tmp_path / "plan.pdf", "--json")
    (warning,) = outcome.json["warnings"]
    assert warning["pages"] == [2] and warning["warning"] in outcome.err and "plan.pdf" in outcome.err
    assert outcome.code == 0


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("command", [("summarize",), ("redact", "--policy", "hipaa")])
def test_a_language_that_the_policy_does_not_name_is_told_by_every_command_that_reads_a_file(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "orario.txt").write_text(ITALIAN, encoding="utf-8")
    outcome = assistant(*command, tmp_path / "orario.txt", "--json")
    (warning,) = outcome.json["warnings"]
    assert "Italian" in warning["warning"] and warning["warning"] in outcome.err


@pytest.mark.usefixtures("library")
def test_a_workspace_keeps_its_policy_and_says_how_to_use_another() -> None:
    outcome = assistant("ingest", __file__, "--policy", "hipaa")
    assert outcome.code == 1 and "'gdpr'" in outcome.err and "--workspace" in outcome.err


def test_an_ingestion_that_stored_nothing_binds_no_policy(tmp_path: Path) -> None:
    assert assistant("ingest", tmp_path / "nowhere.txt").code == 1
    outcome = assistant("ingest", write_documents(tmp_path / "in", ["loans.txt"]), "--policy", "hipaa", "--json")
    assert outcome.code == 0 and outcome.json["policy"] == "hipaa"


def test_a_policy_file_is_kept_with_the_workspace_and_may_move_away(tmp_path: Path) -> None:
    policies = Path(__file__).parents[3] / "policies"
    policy = tmp_path / "ours.yaml"
    policy.write_text((policies / "hipaa.yaml").read_text("utf-8").replace("name: hipaa", "name: ours"), "utf-8")
    documents = write_documents(tmp_path / "in", ["loans.txt"])
    assert assistant("ingest", documents, "--policy", policy, "--json").json["policy"] == "ours"
    policy.unlink()
    assert assistant("ingest", documents, "--json").json["policy"] == "ours"


@pytest.mark.usefixtures("library")
def test_documents_are_listed_shown_and_deleted_by_name() -> None:
    rows = assistant("documents", "list", "--json").json["documents"]
    assert {row["document"] for row in rows} == set(DOCUMENTS)
    assert "fifty cents" in assistant("documents", "show", "loans.txt").out
    assert assistant("documents", "delete", "loans.txt", "--json").json["deleted"]
    outcome = assistant("documents", "show", "loans.txt")
    assert outcome.code == 1 and "no such document" in outcome.err


def test_no_canary_stands_in_any_byte_of_data_or_output(library: Path) -> None:
    said = [
        assistant("ask", "What is ready for Mrs. Ottilie Brandauer?", "--json"),
        assistant("search", "reading card Ottilie Brandauer", "--json"),
        assistant("documents", "show", "letter.txt", "--json"),
        assistant("audit", "show", "--json"),
        assistant("doctor"),
    ]
    for canary in CANARIES:
        assert not any(canary in outcome.out + outcome.err for outcome in said)
        for path in library.rglob("*"):
            assert not path.is_file() or canary.encode() not in path.read_bytes(), path


@pytest.mark.usefixtures("library")
def test_a_known_person_is_found_by_name_and_shown_by_token() -> None:
    outcome = assistant("search", "Ottilie Brandauer", "--k", "1", "--json").json
    assert outcome["query"].startswith("⟦PERSON_") and outcome["query"] in outcome["hits"][0]["text"]


@pytest.mark.usefixtures("library")
def test_summaries_go_to_markdown_and_json_with_a_citation_a_sentence(tmp_path: Path) -> None:
    folder = write_documents(tmp_path / "in")
    outcome = assistant("summarize", folder, "--out", tmp_path / "out", "--sentences", "2", "--json")
    assert outcome.code == 0 and len(outcome.json["summaries"]) == len(DOCUMENTS)
    for summary in outcome.json["summaries"]:
        assert 1 <= len(summary["sentences"]) <= 2
        assert all(each["citation"]["quote"] == each["text"] for each in summary["sentences"])
    written = sorted((tmp_path / "out").iterdir())
    assert len(written) == 2 * len(DOCUMENTS)
    assert json.loads(written[0].read_text("utf-8"))["document"] and "## Sources" in written[1].read_text("utf-8")
    assert not any("Brandauer" in path.name + path.read_text("utf-8") for path in written)


@pytest.mark.usefixtures("library")
def test_the_doctor_finds_a_healthy_installation_healthy() -> None:
    outcome = assistant("doctor", "--json")
    assert outcome.code == 0 and outcome.json["healthy"]
    assert {"keys", "audit", "embedder", "models", "workspace default", "disk"} <= {
        each["check"] for each in outcome.json["checks"]
    }


def test_the_doctor_says_what_is_wrong_and_what_to_do(library: Path) -> None:
    (library / "keys" / "vault.key").unlink()
    outcome = assistant("doctor", "--json")
    wrong = [each for each in outcome.json["checks"] if not each["healthy"]]
    assert outcome.code == 1 and any(each["check"] == "keys" and "backup" in each["remedy"] for each in wrong)


def test_a_lost_key_is_an_error_and_never_a_new_key(library: Path) -> None:
    (library / "keys" / "store.key").unlink()
    outcome = assistant("ask", "When does the garage open?")
    assert outcome.code == 1 and "keys" in outcome.err and not (library / "keys" / "store.key").exists()


def test_a_file_s_name_neither_breaks_a_line_nor_turns_it_round(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "one\ntwo \u202efdp.txt").write_text("The kiosk sells tea until seven.", encoding="utf-8")
    (folder / "three\nfour.txt").write_bytes(b"")
    outcome = assistant("ingest", folder)
    assert outcome.code == 1 and outcome.err.count("three four.txt") == 1 and "three four.txt is empty" in outcome.err
    assert "1 passage," in outcome.out
    listed = assistant("documents", "list").out
    assert "one two fdp.txt" in listed and "\u202e" not in listed
