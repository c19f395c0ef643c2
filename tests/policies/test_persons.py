"""Which names of one document are one person's. In the texts `{a|Edda Quillfeather}` marks a name of the person `a`."""

from __future__ import annotations

import re

import pytest

from policies.name_cells import whole_names
from policies.persons import MOST_COMPARED, Persons

MARK = re.compile(r"\{(\w+)\|([^{}]+)\}")


def read(marked: str) -> tuple[str, list[tuple[str, int, str]]]:
    """The text, and of each name the person, the place and how it is written."""
    text, names, done = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[done : match.start()]
        names.append((match[1], len(text), match[2]))
        text += match[2]
        done = match.end()
    return text + marked[done:], names


def persons_of(marked: str, subject: str = "a.txt") -> tuple[Persons, list[tuple[str, int, str]]]:
    text, names = read(marked)
    return Persons(text, [each[1:] for each in names], whole=whole_names(text), subject=subject), names


ONE = [
    # Titles, suffixes, middle names and initials
    "{a|Edda Quillfeather} came. Ms {a|Quillfeather} left. {a|Edda} called.",
    "{a|Edda M. Quillfeather} came. {a|Edda Maria Quillfeather} left. {a|E. M. Quillfeather} called. {a|Edda} too.",
    "{a|Bram Stoll Jr.} came. {a|Stoll} left. {a|Bram Stoll} called.",
    "{a|Bram Stoll III} came. {a|Stoll} left.",
    "{a|Ümit Ö. Sarıgül} came. {a|Ümit Sarıgül} left. {a|Ümit} called.",
    "{a|J. Edgar Quillfeather} came. {a|Edgar Quillfeather} left.",
    "{a|Remedios Quillfeather} came. Doña {a|Remedios} left. Señora {a|Quillfeather} called. {a|Doña Remedios} too.",
    "Frau Dr. {a|Swantje Stoll-Yildiz} kam. Frau {a|Kollegin Stoll-Yildiz} ging.",
    "{a|Captain Bram Stoll} came. {a|Bram Stoll} left.",
    "{a|Edda Stoll} came. Later {a|Edda S.} left. {a|Stoll} called.",
    '{a|Zephyrine Stoll} came. {a|Zephyrine} (she goes by "{a|Zeph}") left. {a|Zeph} called.',
    "{a|Bram Stoll}, known as {a|Bo}, came. {a|Bo} left.",
    "{a|Bram Stoll} (called {a|Bo}) came. {a|Bo} left.",
    "{a|Bram Stoll}, who is also called {a|Bo}, came. {a|Bo} left.",
    '{a|Bram Stoll}, called "{a|Bo}", came. {a|Bo} left.',
    # Fields of messages between systems
    "{a|QUILLFEATHER^EDDA^M} came. {a|Edda Quillfeather} left. {a|QUILLFEATHER*EDDA} called.",
    # The order of the parts, capitals, letters' case
    "{a|QUILLFEATHER, EDDA} came. {a|edda quillfeather} left. {a|Quillfeather}'s bag.",
    "{a|QUILLFEATHER Edda} came. {a|Quillfeather} left.",
    "{a|VAN DER STOLL Bram} came. {a|Bram van der Stoll} left.",
    "{a|Zwartkop Bram Anselm} came. {a|Anselm Zwartkop Bram} left.",
    "{a|Nguyen Thi Minh} came. Ms {a|Minh} left. {a|Nguyen} called.",
    # Abbreviations
    "{a|E. Quillfeather} came. {a|Quillfeather E} left. {a|Quillfeather, E.} called.",
    "{a|E.M. Quillfeather} came. {a|E. Quillfeather} left.",
    "{a|H. Zwartkop} came. Later {a|Hanna} left.",
    "{a|Quillfeather, E.} came. {a|Edda} left. {a|Quillfeather} called.",
    # Surnames of several words
    "{a|Bram van der Stoll} came. Mr {a|van der Stoll} left. {a|Stoll} called.",
    "{a|Ana Ferrándiz Quintero} came. Señora {a|Ferrándiz} left. {a|Ana Ferrándiz} called. {a|Ferrándiz Quintero} too.",
    "{a|Edda Brandt-Stoll} came. {a|Brandt-Stoll} left. {a|Edda Brandt} called.",
    "{a|Edda-Lena Stoll} came. {a|Edda-Lena} left. {a|Edda} called.",
    # Possessives, spelling, scanning
    "{a|Edda Quillfeather} came. {a|Edda's} bag. {a|Quillfeather’s} coat.",
    "{a|Jörg Müßig} came. {a|Joerg Muessig} left. {a|Jorg Mussig} called.",
    "{a|Þóra Hrafnsdóttir} came. {a|Thora Hrafnsdottir} left.",
    "{a|Edda Schneider} came. {a|Edda Schneidcr} left.",
    # Nicknames
    "{a|Robert Quillfeather} came. {a|Bob} left. {a|Bob Quillfeather} called. {a|Rob} too.",
    '{a|Edda "Dilly" Quillfeather} came. {a|Dilly} left. {a|Quillfeather} called.',
    "{a|Edda 'Dilly' Quillfeather} came. {a|Edda Quillfeather} left.",
    # User names
    "{a|Edda Quillfeather} came. {a|equillfeather} and {a|eddaquillfeather} left.",
    # Later known
    "Dear {a|Edda},\n\nyour form is here.\n\nTo: {a|Edda Quillfeather}",
]

