"""Writes what `benchmarks.engine` measured into the documents: `python -m benchmarks.engine_figures`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.machine import RESULTS

PROJECT = Path(__file__).parent.parent
PAGE, README = PROJECT / "docs" / "engines.md", PROJECT / "README.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->"
SOURCE = "| `benchmarks.engine` |"
"""Ends the rows of the README that are these figures."""
TITLES = {
    "settings": "Settings, each beside llama-cpp-python's default (448 tokens in)",
    "prompts": "Chosen sentences beside four chunks of 512 tokens",
    "path": "The whole path beside bare llama-cpp-python, equal prompt and output",
    "traps": "Room for a context, proposals and the system's part, each beside llama-cpp-python's way (550 tokens in)",
    "users": "Two users in turn, each asking again",
    "steps": "Steps: milliseconds by tokens judged and by users, prompts by batch",
    "copying": "Answers with proposals, times as fast as without",
    "grammar": "Choosing a token under a JSON schema, where the likeliest one fits it and where it never does",
    "sharing": "Embedding and retrieving while a prompt is read and an answer is written",
}


def main() -> None:
    """Write them."""
    PAGE.write_text(with_figures(PAGE.read_text("utf-8"), results()), "utf-8")
    README.write_text(with_rows(README.read_text("utf-8"), results()), "utf-8")
    print(PAGE, README)


def results() -> dict[str, Any]:
    """What was measured last."""
    found: dict[str, Any] = json.loads((RESULTS / "engine.json").read_text("utf-8"))
    return found


def with_figures(page: str, measured: Mapping[str, Any]) -> str:
    """The page with these figures in place of those that it has."""
    before, rest = page.split(BEGIN)
    return before + BEGIN + figures(measured) + END + rest.split(END)[1]


def with_rows(readme: str, measured: Mapping[str, Any]) -> str:
    """The README with these figures in place of those that it has."""
    before = [line for line in readme.splitlines() if line.endswith(SOURCE)]
    for line, row in zip(before, rows(measured["shapes"]), strict=True):
        readme = readme.replace(line, row)
    return readme


def rows(shapes: Mapping[str, Any]) -> list[str]:
    """The rows of the README: what chosen sentences save, and what the whole path costs."""
    saved = {name: parts["prompts"]["times_shorter"] for name, parts in shapes.items()}
    economy = "; ".join(
        f"{name}: {saving['tokens_in']:.1f} times fewer, {saving['first_token_s']:.1f} and "
        f"{saving['answer_s']:.1f} times shorter"
        for name, saving in saved.items()
    )
    costs = {name: 100 * parts["path"]["overhead"] for name, parts in shapes.items()}
    overhead = "; ".join(f"{name}: {abs(cost):.1f} % {'less' if cost < 0 else 'more'}" for name, cost in costs.items())
    return [
        "| Prompt of chosen sentences beside the usual four chunks of 512 tokens, Q4_0 models of real shapes, one run: "
        f"tokens in, time to the first token and to the end | {economy} {SOURCE}",
        "| ... the whole path, redaction to audit, over bare llama-cpp-python at equal prompt and output | "
        f"{overhead} {SOURCE}",
    ]


def figures(measured: Mapping[str, Any]) -> str:
    """A table for each part and shape."""
    machine = measured["machine"]
    lines = [f"Measured {measured['measured']} on {machine['processor']}, {machine['cores']} cores.", ""]
    for shape, parts in measured["shapes"].items():
        for part, title in TITLES.items():
            if part in parts:
                lines += [f"**{shape}: {title}**", "", *_table(parts[part]), ""]
    return "\n".join(lines)


def _table(part: Mapping[str, Any]) -> list[str]:
    """Rows of figures; a figure that stands alone is a row of one."""
    rows = {name: value if isinstance(value, Mapping) else {"": value} for name, value in part.items()}
    described = (f"| {name} | {', '.join(_figure(*each) for each in row.items())} |" for name, row in rows.items())
    return ["| | |", "|---|---|", *described]


def _figure(name: str, value: float) -> str:
    return f"{name} {value}".strip().replace("_", " ")


if __name__ == "__main__":
    main()
