"""Plain words of tables and headings that the list of common words happens not to hold: "Canteen", "Maths", "Tarif".

No lists of names have them, and they hardly ever are one. What is a name as well belongs into `NAMES_OF_THINGS`.
"""

from __future__ import annotations

from policies.recognizers.lexicon import is_everyday, is_listed_name

_THINGS = frozenset(
    (
        # School and leisure
        "maths algebra arithmetic woodwork needlework metalwork pottery ceramics gymnastics swimming chess pilates yoga"
        " choir orchestra kindergarten crèche creche playground assembly detention homework pshe mathe mathematik"
        " erdkunde sachkunde werken englisch französisch spanisch musik biologie chemie"
        " physik geschichte religion ethik informatik stunde stunden uhrzeit"
        # Houses, offices and services
        " canteen cafeteria mortuary pharmacy switchboard cloakroom staffroom storeroom boardroom basement"
        " porters estates treasury procurement payroll facilities chaplaincy stationery catering laundry"
        " housekeeping reprographics helpdesk servicedesk crematorium cemetery allotments kantine pforte empfang"
        " verwaltung buchhaltung einkauf vertrieb personalabteilung rechtsabteilung werkstatt apotheke"
        # Goods, measures and money
        " metre metres litre litres kilogram kilograms stretcher stretchers trolley trolleys"
        " commode wheelchair wheelchairs ventilator ventilators nebuliser syringe syringes cannula catheter"
        " shelf shelves boiler boilers crate crates locker lockers pallet pallets rack racks drawer drawers"
        " stapler staplers whiteboard projector projectors laminator shredder chowder minestrone borscht gazpacho"
        " lasagne lasagna casserole crumble trifle tarif tarife grundpreis arbeitspreis betrag"
        " menge einheit artikel komfort familie"
        # Laboratory
        " ferritin transferrin cortisol creatinine lactate bilirubin troponin albumin haematocrit hematocrit"
        " haemoglobin hemoglobin kreatinin hämoglobin thyroxine prolactin folate amylase lipase urea"
    ).split()
)

_IN_CELLS = frozenset(
    (
        "montag dienstag mittwoch donnerstag freitag samstag sonntag deutsch kunst latein sport chaplain toner lifts"
        " gardens hoist hoists custard gram grams lido lager preis preise natur regio hb"
    ).split()
)
"""Plain words that are somebody's surname now and then: only a table tells."""

NAMES_OF_THINGS = frozenset(
    (
        "amber blue cherry coral cream crimson emerald green grey gray heather hazel indigo ivory jade jet lavender"
        " lilac magnolia maroon olive opal pearl pink plum red rose ruby rust saffron sage scarlet sienna silver"
        " terracotta violet white ash beech birch brown black gold auburn"
        " basil rosemary ginger pepper leek clementine parsley dill angelica anise bay fennel juniper lemon lime"
        " olives peach prune apple fig date rice salmon pike sole bass trout veal lamb duck goose partridge"
        " daisy iris ivy lily poppy holly myrtle fern marigold primrose basic premium standard classic"
    ).split()
)
"""Colours, plants and food: names of persons, but for a column that is called after what it holds."""


def is_thing(folded: str) -> bool:
    """Whether a word, in small letters, is a plain one and no listed name."""
    listed = folded in _THINGS or folded in _IN_CELLS
    plain = listed or is_everyday(folded) or is_everyday(folded.removesuffix("s"))
    return plain and not is_listed_name(folded)


def is_word_of_tables(folded: str) -> bool:
    """Whether a word is of this page's first list, and no listed name: it names nobody wherever it stands alone."""
    return folded in _THINGS and not is_listed_name(folded)
