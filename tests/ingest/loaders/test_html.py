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
        "<!--[if mso]>noise<![endif]-->",
        "<div style='opacity:0'>noise</div>",
        "<span style='font-size: 0px; color: red'>noise</span>",
        "<span style='position:absolute; left:-9999px'>noise</span>",
        "<img src='data:image/png;base64,bm9pc2U=' alt='noise' title='noise'>",
        "<a href='mailto:noise@example.org' title='noise'>a link</a>",
        "<a href='tel:+noise' data-owner='noise'>a link</a>",
        "<input name=noise value=noise><textarea>noise</textarea><select><option>noise</select>",
        "<iframe srcdoc='<p>noise</p>' src='data:text/html,noise'>noise</iframe>",
        "<template>noise</template><svg><title>noise</title><text>noise</text></svg>",
        "<details data-x='noise'></details><meta name=author content=noise>",
        "<pre>code <span hidden>noise</span></pre>",
        "<ul><li>x<ul hidden><li>noise</ul></ul>",
        "<table><tr><td>a<td>b<tr><td>c<td>d<tr hidden><td>noise<td>noise</table>",
        "<ul><li><a href='#a'>noise one</a></li><li><a href='#b'>noise two</a></li></ul>",
        "<a href='#main'>Skip to noise</a>",
        "<del>noise</del><s>noise</s><strike>noise</strike>",
        "<span style='color: red; text-decoration: underline line-through'>noise</span>",
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


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<ol start=3><li>x<li>y</ol>", "3. x\n4. y"),
        ("<ol><li>x<li value=7>y<li>z</ol>", "1. x\n7. y\n8. z"),
        ("<ol reversed><li>x<li>y</ol>", "2. x\n1. y"),
        ("<ol reversed start=9><li>x<li>y</ol>", "9. x\n8. y"),
        ("<ol type=a start=26><li>x<li>y</ol>", "z) x\naa) y"),
        ("<ol type=A><li>x<li>y</ol>", "A) x\nB) y"),
        ("<ol type=i start=3><li>x<li>y<li type=I>z</ol>", "iii) x\niv) y\nV) z"),
        ("<ol type=i start=0><li>x<li>y</ol>", "0. x\ni) y"),
        ("<ol start=two><li>x<li value=''>y</ol>", "1. x\n2. y"),
        ("<ol><li>x<li hidden>noise<li>y</ol>", "1. x\n2. y"),
        ("<ol start=4><li>x<ol start=8><li>y</ol> goes on<li>z</ol>", "4. x goes on\n  8. y\n5. z"),
    ],
)
def test_items_have_the_numbers_that_are_shown(page: str, text: str, tmp_path: Path) -> None:
    assert read(tmp_path, page).text == text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<dt>Towel<dt>Bathrobe<dd>3 EUR<dd>a day", "- Towel / Bathrobe: 3 EUR\n- Towel / Bathrobe: a day"),
        ("<dt>Towel<dd>3 EUR<dt>Soap<dd>free", "- Towel: 3 EUR\n- Soap: free"),
        ("<dt>Towel<dd>3 EUR<dt>Soap", "- Towel: 3 EUR\n- Soap"),
        ("<dt>Towel</dt><dt>Bathrobe</dt><dd>3 EUR</dd>", "- Towel / Bathrobe: 3 EUR"),
        ("<dt>Towel<dd>3 EUR<dl><dt>Lost<dd>9 EUR</dl>", "- Towel: 3 EUR\n- Lost: 9 EUR"),
        ("<dt>Towel<dd>3 EUR</dd><div hidden><dt>noise<dd>noise</div>", "- Towel: 3 EUR"),
        ("<dt>Towel<dd><dt>Soap<dd>free", "- Soap: free"),
        ("<dd>3 EUR", "- 3 EUR"),
    ],
)
def test_a_definition_stands_behind_all_its_terms(page: str, text: str, tmp_path: Path) -> None:
    assert read(tmp_path, f"<dl>{page}</dl>").text == text


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
    assert read(tmp_path, "<p>top</p>" + "<div>" * 5000 + "deep").text == "top"


