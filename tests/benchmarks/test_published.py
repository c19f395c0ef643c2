"""Figures that the product's reports and its documents state are those of the benchmarks."""

from __future__ import annotations

import json

from assistant.reports.facts import PUBLISHED
from benchmarks import published_redaction
from benchmarks.published import published, results_of

AGAIN = "run `python -m benchmarks.published`"


def test_the_figures_in_the_package_are_those_of_the_results() -> None:
    assert json.loads(PUBLISHED.read_text("utf-8")) == published(), AGAIN


def test_the_section_on_redaction_has_the_figures_of_the_results() -> None:
    section = published_redaction.section(results_of("redaction"))
    documented = published_redaction.DOCS.read_text("utf-8")
    assert section in documented, AGAIN
    assert documented == published_redaction.document_with(section), AGAIN


def test_the_section_has_a_row_a_group_and_a_kind_and_tells_what_leaked() -> None:
    results = results_of("redaction")
    section = published_redaction.section(results)
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    generated = results["generated"]["ours"]
    names = [*generated["groups"], "all", *(kind.replace("_", " ") for kind in results["kinds"]), *results["sets"]]
    assert [name for name in names if not any(row.startswith(f"| {name} |") for row in rows)] == []
    assert sum(group["leaks"] for group in generated["groups"].values()) == generated["all"]["leaks"]


def test_the_readme_states_how_fast_redaction_was_measured_to_be() -> None:
    readme = (published_redaction.DOCS.parents[1] / "README.md").read_text("utf-8")
    row = next(line for line in readme.splitlines() if line.endswith("`benchmarks.redaction_speed` |"))
    assert published_redaction.readme_speed(results_of("redaction_speed")) in row


def test_the_readme_states_the_measured_share_of_documents_without_a_leak() -> None:
    readme = (published_redaction.DOCS.parents[1] / "README.md").read_text("utf-8")
    row = next(line for line in readme.splitlines() if line.endswith("`benchmarks.redaction` |"))
    assert published_redaction.readme_figures(results_of("redaction")) in row
