"""The pipeline: what is unchanged costs nothing, what fails stops no other, what a person reads is what was stored."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.index import Index
from ingest.pipeline import IngestReport, ingest
from ingest.sources import Source
from policies.errors import RedactionError, StorageError
from policies.text import Redaction
from tests.ingest.fakes import HidingRedactor
from tests.ingest.hashing_embedder import HashingEmbedder
from tests.ingest.indexing import open_index, question
from tests.ingest.loaders import files


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with open_index(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "office"
    (made / "rules").mkdir(parents=True)
    (made / "gate.txt").write_text("The gate shuts at nine. Ring twice for Ada Marsh.")
    (made / "rules" / "pool.md").write_text("# Pool\n\nThe pool opens at dawn. Bring a towel.")
    return made


class Loadless(HashingEmbedder):
    """An embedder that must not be asked."""

    def embed(self, texts: object) -> object:  # type: ignore[override]
        raise AssertionError("nothing had to be embedded")


def run(
    index: Index, *paths: Path | Source, embedder: HashingEmbedder | None = None, **options: object
) -> IngestReport:
    redactor = HidingRedactor({"Ada Marsh": "[NAME]"})
    return ingest(paths, index=index, redactor=redactor, embedder=embedder or HashingEmbedder(), **options)


def names(index: Index) -> list[str]:
    return [document.name.value for document in index.documents()]


def test_ingests_a_folder_with_names_relative_to_it(index: Index, folder: Path) -> None:
    report = run(index, folder)
    assert (report.added, report.updated, report.unchanged, report.failed) == (2, 0, 0, ())
    assert names(index) == ["gate.txt", "rules/pool.md"]
    assert report.chunks == sum(document.chunks for document in index.documents())
    assert set(report.document_ids) == set(index.fingerprints())
    assert set(report.stages) == {"load", "redact", "chunk", "embed", "store"}


def test_stores_what_the_redactor_gave_and_counts_it(index: Index, folder: Path) -> None:
    report = run(index, folder)
    assert report.entities == {"PERSON": 1}
    assert index.lexical(question("Marsh"), 5) == []
    (hit, _) = index.lexical(question("ring"), 5)[0]
    assert "[NAME]" in index.passages([hit])[0].text.value


def test_skips_what_is_unchanged_without_asking_the_embedder(index: Index, folder: Path) -> None:
    run(index, folder)
    report = run(index, folder, embedder=Loadless())
    assert (report.added, report.updated, report.unchanged) == (0, 0, 2)


def test_replaces_a_changed_file_whole(index: Index, folder: Path) -> None:
    run(index, folder)
    (folder / "gate.txt").write_text("The gate is open all day.")
    report = run(index, folder)
    assert (report.added, report.updated, report.unchanged) == (0, 1, 1)
    assert index.lexical(question("nine twice"), 5) == []
    assert index.check() == []


def test_processes_again_when_the_policy_changed(index: Index, folder: Path) -> None:
    run(index, folder, policy_fingerprint="one")
    assert run(index, folder, policy_fingerprint="one").unchanged == 2
    assert run(index, folder, policy_fingerprint="two").updated == 2


def test_reads_again_what_the_loaders_read_otherwise_now(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(index, folder)
    monkeypatch.setattr(pipeline, "LOADERS_VERSION", "next")
    assert run(index, folder).updated == 2


def test_reports_each_bad_file_and_takes_the_others(index: Index, folder: Path) -> None:
    (folder / "empty.txt").touch()
    (folder / "photo.xyz").write_text("?")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    report = run(index, folder, folder / "nowhere.txt")
    assert report.added == 2
    assert sorted(Path(failure.path).name for failure in report.failed) == [
        "broken.pdf",
        "empty.txt",
        "nowhere.txt",
        "photo.xyz",
    ]
    assert all(failure.error and failure.remedy for failure in report.failed)


def test_tells_what_of_a_file_was_not_read_and_keeps_it_with_the_document(index: Index, folder: Path) -> None:
    files.pdf(folder / "plan.pdf", files.lines("The plan of the house."), files.picture)
    report = run(index, folder)
    ((path, notice),) = ((each.path, each.notice) for each in report.warnings)
    assert (Path(path).name, notice.pages) == ("plan.pdf", (2,))
    assert [document.warnings for document in index.documents() if document.warnings] == [(str(notice),)]


@pytest.mark.parametrize("raised", [RecursionError, MemoryError, KeyError, UnicodeDecodeError])
def test_survives_whatever_a_parser_dies_of(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch, raised: type[Exception]
) -> None:
    from ingest.loaders import load

    def fragile(path: Path, name: str) -> object:
        if path.suffix == ".md":
            raise raised() if raised is not UnicodeDecodeError else UnicodeDecodeError("utf-8", b"Ada", 0, 1, "Ada")
        return load(path, name)

    monkeypatch.setattr(pipeline, "load", fragile)
    report = run(index, folder)
    assert report.added == 1
    assert raised.__name__ in report.failed[0].error
    assert "Ada" not in report.failed[0].error


def test_lets_no_text_through_that_could_not_be_redacted(index: Index, folder: Path) -> None:
    class Failing(HidingRedactor):
        def redact(self, text: str, *, keep_tokens: bool = False, subject: str | None = None) -> Redaction:
            if "pool" in text:
                raise RedactionError("could not redact", remedy="try again")
            return super().redact(text)

    report = ingest([folder], index=index, redactor=Failing(), embedder=HashingEmbedder())
    assert names(index) == ["gate.txt"]
    assert [failure.error for failure in report.failed] == ["could not redact"]


def test_passes_over_hidden_files_litter_and_links_that_go_round(index: Index, folder: Path) -> None:
    (folder / ".secret.txt").write_text("hidden")
    (folder / ".git").mkdir()
    (folder / ".git" / "config.txt").write_text("hidden")
    (folder / "~$gate.docx").write_text("lock")
    (folder / "Thumbs.db").write_text("pictures")
    (folder / "rules" / "round").symlink_to(folder, target_is_directory=True)
    report = run(index, folder)
    assert (report.added, report.failed) == (2, ())


def test_takes_a_file_once_however_often_it_is_named(index: Index, folder: Path) -> None:
    report = run(index, folder, folder / "gate.txt", folder / "rules" / ".." / "gate.txt")
    assert report.added == 2


def test_knows_an_upload_by_its_name_wherever_it_lies(index: Index, folder: Path, tmp_path: Path) -> None:
    run(index, Source.upload("note.txt", folder / "gate.txt"))
    assert names(index) == ["note.txt"]
    moved = tmp_path / "0.txt"
    moved.write_bytes((folder / "gate.txt").read_bytes())
    assert run(index, Source.upload("note.txt", moved)).unchanged == 1
    moved.write_text("Another note altogether.")
    assert run(index, Source.upload("note.txt", moved)).updated == 1


def test_tells_how_far_it_is(index: Index, folder: Path) -> None:
    told: list[tuple[int, int]] = []
    run(index, folder, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_embeds_many_documents_in_few_calls(index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number}.txt").write_text(f"Note {number} is short.")
    embedder = HashingEmbedder()
    run(index, folder, embedder=embedder)
    assert embedder.calls == 1


def test_keeps_what_was_stored_when_the_disk_is_full(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(index, folder)
    pages = index._store._connection.execute("PRAGMA page_count").fetchall()[0][0]
    index._store._connection.execute(f"PRAGMA max_page_count = {pages}")
    (folder / "long.txt").write_text("\n\n".join(f"Paragraph {number} of a long file." for number in range(3_000)))
    with pytest.raises(StorageError, match="full"):
        run(index, folder)
    assert names(index) == ["gate.txt", "rules/pool.md"]
    index._store._connection.execute("PRAGMA max_page_count = 1000000")
    assert run(index, folder).added == 1
    assert index.check() == []


def test_tells_neither_path_nor_text_in_ids(index: Index, folder: Path) -> None:
    run(index, folder)
    with open_index(folder.parent / "another", key=b"x" * 32) as other:
        run(other, folder)
        assert not set(other.fingerprints()) & set(index.fingerprints())
        assert not set(other.fingerprints().values()) & set(index.fingerprints().values())


def test_redacts_before_it_cuts_so_that_no_border_splits_a_name(index: Index, folder: Path) -> None:
    sentence = "Ada Marsh, who was seen on the ward, asked " + "again and " * 7 + "left with Ada Marsh. "
    (folder / "long.txt").write_text(sentence * 60)
    report = run(index, folder)
    chunks = [chunk.text.value for each in report.document_ids for chunk in index.chunks_of(each)]
    assert len(chunks) > 5
    assert not any("Ada" in text or "Marsh" in text for text in chunks)
    assert sum(text.count("[NAME]") for text in chunks) == 121


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes as files are of POSIX systems")
def test_a_pipe_or_a_device_is_refused_before_anybody_waits_for_its_end(index: Index, folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    (folder / "endless.txt").symlink_to("/dev/zero")
    report = run(index, folder)
    assert [failure.error.split(" ")[0] for failure in report.failed] == ["endless.txt", "pipe.txt"]
    assert all("not a file" in failure.error for failure in report.failed)


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="names there are always valid Unicode")
def test_a_file_whose_name_is_no_text_is_told_to_be_renamed(index: Index, folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text("The cafe shuts at ten.")
    report = run(index, folder)
    assert report.added == 2
    assert [(failure.error, failure.remedy[:14]) for failure in report.failed] == [
        ("'caf\\udce9.txt': the name of this file is not valid UTF-8.", "Give it a name")
    ]
