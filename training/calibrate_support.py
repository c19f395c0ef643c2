"""Fits `assistant/support_weights.py`: when a passage supports a sentence that is not quoted from it.

    python -m training.calibrate_support --claims claims.jsonl

One JSON object a line: source, claim, evidence, label (`supported`, `not_supported`, others are passed over). Fitted on
the development parts of BEGIN (Dziri et al., 2022; CC BY 4.0) and every other row of its test part; the other rows,
WiCE and HaluEval are for `benchmarks/grounding.py`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant import support_weights
from assistant.facts import missing
from assistant.support import features, negated, spans

Row = dict[str, Any]


def main() -> None:
    """Read, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=Path, required=True)
    rows = fitting_rows(read_claims(parser.parse_args().claims))
    pairs = [(found, row["label"] == "supported") for row in rows if (found := best_features(row)) is not None]
    matrix, labels = np.array([found for found, _ in pairs]), np.array([label for _, label in pairs])
    model = LogisticRegression(class_weight="balanced", max_iter=1000).fit(matrix, labels)
    weights = tuple(round(float(weight), 2) for weight in model.coef_[0])
    text = (
        '"""Written by `training/calibrate_support.py`; not edited by hand."""\n\n'
        f"WEIGHTS = {weights}\nINTERCEPT = {round(float(model.intercept_[0]), 2)}\n"
        '"""Logistic regression over `assistant.support.FEATURES`."""\n\n'
        'THRESHOLD = 0.5\n"""Score below which a claim is not supported."""\n'
    )
    Path(support_weights.__file__).write_text(text, "utf-8")
    print(text)


def read_claims(path: Path) -> list[Row]:
    """Rows that are labelled supported or not, in the file's order."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [row for row in rows if row["label"] in ("supported", "not_supported")]


def fitting_rows(rows: Sequence[Row]) -> list[Row]:
    """The rows that weights may be fitted on."""
    development = [row for row in rows if row["source"].startswith("begin-dev")]
    return development + [row for row in rows if row["source"] == "begin-test_wow"][::2]


def best_features(row: Row) -> tuple[float, ...] | None:
    """Features of the span that holds most of the claim, of those that pass the hard rules; None when none does."""
    claim, evidence = row["claim"], row["evidence"]
    if missing(claim, evidence):
        return None
    agreeing = [evidence[start:end] for start, end in spans(evidence) if negated(evidence[start:end]) == negated(claim)]
    found = [features(claim, "", span, evidence) for span in agreeing]
    return max(found, key=lambda values: values[0] + values[1], default=None)


if __name__ == "__main__":
    main()
