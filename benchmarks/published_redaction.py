"""The section on redaction of `docs/figures.md`, as `benchmarks/results/redaction.json` has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[1] / "docs" / "figures.md"
HEADING = "## Redaction\n"

Results = dict[str, Any]


def document_with(section: str) -> str:
    """`docs/figures.md` with the section in its place: up to the next heading, or at the end."""
    before, _, behind = DOCS.read_text("utf-8").partition(HEADING)
    _, next_heading, rest = behind.partition("\n## ")
    return f"{before.rstrip()}\n\n{section}{next_heading}{rest}"


def section(results: Results) -> str:
    """The section in Markdown, heading included."""
    ours, theirs = results["generated"]["ours"], results["generated"]["presidio"]
    consistency = results["consistency"]
    speed, presidio_speed = results["speed"]["ours"], results["speed"]["presidio"]
    lines = [
        HEADING,
        f"`python -m benchmarks.redaction --seed {results['seed']}`, {results['measured']}: "
        f"{results['documents']} generated documents of six kinds, policy",
        "`hipaa`; another seed gives other documents. In brackets Presidio with its defaults, in the same run"
        + (":" if results["presidio"]["model"] else ", without its spaCy"),
        *([] if results["presidio"]["model"] else ["model, so that it looks for no names and places."]),
        "",
        "| what | labelled | recall | precision | F2 | leaks |",
        "|---|---|---|---|---|---|",
        *(_row(name, row, theirs["groups"].get(name, {})) for name, row in ours["groups"].items()),
        _row("all", ours["all"], theirs["all"]),
        "",
        "| kind of document | documents | without a leak | recall | precision | F2 | leaks a document |",
        "|---|---|---|---|---|---|---|",
        *(_kind_row(kind, both["ours"], both["presidio"]) for kind, both in results["kinds"].items()),
        "",
        f"Documents without a single leak: {_share(ours['documents_without_a_leak'])} "
        f"({_share(theirs['documents_without_a_leak'])}). Persons named twice or more whose mentions all get",
        f"one pseudonym (`gdpr`): {_share(consistency['one_pseudonym'])} of {consistency['persons']}; where no word of",
        f"their names is somebody else's in the document, {_share(consistency['one_pseudonym_of_these'])} of "
        f"{consistency['persons_whose_names_fit_nobody_else']}. Of {consistency['pairs']} pairs of persons in one",
        f"document {consistency['pairs_sharing_one']} share one.",
        f"Characters a second of processor time: {speed['characters_a_processor_second']} "
        f"({presidio_speed['characters_a_processor_second']}).",
        "",
        "| other texts, not generated | labelled | recall | precision | F2 | leaks |",
        "|---|---|---|---|---|---|",
        *(_row(name, both["ours"]["all"], both["presidio"]["all"]) for name, both in results["sets"].items()),
    ]
    return "\n".join(lines) + "\n"


def readme_figures(results: Results) -> str:
    """Ours and Presidio's figures, as the table of README.md has them."""
    ours, theirs = results["generated"]["ours"], results["generated"]["presidio"]
    persons = ours["entities"]["PERSON"]
    return (
        f"{_share(ours['structured_recall'])} ({_share(theirs['structured_recall'])}); {_share(persons['recall'])}, "
        f"{_share(persons['precision'])}; {_share(ours['documents_without_a_leak'])} "
        f"({_share(theirs['documents_without_a_leak']).replace('.000', 'none')})"
    )


def readme_speed(results: Results) -> str:
    """How fast ours is beside stock Presidio, as the table of README.md has it."""
    times = results["times_as_fast"]
    return (
        f"{times['repeated']:.1f} times as fast, for a piece of text seen before is not analysed again; "
        f"{times['a paragraph changed']:.1f} times with a paragraph changed in each copy; "
        f"{times['first reading']:.2f} times at first reading"
    )


def _row(name: str, ours: Results, theirs: Results) -> str:
    figures = [
        str(ours["labelled"]),
        *(f"{_share(ours[key])} ({_share(theirs.get(key))})" for key in ("recall", "precision", "f2")),
        f"{ours['leaks']} ({theirs.get('leaks', '-')})",
    ]
    return f"| {name} | {' | '.join(figures)} |"


def _kind_row(kind: str, ours: Results, theirs: Results) -> str:
    figures = [
        str(ours["documents"]),
        f"{_share(ours['documents_without_a_leak'])} ({_share(theirs['documents_without_a_leak'])})",
        *(f"{_share(ours['all'][key])} ({_share(theirs['all'][key])})" for key in ("recall", "precision", "f2")),
        f"{ours['leaks_a_document']:.2f} ({theirs['leaks_a_document']:.2f})",
    ]
    return f"| {kind.replace('_', ' ')} | {' | '.join(figures)} |"


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}".removeprefix("0")