@pytest.mark.parametrize("depth", [300, 3000])
@pytest.mark.parametrize("tag", ["div", "b", "td"])
def test_what_stands_too_deep_to_be_read_is_named(tag: str, depth: int, tmp_path: Path) -> None:
    opened = f"<table><tr>{'<td><table><tr>' * depth}<td>" if tag == "td" else f"<{tag}>" * depth
    document = read(tmp_path, f"<p>top</p>{opened}deep")
    assert document.text.startswith("top")
    assert [str(each) for each in document.warnings] == [
        "what stands too deep in its elements, or behind such a part, was not read"
    ]


def test_a_text_of_many_megabytes_is_read_whole(tmp_path: Path) -> None:
    document = read(tmp_path, "<pre>" + "a line of a log\n" * 700_000 + "</pre><p>the end</p>")
    assert document.text.endswith("the end")
    assert document.text.count("a line") == 700_000


def test_entities_from_a_document_type_are_not_expanded(tmp_path: Path) -> None:
    page = '<!DOCTYPE html [<!ENTITY a "boom"><!ENTITY b "&a;&a;">]><p>fine &b;</p>'
    assert "boomboom" not in read(tmp_path, page).text


def test_head_and_attributes_give_nothing_but_the_title(tmp_path: Path) -> None:
    head = "<title>Hours</title><meta name='author' content='Oduya'><link rel=author href='/oduya'>"
    head += "<script type='application/ld+json'>{'name': 'Oduya'}</script><base href='https://oduya.example'>"
    document = read(tmp_path, f"<head>{head}</head><body id=oduya><p class='oduya'>The gate shuts at nine.</p></body>")
    assert (document.title, document.text) == ("Hours", "The gate shuts at nine.")


def test_the_title_of_a_drawing_is_not_the_pages(tmp_path: Path) -> None:
    assert read(tmp_path, "<p>text</p><svg><title>Oduya</title></svg>").title == "page"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("<p hidden>words</p>", "hidden text was not read"),
        ("<p hidden> </p>", ""),
        ("<img src=a.png><img src=b.png>", "2 pictures are not read"),
        ("<img src=count.gif width=1 height=1>", ""),
        ("<input value=words>", "values of form fields were not read"),
        ("<input type=submit value=Send>", ""),
        ("<p>words <del>words</del></p>", "struck-out text was not read"),
        ("<p>words <del> </del></p>", ""),
        ("<iframe src=x></iframe>", "1 embedded object was not read"),
    ],
)
def test_what_a_person_may_miss_is_named(part: str, said: str, tmp_path: Path) -> None:
    assert [str(each) for each in read(tmp_path, f"<p>text</p>{part}").warnings] == ([said] if said else [])


@pytest.mark.parametrize("piece", ["<div>", "<a hidden>", "<table><tr><td>", "<ul><li>", "<!--", "&amp;", "<p title='"])
def test_a_page_of_openings_without_an_end_is_read(piece: str, tmp_path: Path) -> None:
    assert "top" in read(tmp_path, "<p>top</p>" + piece * 20_000).text


def test_of_a_price_that_was_struck_out_the_new_one_is_read(tmp_path: Path) -> None:
    page = "<p>The deposit is <del>5 EUR</del> <ins>8 EUR</ins>.</p>"
    assert read(tmp_path, page).text == "The deposit is 8 EUR."


def test_what_folds_out_is_a_section_of_its_own(tmp_path: Path) -> None:
    folded = "<details><summary>Is it locked?</summary><p>Never.</p></details>"
    document = read(tmp_path, f"<h2>The hut</h2>{folded}<h2>The path</h2><p>Steep.</p>")
    assert [(block.kind, block.level) for block in document.blocks][:3] == [
        ("heading", 2),
        ("heading", 3),
        ("paragraph", 0),
    ]
