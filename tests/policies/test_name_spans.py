"""One finding a person: `[Edda Quillfeather]` marks what was found as a name, and what is left of it."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.evidence import Evidence
from policies.findings import Finding
from policies.name_spans import mended
from policies.persons import Persons

MARK = re.compile(r"\[([^\[\]]+)\]|<([^<>]+)>")


def read(marked: str) -> tuple[str, list[Finding]]:
    """The text and its findings: persons in square brackets, addresses in angle brackets."""
    text, findings, done = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[done : match.start()]
        kind, value = ("PERSON", match[1]) if match[1] else ("STREET_ADDRESS", match[2])
        findings.append(Finding(len(text), len(text) + len(value), kind, 0.8, Evidence.HEURISTIC, "test"))
        text += value
        done = match.end()
    return text + marked[done:], findings


CASES = [
    # Two names in one finding
    ("Fixed by [Bram Stoll. Zwartkop] paid.", ["Bram Stoll", "Zwartkop"]),
    ("Ask [Edda Stoll Jr. Zwartkop] paid.", ["Edda Stoll Jr", "Zwartkop"]),
    ("[Edda Stoll Herr Brandt] came.", ["Edda Stoll", "Herr Brandt"]),
    ("12.3.1980\tStoll\t[Edda\tENT]", ["Edda", "ENT"]),
    ("Signed\n[edda stoll          BRANDT Bram]", ["edda stoll", "BRANDT Bram"]),
    ("[Edda Stoll\nBram Brandt]", ["Edda Stoll", "Bram Brandt"]),
    ("Panel: M. [Zwartkop\nVerdict]: yes", ["Zwartkop", "Verdict"]),
    ("Table One: [Edda, Bram], [Oluchi]", ["Edda", "Bram", "Oluchi"]),
    # One name, whole as it was
    ("Seen by [Prof. Edda Stoll].", ["Prof. Edda Stoll"]),
    ("[Edda\nQuillfeather] came.", ["Edda\nQuillfeather"]),
    ("[Quillfeather, Edda] came.", ["Quillfeather, Edda"]),
    ("[Edda St. Stoll] came.", ["Edda St. Stoll"]),
    # Labels
    ("[Consignee Edda Stoll], Room 4", ["Edda Stoll"]),
    ("[Pt E. Stoll] was seen.", ["E. Stoll"]),
    ("BR, [BR, Edda]", ["Edda"]),
    ("Name: [Ring, Edda]", ["Ring, Edda"]),
    ("[Ring Lardner] came.", ["Ring Lardner"]),
    ("[Driver, Edda] came.", ["Driver, Edda"]),
    ("Am 15. Mai [schrieb Edda Stoll]", ["Edda Stoll"]),
    ("Paciente: [Edda Quillfeather NHC]: 4471", ["Edda Quillfeather"]),
    ("Teacher: Mrs. [Edda Zwartkop Case] manager: E. Stoll", ["Edda Zwartkop"]),
    ("Customer: [E J STOLL Cust] ref 0099128", ["E J STOLL"]),
    ("Der Sohn ([Edda, Tel]. 0471 5550123)", ["Edda"]),
    ("[DNI]: 44718", []),
    ("[Adaeze Price]: Good morning, all.", ["Adaeze Price"]),
    ("[Adaeze Oluchi Price]: Good morning, all.", ["Adaeze Oluchi Price"]),
    ("[Edda Price] 4 Mill Lane", ["Edda Price"]),
    ("[Minnie Driver]: hello there", ["Minnie Driver"]),
    ("[Page]: hello there", ["Page"]),
    ("[Edda, Page]: hello there", ["Edda, Page"]),
    ("[Edda Page] number: 4", ["Edda Page"]),
    ("[Quillfeather Room]: good morning", ["Quillfeather Room"]),
    ("[Driver License]: 44718", []),
    ("Mr [Edda Stoll\nInsured] vehicle...: a van", ["Edda Stoll"]),
    # Columns read as one line
    ("[Edda Stoll i.A. Bram Zwartkop], Arzt", ["Edda Stoll", "Bram Zwartkop"]),
    (
        "[Edda Stoll] and [Bram Brandt].\nName: [Bram Brandt Edda Stoll]",
        ["Edda Stoll", "Bram Brandt", "Bram Brandt", "Edda Stoll"],
    ),
    # A quote whose other half stands outside
    ('AKA "[Slick"], and ["Slick"]', ["Slick", '"Slick"']),
    # Two findings, one name
    ("Hi team, [M]. [Etxeberria] here.", ["M. Etxeberria"]),
    ("Class [M]. [Edda Brandt Stoll Quist] came.", ["M", "Edda Brandt Stoll Quist"]),
    ("Owner: [Edda-Lena] [Zwartkop], Room 4", ["Edda-Lena Zwartkop"]),
    ("Declared by [Zwartkop], [Edda]\n", ["Zwartkop, Edda"]),
    ("Declared by [Zwartkop], [E.]\n", ["Zwartkop, E."]),
    ("Declared by [Zwartkop], E.\n", ["Zwartkop, E."]),
    ("Owner [Edda] <Zwartkop, Apt. 4, 7 Mill Lane>", ["Edda Zwartkop", "Apt. 4, 7 Mill Lane"]),
    ("Owner <Edda G. Zwartkop,> 7 Mill Lane. [Zwartkop] paid.", ["Edda G. Zwartkop,", "Zwartkop"]),
    # Two findings, two names
    ("[Edda Stoll] [Bram Brandt]", ["Edda Stoll", "Bram Brandt"]),
    ("We met [Edda], [Bram] and others.", ["Edda", "Bram"]),
    ("[Edda], [Bram], [Oluchi]\n", ["Edda", "Bram", "Oluchi"]),
    ("[Edda] <Mill Lane 7, Boston>", ["Edda", "Mill Lane 7, Boston"]),
]


@pytest.mark.parametrize(("marked", "expected"), CASES)
def test_a_finding_is_one_name(marked: str, expected: list[str]) -> None:
    text, findings = read(marked)
    after = mended(text, findings)
    assert [finding.value(text) for finding in after] == expected
    assert all(a.end <= b.start for a, b in pairwise(after))


def test_what_was_taken_for_a_street_is_a_person_where_the_surname_is_known() -> None:
    text, findings = read("Owner <Edda G. Zwartkop,> 7 Mill Lane. [Zwartkop] paid. <Edda Lane> is closed.")
    assert [finding.entity_type for finding in mended(text, findings)] == ["PERSON", "PERSON", "STREET_ADDRESS"]


PIECES = [*"abcABC -.,'’\"(\n\t|;:0Üıʼ́·ß李", " Mr ", "Jr. ", "van ", "O'", " II ", "M. ", "Edda", "\u200b"]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), min_size=7, max_size=40).map("".join),
    st.lists(st.integers(0, 40), min_size=6, max_size=6, unique=True).map(sorted),
    st.lists(st.sampled_from(["PERSON", "STREET_ADDRESS"]), min_size=3, max_size=3),
)
def test_whatever_was_found_stays_apart_and_has_a_person(text: str, places: list[int], kinds: list[str]) -> None:
    pairs = zip(places[::2], places[1::2], kinds, strict=True)
    spans = [(start, min(end, len(text)), kind) for start, end, kind in pairs if start < len(text)]
    after = mended(text, [Finding(*span, 0.8, Evidence.HEURISTIC, "test") for span in spans])
    assert all(a.start < a.end <= b.start for a, b in pairwise(after))
    names = [(each.start, each.value(text)) for each in after if each.entity_type == "PERSON"]
    persons = Persons(text, names)
    assert all(persons.canonical(value, start) for start, value in names if value.strip())
