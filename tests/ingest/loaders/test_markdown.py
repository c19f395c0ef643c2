"""Markdown: blocks and inline marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import Document
from ingest.loaders import load
from ingest.loaders.inline_markdown import plain


def read(folder: Path, text: str) -> Document:
    path = folder / "page.md"
    path.write_text(text, encoding="utf-8")
    return load(path, "page.md")


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("**Bold** and *slanted* and __both__ _kinds_", "Bold and slanted and both kinds"),
        ("***all***", "all"),
        ("snake_case_name stays", "snake_case_name stays"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("see [the form](https://forms.example.org/a_(b)) now", "see the form now"),
        ("![a picture](x.png)here", "here"),
        ("<https://example.org/x_y_z>", "https://example.org/x_y_z"),
        ("write to <a@example.org>", "write to a@example.org"),
        ("`a*b*c` is code", "a*b*c is code"),
        (r"\*not bold\*", "*not bold*"),
        ("a<br>b", "a\nb"),
        ('<span class="x">in</span> tags &amp; more', "in tags & more"),
        ("a note[^1] here", "a note here"),
        ("it costs ~~five~~ eight", "it costs  eight"),
        ("~~five~~ ~~six **or** seven~~ eight", "  eight"),
        ("it costs <del>five</del> <ins>eight</ins>", "it costs  eight"),
        ("it costs <S class='x'>five</S> eight", "it costs  eight"),
        ("`a ~~b~~` and ~~c", "a ~~b~~ and ~~c"),
        ("a ~~ b ~~ c ~~~d~~~", "a ~~ b ~~ c ~~~d~~~"),
        ("~~a b ~~c~~ d", "~~a b  d"),
        ("{% include x.html %}after", "after"),
        ("x < 3 and y > 2", "x < 3 and y > 2"),
        ("![a [small] picture](x.png)here", "here"),
        ("![noise](data:image/png;base64,bm9pc2U= 'noise')here", "here"),
        ("[call us](tel:+15550142 'noise')", "call us"),
        ("see <span hidden>noise</span>here", "see here"),
        ("see <b style='display: none'>noise</b>here", "see here"),
        ("see <script>noise()</script>here", "see here"),
        ("`<script>` and `</script>` are tags", "<script> and </script> are tags"),
        ("a Map<object> of things", "a Map of things"),
    ],
)
def test_inline_marks_become_plain_text(marked: str, text: str) -> None:
    assert plain(marked) == text


def test_front_matter_gives_the_title_and_is_no_text(tmp_path: Path) -> None:
    document = read(tmp_path, "---\ntitle: 'Travel rules'\nlayout: page\n---\nBook early.")
    assert (document.title, document.text) == ("Travel rules", "Book early.")


def test_both_kinds_of_headings_have_their_level(tmp_path: Path) -> None:
    document = read(tmp_path, "Leave\n=====\n\nSick leave\n---\n\n### Notes ### \n\n#### Rules {#rules}\n\ntext")
    levels = [(block.level, document.text[block.start : block.end]) for block in document.blocks]
    assert levels == [(1, "Leave"), (2, "Sick leave"), (3, "Notes"), (4, "Rules"), (0, "text")]


def test_soft_breaks_join_and_hard_breaks_stay(tmp_path: Path) -> None:
    assert read(tmp_path, "one\ntwo  \nthree\\\nfour").text == "one two\nthree\nfour"


def test_code_keeps_its_lines_and_marks(tmp_path: Path) -> None:
    document = read(tmp_path, "Run:\n\n```sh\nmake *all*\n\n# no heading\n```\n\nDone.")
    assert blocks(document) == [("paragraph", "Run:"), ("code", "make *all*\n\n# no heading"), ("paragraph", "Done.")]


def test_lists_keep_their_nesting_and_numbers(tmp_path: Path) -> None:
    document = read(tmp_path, "1. one\n   goes on\n2. two\n   - [x] done\n\nAfter.")
    assert blocks(document) == [("list", "1. one goes on\n2. two\n  - done"), ("paragraph", "After.")]


def test_a_table_has_its_header_and_keeps_pipes_apart(tmp_path: Path) -> None:
    document = read(tmp_path, "| Who | What |\n|:--|--:|\n| **Ada** | a \\| b |\n| Bo |\n")
    assert document.text == ("| Who | What |\n| Ada | a ¦ b |\n| Bo |  |")
    assert document.blocks[0].header_end == len("| Who | What |")


def test_quotes_comments_and_rules_leave_only_text(tmp_path: Path) -> None:
    document = read(tmp_path, "> quoted\n> text\n\n<!-- hidden\n\nwords -->\n\n---\n\nend")
    assert blocks(document) == [("paragraph", "quoted text"), ("paragraph", "end")]


def test_reference_links_become_their_text_and_definitions_vanish(tmp_path: Path) -> None:
    document = read(tmp_path, "Fill in [the form][f], see [f] or [1].\n\n[f]: https://example.org\n")
    assert document.text == "Fill in the form, see f or [1]."


def test_a_picture_by_reference_is_left_out(tmp_path: Path) -> None:
    document = read(tmp_path, "See ![Nurse Oduya][p] ![Oduya] here.\n\n[p]: p.png 'Oduya'\n[oduya]: o.png\n")
    assert document.text == "See here."


@pytest.mark.parametrize(
    "matter", ["---\ntitle: Hours\nauthor: Oduya\n---\n", "+++\ntitle = 'Hours'\nowner = 'Oduya'\n+++\n"]
)
def test_of_front_matter_only_the_title_is_read(matter: str, tmp_path: Path) -> None:
    document = read(tmp_path, matter + "The gate shuts at nine.")
    assert (document.title, document.text) == ("Hours", "The gate shuts at nine.")


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- Oduya\n\nlives here -->",
        "<script>\n\nvar a = 'Oduya'\n</script>",
        "<div hidden>\n\nOduya\n\n</div>",
        "<div style='display:none'>\n\nOduya\n\n</div>",
        "[//]: # (Oduya)",
        "{% comment %}\nOduya\n{% endcomment %}",
    ],
)
def test_blocks_that_no_one_sees_are_left_out(hidden: str, tmp_path: Path) -> None:
    assert read(tmp_path, f"before\n\n{hidden}\n\nafter").text == "before\n\nafter"


def test_a_comment_without_an_end_hides_the_rest(tmp_path: Path) -> None:
    assert read(tmp_path, "before\n\n<!-- Oduya\n\nand more").text == "before"
    assert read(tmp_path, "an arrow <!-- is not").text == "an arrow <!-- is not"


def test_code_keeps_what_would_be_hidden_elsewhere(tmp_path: Path) -> None:
    document = read(tmp_path, "```html\n<!-- note -->\n<script>run()</script>\n```\n\nafter")
    assert document.text == "<!-- note -->\n<script>run()</script>\n\nafter"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Eight, ~~five~~ euros.", True),
        ("- eight\n- ~~five~~ none\n", True),
        ("<del>\n\nFive.\n\n</del>\n\nEight.", True),
        ("| Fee |  |\n|--|--|\n| ~~five~~ eight | euros |\n", True),
        ("Eight.\n\n```\n~~x~~ <del>y</del>\n```\n\n`~~x~~`", False),
    ],
)
def test_what_is_struck_out_is_left_out_and_named(text: str, said: bool, tmp_path: Path) -> None:
    document = read(tmp_path, text)
    assert "five" not in document.text.lower() and "eight" in document.text.lower()
    assert [str(notice) for notice in document.warnings] == ["struck-out text was not read"] * said


def test_pictures_are_counted(tmp_path: Path) -> None:
    document = read(tmp_path, "one ![a](a.png)\n\n<img src=b.png> two\n\n```\n![c](c.png)\n```\n")
    assert [str(notice) for notice in document.warnings] == ["2 pictures are not read"]


@pytest.mark.parametrize(
    "piece", ["[a", "![", "*a ", " *a", "`a ``b ", "<a ", "<object>\n", "<a hidden>", "<!-- ", "{% ", "~~a ", "<s>"]
)
def test_a_page_of_openings_without_an_end_is_read(piece: str, tmp_path: Path) -> None:
    assert "top" in read(tmp_path, "top\n\n" + piece * 10_000).text


def test_a_term_and_its_definition_are_one_line(tmp_path: Path) -> None:
    assert read(tmp_path, "Bothy\n: a hut that nobody locks\n").text == "Bothy: a hut that nobody locks"


def test_a_labelled_line_begins_a_line(tmp_path: Path) -> None:
    text = "**Place:** the hut\n**Present:** Ada,\nBo\nQ: Is it far?\nA: An hour on foot.\n"
    assert read(tmp_path, text).text == "Place: the hut\nPresent: Ada, Bo\nQ: Is it far?\nA: An hour on foot."


@pytest.mark.parametrize("mark", ["`", "~"])
def test_a_file_of_nothing_but_marks_is_read_in_no_time(mark: str, tmp_path: Path) -> None:
    # Where the time grows with the square of the marks, this takes a quarter of an hour.
    assert read(tmp_path, f"Before.\n\n{mark * 800_000} x").text.startswith("Before.")
