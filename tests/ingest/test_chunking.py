"""Chunks: structure, size, offsets."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunking import TARGET_TOKENS, chunk, embedding_text
from ingest.document import Chunk, RedactedDocument
from ingest.loaders.builder import DocumentBuilder
from ingest.redacting import redact_document
from policies.errors import ModelError
from policies.text import RedactedText
from tests.ingest.documents import heading, paragraph, redacted, table
from tests.ingest.fakes import HidingRedactor, WordCounter

SENTENCE = "The gate of the clinic shuts at nine o'clock every night."


def texts(chunks: list[Chunk]) -> list[str]:
    return [found.text.value for found in chunks]


def holds(document: RedactedDocument, chunks: list[Chunk], embedder: WordCounter) -> None:
    """Assert what is true of all chunks."""
    assert [found.ordinal for found in chunks] == list(range(len(chunks)))
    at = 0
    for found in chunks:
        assert at <= found.start < found.end
        assert document.text.slice(found.start, found.end) == found.text
        assert found.text.value == found.text.value.strip() != ""
        assert found.text.value.count("⟦") == found.text.value.count("⟧"), "no pseudonym is cut"
        at = found.end
    sizes = embedder.count_tokens([embedding_text(document.title, found) for found in chunks])
    assert all(size + 2 <= embedder.max_tokens for size in sizes)


def test_each_section_has_its_own_chunks_under_its_path() -> None:
    document = redacted(
        heading("Leave"),
        paragraph("Ask early."),
        heading("Parental leave", 2),
        paragraph("It lasts 16 weeks."),
        heading("Sick leave", 2),
        paragraph("Call us."),
        heading("Dress"),
        paragraph("Wear shoes."),
    )
    chunks = chunk(document, WordCounter())
    assert [(found.section.value, found.text.value) for found in chunks] == [
        ("Leave", "Ask early."),
        ("Leave > Parental leave", "It lasts 16 weeks."),
        ("Leave > Sick leave", "Call us."),
        ("Dress", "Wear shoes."),
    ]


def test_a_heading_that_nothing_follows_is_not_lost() -> None:
    document = redacted(heading("Leave"), paragraph("Ask early."), heading("No pets", 2))
    assert texts(chunk(document, WordCounter())) == ["Ask early.", "No pets"]


def test_the_title_is_not_repeated_in_the_section() -> None:
    document = redacted(heading("Handbook"), paragraph("Hello."), heading("Leave", 2), paragraph("Ask early."))
    assert [found.section.value for found in chunk(document, WordCounter())] == ["", "Leave"]


def test_a_heading_alone_above_all_others_is_left_out_of_the_path() -> None:
    document = redacted(heading("Rules of the house"), heading("Gate", 2), paragraph("Shut."), title="rules v2")
    assert [found.section.value for found in chunk(document, WordCounter())] == ["Gate"]


def test_a_long_paragraph_is_cut_between_sentences_into_even_parts() -> None:
    document = redacted(paragraph(" ".join([SENTENCE] * 24)))
    embedder = WordCounter()
    chunks = chunk(document, embedder)
    holds(document, chunks, embedder)
    sizes = embedder.count_tokens([found.text for found in chunks])
    assert all(text.endswith("night.") for text in texts(chunks))
    assert max(sizes) <= TARGET_TOKENS
    assert min(sizes) > 0.7 * max(sizes)


def test_small_blocks_stand_together_over_a_page_break_but_not_large_ones() -> None:
    small = redacted(paragraph("One line.", 1), paragraph("Another.", 2))
    assert texts(chunk(small, WordCounter())) == ["One line.\n\nAnother."]
    large = redacted(paragraph(" ".join([SENTENCE] * 6), 1), paragraph("Another.", 2))
    assert [found.page for found in chunk(large, WordCounter())] == [1, 2]


def test_rows_of_a_long_table_carry_its_header() -> None:
    rows = [f"| Item {n} | {n} |" for n in range(60)]
    document = redacted(table("| What | Fee |", *rows))
    embedder = WordCounter()
    first, *others = chunk(document, embedder)
    holds(document, [first, *others], embedder)
    assert first.text.value.startswith("| What | Fee |\n| Item 0 | 0 |")
    assert first.header.value == ""
    assert others
    assert all(found.header.value == "| What | Fee |" for found in others)
    assert all(
        line.startswith("| ") and line.endswith(" |") for found in others for line in found.text.value.split("\n")
    )


def test_what_is_embedded_is_title_section_header_and_text() -> None:
    rows = [f"| Item {n} | {n} |" for n in range(60)]
    document = redacted(heading("Fees"), heading("Items", 2), table("| What | Fee |", *rows), heading("End"))
    last = chunk(document, WordCounter())[-2]
    assert embedding_text(document.title, last).value == f"Handbook\nFees > Items\n| What | Fee |\n{last.text.value}"


def test_long_titles_paths_and_headers_leave_room_for_the_text() -> None:
    document = redacted(
        heading("first " * 80),
        heading("last " * 80, 2),
        table("| " + "column " * 90 + "| b |", *["| one | two |"] * 30),
        title="long " * 40,
    )
    embedder = WordCounter()
    chunks = chunk(document, embedder)
    holds(document, chunks, embedder)
    assert len(chunks) < 5


def test_an_endless_word_is_cut_but_a_pseudonym_never() -> None:
    document = redacted(paragraph("x" * 9000 + " ⟦PERSON_k7Q2⟧" * 400))
    embedder = WordCounter()
    chunks = chunk(document, embedder)
    holds(document, chunks, embedder)
    assert max(len(text) for text in texts(chunks)) < 3000
    assert sum(text.count("⟦PERSON_k7Q2⟧") for text in texts(chunks)) == 400


def test_a_window_too_small_for_any_text_is_an_error() -> None:
    with pytest.raises(ModelError, match="too few for a passage"):
        chunk(redacted(paragraph("Hello there."), title="A title"), WordCounter(max_tokens=3))


def test_counting_grows_with_the_text_and_not_faster() -> None:
    class Tally(WordCounter):
        counted = 0

        def count_tokens(self, texts: Sequence[RedactedText]) -> list[int]:
            self.counted += sum(len(text) for text in texts)
            return super().count_tokens(texts)

    def characters_counted(sentences: int) -> int:
        tally = Tally()
        chunk(redacted(*[paragraph(" ".join([SENTENCE] * 20)) for _ in range(sentences // 20)]), tally)
        return tally.counted

    assert characters_counted(8000) <= 4.5 * characters_counted(2000)


PIECES = st.sampled_from(["word", "Dr.", "end.", "⟦PERSON_k7Q2⟧", "x" * 50, "\n", "é", ",", "a.b", "(1)", "|"])
TEXT = st.lists(PIECES, min_size=1, max_size=60).map(" ".join).filter(str.strip)


@st.composite
def documents(draw: st.DrawFn) -> RedactedDocument:
    builder = DocumentBuilder()
    page = 1
    for kind in draw(
        st.lists(st.sampled_from(["heading", "paragraph", "list", "code", "table"]), min_size=1, max_size=8)
    ):
        page += draw(st.integers(0, 1))
        text = draw(TEXT)
        if kind == "heading":
            builder.add("heading", " ".join(text.split()), level=draw(st.integers(1, 6)), page=page)
        elif kind == "table":
            rows = [f"| {' '.join(row.split())} | 1 |" for row in text.split("\n") if row.strip()]
            builder.add_table(rows, header_rows=draw(st.integers(0, 1)), page=page)
        else:
            builder.add(kind, text, page=page)  # type: ignore[arg-type]
    return redact_document(builder.document("n", "text/plain", title=draw(TEXT)), HidingRedactor())


@settings(deadline=None)
@given(document=documents(), window=st.integers(128, 256))
def test_offsets_and_sizes_hold_for_any_document(document: RedactedDocument, window: int) -> None:
    embedder = WordCounter(window)
    chunks = chunk(document, embedder)
    holds(document, chunks, embedder)
    chunked = re.sub(r"\s", "", "".join(texts(chunks)))
    for block in document.blocks:
        visible = re.sub(r"\s", "", document.text.value[block.start : block.end])
        assert block.kind == "heading" or visible in chunked


def test_chunks_tell_nothing_of_their_text_when_printed() -> None:
    assert "gate" not in repr(chunk(redacted(paragraph(SENTENCE)), WordCounter()))
