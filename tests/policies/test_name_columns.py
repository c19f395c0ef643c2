"""Columns tell whether what a tagger took for a person or a place is one: things stay, persons go."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from policies.loading import load_policy
from policies.presidio_redactor import PresidioRedactor
from policies.recognizers.cells import Kind, kind_of
from policies.recognizers.tagger import Tags
from tests.policies.dict_pseudonyms import DictPseudonyms
from tests.policies.listed_names_tagger import ListedNamesTagger


class PlacesTagger(ListedNamesTagger):
    """Tags the listed names as persons, those with an asterisk in front as places."""

    def __init__(self, *names: str) -> None:
        super().__init__(*(name.removeprefix("*") for name in names))
        self._places = {name[1:].casefold() for name in names if name.startswith("*")}

    @property
    def entities(self) -> Sequence[str]:
        """Persons and places."""
        return ("PERSON", "LOCATION")

    def tag_each(self, texts: Sequence[str]) -> list[Tags]:
        """As told."""
        return [
            [
                ("LOCATION" if text[start:end].casefold() in self._places else kind, start, end, score)
                for kind, start, end, score in tags
            ]
            for text, tags in zip(texts, super().tag_each(texts), strict=True)
        ]


def redacted(text: str, tagged: str, policy: str = "hipaa") -> str:
    """The text, redacted with a tagger of these names (split at commas)."""
    tagger = PlacesTagger(*tagged.split(","))
    return PresidioRedactor(load_policy(policy), DictPseudonyms(), tagger=tagger).redact(text).text.value


THINGS = {
    "Ward|Floor|Telephone\nWard 3|2|x\nPorters|0|y": "Ward,Porters",
    "Tariff|Charge\nGreen|9.90\nBasic|8.50\nNight Owl|10.20\nAmber|11.00": "Green,Basic,Night Owl,Amber",
    "Period|Monday|Friday\n1|Maths|French\n2|German|Music\n3|Biology|Maths\n4|Form Time|Games": "Maths,German,Games",
    "code|test\nL-204|Ferritin\nK-77|Cortisol\nB12|Urate": "L-204,K-77,B12,*Ferritin,*Cortisol,*Urate",
    "Code|Analyte\nTSH|Thyrotropin\nINR|Prothrombin": "TSH,INR",
    "Shade|Litres\nHeather|12\nJade|7\nBrown|8": "Heather,Litres,Jade,Brown",
    "Article|Price\nRosemary|1.50\nBasil|2.20\nOlive oil|11.00": "Rosemary,Basil",
    "Item|Maker\nPump|Braun\nDrill|Bosch": "Pump,Braun,Drill,Bosch",
    "Package|Due\nRoof|March\nPaint|May\nDrains|June": "May,June",
    "Tarif|Grundpreis\nKomfort|9.90\nFamilie|8.50": "Tarif,Grundpreis,Komfort,Familie",
    "Place|Beds\nWard 4|12\nWard 5|14": "Ward 4,Ward 5",
    "Unit|Reports to\nLegal|Treasury\nEstates|Treasury": "Treasury,Estates",
}
PERSONS = {
    # text: what is tagged, and who must be hidden
    "Day|Early\nMonday|Okafor\nTuesday|Ward\nFriday|Green": ("*Okafor,Ward,Green", "Okafor Ward Green"),
    "Week|Surgery|Medicine\n1|Archer|x\n2|Woods|Field\n3|Kowalczyk|y": ("Woods,Field,Archer", "Woods Field Archer"),
    "Week|Ward|Green|Rose\n1|8|7|6\n2|8|8|6": ("Ward,Green,Rose", "Ward Green Rose"),
    "Week|Okonjo|Ward\n12|38|20\n13|38|22": ("Ward", "Ward"),
    "Subject|Arm\nGreen|A\nTamsworthy|B\nBush|A": ("Green,Tamsworthy,Bush", "Green Tamsworthy Bush"),
    "No|Helper\n1|June\n2|May\n3|April Showers": ("June,May,April Showers", "June May April Showers"),
    "Test|Reader\nFerritin|Quillfeather\nUrate|Tench": ("Quillfeather,Tench", "Quillfeather Tench"),
    "Item|State\nNkemelu Adaobi|broken\nDrill|ok\nSaw|ok": ("Nkemelu Adaobi", "Nkemelu Adaobi"),
    "Item|State\nJ. Bush|broken\nDrill|ok\nSaw|ok": ("J. Bush", "Bush"),
    "Shift|Cover\n1|vacant\n2|Ward\n3|agency\n4|bank": ("Ward", "Ward"),
    "Maker|Town\nBraun Ilse|Ulm\nBosch|Ulm": ("Braun Ilse", "Ilse"),
}


def piped(text: str) -> str:
    return "".join(f"| {line.replace('|', ' | ')} |\n" for line in text.split("\n"))


@pytest.mark.parametrize("policy", ["hipaa", "gdpr"])
@pytest.mark.parametrize("shape", [piped, lambda text: text.replace("|", ";")], ids=["piped", "delimited"])
@pytest.mark.parametrize("text", THINGS)
def test_cells_of_things_stay(text: str, shape, policy: str) -> None:  # type: ignore[no-untyped-def]
    after = redacted(shape(text), THINGS[text], policy)
    assert "PERSON" not in after
    assert not [word for word in ("Ferritin", "Cortisol", "Urate") if word in text and word not in after]


@pytest.mark.parametrize("policy", ["hipaa", "gdpr"])
@pytest.mark.parametrize("shape", [piped, lambda text: text.replace("|", ";")], ids=["piped", "delimited"])
@pytest.mark.parametrize("text", PERSONS)
def test_persons_in_cells_go(text: str, shape, policy: str) -> None:  # type: ignore[no-untyped-def]
    tagged, names = PERSONS[text]
    before = shape(text)
    after = redacted(before, tagged, policy)
    assert [name for name in names.split() if name in after.replace("[PERSON]", "")] == []


@pytest.mark.parametrize("policy", ["hipaa", "gdpr"])
def test_places_in_a_column_of_persons_are_persons(policy: str) -> None:
    text = piped("Week|Wednesday\n1|Woods\n2|Nightingale\n3|Okafor")
    after = redacted(text, "Woods,*Okafor,*Nightingale", policy)
    assert after.count("PERSON") == 3 and "Nightingale" not in after


@pytest.mark.parametrize("text", ["Club|Points\nLincoln|12\nMelton|9", "To|Bay\nBarton|4\nLacey|5\nHilltop|6"])
def test_places_without_a_person_or_in_columns_of_places_are_none(text: str) -> None:
    assert "PERSON" not in redacted(piped(text), "*Lincoln,*Melton,*Barton,*Hilltop", "gdpr")


def test_a_town_stays_one_in_a_column_of_things() -> None:
    assert "[LOCATION]" in redacted(piped("Course|Hours\nOxford|4\nPottery|6\nWelding|6"), "*Oxford,*Pottery")


def test_a_first_row_of_data_names_no_column() -> None:
    rows = "1|Adaeze Price|12\n2|Rowan Marsh|13\n3|Lin Xiu|12"
    assert "Price" not in redacted(piped(rows), "Adaeze Price,Rowan Marsh,Lin Xiu")
    assert redacted(piped("Item|Unit Price\nChair|12"), "Unit Price").startswith("| Item | Unit Price |")


@pytest.mark.parametrize("header", ["Tutor", "Anaesthetist", "Deputy", "Volunteer"])
def test_more_headers_tell_persons(header: str) -> None:
    assert "PERSON" in redacted(piped(f"No|{header}\n1|Tench\n2|Ravensworth"), "x")


def test_a_surname_that_is_a_word_of_addresses_goes_whole() -> None:
    assert "Lane" not in redacted(piped("No|Deputy\n1|Summer Lane\n2|Ulbricht"), "x")


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("L-204", Kind.NUMBER),
        ("12", Kind.NUMBER),
        ("Canteen", Kind.THING),
        ("Ward", Kind.EITHER),
        ("Okafor", Kind.NAME),
        ("Dr. Field", Kind.NAME),
        ("J. Ward", Kind.NAME),
        ("Green, J.", Kind.NAME),
        ("J. B.", Kind.NAME),
        ("Quillfeather", Kind.UNKNOWN),
        ("王", Kind.UNKNOWN),
    ],
)
def test_a_cell_is_of_a_kind(value: str, kind: Kind) -> None:
    assert kind_of(value) is kind


@pytest.mark.parametrize("text", ["## Canteen", "Chowder: 4.20", "Kantine\n\nOffen bis 14 Uhr."])
def test_words_of_tables_name_nobody_in_headings(text: str) -> None:
    assert redacted(text, "Canteen,Chowder,Kantine") == text


@pytest.mark.parametrize("text", ["Freitag called.", "Deutsch was seen.", "Toner has asthma."])
def test_words_that_are_surnames_now_and_then_stay_persons_in_sentences(text: str) -> None:
    assert "PERSON" in redacted(text, "Freitag,Deutsch,Toner")
