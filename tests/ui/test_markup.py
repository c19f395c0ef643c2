from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.ui.fake_server import HOSTILE
from ui import cards, markup
from ui.shapes import Citation, Passage, Person, StoredDocument


class Tags(HTMLParser):
    """Collects the elements that a browser would make, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


OURS = {"div", "span", "strong", "sup", "mark", "b", "br", "h1", "p", "table", "tr", "th", "td", "ul", "li"}
ATTACKS = [
    HOSTILE,
    "<img src=http://evil.invalid/x.png>",
    '"><script src=//evil.invalid></script>',
    "' onmouseover='x",
    "</div><a href='javascript:1'>x</a>",
    "<svg/onload=alert(1)>",
    "⟦PERSON_<b>⟧",
    "&lt;b&gt;",
]


def passage(text: str, *, start: int = 0, before: str = "", after: str = "", header: str = "") -> Passage:
    return Passage("c", "handbook.pdf", "Handbook", 3, "Leave", header, start, text, before, after)


def citation(quote: str, start: int) -> Citation:
    return Citation("handbook.pdf", "d", "c", 3, "Leave", quote, start, start + len(quote))


def marked(html: str) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_element_of_a_hostile_text_comes_alive(attack: str) -> None:
    stored = StoredDocument("d", attack, attack, 1, 1, {attack: 2}, attack, attack, (attack,), attack, attack)
    blocks = [
        markup.prose(attack),
        markup.answer(attack, [attack]),
        markup.sentences([attack]),
        markup.place(attack, 1, attack),
        markup.excerpt(attack),
        markup.passage(passage(attack, before=attack, after=attack, header=attack), citation(attack, 0)),
        markup.passage(passage("other"), citation(attack, 0)),
        cards.alert(attack, attack),
        cards.note(attack),
        cards.document(stored),
        cards.received(attack, attack, {attack: 1}),
        cards.rejected(attack, attack, attack),
        cards.person(Person(attack, attack)),
    ]
    for block in blocks:
        tags = Tags(block)
        assert tags.names <= OURS
        assert tags.attributes <= {"class", "dir", "title", "role"}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_reader_sees_the_hostile_text_as_it_was_written(attack: str) -> None:
    assert Tags(markup.prose(attack)).text == attack


@pytest.mark.parametrize(
    "attack", [*ATTACKS, ":red[x]", "`code`", "a -> b", "~~x~~", "$$x$$", "WWW.evil.invalid", "a\nb"]
)
def test_a_label_holds_nothing_that_markdown_reads(attack: str) -> None:
    label = markup.label(attack)
    assert not set(label) & set("[]<>*`$:@~\n")
    assert "www." not in label.lower()
    assert not re.search(r"(?<!\\)_", label)


def test_an_ordinary_file_name_stays_as_it_is_in_a_label() -> None:
    assert markup.label("Visit notes (2026), final-2.pdf") == "Visit notes (2026), final-2.pdf"


def test_marks_that_turn_the_direction_of_a_file_name_are_dropped() -> None:
    assert "\u202e" not in markup.prose("fee\u202efdp.exe") + markup.label("fee\u202efdp.exe")


@pytest.mark.parametrize("left", ["⟦PHONE_NUMBER_k7Q2⟧", "[PHONE_NUMBER]"])
def test_what_redaction_left_is_shown_as_such(left: str) -> None:
    html = markup.prose(f"Ask {left} [1].")
    assert html.count("<span") == 1
    assert f'<span class="token" title="Redacted: phone number">{left}</span> [1].' in html


def test_the_quote_is_marked_at_its_offset_even_when_its_words_stand_there_twice() -> None:
    html = markup.passage(passage("Yes. No. Yes.", start=40), citation("Yes.", 49))
    assert "Yes. No. <mark>Yes.</mark>" in html


def test_a_quote_is_found_by_its_words_when_the_offsets_are_of_another_version() -> None:
    html = markup.passage(passage("It lasts\ntwenty weeks.", start=900), citation("lasts twenty", 3))
    assert marked(html) == ["lasts\ntwenty"]


def test_of_a_quote_that_runs_over_the_edge_the_part_within_is_marked() -> None:
    html = markup.passage(passage("weeks. More.", start=100), citation("twenty weeks.", 93))
    assert marked(html) == ["weeks."]


def test_a_quote_that_is_no_longer_there_is_shown_and_nothing_is_marked() -> None:
    html = markup.passage(passage("Something else."), citation("It was so.", 0))
    assert "It was so." in html
    assert not marked(html)


def test_of_long_neighbours_only_the_words_next_to_the_passage_are_shown() -> None:
    before, after = "far " * 200 + "near before.", "near after. " + "far " * 200
    shown = Tags(markup.passage(passage("Yes.", before=before, after=after), citation("Yes.", 0))).text
    assert "near before. Yes. near after." in shown
    assert len(shown) < 2 * markup.AROUND + 100
    assert shown.count("…") == 2


def test_the_mark_does_not_shift_behind_characters_that_are_escaped() -> None:
    text = "if a < b & c > d: it holds."
    html = markup.passage(passage(text), citation("it holds.", text.index("it holds.")))
    assert marked(html) == ["it holds."]


def test_each_source_number_stands_behind_the_sentence_that_it_supports() -> None:
    html = markup.answer("First one. Second one.", ["Second one.", "First one."])
    assert 'First one.<sup class="source">2</sup> Second one.<sup class="source">1</sup>' in html


def test_a_quote_that_the_answer_words_otherwise_gets_no_number() -> None:
    assert "<sup" not in markup.answer("It takes twenty weeks.", ["a leave of 20 weeks"])


def test_the_answer_in_its_sentence_is_bold_and_still_gets_its_source() -> None:
    html = markup.answer("Open from **nine** to five. Free.", ["Open from nine to five.", "Free."])
    assert 'Open from <strong>nine</strong> to five.<sup class="source">1</sup> Free.' in html


def test_a_source_that_ends_within_the_bold_is_numbered_behind_it() -> None:
    html = markup.answer("It is **nine. Ten.** Then.", ["It is nine."])
    assert '<strong>nine. Ten.</strong><sup class="source">1</sup> Then.' in html


def test_a_sentence_that_is_still_coming_shows_no_marks() -> None:
    assert Tags(markup.sentences(["Open at **nine**.", "Free."])).text == "Open at nine. Free."


def cells(html: str, kind: str) -> list[str]:
    return re.findall(f"<{kind}>(.*?)</{kind}>", html, re.DOTALL)


def test_rows_of_an_answer_are_a_table_under_its_header() -> None:
    html = markup.answer(
        "For guests:\n\n| Fee | Sum |\n|---|---|\n| Visit | **9** |\n\nTea is free.", ["| Visit | 9 |"]
    )
    assert cells(html, "th") == ["Fee", "Sum"]
    assert cells(html, "td") == ["Visit", '<strong>9</strong><sup class="source">1</sup>']
    assert Tags(html).text == "For guests:FeeSumVisit91Tea is free."


@pytest.mark.parametrize(("row", "found"), [("| a |  | c |", ["a", "", "c"]), ("| a | b", ["a", "b"])])
def test_no_cell_of_a_row_is_lost(row: str, found: list[str]) -> None:
    assert cells(markup.answer(row), "td") == found


def test_the_quoted_row_of_a_passage_is_marked_cell_by_cell_under_the_header_of_its_table() -> None:
    text = "| Visit | 9 |\n| Call | 4 |"
    found = passage(text, header="| Fee | Sum |", before="See below. | Stay | 30 |")
    html = markup.passage(found, citation("| Call | 4 |", text.index("| Call")))
    assert cells(html, "th") == ["Fee", "Sum"] and marked(html) == [" Call ", " 4 "]
    assert "See below. · Stay · 30" in Tags(html).text


def test_rows_that_are_still_coming_are_a_table_too() -> None:
    html = markup.sentences(["It is free.", "| Fee | Sum |\n|---|---|\n| Visit | 9 |", "| Call | 4 |"])
    assert cells(html, "td") == ["Visit", "9", "Call", "4"]


def test_redacted_entities_are_listed_most_frequent_first_in_plain_words() -> None:
    html = Tags(cards.redacted({"US_SSN": 1, "PHONE_NUMBER": 4, "PERSON": 0})).text
    assert html == "redacted:phone number 4social security number 1"


def test_the_label_of_a_source_tells_page_and_innermost_heading() -> None:
    assert markup.place_label(2, "fees.pdf", 4, "Prices > Room [1]") == "2 · fees.pdf · page 4 · Room (1)"
    assert markup.place_label(1, "fees.csv", None, "") == "1 · fees.csv"
