"""How well redaction was measured to work, as a section of a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.reports.facts import Facts
from assistant.reports.layout import TO_FILL_IN, Block, Section, Table


def measured(facts: Facts) -> Section:
    """Published figures of the product, and the deployment's own where somebody evaluated a policy."""
    published = facts.published
    blocks: list[Block] = [
        "Published with the product, measured on generated documents and public data, not on this organisation's "
        "documents:",
        Table.of(
            ("What", "Figure", "Measured", "By"),
            ((row["what"], row["figure"], row["measured"], row["script"]) for row in published["figures"]),
        ),
    ]
    if facts.evaluations:
        blocks.append("Measured on labelled documents of this organisation with `assistant policy evaluate`:")
        blocks.append(
            Table.of(
                ("Policy", "Measured", "Texts", "Without a leak", "Recall", "Precision", "F2", "Worst types (recall)"),
                (_row(each) for each in facts.evaluations),
            )
        )
    else:
        blocks.append(
            f"No policy was evaluated on labelled documents of this organisation yet. {TO_FILL_IN} "
            "Label a sample and run `assistant policy evaluate FOLDER --policy NAME`."
        )
    blocks.append(
        "A recall below 1 means that identifiers stay readable in stored passages. Who may read passages, and what "
        "happens when somebody finds a missed name, has to be decided with these figures in mind."
    )
    return Section("How well redaction works", tuple(blocks))


def share(value: float | None) -> str:
    """A share as a percentage; a dash where there is none."""
    return "-" if value is None else f"{value:.1%}"


def _row(evaluation: Mapping[str, Any]) -> tuple[str, ...]:
    documents, everything = evaluation["documents"], evaluation["all"]
    leaking = [(row["recall"], name) for name, row in evaluation["entities"].items() if row["leaks"]]
    worst = ", ".join(f"{name} {share(recall)}" for recall, name in sorted(leaking)[:3]) or "none leaked"
    return (
        evaluation["policy"],
        evaluation["measured"],
        str(documents["measured"]),
        share(documents["share"]),
        share(everything["recall"]),
        share(everything["precision"]),
        share(everything["f2"]),
        worst,
    )
