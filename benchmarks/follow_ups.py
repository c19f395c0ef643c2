"""Follow-up questions: how many are understood, and how many questions that stand alone are changed.

    python -m benchmarks.follow_ups [--data FOLDER] [--show]

`follow_ups.jsonl` beside this file holds invented conversations: `before` (question and answer, oldest first), `ask`,
`needs` (words that the question as understood must hold; none: it stands alone and must not change), `drops` (words
that it must not hold). Rows that are `held` were not looked at while the rules were written.

With `--data`, questions of reading-comprehension sets (one JSON object a line with `question`) are asked after another
question of the same file, the hardest case. They were written to stand alone, so each change is counted as wrong; some
do lean on their paragraph ("What did he do?"), which makes the share an upper bound.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import Any

from assistant.conversations.clauses import words_of
from assistant.conversations.follow_ups import standalone
from benchmarks.machine import save
from training.json_lines import read_rows

ROWS = Path(__file__).with_name("follow_ups.jsonl")
SAMPLE = 1_000
Row = dict[str, Any]


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a folder of JSONL files with `question`")
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    options = parser.parse_args()
    rows: list[Row] = read_rows(ROWS)
    results: Row = {}
    for part, held in (("seen", False), ("held", True)):
        chosen = [row for row in rows if bool(row["held"]) is held]
        leaning, alone = [row for row in chosen if row["needs"]], [row for row in chosen if not row["needs"]]
        results[part] = {
            "follow_ups": len(leaning),
            "understood": sum(understood(row) for row in leaning),
            "stand_alone": len(alone),
            "changed": sum(not understood(row) for row in alone),
        }
        if options.show:
            for row in chosen:
                if not understood(row):
                    print(f"{row['before'][-1][0]} | {row['ask']} -> {rewritten(row)}")
    if options.data:
        results["sets"] = {path.stem: changed(path, show=options.show) for path in sorted(options.data.glob("*.jsonl"))}
    print(json.dumps(results, indent=2))
    if options.data:
        print(save("follow_ups", results))


def rewritten(row: Row) -> str | None:
    """What the rules make of a row's question."""
    return standalone(row["ask"], [(question, answer) for question, answer in row["before"]])


def understood(row: Row) -> bool:
    """Whether the question as understood holds what it needs and nothing that it must not."""
    result = rewritten(row)
    if not row["needs"]:
        return result is None
    held = {word.low for word in words_of((result or row["ask"]).replace("'s", ""))}
    return {n.lower() for n in row["needs"]} <= held and not {d.lower() for d in row["drops"]} & held


def changed(path: Path, *, show: bool) -> dict[str, float]:
    """Of a set's questions, each asked after another one: the share that is changed."""
    questions = [q for row in read_rows(path) if (q := row.get("question") or row.get("input"))]
    drawn = random.Random(5)
    pairs = [(drawn.choice(questions), question) for question in drawn.sample(questions, min(SAMPLE, len(questions)))]
    wrong = [(before, asked, new) for before, asked in pairs if (new := standalone(asked, [(before, "")]))]
    if show:
        for before, asked, new in wrong[:15]:
            print(f"  {path.stem}: {before} | {asked} -> {new}")
    return {"questions": len(pairs), "changed": round(len(wrong) / len(pairs), 4)}


if __name__ == "__main__":
    main()
