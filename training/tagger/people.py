"""People of generated documents, and the ways in which a document names them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from training.tagger.cultures import culture

TITLES = {
    "male": ("Mr", "Mr.", "Mr.", "Sir", "Herr", "Señor", "M.", "Monsieur"),
    "female": ("Ms", "Ms.", "Mrs", "Mrs.", "Miss", "Frau", "Señora", "Mme"),
}
PROFESSIONAL = (
    "Dr",
    "Dr.",
    "Dr.",
    "Dr.",
    "Prof.",
    "Prof. Dr.",
    "Professor",
    "Doctor",
    "Judge",
    "Officer",
    "Sgt.",
    "Rev.",
)
SUFFIXES = ("Jr.", "Jr", "Sr.", "II", "III", "IV")
CREDENTIALS = ("MD", "RN", "M.D.", "PhD", "DO", "NP", "LCSW", "Esq.", "PharmD", "FRCS", "CPA", "PT", "BSN, RN")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a generated document."""

    given: str
    middle: str
    surname: str
    gender: str
    culture: str
    family_first: bool
    professional: bool

    @property
    def full(self) -> str:
        """Given name and surname, in the culture's usual order half of the time it differs."""
        return f"{self.surname} {self.given}" if self.family_first else f"{self.given} {self.surname}"


def draw(
    rng: random.Random, cultures: Sequence[str], *, professional: bool = False, gender: str | None = None
) -> Person:
    """A person of one of the cultures, of any gender or a given one; some have given name and surname of two."""
    home = culture(rng.choice(cultures))
    other = culture(rng.choice(cultures)) if rng.random() < 0.12 else home
    gender = gender or rng.choice(("male", "female"))
    given = home.male if gender == "male" else home.female
    surnames = other.surnames_male if gender == "male" else other.surnames_female
    surname = rng.choice(surnames)
    if rng.random() < 0.05:
        joint = rng.choice(("-", "-", " "))
        surname = f"{surname}{joint}{rng.choice(surnames)}"
    elif rng.random() < 0.025:
        surname = f"{rng.choice(('van', 'van der', 'de', 'von', 'di', 'da', 'St.', 'O', 'Mc', 'de la'))} {surname}"
        surname = surname.replace("Mc ", "Mc").replace("O ", "O'")
    first = rng.choice(given)
    if rng.random() < 0.03:
        first = f"{first}-{rng.choice(given)}"
    return Person(
        first, rng.choice(given), surname, gender, home.key, other.family_first and rng.random() < 0.5, professional
    )


def first_mention(rng: random.Random, person: Person) -> list[tuple[str, bool]]:
    """A full way to name somebody, as pieces of text and whether each is the name."""
    roll = rng.random()
    name = [(full_name(rng, person), True)]
    if roll < 0.16:
        return [(f"{_title(rng, person)} ", False), *name]
    if roll < 0.22 and person.professional:
        return [*name, (f", {rng.choice(CREDENTIALS)}", False)]
    return name


def full_name(rng: random.Random, person: Person) -> str:
    """Given name and surname in one of the usual ways, the plain one most often."""
    given, surname, initial = person.given, person.surname, person.middle[0]
    roll = rng.random()
    if roll < 0.56:
        return person.full
    if roll < 0.64:
        return f"{given} {initial}. {surname}"
    if roll < 0.67:
        return f"{given} {person.middle} {surname}"
    if roll < 0.73:
        return f"{given[0]}. {surname}"
    if roll < 0.76:
        return f"{given[0]}.{rng.choice(('', ' '))}{initial}. {surname}"
    if roll < 0.79:
        return f"{given} {surname.upper()}"
    if roll < 0.81:
        return f"{surname.upper()} {given}"
    if roll < 0.84:
        return f"{given} {surname} {rng.choice(SUFFIXES)}"
    if roll < 0.87:
        left, right = rng.choice((("“", "”"), ('"', '"'), ("(", ")"), ("'", "'")))
        return f"{given} {left}{given[: rng.randint(2, 4)]}{rng.choice(('', 'y', 'ie'))}{right} {surname}"
    if roll < 0.92:
        return f"{given} {surname}".upper()
    if roll < 0.94:
        return f"{given} {surname}".lower()
    if roll < 0.96:
        return f"{surname} {given[0]}"
    return f"{surname} {given}"


def later_mention(rng: random.Random, person: Person) -> list[tuple[str, bool]]:
    """A way to name somebody who was named before."""
    roll = rng.random()
    if roll < 0.34:
        return [(f"{_title(rng, person)} ", False), (person.surname, True)]
    if roll < 0.58:
        return [(person.given, True)]
    if roll < 0.76:
        return [(person.surname, True)]
    return first_mention(rng, person)


def listed(rng: random.Random, person: Person) -> str:
    """Give "Last, First" as registers have it."""
    surname = person.surname.upper() if rng.random() < 0.25 else person.surname
    given = rng.choice((person.given, person.given, f"{person.given} {person.middle[0]}.", f"{person.given[0]}."))
    name = f"{surname}, {given}"
    roll = rng.random()
    return name.upper() if roll < 0.15 else name.lower() if roll < 0.19 else name


def _title(rng: random.Random, person: Person) -> str:
    if person.professional and rng.random() < 0.8:
        return rng.choice(PROFESSIONAL)
    return rng.choice(TITLES[person.gender])
