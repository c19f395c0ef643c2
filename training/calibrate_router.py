"""Fits `assistant/router_thresholds.py`: when the reader's own answer is taken, and when a language model is asked.

    python -m training.calibrate_router --data FOLDER [--questions 200]

FOLDER and the questions are those of `training/calibrate_reader.py`: of articles that the reader was neither trained
nor tested on, beside questions about other things. Run it after that script.

    sure     the least confidence from which on at least four of five of the reader's answers of that confidence are
             right (isotonic regression): below it a language model, whose sentences pass the gate, can do better.
    least    the greatest confidence below which at most 5 % of the questions lie whose answer stands in the sources
             that a language model would be shown: below it asking one costs seconds and gives nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.isotonic import IsotonicRegression

from assistant import router_thresholds
from assistant.answering import Limits
from assistant.engines.drafting import MOST_SOURCES
from assistant.engines.reader import LEAST_RATIO, MOST_QUOTES
from assistant.quotes import Quote
from assistant.reader_weights import THRESHOLD
from assistant.reranking import ReadingReranker
from assistant.retrieval import HybridRetriever
from assistant.selection import ReadingSelector
from assistant.wiring import Wiring
from benchmarks.machine import save
from training.calibrate_reader import ANSWERABLE, NEAR, NEAR_WEIGHT, Asking, arguments, holds, ingested
from training.reader.articles import file_name, plain

RIGHT = 0.8
LOST = 0.05
QUESTIONS = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question. `right`: the reader's quotes hold the answer; `held`: the sources do."""

    kind: str
    confidence: float
    right: bool
    held: bool


def main() -> None:
    """Calibrate."""
    options = arguments(__doc__, QUESTIONS).parse_args()
    text = fit(outcomes(options.data, options.questions))
    Path(router_thresholds.__file__).write_text(text, "utf-8")
    print(text)


def outcomes(data: Path, questions: int) -> list[Outcome]:
    """Each question retrieved, reread and selected from, as in the product."""
    with ingested(data, questions) as (wiring, plan):
        return [_outcome(wiring, asking) for asking in plan]


def _outcome(wiring: Wiring, asking: Asking) -> Outcome:
    workspace, row, kind = asking.workspace, asking.row, asking.kind
    question, limits = workspace.redactor.redact(row["question"]).text, Limits()
    found = HybridRetriever(workspace.index, wiring.models.embedder).retrieve(question, limits.reranked)
    passages = ReadingReranker(wiring.models.reading_model, depth=limits.reranked).rerank(question, found)
    selection = ReadingSelector(wiring.models.reading_model).select(question, passages[: limits.passages], MOST_SOURCES)
    gold = [plain(answer["text"]) for answer in row["answers"]] if kind in ANSWERABLE else []
    shown = [q for q, r in zip(selection.quotes[:MOST_QUOTES], selection.ratios, strict=False) if r >= LEAST_RATIO]
    article = file_name(row["title"])
    return Outcome(kind, selection.confidence, _any(shown, gold, article), _any(selection.quotes, gold, article))


def fit(found: Sequence[Outcome]) -> str:
    """The text of `router_thresholds.py`."""
    confidence = np.array([each.confidence for each in found])
    right = np.array([each.right for each in found])
    weights = np.array([NEAR_WEIGHT if each.kind in NEAR else 1.0 for each in found])
    held = np.array([each.confidence for each in found if each.held])
    sure = sure_from(confidence, right, weights)
    least = least_worth(held)
    kinds = {kind: np.array([each.confidence for each in found if each.kind == kind]) for kind in _kinds(found)}
    told = {
        "questions": {kind: len(values) for kind, values in kinds.items()},
        "sure": sure,
        "least": least,
        "right_from_sure": _share(right[confidence >= sure]),
        "right_between": _share(right[(confidence >= least) & (confidence < sure)]),
        "held_between": _share(np.array([e.held for e in found if least <= e.confidence < sure])),
        **{f"up {kind}": _share((values >= least) & (values < sure)) for kind, values in kinds.items()},
    }
    print(save("router_thresholds", {"part": "dev", **told}))
    return (
        '"""Written by `training/calibrate_router.py`; not edited by hand."""\n\n'
        f'SURE = {sure:.2f}\n"""Confidence from which the reader\'s own answer is taken."""\n\n'
        f"LEAST = {least:.2f}\n"
        '"""Confidence below which the passages hold too little for any engine to write from."""\n'
    )


def sure_from(
    confidence: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], weights: npt.NDArray[np.float64]
) -> float:
    """The least hundredth, not under the reader's own threshold, at which `RIGHT` of the answers are right; 1: none."""
    fitted = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(confidence, right, sample_weight=weights)
    steps = np.arange(round(100 * THRESHOLD), 101) / 100
    fit = [float(step) for step, share in zip(steps, fitted.predict(steps), strict=True) if share >= RIGHT]
    return min(fit, default=1.0)


def least_worth(held: npt.NDArray[np.float64]) -> float:
    """The greatest hundredth below which at most `LOST` of these confidences lie; 0: there are none."""
    fit = [step / 100 for step in range(101) if len(held) and float((held < step / 100).mean()) <= LOST]
    return max(fit, default=0.0)


def _kinds(found: Sequence[Outcome]) -> list[str]:
    return list(dict.fromkeys(each.kind for each in found))


def _share(values: npt.NDArray[np.bool_]) -> float:
    return round(float(values.mean()), 4) if len(values) else 0.0


def _any(quotes: Sequence[Quote], gold: Sequence[str], article: str) -> bool:
    return any(holds(each.passage, each.text, gold, article) for each in quotes)


if __name__ == "__main__":
    main()
