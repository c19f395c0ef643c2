"""Fits `assistant/grounding/support_weights.py`: when a passage supports a sentence that is not quoted from it.

    python -m training.calibrate_support --claims claims.jsonl

One JSON object a line: source, claim, evidence, label (`supported`, `not_supported`, others are passed over). Of BEGIN
(Dziri et al., 2022; CC BY 4.0) the reader was trained on half of the evidence (`training.reader.claims.claim_part`);
half of the rest is fitted on, the other half, WiCE and HaluEval are for `benchmarks/grounding.py`.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.answer import Passage
from assistant.grounding import support_weights
from assistant.grounding.support import best_span, judged
from assistant.onnx_reader import MODEL_FOLDER, OnnxReader
from assistant.seams import SupportJudge
from policies.text import EMPTY, reopen
from training.json_lines import read_rows
from training.reader.claims import claim_part

Row = dict[str, Any]

HARM = 1.5
"""How much worse it is to show a sentence that nothing supports than to hold back one that something does."""


def main() -> None:
    """Calibrate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=MODEL_FOLDER)
    options = parser.parse_args()
    calibrate(options.claims, options.model)


def calibrate(claims: Path, model_folder: Path) -> None:
    """Write `assistant/grounding/support_weights.py`."""
    reader = OnnxReader(model_folder)
    rows = fitting_rows(read_claims(claims))
    judged_rows = [(features(row, reader), row["label"] == "supported") for row in rows]
    pairs = [(found, label) for found, label in judged_rows if found is not None]
    matrix, labels = np.array([found for found, _ in pairs]), np.array([label for _, label in pairs])
    model = LogisticRegression(class_weight="balanced", max_iter=1000).fit(matrix, labels)
    scores = iter(model.predict_proba(matrix)[:, 1])
    whole = [(0.0 if found is None else float(next(scores)), label) for found, label in judged_rows]
    threshold = best_threshold([score for score, _ in whole], [label for _, label in whole])
    weights = tuple(round(float(weight), 2) for weight in model.coef_[0])
    text = (
        '"""Written by `training/calibrate_support.py`; not edited by hand."""\n\n'
        f"WEIGHTS = {weights}\nINTERCEPT = {round(float(model.intercept_[0]), 2)}\n"
        '"""Logistic regression over `assistant.grounding.support.FEATURES`."""\n\n'
        f'THRESHOLD = {threshold}\n"""Score below which a claim is not supported."""\n'
    )
    Path(support_weights.__file__).write_text(text, "utf-8")
    print(text)


def best_threshold(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """The threshold, in hundredths, of best balanced accuracy; a claim that a hard rule rejects has the score 0.

    What is not supported and passes counts `HARM` times: it misleads, and a sentence held back is only missed. A fit of
    what the rules leave does not know of what they took away: the threshold sees both.
    """
    values, truth = np.array(scores), np.array(labels)

    def accuracy(threshold: float) -> float:
        passed = values >= threshold
        return float(passed[truth].mean() + HARM * (~passed[~truth]).mean())

    return max((hundredth / 100 for hundredth in range(20, 81)), key=accuracy)


def features(row: Row, judge: SupportJudge) -> tuple[float, ...] | None:
    """The values of `support.FEATURES` for a claim and its evidence; None where a hard rule rejects it."""
    passage = evidence_passage(row)
    held = best_span(row["claim"], passage)
    return None if held is None else (*held.features, *judged(row["claim"], [(passage, held)], judge))


def evidence_passage(row: Row) -> Passage:
    """A row's evidence as the only passage."""
    evidence = reopen(row["evidence"])
    return Passage("one", "one", EMPTY, EMPTY, EMPTY, None, 0, len(evidence), evidence)


def read_claims(path: Path) -> list[Row]:
    """Rows that are labelled supported or not, in the file's order."""
    return [row for row in read_rows(path) if row["label"] in ("supported", "not_supported")]


def fitting_rows(rows: Sequence[Row]) -> list[Row]:
    """The rows that weights may be fitted on: half of what the judge was not trained on of BEGIN."""
    return [row for row in rows if _held_out(row) and _half(row["evidence"])]


def measuring_rows(rows: Sequence[Row]) -> list[Row]:
    """The other half, of its test part."""
    return [row for row in rows if row["source"] == "begin-test_wow" and _held_out(row) and not _half(row["evidence"])]


def _held_out(row: Row) -> bool:
    return bool(row["source"].startswith("begin")) and claim_part(row["evidence"]) == "test"


def _half(evidence: str) -> bool:
    return int(hashlib.sha256(evidence.encode()).hexdigest(), 16) // 2 % 2 == 1


if __name__ == "__main__":
    main()
