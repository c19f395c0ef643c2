"""Texts with labels that redaction is measured on: generated documents, and development sets."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.evaluation.labelled import Label
from training.json_lines import read_rows
from training.tagger.corpora import document

_MEDDOCAN = {
    "NOMBRE_SUJETO_ASISTENCIA": "PERSON", "NOMBRE_PERSONAL_SANITARIO": "PERSON", "TERRITORIO": "LOCATION",
    "CALLE": "STREET_ADDRESS", "FECHAS": "DATE_TIME", "ID_SUJETO_ASISTENCIA": "MEDICAL_RECORD_NUMBER",
    "CORREO_ELECTRONICO": "EMAIL_ADDRESS", "ID_TITULACION_PERSONAL_SANITARIO": "LICENSE_NUMBER",
    "ID_ASEGURAMIENTO": "HEALTH_PLAN_NUMBER", "NUMERO_TELEFONO": "PHONE_NUMBER", "NUMERO_FAX": "PHONE_NUMBER",
    "ID_CONTACTO_ASISTENCIAL": "ID_NUMBER", "ID_EMPLEO_PERSONAL_SANITARIO": "EMPLOYEE_ID",
}  # fmt: skip
"""Its types that Safe Harbor removes; the others (sex, kin, countries, hospitals, ages below 90) are not judged."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text with labels. Findings that touch only what is `neutral` are neither right nor wrong."""

    group: str
    text: str
    labels: tuple[Label, ...]
    neutral: tuple[Label, ...] = ()


def sentences(folder: Path, count: int, seed: int) -> Iterator[Sample]:
    """Sentences of the development sets, persons labelled; what else is labelled is not judged."""
    for name in ("uner_ewt-dev", "wnut17-dev"):
        rows = read_rows(folder / f"{name}.jsonl")
        for row in random.Random(seed).sample(rows, min(count, len(rows))):
            one = document(row)
            labels = [Label(span.start, span.end, span.label) for span in one.spans]
            persons = tuple(label for label in labels if label.entity_type == "PERSON")
            yield Sample(name, one.text, persons, tuple(label for label in labels if label not in persons))


def cases(folder: Path, count: int, seed: int) -> Iterator[Sample]:
    """Spanish clinical cases."""
    rows = read_rows(folder / "meddocan_es" / "dev.jsonl")
    for row in random.Random(seed).sample(rows, min(count, len(rows))):
        spans = sorted(row["spans"])
        labels = tuple(Label(start, end, _MEDDOCAN[kind]) for start, end, kind in spans if kind in _MEDDOCAN)
        neutral = tuple(Label(start, end, kind) for start, end, kind in spans if kind not in _MEDDOCAN)
        yield Sample("meddocan-dev (Spanish)", row["text"], labels, neutral)