APART = [
    # Relatives
    "{a|Edda Quillfeather} and {b|Bram Quillfeather} came. {c|Quillfeather} left.",
    "Mr. {a|Bram Stoll} and Mrs. {b|Edda Stoll} came. Mrs {b|Stoll} left. Mr {a|Stoll} called.",
    "Mr. {a|Stoll} came. Mrs. {b|Stoll} left. Mr {a|Stoll} called. {c|Stoll} too.",
    "Frau {a|Edda Stoll} came. Herr {b|Stoll} left.",
    "Dr. {a|Edda Stoll} and {b|Bram Stoll} came. Dr. {a|Stoll} left.",
    "{a|Edda Stoll} came. {a|Stoll} sat. {b|Bram Stoll} came. {a|Stoll} left.",
    "{a|Bram Stoll Sr.} and {b|Bram Stoll Jr.} came.",
    "{a|Bram A. Stoll} and {b|Bram C. Stoll} came. {a|B. A. Stoll} left.",
    "{a|Anna Stoll} and {b|Maria Anna Stoll} came.",
    "{a|Andrea Stoll} and {b|Andreas Stoll} came.",
    "Saw {a|Edda Stoll}, called {b|Bram} to discuss. {b|Bram} will come.",
    "Saw {a|Edda Stoll}, also called {b|Bram} to discuss. {b|Bram} will come.",
    "Saw {a|Edda Stoll} (called {b|Bram} to discuss). {b|Bram} will come.",
    "{a|Edda Stoll} met the one who is called {b|Zeph}. {b|Zeph} left.",
    "{a|Anna Kowalski} and {b|Anna Kowalska} came.",
    # Who was named before
    "{a|Edda Stoll} came. {a|Edda} sat. Later {b|Edda Brandt} came.",
    "{a|Thomas Stoll} came. {a|Thomas} sat. Later {b|Bram Thomas} came. Mr {b|Thomas} left.",
    # Nobody tells
    "{a|H. Zwartkop} came. {b|Hanna} and {c|Helga} left.",
    "{a|H. Zwartkop} and {b|H. Stoll} came. {c|Hanna} left.",
    "{a|Hanna} came. Later {b|H. Zwartkop} left.",
    "{a|H. Zwartkop} came. Mrs. {b|Hanna} left.",
    "{a|Jan Stoll} and {b|Jane Stoll} came. {c|J. Stoll} left.",
    "{a|Edda Brandt-Stoll} and {b|Bram Stoll} came. Mr {b|Stoll} left.",
]


def partition(marked: str) -> tuple[list[str], list[str]]:
    persons, names = persons_of(marked)
    keys = [persons.canonical(value, start) for _, start, value in names]
    letters = {key: letter for key, (letter, _, _) in reversed(list(zip(keys, names, strict=True)))}
    return [letters[key] for key in keys], [letter for letter, _, _ in names]


@pytest.mark.parametrize("marked", ONE)
def test_every_way_to_write_a_name_is_one_person(marked: str) -> None:
    found, meant = partition(marked)
    assert found == meant


@pytest.mark.parametrize("marked", APART)
def test_different_persons_stay_apart(marked: str) -> None:
    found, meant = partition(marked)
    assert found == meant


def test_given_name_and_surname_in_cells_of_their_own_are_one_person_a_row() -> None:
    persons, names = persons_of(
        "id,first_name,last_name\n1,{a|Edda},{a|Stoll}\n2,{b|Bram},{b|Stoll}\n3,{c|Edda},{c|Zwartkop}\n"
    )
    keys = [persons.canonical(value, start) for _, start, value in names]
    assert keys == ["edda stoll"] * 2 + ["bram stoll"] * 2 + ["edda zwartkop"] * 2


def test_a_table_with_the_surname_first_tells_the_same_person() -> None:
    persons, names = persons_of("| Nachname | Vorname |\n|---|---|\n| {a|Stoll} | {a|Edda} |\n")
    assert {persons.canonical(value, start) for _, start, value in names} == {"edda stoll"}


def test_a_name_in_full_belongs_to_no_document_and_a_short_one_to_its_own() -> None:
    marked = "{a|Edda Quillfeather} and Mr {b|van der Stoll} and {c|Brandt-Kühn} came."
    (one, names), (other, _) = persons_of(marked), persons_of(marked, "b.txt")
    same = [one.canonical(value, start) == other.canonical(value, start) for _, start, value in names]
    assert same == [True, False, False]


def test_what_an_initial_is_taken_for_is_no_full_name() -> None:
    (one, names), (other, _) = (persons_of("{a|H. Zwartkop} came. {a|Hanna} left.", name) for name in ("a", "b"))
    assert all(one.canonical(value, start) != other.canonical(value, start) for _, start, value in names)


def test_the_fullest_spelling_is_what_a_short_name_is_restored_to() -> None:
    persons, names = persons_of("Ms {a|Quillfeather} came. {a|Edda Quillfeather} left. {b|Zwartkop} called.")
    told = [persons.spelling(value, value, start) for _, start, value in names]
    assert told == ["Edda Quillfeather", "Edda Quillfeather", "Zwartkop"]


def test_a_name_that_very_many_bear_tells_nobody() -> None:
    count = MOST_COMPARED + 1
    bearers = " ".join(f"{{p{n}|{chr(65 + n % 26)}{chr(97 + n // 26)}ra Stoll}}" for n in range(count))
    persons, names = persons_of(f"{bearers} {{x|Stoll}}")
    assert len({persons.canonical(value, start) for _, start, value in names}) == count + 1
