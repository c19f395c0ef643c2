"""What the figures of redaction say, from counts: by group of types, structured identifiers together, the aims."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from assistant.evaluation.evaluate import hidden_types
from assistant.evaluation.scores import EntityScore, Found, Scores, untouched
from benchmarks.redaction_sets import Sample
from policies.loading import load_policy

Results = dict[str, Any]

UNSTRUCTURED = ("PERSON", "LOCATION", "ORGANIZATION")
"""All other types are structured identifiers: a pattern, a label or a checksum tells them. Addresses count as such."""

GROUPS: Mapping[str, Collection[str]] = {
    "persons": ("PERSON",),
    "places": ("LOCATION", "ORGANIZATION"),
    "addresses, postal codes": ("STREET_ADDRESS", "US_ZIP", "POSTAL_CODE"),
    "dates, ages": ("DATE_TIME", "DATE_OF_BIRTH", "AGE"),
    "phone, e-mail, web, network, user names": (
        "PHONE_NUMBER",
        "EMAIL_ADDRESS",
        "URL",
        "IP_ADDRESS",
        "MAC_ADDRESS",
        "USERNAME",
    ),
}
"""Groups of types; the others are `NUMBERS`."""

NUMBERS = "numbers (national ids, records, accounts, licences, plates, devices)"


def scores(samples: Iterable[Sample], found: Iterable[Sequence[Found]], *, complete: bool) -> Scores:
    """Scores of what was found in samples. `complete`: all is labelled, so findings of any type are judged."""
    counted = Scores(hidden_types(load_policy("hipaa")), complete=complete)
    for sample, findings in zip(samples, found, strict=True):
        idle = untouched(findings, sample.labels)
        judged = [each for each in findings if each not in idle or untouched([each], sample.neutral)]
        counted.add(sample.text, sample.labels, judged)
    return counted


def summary(counted: Scores) -> Results:
    """The figures of a table: all, persons, structured identifiers, each type, documents without a leak."""
    rows = counted.judged()
    structured = [score for name, score in rows.items() if name not in UNSTRUCTURED]
    labelled = sum(score.labelled for score in structured)
    found: Results = {
        "documents": counted.texts,
        "documents_without_a_leak": ratio(counted.without_leak, counted.texts),
        "leaks_a_document": ratio(sum(score.leaks for score in rows.values()), counted.texts),
        "all": counted.all().row(),
    }
    if labelled:
        found["structured_recall"] = ratio(sum(score.hidden for score in structured), labelled)
    found["groups"] = {name: score.row() for name, score in by_group(rows).items()}
    return {**found, "entities": {name: score.row() for name, score in rows.items() if score.labelled}}


def targets(generated: Results) -> Results:
    """What is aimed at in generated documents, and whether it is reached."""
    persons = generated["entities"]["PERSON"]
    aims = {
        "structured identifiers, recall": (generated["structured_recall"], 0.99),
        "persons, recall": (persons["recall"], 0.95),
        "persons, precision": (persons["precision"], 0.90),
        "documents without a leak": (generated["documents_without_a_leak"], 0.90),
    }
    return {name: {"figure": figure, "aim": aim, "reached": figure >= aim} for name, (figure, aim) in aims.items()}


def by_group(rows: Mapping[str, EntityScore]) -> dict[str, EntityScore]:
    """The scores of types added up by group; groups without a label are left out."""
    grouped = {name: EntityScore() for name in (*GROUPS, NUMBERS)}
    for entity_type, score in rows.items():
        name = next((name for name, types in GROUPS.items() if entity_type in types), NUMBERS)
        total = grouped[name]
        total.labelled += score.labelled
        total.hidden += score.hidden
        total.found += score.found
        total.right += score.right
    return {name: score for name, score in grouped.items() if score.labelled}


def ratio(part: int, whole: int) -> float:
    """Rounded to four digits; 0 of nothing."""
    return round(part / whole, 4) if whole else 0.0
