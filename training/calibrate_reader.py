"""Fits `assistant/reader_weights.py`: which passage and which sentence answers, and how sure that is.

    python -m training.calibrate_reader --data FOLDER [--questions 800] [--model FOLDER]

FOLDER holds `squad_part.jsonl` (CC BY-SA 4.0) and `nq_open_train.jsonl` (MIT, text CC BY-SA 3.0), JSON lines with
title, context, question, answers, is_impossible. All articles of the first are ingested into a workspace, and documents
of our own into others, as each clinic, bank or law firm has its own: `training/office`, and those of
`training/written/documents` that are kept for choosing, a workspace a trade. (All in one, a question that names nothing
is answered from the papers of somebody else, which counts as wrong.) Questions are asked of articles that the reader
was neither trained nor tested on (`training.reader.examples.part_of` gives "dev") and of our documents, retrieved,
reread and weighed as in the product.

    reranking   logistic regression: does a passage of the right article hold a gold span?
    sentences   by lists: which unit of the right article holds one? (`training/listwise.py`)
    confidence  logistic regression: do the quotes that would be shown hold one? Wrong answers, off-topic questions and
                questions written to be unanswerable ("near", "office near") count against.
    threshold   the lowest at which at most 5 % of the answers to answerable and off-topic questions are wrong.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant import reader_weights
from assistant.answer import Passage
from assistant.answering import Limits
from assistant.engines.reader import LEAST_RATIO, MOST_QUOTES
from assistant.evidence import Candidate, Matrix, weigh
from assistant.onnx_reader import MODEL_FOLDER, OnnxReader
from assistant.reranking import rerank_features
from assistant.retrieval import HybridRetriever
from assistant.selection import best_quotes, confidence_features
from assistant.wiring import Wiring
from assistant.workspaces import changing
from assistant.workspaces.workspace import Workspace
from benchmarks.machine import save
from policies.text import RedactedText
from training.installation import temporary_installation
from training.json_lines import read_rows
from training.listwise import listwise
from training.reader.articles import Row, file_name, plain, write_articles
from training.reader.documents import document_questions, documents, write_documents
from training.reader.examples import part_of
from training.reader.office import DOCUMENTS, OFFICE, office_questions

ANSWERABLE, NEAR = ("answerable", "office", "documents"), ("near", "office near", "documents near")
NEAR_WEIGHT = 0.3
"""Of questions that were written to look answerable from the same article: a user asks few of those."""
WRONG_ANSWERS = 0.05
QUESTIONS = 800
ARTICLES = "articles"


@dataclass(frozen=True, slots=True)
class Asking:
    """A question, its kind, and the workspace that it is asked of."""

    workspace: Workspace
    row: Row
    kind: str


@dataclass(frozen=True, slots=True)
class Example:
    """A question as the product weighs it, and what of it holds a gold span: passages, candidates."""

    kind: str
    question: RedactedText
    found: Sequence[Candidate]
    matrix: Matrix
    right: npt.NDArray[np.bool_]
    passages: Matrix
    right_passages: npt.NDArray[np.bool_]
    gold: Sequence[str]
    article: str

    def shown_right(self, scores: Matrix) -> bool:
        """Whether one of the quotes that these scores would show holds a gold span."""
        quotes, ratios = best_quotes(self.question, self.found, scores, MOST_QUOTES)
        shown = [q for q, ratio in zip(quotes, ratios, strict=True) if ratio >= LEAST_RATIO]
        return any(holds(q.passage, q.text, self.gold, self.article) for q in shown)


def main() -> None:
    """Calibrate."""
    parser = arguments(__doc__, QUESTIONS)
    parser.add_argument("--model", type=Path, default=MODEL_FOLDER)
    options = parser.parse_args()
    calibrate(options.data, options.model, options.questions)


def arguments(description: str | None, questions: int) -> argparse.ArgumentParser:
    """What a calibration over articles takes: their folder, and how many questions unless somebody says otherwise."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument(
        "--questions", type=int, default=questions, help="answerable ones; half as many of each other kind"
    )
    return parser


