"""HTML: what is content and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import Document
from ingest.loaders import load


def read(folder: Path, page: str | bytes) -> Document:
    path = folder / "page.html"
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    return load(path, "page.html")


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


@pytest.mark.parametrize(
    "dropped",
    [
        "<script>var a = 'noise'</script>",
        "<style>.noise {}</style>",
        "<nav><ul><li>noise</li></ul></nav>",
        "<footer>noise</footer>",
        "<aside>noise</aside>",
        "<p hidden>noise</p>",
        "<div style='display: none'><p>noise</p></div>",
        "<p aria-hidden=true>noise</p>",
        "<div role=navigation>noise</div>",
        "<!-- noise -->",
        "<ul><li><a href='#a'>noise one</a></li><li><a href='#b'>noise two</a></li></ul>",
        "<a href='#main'>Skip to noise</a>",
    ],
)
def test_what_is_no_content_is_dropped(dropped: str, tmp_path: Path) -> None:
    document = read(tmp_path, f"<body><p>before {dropped} after</p>{dropped}<p>end</p></body>")
    assert "noise" not in document.text
    assert "end" in document.text


def test_headings_paragraphs_lists_and_code_are_blocks(tmp_path: Path) -> None:
    items = "<ol><li>x<ul><li>y</ul><li>z</ol><pre>k  v\nl</pre>"
    document = read(tmp_path, f"<title>Rules</title><h2>Gate</h2>loose <b>text</b><p>a<br>b</p>{items}")
    assert document.title == "Rules"
    assert blocks(document) == [
        ("heading", "Gate"),
        ("paragraph", "loose text"),
        ("paragraph", "a\nb"),
        ("list", "1. x\n  - y\n2. z"),
        ("code", "k  v\nl"),
    ]


def test_newlines_of_the_source_are_spaces(tmp_path: Path) -> None:
    assert read(tmp_path, "<p>The gate\n   shuts\nat nine.</p>").text == "The gate shuts at nine."


def test_a_table_is_pipe_rows_under_its_header(tmp_path: Path) -> None:
    page = "<table><thead><tr><th>Who</th><th>Price</th></tr></thead><tr><td>Guests</td><td>a|b</td></tr></table>"
    document = read(tmp_path, page)
    assert document.text == "| Who | Price |\n| Guests | a¦b |"
    assert document.blocks[0].header_end == len("| Who | Price |")


def test_a_table_that_only_lays_out_a_page_is_text(tmp_path: Path) -> None:
    assert blocks(read(tmp_path, "<table><tr><td><p>left</p></td><td><p>right</p></td></tr></table>")) == [
        ("paragraph", "left"),
        ("paragraph", "right"),
    ]


@pytest.mark.parametrize(
    "page",
    [
        "<meta charset='iso-8859-1'><p>café</p>".encode("latin-1"),
        "<meta charset='utf-8'><p>café</p>".encode(),
        "\ufeff<p>café</p>".encode("utf-16"),
        b"<meta charset='no-such'><p>caf\xc3\xa9</p>",
        "<?xml version='1.0' encoding='utf-8'?><html><body><p>café</p></body></html>".encode(),
    ],
)
def test_the_declared_encoding_is_obeyed(page: bytes, tmp_path: Path) -> None:
    assert read(tmp_path, page).text == "café"


def test_deep_nesting_does_not_crash(tmp_path: Path) -> None:
    assert "top" in read(tmp_path, "<p>top</p>" + "<div>" * 5000 + "deep").text


def test_entities_from_a_document_type_are_not_expanded(tmp_path: Path) -> None:
    page = '<!DOCTYPE html [<!ENTITY a "boom"><!ENTITY b "&a;&a;">]><p>fine &b;</p>'
    assert "boomboom" not in read(tmp_path, page).text
