"""A report as Markdown and as HTML: complete, escaped, fetching nothing."""

from __future__ import annotations

import re

from assistant.reports.layout import TO_FILL_IN, Bullets, Report, Section, Table, to_html, to_markdown

HOSTILE = "<img src=http://evil.example/x> [a](http://evil.example) ![b](//evil.example) a|b `c`\nd"
REPORT = Report(
    f"Title {HOSTILE}",
    (f"About {HOSTILE}",),
    (
        Section(f"Heading {HOSTILE}", (f"Text {TO_FILL_IN}", Bullets((HOSTILE, "second")))),
        Section("Table", (Table.of(("Left", HOSTILE), ((1, HOSTILE), (2, "plain"))),)),
    ),
)


def test_html_escapes_every_value_and_fetches_nothing() -> None:
    page = to_html(REPORT)
    assert "<img" not in page and "&lt;img" in page
    assert re.findall(r"<(?:a|img|script|link|iframe|object|form)\b", page) == []
    assert "default-src 'none'" in page and "url(" not in page and "@import" not in page


def test_markdown_makes_neither_html_nor_links_nor_extra_cells_of_values() -> None:
    text = to_markdown(REPORT)
    assert re.search(r"(?<!\\)<", text) is None and re.search(r"(?<!\\)\[", text) is None
    (row,) = [line for line in text.splitlines() if line.startswith("| 1 ")]
    assert len(re.findall(r"(?<!\\)\|", row)) == 3


def test_a_value_can_not_begin_a_line_of_its_own() -> None:
    assert "\nd" not in to_markdown(REPORT)


def test_both_forms_hold_each_block_and_mark_what_is_missing() -> None:
    page, text = to_html(REPORT), to_markdown(REPORT)
    for form in (page, text):
        assert all(part in form for part in ("Left", "plain", "second", "To be filled in by the controller"))
    assert "<strong>To be filled in by the controller.</strong>" in page and TO_FILL_IN in text