def calibrate(data: Path, model: Path, questions: int = QUESTIONS) -> None:
    """Write `assistant/reader_weights.py`."""
    with ingested(data, questions) as (wiring, plan):
        reader = OnnxReader(model, threads=wiring.settings.cores)
        examples = [made for each in plan if (made := example(wiring, reader, each))]
    text = fit(examples)
    Path(reader_weights.__file__).write_text(text, "utf-8")
    print(text)


@contextmanager
def ingested(data: Path, questions: int) -> Iterator[tuple[Wiring, list[Asking]]]:
    """A temporary installation with all articles and documents, and what to ask."""
    squad = read_rows(data / "squad_part.jsonl")
    natural = read_rows(data / "nq_open_train.jsonl")
    with temporary_installation() as (wiring, folder):
        workspaces = filled(wiring, squad, folder)
        yield wiring, [Asking(workspaces[place], row, kind) for place, row, kind in chosen(squad, natural, questions)]


def filled(wiring: Wiring, rows: Sequence[Row], folder: Path) -> dict[str, Workspace]:
    """The workspaces: `ARTICLES`, each a document; `OFFICE`; one for each trade of our documents."""
    places = {ARTICLES: folder / ARTICLES, OFFICE: DOCUMENTS}
    write_articles(rows, places[ARTICLES])
    ours = documents("dev")
    for trade in sorted({row["trade"] for row in ours}):
        places[trade] = folder / trade
        write_documents([row for row in ours if row["trade"] == trade], places[trade])
    workspaces = {}
    for number, (name, place) in enumerate(places.items()):
        workspaces[name] = wiring.workspace_to_fill(f"calibration-{number}", policy="open")
        report = changing.ingest(workspaces[name], [place], actor="calibration")
        print(f"{name}: {report.added} documents, {report.chunks} passages", flush=True)
    return workspaces


