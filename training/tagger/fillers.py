"""Places, organisations, dates and what else stands in generated documents beside names."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from anyascii import anyascii
from faker import Faker

from training.tagger.cultures import culture

ADDRESSES = {
    "train": "en_US en_US en_US en_US en_GB en_GB en_CA en_AU en_IN en_IE de_DE de_AT fr_FR es_ES es_MX it_IT nl_NL "
    "sv_SE da_DK pt_BR cs_CZ no_NO ro_RO hu_HU hr_HR sk_SK".split(),
    "measure": "en_US en_GB en_NZ pl_PL fi_FI tr_TR pt_PT de_CH id_ID en_PH".split(),
}
"""Locales of faker for streets and towns."""

_POOL = 250

WORDS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "fillers.yaml").read_text("utf-8"))
"""Lists of drugs, products, jobs and so on."""

MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()


@dataclass(slots=True)
class Fillers:
    """Values for one part of the generated data: `train`, `development` or `measure`."""

    part: str
    rng: random.Random
    _streets: list[str] = field(default_factory=list)
    _towns: list[str] = field(default_factory=list)
    _postcodes: list[str] = field(default_factory=list)

    @property
    def _lists(self) -> str:
        return "train" if self.part == "train" else "measure"

    def __post_init__(self) -> None:
        for locale in dict.fromkeys(ADDRESSES[self._lists]):
            source = _addresses(locale)
            source.seed_instance(self.rng.randrange(1 << 30))
            for _ in range(_POOL // 5 * ADDRESSES[self._lists].count(locale)):
                self._streets.append(_plain(source.street_address()))
                self._towns.append(_plain(source.city()))
                self._postcodes.append(_plain(source.postcode()))

    def street(self) -> str:
        """Street and number, on one line."""
        return self.rng.choice(self._streets)

    def city(self) -> str:
        """A town, half of them well known."""
        towns: list[str] = WORDS["cities"] if self.rng.random() < 0.4 else self._towns
        return self.rng.choice(towns)

    def postcode(self) -> str:
        """A postal code."""
        return self.rng.choice(self._postcodes)

    def organization(self) -> str:
        """A company, office or school."""
        rng = self.rng
        roll = rng.random()
        if roll < 0.15:
            return str(rng.choice(WORDS["organizations"]))
        if roll < 0.25:
            return f"University of {self.city()}"
        if roll < 0.42:
            own = culture(rng.choice(("en_US", "en_GB", "de_DE", "fr_FR", "it_IT"))).surnames_male
            name = rng.choice(own)
            other = rng.choice(own)
            return rng.choice(
                (
                    f"{name} & {other}",
                    f"{name} and Sons",
                    f"{name} {rng.choice(WORDS['organization_tails'][self._lists])}",
                    f"{name}, {other} LLP",
                )
            )
        heads = WORDS["organization_heads"][self._lists]
        return f"{rng.choice(heads)} {rng.choice(WORDS['organization_tails'][self._lists])}"

    def hospital(self) -> str:
        """A place of care."""
        rng = self.rng
        head = rng.choice(
            (
                rng.choice(WORDS["organization_heads"][self._lists]),
                self.city(),
                f"St. {rng.choice(('Mary', 'Luke', 'Anne', 'Jude'))}'s",
            )
        )
        return f"{head} {rng.choice(WORDS['care'][self._lists])}"

    def day(self) -> str:
        """A date in one of the usual ways."""
        rng = self.rng
        when = self._when(2015, 2026)
        month = MONTHS[when.month - 1]
        roll = rng.random()
        if roll < 0.5:
            return rng.choice(
                (
                    f"{when.day:02}/{when.month:02}/{when.year}",
                    f"{when.month}/{when.day}/{when.year % 100:02}",
                    when.isoformat(),
                    f"{when.day}.{when.month}.{when.year}",
                    f"{when.day:02}-{month[:3]}-{when.year}",
                )
            )
        if roll < 0.8:
            return rng.choice(
                (
                    f"{month} {when.day}, {when.year}",
                    f"{when.day} {month} {when.year}",
                    f"{month} {when.day}",
                    f"{when.day} {month[:3]} {when.year}",
                    f"{when.day}{_suffix(when.day)} {month} {when.year}",
                )
            )
        return rng.choice(
            (
                f"{rng.choice(_DAYS)}, {when.day} {month} {when.year}",
                f"{rng.choice(_DAYS)} {month} {when.day}",
                f"the {rng.choice(_ORDINALS)} of {month}",
                f"the {when.day}{_suffix(when.day)} day of {month}, {when.year}",
                f"{rng.choice(('mid', 'early', 'late'))} {month} {when.year}".split(" ", 1)[1],
            )
        )

    def birthday(self) -> str:
        """A date of birth."""
        when = self._when(1930, 2010)
        return self.rng.choice(
            (
                f"{when.day:02}/{when.month:02}/{when.year}",
                when.isoformat(),
                f"{MONTHS[when.month - 1]} {when.day}, {when.year}",
                f"{when.day} {MONTHS[when.month - 1][:3]} {when.year}",
                f"{when.day:02}.{when.month:02}.{when.year}",
            )
        )

    def number(self) -> str:
        """An identifier."""
        rng = self.rng
        form = rng.choice(
            ("######", "########", "AB-#####", "MRN ######", "##-####-##", "X########", "###/####/##", "INV-####")
        )
        return "".join(str(rng.randrange(10)) if character == "#" else character for character in form)

    def phone(self) -> str:
        """A telephone number."""
        rng = self.rng
        form = rng.choice(("(###) ###-####", "+44 20 #### ####", "###-###-####", "0### ######", "+49 30 ######"))
        return "".join(str(rng.randrange(1, 10)) if character == "#" else character for character in form)

    def _when(self, first: int, last: int) -> date:
        return date(first, 1, 1) + timedelta(days=self.rng.randrange(365 * (last - first)))


def _addresses(locale: str) -> Faker:
    """The streets and towns of a locale, in the same order in each process.

    The Italian towns come out of a set: unsorted, a run that goes on after a kill would be given other documents.
    """
    source = Faker(locale)
    if locale == "it_IT":
        for provider in source.get_providers():
            if hasattr(provider, "cities"):
                provider.cities = sorted(provider.cities)
    return source


def _suffix(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _plain(value: str) -> str:
    return (
        value.replace("\n", ", ") if value.isascii() or any("a" <= c.lower() <= "z" for c in value) else anyascii(value)
    )
