"""Questions about documents as organisations have them, asked through the whole path.

    python -m benchmarks.office [--folder benchmarks/office]

FOLDER holds `documents/` and `questions.jsonl`, a line a question: `question`, and as `gold` what a quote that answers
it holds; nothing where no document answers it. Those in `benchmarks/office` were written by somebody who did not know
what is trained and calibrated with (`training/office`), 36 documents of nine kinds of organisations: nothing was tuned
on them. A minute of two cores. `kinds*.jsonl`, if there are any, have questions whose answers are lists, procedures,
rows, parts in several places, or a yes or no: with their `kind`, and as `gold` all that a whole answer shows.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.workspaces import changing
from benchmarks.machine import save
from training.installation import temporary_installation
from training.json_lines import read_rows
from training.reader.articles import Row, plain

FOLDER = Path(__file__).parent / "office"


def main() -> None:
    """Ingest, ask, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args()
    rows = read_rows(options.folder / "questions.jsonl")
    sets = {path.stem: read_rows(path) for path in sorted(options.folder.glob("kinds*.jsonl"))}
    every = [*rows, *itertools.chain.from_iterable(sets.values())]
    answers = iter(asked(options.folder / "documents", [row["question"] for row in every]))
    results: dict[str, Any] = dict(figures(rows, list(itertools.islice(answers, len(rows)))))
    for name, kinds in sets.items():
        results[name] = figures_by_kind(kinds, list(itertools.islice(answers, len(kinds))))
    print(json.dumps(results, indent=2))
    if options.folder == FOLDER:
        print(save("office", results))


def asked(documents: Path, questions: list[str]) -> list[Answer]:
    """The answer to each question about the documents of a folder, under the policy `open`."""
    with temporary_installation(ASSISTANT_POLICY="open") as (wiring, _):
        workspace = wiring.workspace()
        changing.ingest(workspace, [documents], actor="benchmark")
        return [workspace.ask(question, actor="benchmark") for question in questions]


def figures(rows: list[Row], answers: list[Answer]) -> dict[str, float]:
    """Shares of the questions that can be answered, and of those that can't.

    right          a quote holds the answer
    right_first    the first one does
    refused        the answer stands in the documents, and was not given
    wrong_of_given of all answers given, to either kind of question, those without the answer
    quotes         of a right answer
    """
    outcomes = [_outcome(row["gold"], answer) for row, answer in zip(rows, answers, strict=True)]
    able = [outcome for row, outcome in zip(rows, outcomes, strict=True) if row["gold"]]
    unable = [outcome for row, outcome in zip(rows, outcomes, strict=True) if not row["gold"]]
    counts, given = Counter(able), sum(outcome != "refused" for outcome in outcomes)
    right = counts["first"] + counts["later"]
    quotes = [
        len(answer.citations)
        for answer, outcome in zip(answers, outcomes, strict=True)
        if outcome in ("first", "later")
    ]
    return {
        "answerable": len(able),
        "right": round(right / len(able), 3),
        "right_first": round(counts["first"] / len(able), 3),
        "refused": round(counts["refused"] / len(able), 3),
        "unanswerable": len(unable),
        "unanswerable_refused": round(unable.count("refused") / len(unable), 3),
        "wrong_of_given": round((given - right) / max(1, given), 3),
        "quotes": round(sum(quotes) / max(1, len(quotes)), 2),
    }


def figures_by_kind(rows: list[Row], answers: list[Answer]) -> dict[str, dict[str, float]]:
    """Of each kind: shares of the questions that are answered, and whose answer is whole; how much the others tell.

    answered        at least one quote is given
    whole           the quotes hold all that a whole answer shows
    of_it_shown     how much of that the answers that are given show, a mean
    """
    found: dict[str, dict[str, float]] = {}
    for kind in dict.fromkeys(row["kind"] for row in rows):
        shown = [_share(row["gold"], each) for row, each in zip(rows, answers, strict=True) if row["kind"] == kind]
        given = [share for share in shown if share is not None]
        found[kind] = {
            "questions": len(shown),
            "answered": round(len(given) / len(shown), 3),
            "whole": round(given.count(1.0) / len(shown), 3),
            "of_it_shown": round(sum(given) / max(1, len(given)), 3),
        }
    return found


def _share(gold: list[str], answer: Answer) -> float | None:
    """How much of what a whole answer shows stands in the quotes; None where none is given."""
    if not answer.answered:
        return None
    told = " ".join(_bare(each.quote.value) for each in answer.citations)
    return sum(_bare(span) in told for span in gold) / len(gold)


def _outcome(gold: list[str], answer: Answer) -> str:
    if not answer.answered:
        return "refused"
    held = [any(_bare(span) in _bare(each.quote.value) for span in gold) for each in answer.citations]
    return "wrong" if not any(held) else "first" if held[0] else "later"


def _bare(text: str) -> str:
    return plain(re.sub(r"\*", " ", text))


if __name__ == "__main__":
    main()
