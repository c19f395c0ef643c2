"""Redaction of a whole document: one call, and blocks that still fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Block, Document
from ingest.loaders.builder import DocumentBuilder
from ingest.redacting import redact_document
from policies.words import SEPARATOR
from tests.ingest.fakes import HidingRedactor


def document(text: str, *blocks: Block, name: str = "note.txt", title: str = "note") -> Document:
    return Document(name, "text/plain", title, text, blocks)


def test_a_person_found_in_the_body_is_hidden_in_name_and_title_in_one_call() -> None:
    redactor = HidingRedactor({"Ada Example": "⟦PERSON_k7Q2⟧"})
    raw = document("Seen: Ada Example", Block("paragraph", 0, 17), name="Ada Example.txt", title="On Ada Example")
    redacted = redact_document(raw, redactor)
    assert redacted.name.value == "⟦PERSON_k7Q2⟧.txt"
    assert redacted.title.value == "On ⟦PERSON_k7Q2⟧"
    assert redacted.text.value == "Seen: ⟦PERSON_k7Q2⟧"
    assert redacted.entities == {"PERSON": 3}
    assert len(redactor.texts) == 1


def test_name_title_and_text_are_read_apart() -> None:
    """So that what recognisers remember of the text holds for a copy under another name."""
    redactor = HidingRedactor()
    redact_document(document("Rules", Block("paragraph", 0, 5)), redactor)
    assert redactor.texts == [SEPARATOR.join(("note.txt", "note", "Rules"))]


def test_blocks_move_with_what_was_replaced_before_them() -> None:
    builder = DocumentBuilder()
    builder.add("heading", "Ada Example", level=1)
    builder.add_table(["| Name | Fee |", "| Ada Example | 2 |"], header_rows=1)
    redacted = redact_document(builder.document("f", "text/plain"), HidingRedactor({"Ada Example": "X"}))
    heading, table = redacted.blocks
    assert redacted.text.slice(heading.start, heading.end).value == "X"
    assert redacted.text.slice(table.start, table.end).value == "| Name | Fee |\n| X | 2 |"
    assert table.header_end is not None
    assert redacted.text.slice(table.start, table.header_end).value == "| Name | Fee |"


def test_a_finding_over_two_blocks_leaves_both_in_order() -> None:
    raw = document("call Ada\n\nExample now", Block("paragraph", 0, 8), Block("paragraph", 10, 21))
    redacted = redact_document(raw, HidingRedactor({"Ada\n\nExample": "⟦P⟧"}))
    texts = [redacted.text.slice(block.start, block.end).value for block in redacted.blocks]
    assert texts == ["call", "⟦P⟧ now"]


def test_a_block_that_was_removed_whole_is_dropped() -> None:
    raw = document("secret\n\nrest", Block("paragraph", 0, 6), Block("paragraph", 8, 12))
    redacted = redact_document(raw, HidingRedactor({"secret": ""}))
    assert [redacted.text.slice(block.start, block.end).value for block in redacted.blocks] == ["rest"]


def test_a_message_between_systems_is_warned_of() -> None:
    def warnings(text: str) -> list[str]:
        redacted = redact_document(document(text, Block("paragraph", 0, len(text))), HidingRedactor({}))
        return [notice.what for notice in redacted.warnings]

    assert ["message format" in what for what in warnings("MSH|^~\\&|ADT1|WARD\nPV1|1|I|2000")] == [True]
    assert warnings("PV1 is a valve | and NM1 another") == []


WORDS = st.sampled_from(["Ada", "Bo", "secret", "rest", "a", "\n", "\n\n", " "])


@given(
    parts=st.lists(st.lists(WORDS, min_size=1, max_size=6).map("".join).filter(str.strip), min_size=1, max_size=6),
    hidden=st.dictionaries(
        st.lists(WORDS, min_size=1, max_size=3).map("".join), st.sampled_from(["", "⟦P⟧", "a b"]), max_size=4
    ),
)
def test_blocks_stay_ordered_disjoint_and_around_all_visible_text(parts: list[str], hidden: dict[str, str]) -> None:
    builder = DocumentBuilder()
    for part in parts:
        builder.add("paragraph", part)
    redacted = redact_document(builder.document("n", "text/plain", title="t"), HidingRedactor(hidden))
    text, at = redacted.text.value, 0
    for block in redacted.blocks:
        assert at <= block.start < block.end <= len(text)
        assert not text[at : block.start].strip()
        assert text[block.start : block.end] == text[block.start : block.end].strip()
        at = block.end
    assert not text[at:].strip()
