"""Plain text: encodings, wrapped lines, headings, lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import Document
from ingest.loaders import load
from policies.errors import LoadError


def read(folder: Path, content: str | bytes) -> Document:
    path = folder / "note.txt"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return load(path, "note.txt")


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_is_read_in_the_encodings_that_offices_use(encoding: str, tmp_path: Path) -> None:
    text = "Müller’s fee is 20 € a day – café included."
    assert read(tmp_path, text.encode(encoding)).text == text


def test_line_ends_of_all_systems_are_one(tmp_path: Path) -> None:
    assert read(tmp_path, b"one\r\ntwo\rthree\nfour").text == "one\ntwo\nthree\nfour"


def test_control_and_invisible_characters_go_and_ligatures_are_spelt_out(tmp_path: Path) -> None:
    assert read(tmp_path, "The o\u00adf\u200bfice\u00a0\ufb01le\x07 costs 10².").text == "The office file costs 10²."


def test_a_damaged_unicode_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="damaged"):
        read(tmp_path, b"\xef\xbb\xbfcaf\xe9")


def test_a_file_of_white_space_holds_no_text(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="holds no text"):
        read(tmp_path, " \n\t\n ")


def test_wrapped_lines_are_joined_to_sentences(tmp_path: Path) -> None:
    text = (
        "The clinic lends each patient a wheelchair for at most three days, if one\n"
        "is free. Longer loans need the consent of the head nurse, who decides on\n"
        "the same day.\n"
    )
    assert blocks(read(tmp_path, text)) == [("paragraph", " ".join(text.split()))]


def test_a_sentence_goes_on_after_a_nearly_full_line(tmp_path: Path) -> None:
    text = "The value fell from 8.1 percent in May to 7.4 percent and the other is\n112 mg in all who were seen.\n"
    assert "is 112 mg" in read(tmp_path, text).text


def test_short_and_labelled_lines_stay_apart(tmp_path: Path) -> None:
    prose = "She came by herself and without any appointment at half past nine, and\nwaited.\n"
    text = f"Patient: Ada Example\nRoom: 12\n{prose}"
    assert blocks(read(tmp_path, text))[0][1].split("\n") == [
        "Patient: Ada Example",
        "Room: 12",
        "She came by herself and without any appointment at half past nine, and waited.",
    ]


def test_a_wrapped_item_is_one_line_of_its_list(tmp_path: Path) -> None:
    text = "- Come back at once if there is numbness around the seat or weakness in\n  a leg.\n- Stay active.\n"
    assert blocks(read(tmp_path, text)) == [
        ("list", "- Come back at once if there is numbness around the seat or weakness in a leg.\n- Stay active.")
    ]


@pytest.mark.parametrize(
    ("text", "level"),
    [("OPENING HOURS\n\nx y", 1), ("2.1 Scope\n\nx y", 2), ("Scope\n=====\nx y", 1), ("Scope\n-----\n\nx y", 2)],
)
def test_headings_are_capitals_numbers_or_underlined(text: str, level: int, tmp_path: Path) -> None:
    document = read(tmp_path, text)
    assert [(block.kind, block.level) for block in document.blocks] == [("heading", level), ("paragraph", 0)]


def test_the_title_is_the_heading_above_all_or_the_spoken_file_name(tmp_path: Path) -> None:
    assert read(tmp_path, "VISITORS\n\nAll are welcome.").title == "VISITORS"
    assert read(tmp_path, "All are welcome.").title == "note"
    assert read(tmp_path, "Kept by Bo.\n\nHOURS\n\nNine to five.\n\nFEES\n\nNone.").title == "note"


def test_a_word_cut_at_the_line_end_is_whole_again_if_the_text_knows_it(tmp_path: Path) -> None:
    text = (
        "A referral is needed for each and every treatment that is longer than an hour, and the treat-\n"
        "ment begins within a week after the referral came; a follow-up is free, and each later follow-\n"
        "up costs ten dollars.\n"
    )
    assert "the treatment begins" in read(tmp_path, text).text
    assert "later follow-up costs" in read(tmp_path, text).text


@pytest.mark.parametrize(
    ("cut", "whole"),
    [("call 555-\n0142 now", "call 555-0142 now"), ("Nurse Odu-\nya is in", "Nurse Oduya is in"), ("a -\nb", "a -\nb")],
)
def test_a_number_or_word_that_a_hyphen_cuts_is_whole_in_short_lines_too(cut: str, whole: str, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text(cut, encoding="utf-8")
    assert load(path, "note.txt").text == whole


def test_marks_that_print_nothing_do_not_split_a_name(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("Nurse O\u200bd\u00adu\u2060y\u200ea\U000e0041 is in", encoding="utf-8")
    assert load(path, "note.txt").text == "Nurse Oduya is in"


@pytest.mark.parametrize(
    ("heading", "level"), [("3. Fees of the guests", 1), ("§ 4 Quiet hours", 1), ("2.1 Keys", 2), ("On arrival", 2)]
)
@pytest.mark.parametrize(
    ("rest", "kind"),
    [
        ("Everybody who stays for longer than a night pays the fee at the desk, and\ngets a receipt.", "paragraph"),
        ("1. Ring at the door.\n2. Ask for the warden.", "list"),
    ],
)
def test_a_heading_right_on_top_of_its_text_is_a_heading(
    heading: str, level: int, rest: str, kind: str, tmp_path: Path
) -> None:
    document = read(tmp_path, f"Kept at the gate house.\n\n{heading}\n{rest}")
    assert [(block.kind, block.level) for block in document.blocks] == [("paragraph", 0), ("heading", level), (kind, 0)]
    assert document.text.endswith(f"{heading}\n\n{rest if kind == 'list' else ' '.join(rest.split())}")


def test_among_numbered_headings_one_without_a_number_stands_beside_them(tmp_path: Path) -> None:
    text = "1. Roof\nThe roof was mended in the second week of the month.\n\nTasks\n- Bo buys tar.\n- Ada calls."
    assert [block.level for block in read(tmp_path, text).blocks if block.kind == "heading"] == [1, 1]


@pytest.mark.parametrize(
    "block",
    [
        "Ada Example\nWarden of the guest house",
        "Ada Example\nGuest House Ltd\n7 Mill Lane\nLower Example",
        "Dear Bo\nThe key that you left at the desk on Sunday was found again.",
        "The warden told the guests\nwho had come late that the gate is shut at ten and opened again at six.",
        "Regards\nBo",
        "12 May 2031",
        "7. Oktober 2031",
        "3 mars",
    ],
)
def test_what_only_stands_on_a_short_line_is_no_heading(block: str, tmp_path: Path) -> None:
    document = read(tmp_path, f"It was late.\n\n{block}\n\nAll were asleep.")
    assert "heading" not in {found.kind for found in document.blocks}


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Rules for overnight guests", "Rules for overnight guests"),
        ("Ada Example", "note"),
        ("Dear guests of the house", "note"),
        ("It was late.", "note"),
        ("12 guests stayed over night", "note"),
    ],
)
def test_a_first_line_that_says_what_follows_is_the_title(line: str, title: str, tmp_path: Path) -> None:
    assert read(tmp_path, f"{line}\n\nThe gate is shut at ten.").title == title


def test_what_is_indented_under_an_item_belongs_to_it(tmp_path: Path) -> None:
    text = "1. Turn the key.\n   The lamp goes on.\n2. Wait.\n"
    assert blocks(read(tmp_path, text)) == [("list", "1. Turn the key. The lamp goes on.\n2. Wait.")]


def test_a_day_at_the_beginning_of_a_line_is_no_item(tmp_path: Path) -> None:
    text = "Die Schlüssel der Hütte werden bei der Wirtin abgegeben, spätestens am\n3. Oktober vor acht Uhr.\n"
    assert blocks(read(tmp_path, text)) == [("paragraph", " ".join(text.split()))]
