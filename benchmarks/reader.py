"""The reader alone: exact match and F1 on passages that hold the answer, verdicts, speed, 8 bits against float32.

    python -m benchmarks.reader --data FOLDER [--questions 500] [--model FOLDER] [--weights FILE] [--threads 2]

FOLDER holds JSON lines in SQuAD's manner; of `squad_part.jsonl` only the "test" part is used
(`training.reader.examples.on_articles`). Exact match and F1 are SQuAD's (Rajpurkar et al., 2016), a mean over the
questions, the best of the answers counting. Areas under the ROC curve are those of the verdict `answerable`:

    near       questions written to look answerable from the passage, against answerable ones
    off topic  questions beside a passage of another article

With `--weights`, the trained tensors, the same is measured in float32.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from assistant.answer import Passage
from assistant.onnx_reader import MODEL_FOLDER, OnnxReader
from assistant.readings import Reading
from benchmarks.machine import save
from policies.text import EMPTY, reopen
from training.reader.examples import Example, on_articles, questions
from training.reader.scores import answerable_auc, span_figures
from training.reader_export import write_float_model

SETS = {"nq_paragraph_dev": True, "fairytale_val": False, "policyqa_dev_evaluation_only": False}
"""Further files of rows to measure with, and whether their text is split into tokens."""
PASSAGES, PIECES, ROUNDS = 20, 200, 5


def main() -> None:
    """Measure, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=MODEL_FOLDER)
    parser.add_argument("--weights", type=Path, help="trained tensors (safetensors), to measure float32 too")
    parser.add_argument("--questions", type=int, default=500, help="of each set")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    results: dict[str, Any] = {"threads": options.threads, "megabytes": _megabytes(options.model)}
    results["int8"] = measure(OnnxReader(options.model, threads=options.threads), options.data, options.questions)
    if options.weights:
        with tempfile.TemporaryDirectory() as folder:
            write_float_model(options.weights, Path(folder))
            exact = OnnxReader(Path(folder), threads=options.threads)
            results["float32"] = measure(exact, options.data, options.questions)
    print(json.dumps(results, indent=2))
    print(save("reader", results))


def measure(reader: OnnxReader, data: Path, count: int) -> dict[str, Any]:
    """All figures of one reader."""
    pick = random.Random(0)
    squad = on_articles(data / "squad_part.jsonl", "test")
    answerable = _sample([e for e in squad if e.spans], count, pick)
    near = _sample([e for e in squad if not e.spans], count, pick)
    others = _sample(list(questions(data / "fairytale_val.jsonl")), len(answerable), pick)
    right = read(reader, answerable)
    off = read(reader, [Example(a.first, "", b.passage) for a, b in zip(answerable, others, strict=False)])
    sets = {"squad": span_figures(answerable, right)}
    for name, tokenised in SETS.items():
        rows = [e for e in questions(data / f"{name}.jsonl", tokenised=tokenised) if e.spans]
        chosen = _sample(rows, count, pick)
        sets[name] = span_figures(chosen, read(reader, chosen))
    return {
        "spans": sets,
        "answerable_auc": {
            "near": answerable_auc(right, read(reader, near)),
            "off_topic": answerable_auc(right, off),
        },
        "seconds_for_20_passages": speed(reader),
    }


def read(reader: OnnxReader, examples: Sequence[Example]) -> list[Reading]:
    """Each example's own passage, read for its question."""
    return [reader.read(reopen(each.first), [_passage(each.heading, each.passage)])[0] for each in examples]


def speed(reader: OnnxReader) -> float:
    """Seconds for one question over 20 passages of 200 word pieces, the best of several rounds."""
    words = "The harbour office opens at nine and closes at five on weekdays except in the month of August . ".split()
    text = " ".join((words * 20)[:PIECES])
    passages = [_passage("The harbour", text) for _ in range(PASSAGES)]
    question = reopen("When does the harbour office open on weekdays?")
    reader.read(question, passages[:2])
    times = []
    for _ in range(ROUNDS):
        began = perf_counter()
        reader.read(question, passages)
        times.append(perf_counter() - began)
    return round(min(times), 3)


def _passage(title: str, text: str) -> Passage:
    return Passage("one", "one", EMPTY, reopen(title), EMPTY, None, 0, len(text), reopen(text), score=1.0)


def _sample(rows: Sequence[Example], count: int, pick: random.Random) -> list[Example]:
    return pick.sample(list(rows), min(count, len(rows)))


def _megabytes(folder: Path) -> float:
    return round((folder / "model.onnx").stat().st_size / 1e6, 1)


if __name__ == "__main__":
    main()
