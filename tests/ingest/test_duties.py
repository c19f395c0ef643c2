"""Duties of documents: legal holds that nothing gets past, periods that outlive a new version, forgotten pseudonyms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from ingest.index import Index
from ingest.pipeline import ingest
from ingest.striking import struck_document
from policies.database import open_database
from policies.errors import HoldError
from policies.striking import strike
from policies.text import RedactedText, Redaction
from tests.ingest.fakes import HidingRedactor
from tests.ingest.hashing_embedder import HashingEmbedder
from tests.ingest.indexing import EMBEDDER, KEY, new_document, open_index, question

ADA, BEN = "⟦PERSON_ada1⟧", "⟦PERSON_ben1⟧"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with open_index(tmp_path) as opened:
        opened.put(
            [new_document("gate", f"The gate shuts at nine, says {ADA}."), new_document("pool", f"{BEN} swims.")]
        )
        yield opened


def test_a_held_document_is_neither_deleted_nor_replaced_until_it_is_released(index: Index) -> None:
    index.duties.hold("gate", "case 12/9")
    with pytest.raises(HoldError, match="gate since"):
        index.delete(["pool", "gate"])
    with pytest.raises(HoldError, match="gate since"):
        index.put([new_document("gate", "The gate shuts at ten.")])
    assert len(index.documents()) == 2
    index.duties.release("gate")
    assert index.delete(["gate"]) == 1


def test_a_changed_source_of_a_held_document_fails_and_the_others_go_on(tmp_path: Path, index: Index) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("one.txt", "two.txt"):
        (folder / name).write_text("First edition of it.")
    run = {"index": index, "redactor": HidingRedactor(), "embedder": HashingEmbedder()}
    ingest([folder], **run)  # type: ignore[arg-type]
    held = next(each.document_id for each in index.documents() if each.name.value == "one.txt")
    index.duties.hold(held, "case 12/9")
    for name in ("one.txt", "two.txt"):
        (folder / name).write_text("Second edition of it.")
    report = ingest([folder], **run)  # type: ignore[arg-type]
    assert (report.updated, [Path(each.path).name for each in report.failed]) == (1, ["one.txt"])
    assert "legal hold" in report.failed[0].error and "case" not in report.failed[0].error


def test_an_index_with_a_held_document_is_not_begun_anew(tmp_path: Path, index: Index) -> None:
    index.duties.hold("gate", "case 12/9")
    index.close()
    with pytest.raises(HoldError):
        open_index(tmp_path, policy="another", reindex=True)


def test_a_period_outlives_a_new_version_and_goes_with_the_document(index: Index) -> None:
    index.duties.retain("gate", "30d")
    index.put([new_document("gate", "The gate shuts at ten.")])
    assert index.duties.periods() == {"gate": "30d"}
    index.duties.hold("gate", "case 12/9")
    assert index.duties.periods() == {"gate": "30d"}, "a hold leaves the period as it is"
    index.duties.release("gate")
    index.delete(["gate"])
    assert index.duties.periods() == {}


def test_pseudonyms_of_texts_that_are_gone_are_noted_until_they_are_forgotten(tmp_path: Path, index: Index) -> None:
    index.put([new_document("gate", "The gate shuts at ten.")])
    index.delete(["pool"])
    index.close()
    with open_index(tmp_path) as again:
        assert sorted(again.duties.abandoned()) == [ADA, BEN]
        again.duties.finished([ADA])
        assert again.duties.abandoned() == [BEN]


def test_an_older_store_is_completed_by_whoever_opens_it(tmp_path: Path, index: Index) -> None:
    index.close()
    connection = open_database(tmp_path / "store.db", KEY)
    connection.execute("DROP TABLE duties; DROP TABLE abandoned")
    connection.close()
    with open_index(tmp_path, writable=False) as reader:
        assert reader.duties.holds() == {}


def of(token: str) -> object:
    def struck(texts: Sequence[RedactedText]) -> list[Redaction]:
        return [strike(text, lambda found: found == token) for text in texts]

    return struck


def test_a_struck_document_keeps_its_passages_in_place_and_its_time(tmp_path: Path, index: Index) -> None:
    lines = "\n\n".join(f"Line {number} of {ADA} and {BEN} speaks of a garden gate." for number in range(60))
    index.put([new_document("long", lines)])
    before = index.document("long")
    struck = struck_document(index, "long", of(ADA), EMBEDDER)  # type: ignore[arg-type]
    assert struck is not None and before is not None
    index.put([struck])
    index.forget()
    text, after = index.text("long"), index.document("long")
    assert text is not None and after is not None
    assert text.value == lines.replace(ADA, "[PERSON]") and before.chunks > 1
    assert after.ingested_at == before.ingested_at
    assert index.check() == []
    assert [key for key, _ in index.lexical(question(ADA), 5)] == [index.chunks_of("gate")[0].chunk_id]


def test_nothing_to_strike_is_no_new_version(index: Index) -> None:
    assert struck_document(index, "pool", of(ADA), EMBEDDER) is None  # type: ignore[arg-type]
    assert struck_document(index, "nowhere", of(ADA), EMBEDDER) is None  # type: ignore[arg-type]


def test_all_that_stands_in_the_store_can_be_looked_through(index: Index) -> None:
    assert any("gate" in text for text in index.traces())
    index.delete(["gate"])
    assert not any("gate" in text for text in index.traces() if not text.startswith("fingerprint"))
    assert index.unused_pages() == 0
