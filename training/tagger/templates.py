"""Templates of generated documents, and how their slots are filled.

`templates/train/*.txt`, `development/` and `measure/` hold whole documents, one file a kind, parted by lines of
`====`; only those of `train` are trained on, `development` chooses the checkpoint, `measure` is for the figures.
`sentences.txt` (with names) and `negatives.txt` (without) are single sentences for the slots `{s}` and `{neg}`.

    {a} .. {h}      somebody: named in full at first, in any way afterwards; {p} .. {r} are professionals
    {a!}            given name and surname, no title
    {a.given} {a.surname} {a.forenames} {a.plain} {a.cited} {a.listed} {a.mail} {a.user}
    {org} {hospital} {city} {country} {street} {date} {dob} {month}      labelled
    {postcode} {phone} {id} {money} {time} {n} {drug} {product} {job} {dept} {condition}      not labelled
    <one|other>     a choice, which may hold slots
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from anyascii import anyascii

from training.tagger import cultures
from training.tagger.fillers import MONTHS, WORDS, Fillers
from training.tagger.people import Person, draw, first_mention, full_name, later_mention, listed
from training.tagger.spans import UNKNOWN, Document, Span

FOLDER = Path(__file__).parent / "templates"
_SENTENCES = ("sentences", "negatives")
_CHOICE = re.compile(r"<([^<>]*\|[^<>]*)>")
_SLOT = re.compile(r"\{([a-z]+)(!|\.[a-z]+)?\}")
_PERSONS = "abcdefgh"
_PROFESSIONALS = "pqr"

_CASTS = {"train": cultures.TRAIN, "development": cultures.DEVELOPMENT, "measure": cultures.MEASURE}


@cache
def templates(part: str) -> dict[str, list[str]]:
    """Document templates of one part by kind."""
    return {
        path.stem: [template.strip("\n") for template in path.read_text("utf-8").split("\n====\n")]
        for path in sorted((FOLDER / part).glob("*.txt"))
        if path.stem not in _SENTENCES
    }


@cache
def _lines(name: str) -> list[str]:
    return (FOLDER / "train" / f"{name}.txt").read_text("utf-8").splitlines()


@dataclass(slots=True)
class Writer:
    """Writes one document: its people stay the same throughout."""

    rng: random.Random
    fillers: Fillers
    cultures: Sequence[str]
    gender: str | None = None
    _cast: dict[str, Person] = field(default_factory=dict)
    _text: list[str] = field(default_factory=list)
    _length: int = 0
    _spans: list[Span] = field(default_factory=list)
    _named: set[str] = field(default_factory=set)

    def write(self, template: str, kind: str) -> Document:
        """A template with all slots filled."""
        while choice := _CHOICE.search(template):
            template = template[: choice.start()] + self.rng.choice(choice[1].split("|")) + template[choice.end() :]
        self._fill(template)
        return Document("".join(self._text), tuple(self._spans), kind)

    def _fill(self, template: str) -> None:
        done = 0
        for slot in _SLOT.finditer(template):
            self._add(template[done : slot.start()])
            self._slot(slot[1], slot[2] or "")
            done = slot.end()
        self._add(template[done:])

    def _slot(self, name: str, part: str) -> None:
        if name in ("s", "neg"):
            line = self.rng.choice(_lines("sentences" if name == "s" else "negatives"))
            while choice := _CHOICE.search(line):
                line = line[: choice.start()] + self.rng.choice(choice[1].split("|")) + line[choice.end() :]
            self._fill(line)
        elif len(name) == 1 and name in _PERSONS + _PROFESSIONALS:
            self._person(name, part)
        else:
            self._filler(name)

    def _person(self, name: str, part: str) -> None:
        if name not in self._cast:
            self._cast[name] = draw(self.rng, self.cultures, professional=name in _PROFESSIONALS, gender=self.gender)
        person = self._cast[name]
        if part in (".mail", ".user"):
            given, surname = (re.sub(r"[^a-z]", "", anyascii(word).lower()) for word in (person.given, person.surname))
            user = self.rng.choice((f"{given}.{surname}", f"{given[0]}{surname}", f"{given}{self.rng.randrange(99)}"))
            host = self.rng.choice(("example.com", "mail.example.org", "example.net"))
            self._add(f"{user}@{host}" if part == ".mail" else user, None if part == ".mail" else UNKNOWN)
            return
        if not part:
            pieces = (later_mention if name in self._named else first_mention)(self.rng, person)
        else:
            pieces = [(self._part(person, part), True)]
        self._named.add(name)
        for text, is_name in pieces:
            self._add(text, "PERSON" if is_name else None)

    def _part(self, person: Person, part: str) -> str:
        if part == "!":
            return full_name(self.rng, person)
        if part == ".listed":
            return listed(self.rng, person)
        if part == ".cited":
            return f"{person.surname} {person.given[0]}"
        if part == ".forenames":
            return f"{person.given} {person.middle}"
        if part == ".plain":
            return f"{person.given} {person.surname}"
        return str(getattr(person, part[1:]))

    def _filler(self, name: str) -> None:
        fillers, rng = self.fillers, self.rng
        made: dict[str, Callable[[], tuple[str, str | None]]] = {
            "org": lambda: (fillers.organization(), "ORGANIZATION"),
            "hospital": lambda: (fillers.hospital(), "ORGANIZATION"),
            "city": lambda: (fillers.city(), "LOCATION"),
            "country": lambda: (rng.choice(WORDS["countries"]), "LOCATION"),
            "street": lambda: (fillers.street(), "STREET_ADDRESS"),
            "date": lambda: (fillers.day(), "DATE_TIME"),
            "dob": lambda: (fillers.birthday(), "DATE_TIME"),
            "month": lambda: (rng.choice(MONTHS), UNKNOWN),
            "postcode": lambda: (fillers.postcode(), UNKNOWN),
            "phone": lambda: (fillers.phone(), None),
            "id": lambda: (fillers.number(), None),
            "money": lambda: (f"{rng.choice('$€£')}{rng.randrange(10, 99999):,}", None),
            "time": lambda: (f"{rng.randrange(24)}:{rng.randrange(60):02}", None),
            "n": lambda: (str(rng.randrange(1, 90)), None),
            "drug": lambda: (rng.choice(WORDS["drugs"]), None),
            "product": lambda: (rng.choice(WORDS["products"]), None),
            "job": lambda: (rng.choice(WORDS["jobs"]), None),
            "dept": lambda: (rng.choice(WORDS["departments"]), None),
            "condition": lambda: (rng.choice(WORDS["conditions"]), None),
        }
        text, label = made[name]()
        if label in ("LOCATION", "STREET_ADDRESS") and text.startswith("the "):
            self._add("the ")
            text = text[4:]
        self._add(text, label)

    def _add(self, text: str, label: str | None = None) -> None:
        if label and text:
            self._spans.append(Span(self._length, self._length + len(text), label))
        self._text.append(text)
        self._length += len(text)


def write(rng: random.Random, fillers: Fillers, kind: str, template: str) -> Document:
    """One document. Its people come of a few cultures, as in most real ones."""
    casts = _CASTS[fillers.part]
    chosen = [rng.choice(casts) for _ in range(rng.choice((1, 2, 3)))]
    return Writer(rng, fillers, chosen).write(template, kind)
