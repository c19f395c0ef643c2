"""Fits `assistant/reader_weights.py`: which sentence answers, and how sure that is.

    python -m training.calibrate_reader --data FOLDER [--questions 1000]

FOLDER holds `squad_part.jsonl` (CC BY-SA 4.0) and `nq_open_train.jsonl` (MIT, text CC BY-SA 3.0), JSON lines with
title, context, question, answers, is_impossible. Of SQuAD only the titles of the `dev` half
(`benchmarks.qa.half_of`) are used. Each becomes a workspace of its own, ingested and retrieved from as in the product.

    sentences   logistic regression: does a unit of the right article hold a gold span?
    confidence  logistic regression: do the three best units hold one? Wrong answers, questions that the other
                workspace answers and unanswerable ones count against.
    threshold   so that at most 5 % of the questions that only the other workspace answers are answered
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant import reader_weights
from assistant.evidence import FEATURES, Matrix, weigh
from assistant.retrieval import HybridRetriever
from assistant.selection import confidence_features
from assistant.settings import load_settings
from assistant.wiring import Wiring
from assistant.workspace import Workspace
from benchmarks.qa import Row, file_name, half_of, plain, read_rows, write_articles

PASSAGES = 10
NATURAL_QUESTIONS = 800
RANK_SHRINKAGE = 0.5
"""Articles of one paragraph teach too much trust in the rank: with its weight halved, SQuAD's other half gains .012
with the best sentence alone and Natural Questions lose nothing."""
NEAR_WEIGHT = 0.3
"""Of unanswerable questions about the same article, which nothing here can tell apart well."""
OFF_TOPIC_ANSWERED = 0.05


@dataclass(frozen=True, slots=True)
class Example:
    """A question's candidates: their features and whether each holds a gold span."""

    matrix: Matrix
    right: npt.NDArray[np.bool_]
    kind: str


def main() -> None:
    """Ingest, retrieve, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=1000)
    options = parser.parse_args()
    squad = [row for row in read_rows(options.data / "squad_part.jsonl") if half_of(row["title"]) == "dev"]
    natural = read_rows(options.data / "nq_open_train.jsonl")[:NATURAL_QUESTIONS]
    with tempfile.TemporaryDirectory() as folder:
        settings, _ = load_settings({"ASSISTANT_HOME": f"{folder}/home", "ASSISTANT_KEYS": f"{folder}/keys"})
        with Wiring(settings) as wiring:
            examples = collect(wiring, Path(folder), squad, natural, options.questions)
    text = fit(examples)
    Path(reader_weights.__file__).write_text(text, "utf-8")
    print(text)


def collect(wiring: Wiring, folder: Path, squad: list[Row], natural: list[Row], count: int) -> list[Example]:
    """Examples of each kind from both workspaces."""
    pick = random.Random(0).sample  # noqa: S311
    answerable = [row for row in squad if not row["is_impossible"]]
    near = [row for row in squad if row["is_impossible"]]
    ours = _workspace(wiring, "squad", squad, folder)
    theirs = _workspace(wiring, "natural", natural, folder)
    plan = [
        (ours, pick(answerable, min(count, len(answerable))), "answerable"),
        (ours, pick(near, min(count // 2, len(near))), "near"),
        (ours, pick(natural, min(count // 2, len(natural))), "off topic"),
        (theirs, pick(natural, min(count, len(natural))), "answerable"),
        (theirs, pick(answerable, min(count // 2, len(answerable))), "off topic"),
    ]
    return [
        example for workspace, rows, kind in plan for row in rows if (example := _example(wiring, workspace, row, kind))
    ]


def fit(examples: Sequence[Example]) -> str:
    """The text of `reader_weights.py`."""
    answerable = [example for example in examples if example.kind == "answerable"]
    sentence, _ = _logistic(np.vstack([e.matrix for e in answerable]), np.concatenate([e.right for e in answerable]))
    sentence[FEATURES.index("rank_score")] *= RANK_SHRINKAGE
    sentence = sentence.round(3)
    orders = [np.argsort(-(example.matrix @ sentence), kind="stable") for example in examples]
    values = np.array([confidence_features(e.matrix, order) for e, order in zip(examples, orders, strict=True)])
    right = np.array([bool(e.right[order[:3]].any()) for e, order in zip(examples, orders, strict=True)])
    kinds = np.array([example.kind for example in examples])
    weights, intercept = _logistic(values, right, np.where(kinds == "near", NEAR_WEIGHT, 1.0))
    sure = 1 / (1 + np.exp(-(intercept + values @ weights)))
    threshold = float(np.quantile(sure[kinds == "off topic"], 1 - OFF_TOPIC_ANSWERED))
    for kind in ("answerable", "near", "off topic"):
        chosen = kinds == kind
        answered = (sure[chosen] >= threshold).mean()
        print(f"{kind}: {chosen.sum()}, three best right {right[chosen].mean():.3f}, answered {answered:.3f}")
    return (
        '"""Written by `training/calibrate_reader.py`; not edited by hand."""\n\n'
        f"SENTENCE = {tuple(sentence.tolist())}\n"
        '"""Weights of `assistant.evidence.FEATURES`."""\n\n'
        f"CONFIDENCE = {tuple(weights.round(3).tolist())}\nINTERCEPT = {intercept:.3f}\n"
        '"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""\n\n'
        f'THRESHOLD = {threshold:.2f}\n"""Confidence below which the reader refuses."""\n'
    )


def _workspace(wiring: Wiring, name: str, rows: Sequence[Row], folder: Path) -> Workspace:
    articles = folder / name
    write_articles(rows, articles)
    workspace = wiring.workspace_to_fill(name, policy="open")
    report = workspace.ingest([articles], actor="calibration")
    print(f"{name}: {report.added} documents, {report.chunks} passages", flush=True)
    return workspace


def _example(wiring: Wiring, workspace: Workspace, row: Row, kind: str) -> Example | None:
    question = workspace.redactor.redact(row["question"]).text
    passages = HybridRetriever(workspace.index, wiring.embedder).retrieve(question, PASSAGES)
    found, matrix = weigh(question, passages, wiring.embedder)
    if not found:
        return None
    gold = [plain(answer["text"]) for answer in row["answers"]] if kind == "answerable" else []
    right = [
        Path(candidate.passage.document.value).stem == file_name(row["title"])
        and any(span in plain(candidate.text.value) for span in gold)
        for candidate in found
    ]
    return Example(matrix, np.array(right, dtype=bool), kind)


def _logistic(
    matrix: Matrix, labels: npt.NDArray[np.bool_], sample_weight: Any = None
) -> tuple[npt.NDArray[np.float64], float]:
    """Weights and intercept on the features as they are."""
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    model.fit(matrix, labels, logisticregression__sample_weight=sample_weight)
    scaler, regression = model[0], model[-1]
    weights = regression.coef_[0] / scaler.scale_
    return weights, float(regression.intercept_[0] - weights @ scaler.mean_)


if __name__ == "__main__":
    main()