def chosen(squad: Sequence[Row], natural: Sequence[Row], count: int) -> list[tuple[str, Row, str]]:
    """Workspaces, questions and their kinds, the same ones each time; as many of one article as of another.

    How many questions an article has says what annotators were given, not what people ask: of these four, one on a
    football match has three times as many as the next.
    """
    pick = random.Random(0)  # noqa: S311 - a sample, no secret
    dev = [row for row in squad if part_of(row["title"]) == "dev"]
    kinds = {
        "answerable": _evenly([row for row in dev if not row["is_impossible"]], count, pick),
        "near": _evenly([row for row in dev if row["is_impossible"]], count // 2, pick),
        "off topic": pick.sample(natural, min(count // 2, len(natural))),
    }
    of_documents = document_questions(documents("dev"))
    hard = pick.sample(of_documents, min(count, len(of_documents)))
    for kind, asked in (("office", office_questions()), ("documents", hard)):
        kinds[kind] = [row for row in asked if not row["is_impossible"]]
        kinds[f"{kind} near"] = [row for row in asked if row["is_impossible"]]
    return [(row.get("trade", ARTICLES), row, kind) for kind, rows in kinds.items() for row in rows]


def _evenly(rows: Sequence[Row], count: int, pick: random.Random) -> list[Row]:
    titles = sorted({row["title"] for row in rows})
    each = -(-count // max(1, len(titles)))
    own = [[row for row in rows if row["title"] == title] for title in titles]
    return [row for part in own for row in pick.sample(part, min(each, len(part)))]


def example(wiring: Wiring, reader: OnnxReader, asking: Asking) -> Example | None:
    """A question retrieved, read and weighed; None where nothing was found."""
    workspace, row, kind = asking.workspace, asking.row, asking.kind
    question = workspace.redactor.redact(row["question"]).text
    passages = HybridRetriever(workspace.index, wiring.models.embedder).retrieve(question, Limits().passages)
    readings = reader.read(question, passages)
    found, matrix = weigh(question, passages, readings)
    if not found:
        return None
    gold = [plain(answer["text"]) for answer in row["answers"]] if kind in ANSWERABLE else []
    article = file_name(row["title"])
    return Example(
        kind,
        question,
        found,
        matrix,
        np.array([holds(each.passage, each.text, gold, article) for each in found], dtype=bool),
        rerank_features(readings),
        np.array([holds(passage, passage.text, gold, article) for passage in passages], dtype=bool),
        gold,
        article,
    )


def fit(examples: Sequence[Example]) -> str:
    """The text of `reader_weights.py`."""
    answerable = [each for each in examples if each.kind in ANSWERABLE]
    rerank, rerank_intercept = logistic(
        np.vstack([each.passages for each in answerable]), np.concatenate([each.right_passages for each in answerable])
    )
    sentence = listwise([each.matrix for each in answerable], [each.right for each in answerable])
    scores = [each.matrix @ sentence for each in examples]
    values = np.array(
        [confidence_features(e.question, e.found, e.matrix, s) for e, s in zip(examples, scores, strict=True)]
    )
    right = np.array([each.shown_right(own) for each, own in zip(examples, scores, strict=True)])
    kinds = np.array([each.kind for each in examples])
    near = np.isin(kinds, NEAR)
    counts = np.where(near, NEAR_WEIGHT, 1.0)
    weights, intercept = logistic(values, right, counts)
    sure = 1 / (1 + np.exp(-(intercept + values @ weights)))
    threshold = least_threshold(sure[~near], right[~near])
    table = [at_threshold(step / 20, sure, right, kinds) for step in range(20)]
    print(save("reader_threshold", {"part": "dev", "default": threshold, "thresholds": table}))
    return (
        '"""Written by `training/calibrate_reader.py`; not edited by hand."""\n\n'
        f"SENTENCE = {rounded(sentence)}\n"
        '"""Weights of `assistant.evidence.FEATURES`."""\n\n'
        f"RERANK = {rounded(rerank)}\nRERANK_INTERCEPT = {rerank_intercept:.3f}\n"
        '"""Logistic regression over `assistant.reranking.FEATURES`."""\n\n'
        f"CONFIDENCE = {rounded(weights)}\nINTERCEPT = {intercept:.3f}\n"
        '"""Logistic regression over `assistant.selection.CONFIDENCE_FEATURES`."""\n\n'
        f'THRESHOLD = {threshold:.2f}\n"""Confidence below which the reader refuses."""\n'
    )


def least_threshold(sure: Matrix, right: npt.NDArray[np.bool_]) -> float:
    """The least hundredth at which at most `WRONG_ANSWERS` of the answers given are wrong."""

    def wrong(threshold: float) -> float:
        given = sure >= threshold
        return float((~right[given]).mean()) if given.any() else 0.0

    return min(float(t) for t in np.arange(0.0, 1.01, 0.01) if wrong(float(t)) <= WRONG_ANSWERS)


def at_threshold(threshold: float, sure: Matrix, right: npt.NDArray[np.bool_], kinds: npt.NDArray[np.str_]) -> Row:
    """What a threshold means: the share of each kind of question that is answered, and of wrong ones among answers."""
    given = sure >= threshold
    asked = given & ~np.isin(kinds, NEAR)
    return {
        "threshold": threshold,
        "wrong_of_answers": round(float((~right[asked]).mean()), 4) if asked.any() else 0.0,
        "wrong_of_answers_with_near": round(float((~right[given]).mean()), 4) if given.any() else 0.0,
        **{f"answered {kind}": round(float(given[kinds == kind].mean()), 4) for kind in sorted(set(kinds.tolist()))},
    }


def logistic(
    matrix: Matrix, labels: npt.NDArray[np.bool_], sample_weight: Any = None
) -> tuple[npt.NDArray[np.float64], float]:
    """Weights and intercept on the features as they are."""
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    model.fit(matrix, labels, logisticregression__sample_weight=sample_weight)
    scaler, regression = model[0], model[-1]
    weights = regression.coef_[0] / scaler.scale_
    return weights, float(regression.intercept_[0] - weights @ scaler.mean_)


def rounded(weights: npt.NDArray[np.float64]) -> tuple[float, ...]:
    """Weights as they are written down."""
    return tuple(weights.round(4).tolist())


def holds(passage: Passage, text: RedactedText, gold: Sequence[str], article: str) -> bool:
    """Whether a text from a passage holds one of the gold spans, and the passage is of the article, if one is named."""
    folded = plain(text.value)
    return article in ("", Path(passage.document.value).stem) and any(span in folded for span in gold)


if __name__ == "__main__":
    main()
