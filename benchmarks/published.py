"""Writes the figures that reports of the product state: `python -m benchmarks.published`, after a benchmark was run.

They come from `benchmarks/results` alone and go to `assistant/reports/measured.json` and, those of redaction, to
`docs/figures.md`; tests compare them.
"""

from __future__ import annotations

import json
from typing import Any

from assistant.reports.facts import PUBLISHED
from benchmarks import published_redaction
from benchmarks.machine import RESULTS

Row = dict[str, str]


def main() -> None:
    """Write the files."""
    PUBLISHED.write_text(json.dumps(published(), indent=1, ensure_ascii=False) + "\n", "utf-8")
    section = published_redaction.section(results_of("redaction"))
    published_redaction.DOCS.write_text(published_redaction.document_with(section), "utf-8")
    print(PUBLISHED, published_redaction.DOCS)


def published() -> dict[str, list[Row]]:
    """What, figure, date and script of each figure."""
    return {"figures": [*_redaction(), *_tagger(), *_canaries(), *_connections()]}


def _redaction() -> list[Row]:
    results = results_of("redaction")
    ours = results["generated"]["ours"]
    persons = ours["entities"]["PERSON"]
    documents = f"in {ours['documents']} generated documents of six kinds, policy hipaa"
    figures = {
        f"structured identifiers hidden, {documents}": ours["structured_recall"],
        f"names of persons hidden, {documents}": persons["recall"],
        f"findings of persons that are right, {documents}": persons["precision"],
        f"documents without a leak, {documents}": ours["documents_without_a_leak"],
        "persons with one pseudonym throughout a document, policy gdpr": results["consistency"]["one_pseudonym"],
    }
    return [_row(what, f"{figure:.1%}", results, "benchmarks.redaction") for what, figure in figures.items()]


def _tagger() -> list[Row]:
    results = results_of("tagger")
    german = results["sets"]["german_court_decisions_test"]["names_hidden"]["recall"]
    spanish = results["sets"]["spanish_clinical_cases_test"]["names_hidden"]["recall"]
    web = results["sets"]["uner_ewt_test"]["names_hidden"]["recall"]
    figures = {
        "names hidden by the tagger alone, English web text": web,
        "names hidden by the tagger alone, Spanish clinical cases": spanish,
        "names hidden by the tagger alone, German court decisions (not supported)": german,
    }
    return [_row(what, f"{figure:.1%}", results, "benchmarks.tagger") for what, figure in figures.items()]


def _canaries() -> list[Row]:
    results = results_of("canaries")
    figure = f"{len(results['finds'])} found"
    what = f"{results['identifiers']} planted identifiers, looked for in every byte that the product wrote"
    return [_row(what, figure, results, "benchmarks.canaries")]


def _connections() -> list[Row]:
    results = results_of("no_connections")
    what = f"connections beyond this machine, {len(results['commands'])} commands watched with strace"
    return [_row(what, str(len(results["beyond_loopback"])), results, "benchmarks.no_connections")]


def _row(what: str, figure: str, results: dict[str, Any], script: str) -> Row:
    return {"what": what, "figure": figure, "measured": results["measured"], "script": script}


def results_of(name: str) -> dict[str, Any]:
    """The results of a benchmark."""
    results: dict[str, Any] = json.loads((RESULTS / f"{name}.json").read_text("utf-8"))
    return results


if __name__ == "__main__":
    main()
