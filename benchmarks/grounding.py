"""The gate on sentences that are not quotes: balanced accuracy, against the share of words in the evidence alone.

    python -m benchmarks.grounding --claims claims.jsonl

One JSON object a line: source, claim, evidence, label. The judge was trained and the weights were fitted on other rows
of BEGIN than those measured here (`training/calibrate_support.py`); the threshold of the word share is fitted on the
rows that the weights are.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answer import Draft, DraftSentence, Passage
from assistant.grounding.gate import Gate
from assistant.lexemes import content_stems
from assistant.onnx_reader import MODEL_FOLDER, OnnxReader
from assistant.units import units
from benchmarks.machine import save
from training.calibrate_support import evidence_passage, fitting_rows, measuring_rows, read_claims

PASSAGE_WORDS = 180
Row = dict[str, Any]


def main() -> None:
    """Measure both on the rows that nothing was fitted on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=MODEL_FOLDER)
    options = parser.parse_args()
    rows = read_claims(options.claims)
    gate = Gate(OnnxReader(options.model))
    fitted = fitting_rows(rows)
    threshold = best_threshold([word_share(row) for row in fitted], [_supported(row) for row in fitted])
    sets = {
        "begin": measuring_rows(rows),
        "wice": [row for row in rows if row["source"] == "wice-dev"],
        "halueval": [row for row in rows if row["source"] == "halueval-qa" and len(content_stems(row["claim"])) > 2],
    }
    results = {
        name: {
            "claims": len(chosen),
            "gate": measure([passes(gate, row) for row in chosen], chosen),
            "word_share": measure([word_share(row) >= threshold for row in chosen], chosen),
        }
        for name, chosen in sets.items()
    }
    print(json.dumps(results, indent=2))
    print(save("grounding", results))


def passes(gate: Gate, row: Row) -> bool:
    """Whether the gate lets a claim through, with its evidence cut into passages as documents are."""
    draft = Draft((DraftSentence(row["claim"]),), 1.0, "benchmark")
    return bool(gate.check(draft, evidence_passages(row)).text)


def evidence_passages(row: Row) -> list[Passage]:
    """A row's evidence in passages of about `PASSAGE_WORDS` words: a whole web page is none that we would store."""
    whole = evidence_passage(row)
    text, cuts, count = whole.text, [0], 0
    for unit in units(text.value):
        count += len(text.value[unit.start : unit.end].split())
        if count >= PASSAGE_WORDS:
            cuts.append(unit.end)
            count = 0
    pieces = [text.slice(a, b) for a, b in pairwise([*cuts, len(text)]) if text.value[a:b].strip()]
    return [replace(whole, chunk_id=str(number), text=piece) for number, piece in enumerate(pieces)] or [whole]


def word_share(row: Row) -> float:
    """Share of the claim's stems in its evidence."""
    stems = set(content_stems(row["claim"]))
    return len(stems & set(content_stems(row["evidence"]))) / len(stems) if stems else 0.0


def measure(passed: Sequence[bool], rows: Sequence[Row]) -> dict[str, float]:
    """Balanced accuracy, and the share of each label that is let through."""
    truth = np.array([_supported(row) for row in rows])
    let = np.array(passed)
    right, wrong = float(let[truth].mean()), float(let[~truth].mean())
    return {
        "balanced_accuracy": round((right + 1 - wrong) / 2, 4),
        "supported_passed": round(right, 4),
        "unsupported_passed": round(wrong, 4),
    }


def best_threshold(scores: Sequence[float], truth: Sequence[bool]) -> float:
    """The threshold of best balanced accuracy."""
    values, labels = np.array(scores), np.array(truth)

    def accuracy(threshold: float) -> float:
        passed = values >= threshold
        return float((passed[labels].mean() + (~passed[~labels]).mean()) / 2)

    return max(sorted(set(scores)), key=accuracy)


def _supported(row: Row) -> bool:
    return bool(row["label"] == "supported")


if __name__ == "__main__":
    main()
