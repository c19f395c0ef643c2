"""The erasure log and receipts: nothing readable in them, nothing changed unnoticed, subjects known again by hashes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policies.erased_subjects import ErasedSubjects, hashes_of_subject
from policies.erasure_log import ErasureLog
from policies.errors import AuditError, StorageError
from policies.receipts import ReceiptSigner
from policies.striking import strike
from policies.subject_mentions import Span, mentions
from policies.subjects import Subject
from policies.text import RedactedText

KEY = bytes(range(32))


@pytest.fixture
def log(tmp_path: Path) -> ErasureLog:
    return ErasureLog(tmp_path / "records" / "erasures.log", KEY)


def test_entries_are_numbered_and_told_by_workspace(log: ErasureLog) -> None:
    log.append("r1", "clinic", "subject", ["aa"])
    log.append("r2", "office", "documents", ["bb"])
    log.append("r3", "clinic", "workspace", [])
    assert [(each.number, each.id) for each in log.entries("clinic")] == [(1, "r1"), (3, "r3")]
    assert [each.number for each in log.entries(after=1)] == [2, 3]


def test_a_number_is_above_what_the_data_has_noted(log: ErasureLog) -> None:
    """A log that was lost begins again above what data knows of, or data would take new entries for old ones."""
    assert log.append("r1", "clinic", "subject", [], after=7).number == 8


def test_the_log_is_private_and_outlives_a_line_that_was_cut_off(log: ErasureLog, tmp_path: Path) -> None:
    log.append("r1", "clinic", "subject", ["aa"])
    path = tmp_path / "records" / "erasures.log"
    assert path.stat().st_mode & 0o777 == 0o600
    with path.open("ab") as file:
        file.write(b'{"number": 2, "id"')
    assert len(log.entries()) == 1
    assert log.append("r2", "clinic", "subject", ["bb"]).number == 2
    assert [each.id for each in log.entries()] == ["r1", "r2"]


def test_what_is_promised_together_is_promised_whole_or_not_at_all(log: ErasureLog, tmp_path: Path) -> None:
    log.append("r1", "clinic", "subject", ["aa"])
    path = tmp_path / "records" / "erasures.log"
    before = len(path.read_bytes())
    both = log.append_together("r2", "subject", {"clinic": ["bb"], "office": ["cc"]})
    assert [(each.number, each.workspace, each.together) for each in both] == [(2, "clinic", 2), (3, "office", 2)]
    assert log.entries(after=1) == both
    content = path.read_bytes()
    for cut in (before + 5, content.index(b"\n", before) + 1, len(content) - 1):
        path.write_bytes(content[:cut])
        assert [each.id for each in log.entries()] == ["r1"]
    assert log.append("r3", "office", "subject", ["dd"]).number == 2
    assert [each.id for each in log.entries()] == ["r1", "r3"]


@pytest.mark.parametrize("damage", ["edit", "remove", "swap", "key"])
def test_an_altered_log_is_refused(log: ErasureLog, tmp_path: Path, damage: str) -> None:
    for number in range(3):
        log.append(f"r{number}", "clinic", "subject", ["aa"])
    path = tmp_path / "records" / "erasures.log"
    lines = path.read_bytes().splitlines(keepends=True)
    if damage == "edit":
        lines[1] = lines[1].replace(b'"aa"', b'"ab"')
    if damage == "remove":
        del lines[1]
    if damage == "swap":
        lines[0], lines[1] = lines[1], lines[0]
    path.write_bytes(b"".join(lines))
    other = ErasureLog(path, bytes(32)) if damage == "key" else log
    with pytest.raises(StorageError, match="altered"):
        other.entries()
    with pytest.raises(StorageError, match="altered"):
        other.append("r9", "clinic", "subject", [])


def erased(log: ErasureLog, who: str, **values: str) -> ErasedSubjects:
    hashed = log.hasher("clinic")
    tokens = {f"⟦{name}⟧": value for name, value in values.items()}
    return ErasedSubjects(frozenset(hashes_of_subject(Subject.named(who), tokens, hashed)), hashed)


def test_a_subject_is_known_again_by_hashes_alone(log: ErasureLog) -> None:
    known = erased(log, "Edda Halvorsen", PERSON_aaa1="Halvorsen", EMAIL_ADDRESS_aaa2="eh@example.org")
    rows = [
        ("⟦PERSON_aaa1⟧", "Halvorsen"),
        ("⟦PERSON_bbb1⟧", "Halvorsen, Edda"),
        ("⟦EMAIL_ADDRESS_bbb2⟧", "EH@example.org"),
        ("⟦PERSON_bbb3⟧", "Halvorsen"),
        ("⟦PERSON_bbb4⟧", "Emil Halvorsen"),
    ]
    assert known.tokens(rows) == {"⟦PERSON_aaa1⟧", "⟦PERSON_bbb1⟧", "⟦EMAIL_ADDRESS_bbb2⟧"}
    text = "Edda Halvorsen met Emil Halvorsen. Mrs. Halvorsen left."
    (spans,) = mentions([text], known)
    assert [text[span.start : span.end] for span in spans] == ["Edda Halvorsen", "Halvorsen"]


def test_hashes_of_one_workspace_say_nothing_in_another(log: ErasureLog) -> None:
    assert log.hasher("clinic")("full", "eddahalvorsen") != log.hasher("office")("full", "eddahalvorsen")


def test_nothing_of_a_subject_stands_in_the_log(log: ErasureLog, tmp_path: Path) -> None:
    log.append("r1", "clinic", "subject", erased(log, "Edda Halvorsen", PERSON_aaa1="Halvorsen").hashes)
    content = (tmp_path / "records" / "erasures.log").read_text().casefold()
    assert "halvorsen" not in content and "aaa1" not in content


def test_striking_leaves_placeholders_and_maps_offsets() -> None:
    text = RedactedText("Dear ⟦PERSON_aaa1⟧ and ⟦PERSON_aaa2⟧, Edda says")
    struck = strike(text, lambda token: token == "⟦PERSON_aaa1⟧", [Span(38, 42), Span(6, 12)])
    assert struck.text.value == "Dear [PERSON] and ⟦PERSON_aaa2⟧, [PERSON] says"
    assert struck.text.slice(struck.offset(23), struck.offset(36)).value == "⟦PERSON_aaa2⟧"


def test_a_receipt_is_verified_and_an_altered_or_foreign_one_is_not() -> None:
    signer = ReceiptSigner(KEY)
    written = json.dumps(signer.sign({"id": "r1", "remains": 0, "workspaces": ["clínic"]}))
    assert signer.verify(written)["remains"] == 0
    with pytest.raises(AuditError, match="altered"):
        signer.verify(written.replace('"remains": 0', '"remains": 1'))
    with pytest.raises(AuditError, match="other keys"):
        ReceiptSigner(bytes(32)).verify(written)
    with pytest.raises(AuditError, match="no receipt"):
        signer.verify("{}")
