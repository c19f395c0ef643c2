"""A store whose tokens are exchanged: what changes, what stays, and what a kill leaves."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest import exchanging
from ingest.chunking import embedding_text
from ingest.document import Chunk
from ingest.exchanging import exchange_tokens
from ingest.index import Index
from ingest.stored import NewDocument
from policies.renaming import renamed, with_aliases
from policies.text import RedactedText
from tests.ingest.indexing import EMBEDDER, new_document, open_index, question

ADA, BEN, CY = "⟦PERSON_ada1⟧", "⟦PERSON_ben1⟧", "⟦PERSON_cyr1⟧"
SUCCESSORS = {ADA: "⟦PERSON_m4Xpq⟧", BEN: "⟦PERSON_r7Ts⟧"}
LONG = f"The gate shuts at nine, says {ADA}. " * 60 + f"{BEN} keeps the key."


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with open_index(tmp_path) as opened:
        opened.put(
            [
                new_document("gate", LONG, name=f"note of {BEN}.txt"),
                new_document("pool", f"{BEN} swims."),
                new_document("yard", f"{CY} rakes; {ADA} does not."),
                new_document("shed", "Nobody is in the shed."),
            ]
        )
        yield opened


def everything(index: Index) -> str:
    parts = [part for each in index.documents() for part in (each.name.value, each.title.value)]
    return "\n".join([*parts, *(text.value for each in index.fingerprints() if (text := index.text(each)))])


def assert_agrees(index: Index) -> None:
    """Chunks stand where they say, words and vectors follow from them."""
    assert index.check() == []
    for document in index.documents():
        for stored in index.chunks_of(document.document_id):
            chunk = Chunk(stored.ordinal, stored.start, stored.end, stored.text, None, stored.section, stored.header)
            vector = EMBEDDER.embed([embedding_text(stored.title, chunk)])[0]
            scores = dict(index.dense(vector, 50))
            assert scores[stored.chunk_id] == pytest.approx(1.0, abs=1e-5)


def test_every_former_token_gives_way_and_nothing_else_changes(index: Index) -> None:
    before = {each.document_id: each for each in index.documents()}
    fingerprints, untouched = index.fingerprints(), [each.chunk_id for each in index.chunks_of("shed")]
    expected = everything(index).replace(ADA, SUCCESSORS[ADA]).replace(BEN, SUCCESSORS[BEN])
    assert exchange_tokens(index, SUCCESSORS, EMBEDDER) == 3
    assert sorted(everything(index).splitlines()) == sorted(expected.splitlines())
    assert index.fingerprints() == fingerprints
    for document in index.documents():
        old = before[document.document_id]
        assert (document.ingested_at, document.entities) == (old.ingested_at, old.entities)
    assert [each.chunk_id for each in index.chunks_of("shed")] == untouched
    assert len(index.chunks_of("gate")) > 1
    assert not index.lexical(question(ADA), 5) and index.lexical(question(SUCCESSORS[ADA]), 5)
    assert_agrees(index)


@pytest.mark.parametrize("put_before", [0, 1, 2])
def test_a_pass_that_ended_anywhere_is_completed_by_the_same_call(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, put_before: int
) -> None:
    class Killed(BaseException):
        pass

    put, left = Index.put, [put_before]

    def ending(self: Index, documents: Sequence[NewDocument], *, exchanged: bool) -> None:
        if documents and left[0] == 0:
            raise Killed
        left[0] -= bool(documents)
        put(self, documents, exchanged=exchanged)

    monkeypatch.setattr(exchanging, "BATCH_CHUNKS", 1)
    with monkeypatch.context() as patched:
        patched.setattr(Index, "put", ending)
        with pytest.raises(Killed):
            exchange_tokens(index, SUCCESSORS, EMBEDDER)
    index.close()
    with open_index(tmp_path) as again:
        assert exchange_tokens(again, SUCCESSORS, EMBEDDER) == 3 - put_before
        assert ADA not in everything(again) and BEN not in everything(again)
        assert_agrees(again)


def test_a_held_document_gets_new_tokens_and_stays_held(index: Index) -> None:
    index.duties.hold("pool", "case 12/9")
    exchange_tokens(index, SUCCESSORS, EMBEDDER)
    text = index.text("pool")
    assert text is not None and text.value == f"{SUCCESSORS[BEN]} swims."
    assert set(index.duties.holds()) == {"pool"}


def test_nobody_is_abandoned_and_who_was_is_under_the_new_token(index: Index) -> None:
    index.delete(["pool"])
    assert index.duties.abandoned() == [BEN]
    exchange_tokens(index, SUCCESSORS, EMBEDDER)
    assert index.duties.abandoned() == [SUCCESSORS[BEN]]


def test_offsets_of_a_renamed_text_are_told() -> None:
    text = RedactedText(f"{ADA} met {CY} and {ADA}.")
    redaction = renamed(text, SUCCESSORS)
    assert redaction.text.value == f"{SUCCESSORS[ADA]} met {CY} and {SUCCESSORS[ADA]}."
    assert redaction.text.value[redaction.offset(text.value.index(CY)) :].startswith(CY)
    assert redaction.offset(len(text)) == len(redaction.text)


def test_a_question_names_both_tokens_of_whom_it_names() -> None:
    asked = with_aliases(RedactedText(f"Where was {CY}?"), lambda token: [token, ADA])
    assert asked.value == f"Where was {CY} {ADA}?"


def test_an_exchange_of_nothing_touches_nothing(index: Index) -> None:
    vectors = index.vectors_of(["gate"])
    assert exchange_tokens(index, {}, EMBEDDER) == 0
    assert np.array_equal(vectors, index.vectors_of(["gate"]))
