"""Documents of six kinds, generated with all of their personal data labelled, to measure redaction on.

Templates of this folder hold structured identifiers; those of `training/tagger/templates/measure` hold many names. The
tagger was trained on neither, nor on the cultures that the names are of. Values with a structure: `identifiers`. CSV
goes through the product's loader first, as it does when it is ingested: columns are what tells its cells.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.evaluation.labelled import Label
from benchmarks.identifiers import MAKERS, Identifiers
from ingest.loaders import load
from training.tagger.cultures import MEASURE
from training.tagger.fillers import Fillers
from training.tagger.spans import UNKNOWN, Span
from training.tagger.templates import Writer, templates

FOLDER = Path(__file__).parent / "templates"

KINDS = {
    "clinical_note": "clinical",
    "hr_letter": "hr_letters",
    "contract": "legal",
    "email_thread": "emails",
    "invoice": "invoices",
    "csv_export": "tables",
}
"""Kind of document -> the file of names-only templates that goes with it."""

_CSV = 6
"""The first templates of CSV exports are CSV; the others are tables in plain text."""

_NEUTRAL = (UNKNOWN, "ORGANIZATION")
"""Labels that are neither to be hidden nor wrong to hide: a company's name is personal where it employs somebody."""


@dataclass(frozen=True, slots=True)
class Written:
    """A generated document. `mentions`: places of the names of one person, by person; `neutral`: see `_NEUTRAL`."""

    kind: str
    template: str
    text: str
    labels: tuple[Label, ...]
    neutral: tuple[Label, ...]
    mentions: dict[str, tuple[Label, ...]]


def written(per_template: int, seed: int) -> Iterator[Written]:
    """`per_template` documents of each template, kind by kind; the same for the same arguments."""
    rng = random.Random(seed)
    fillers, identifiers = Fillers("measure", rng), Identifiers(rng)
    for kind, own in _templates().items():
        for number, template in enumerate(own, start=1):
            for _ in range(per_template):
                cultures = [rng.choice(MEASURE) for _ in range(rng.choice((1, 2, 3)))]
                writer = _IdentifyingWriter(rng, fillers, cultures)
                one = writer.written(template, kind, f"{kind} {number}", identifiers)
                yield _loaded(one) if kind == "csv_export" and number <= _CSV else one


def _loaded(one: Written) -> Written:
    """A CSV file as the product's loader reads it, its labels at their new places."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        path.write_text(one.text, "utf-8", newline="")
        text = load(path, path.name).text
    moved: dict[Label, Label] = {}
    done = 0
    for label in sorted((*one.labels, *one.neutral)):
        value = one.text[label.start : label.end]
        start = text.index(value, done)
        done = start + len(value)
        moved[label] = Label(start, done, label.entity_type)
    mentions = {person: tuple(moved[place] for place in places) for person, places in one.mentions.items()}
    labels, neutral = (tuple(moved[label] for label in some) for some in (one.labels, one.neutral))
    return Written(one.kind, one.template, text, labels, neutral, mentions)


@cache
def _templates() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, names_only in KINDS.items():
        own = (FOLDER / f"{kind}.txt").read_text("utf-8").split("\n====\n")
        found[kind] = [template.strip("\n") for template in own] + templates("measure")[names_only]
    return found


class _IdentifyingWriter(Writer):
    """Also fills the slots of `MAKERS`, and notes whose name stands where."""

    def written(self, template: str, kind: str, name: str, identifiers: Identifiers) -> Written:
        self._identifiers = identifiers
        self._mentions: dict[str, list[Label]] = {}
        document = self.write(template, kind)
        labels = [Label(span.start, span.end, span.label) for span in document.spans]
        return Written(
            kind,
            name,
            document.text,
            tuple(label for label in labels if label.entity_type not in _NEUTRAL),
            tuple(label for label in labels if label.entity_type in _NEUTRAL),
            {person: tuple(found) for person, found in self._mentions.items()},
        )

    def _person(self, name: str, part: str) -> None:
        before = len(self._spans)
        super()._person(name, part)
        if part == ".mail":
            # The base leaves addresses unlabelled, as its last piece of text.
            self._spans.append(Span(self._length - len(self._text[-1]), self._length, "EMAIL_ADDRESS"))
        elif part == ".user":
            self._relabel(before, "USERNAME")
        else:
            added = [Label(span.start, span.end, span.label) for span in self._spans[before:]]
            self._mentions.setdefault(name, []).extend(added)

    def _filler(self, name: str) -> None:
        if name in MAKERS:
            self._add(*self._identifiers.make(name))
        elif name == "id":
            # An order or file number: whether it is personal, nothing tells.
            self._add(self.fillers.number(), UNKNOWN)
        elif name == "country":
            before = len(self._spans)
            super()._filler(name)
            self._relabel(before, UNKNOWN)
        elif name == "postcode":
            self._add(self.fillers.postcode(), "POSTAL_CODE")
        else:
            super()._filler(name)

    def _relabel(self, first: int, label: str) -> None:
        self._spans[first:] = [Span(span.start, span.end, label) for span in self._spans[first:]]
