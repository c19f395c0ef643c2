from __future__ import annotations

from assistant.summaries import Summary, summarize
from ingest.stored import StoredDocument
from tests.assistant.fakes import WordEmbedder, chunk, redacted

DOCUMENT = StoredDocument(
    "doc",
    redacted("handbook.md"),
    redacted("Handbook"),
    "text/markdown",
    None,
    2,
    400,
    {},
    "open",
    "2025-01-01T00:00:00Z",
)
FIRST = (
    "The ferry carries bicycles on every crossing. Bicycles board the ferry before cars do. "
    "The ferry carries bicycles on every crossing."
)
SECOND = "Cars board the ferry from the lower deck. The kiosk sells lemonade and newspapers to travellers."
CHUNKS = [
    chunk(FIRST, "c1", section="Bicycles"),
    chunk(SECOND, "c2", ordinal=1, start=len(FIRST) + 2, section="Cars"),
]
TEXT = f"{FIRST}\n\n{SECOND}"


def made(sentences: int) -> Summary:
    return summarize(DOCUMENT, CHUNKS, WordEmbedder(), sentences=sentences)


def test_each_sentence_is_quoted_from_the_place_it_cites() -> None:
    summary = made(3)
    assert len(summary.sentences) == 3
    for sentence in summary.sentences:
        citation = sentence.citation
        assert TEXT[citation.start : citation.end] == sentence.text.value == citation.quote.value


def test_sentences_stand_in_the_documents_order_and_none_twice() -> None:
    places = [sentence.citation.start for sentence in made(5).sentences]
    assert places == sorted(set(places))
    assert len({sentence.text.value for sentence in made(5).sentences}) == len(places)


def test_the_sentence_beside_the_subject_is_left_out_first() -> None:
    assert not any("lemonade" in sentence.text.value for sentence in made(2).sentences)


def test_a_document_without_text_gives_an_empty_summary() -> None:
    assert summarize(DOCUMENT, [], WordEmbedder()).sentences == ()
