"""Question answering through `assistant ask --batch`: quotes that hold the answer, refusals right and wrong.

    python -m benchmarks.qa --data FOLDER [--questions 600] [--part test]

FOLDER holds JSON lines in SQuAD's manner: `squad_part.jsonl` (id, title, context, question, answers, is_impossible) and
`nq_paragraph_dev.jsonl`. Each article becomes one document. The reader was trained on articles of neither part
(`training.reader.examples.part_of`) and calibrated on the `dev` part; the `test` part is what is reported. Three kinds
of question are asked of the same workspace:

    answerable    a quote must hold a gold span, and stand in the right article
    near          unanswerable ones that were written to look answerable from the same article
    off topic     questions about other articles than those that were ingested
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path

from sklearn.metrics import roc_auc_score

from benchmarks.command import Command, fresh_command
from benchmarks.machine import save
from training.json_lines import read_rows
from training.reader.articles import Row, file_name, plain, write_articles
from training.reader.examples import part_of


def main() -> None:
    """Ingest, ask, measure, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=600, help="answerable ones; half as many of each other kind")
    parser.add_argument("--part", choices=("dev", "test"), default="test")
    options = parser.parse_args()
    squad = read_rows(options.data / "squad_part.jsonl")
    asked = choose_questions(squad, read_rows(options.data / "nq_paragraph_dev.jsonl"), options.part, options.questions)
    with fresh_command() as command:
        folder = command.folder / "articles"
        write_articles(squad, folder)
        command.ingest(folder)
        questions = [(str(number), row["question"]) for number, row in enumerate(asked)]
        answers, seconds = command.batch("ask", "question", questions)
        found, _ = command.batch("search", "query", questions)
        passages = {hit["chunk_id"]: hit["text"] for each in found for hit in each["hits"]}
        results = {
            "part": options.part,
            **measure(asked, answers, passages),
            **check_quotes(command, answers),
            "seconds_with_start": round(seconds, 1),
        }
    print(json.dumps(results, indent=2))
    print(save("qa" if options.part == "test" else "qa-dev", results))


def choose_questions(squad: Sequence[Row], others: Sequence[Row], part: str, count: int) -> list[Row]:
    """Answerable, near and off-topic questions, each with its `kind`; the same ones each time."""
    pick = random.Random(0).sample
    ours = [row for row in squad if part_of(row["title"]) == part]
    titles = {row["title"].replace("_", " ").casefold() for row in squad}
    kinds = {
        "answerable": [row for row in ours if row["answers"] and not row["is_impossible"]],
        "near": [row for row in ours if row["is_impossible"]],
        "off topic": [row for row in others if row["title"].casefold() not in titles],
    }
    sizes = {"answerable": count, "near": count // 2, "off topic": count // 2}
    return [{**row, "kind": kind} for kind, rows in kinds.items() for row in pick(rows, min(sizes[kind], len(rows)))]


def measure(asked: Sequence[Row], answers: Sequence[Row], passages: Mapping[str, str]) -> Row:
    """Shares by kind of question, and times; `passages` are the texts of what is cited, by `chunk_id`."""
    paired = {
        kind: [(row, answer) for row, answer in zip(asked, answers, strict=True) if row["kind"] == kind]
        for kind in ("answerable", "near", "off topic")
    }
    answerable = paired["answerable"]
    times = [answer["timings_ms"]["total"] for answer in answers]
    answered = [(row, answer) for row, answer in answerable if answer["answered"]]
    return {
        "answerable": {
            "questions": len(answerable),
            "quote_holds_gold": _share([holds_gold(row, answer) for row, answer in answerable]),
            "first_quote_holds_gold": _share([holds_gold(row, answer, first=True) for row, answer in answerable]),
            "first_passage_holds_gold": _share([cites_passage(row, answer, passages) for row, answer in answerable]),
            "first_paragraph_holds_gold": _share([cites_paragraph(row, answer) for row, answer in answerable]),
            "gold_in_answer": _share([in_answer(row, answer) for row, answer in answerable]),
            "gold_in_bold": _share([in_bold(row, answer) for row, answer in answered]),
            "holds_gold_when_answered": _share([holds_gold(row, answer) for row, answer in answered]),
            "refused_wrongly": _share([not answer["answered"] for _, answer in answerable]),
            "quotes_an_answer": round(statistics.mean(len(answer["citations"]) for _, answer in answered), 2),
        },
        "near": {
            "questions": len(paired["near"]),
            "refused": _share([not answer["answered"] for _, answer in paired["near"]]),
            "confidence_auc": confidence_auc(answerable, paired["near"]),
        },
        "off_topic": {
            "questions": len(paired["off topic"]),
            "refused": _share([not answer["answered"] for _, answer in paired["off topic"]]),
            "confidence_auc": confidence_auc(answerable, paired["off topic"]),
        },
        "milliseconds": {
            "median": round(statistics.median(times), 1),
            "p95": round(statistics.quantiles(times, n=20)[-1], 1),
        },
    }


def confidence_auc(answerable: Sequence[tuple[Row, Row]], others: Sequence[tuple[Row, Row]]) -> float:
    """How often the confidence of an answerable question is above that of another one: area under the ROC curve."""
    sure = [answer["confidence"] for _, answer in (*answerable, *others)]
    return round(float(roc_auc_score([True] * len(answerable) + [False] * len(others), sure)), 4)


def holds_gold(row: Row, answer: Row, *, first: bool = False) -> bool:
    """Whether a quote from the right article holds one of the gold spans."""
    gold = [plain(span["text"]) for span in row["answers"]]
    citations = answer["citations"][:1] if first else answer["citations"]
    here = [plain(c["quote"]) for c in citations if Path(c["document"]).stem == file_name(row["title"])]
    return any(span in quote for span in gold for quote in here)


def cites_passage(row: Row, answer: Row, passages: Mapping[str, str]) -> bool:
    """Whether the passage that is cited first, of the right article, holds one of the gold spans."""
    here = [c for c in answer["citations"][:1] if Path(c["document"]).stem == file_name(row["title"])]
    texts = [plain(passages.get(citation["chunk_id"], "")) for citation in here]
    return any(plain(span["text"]) in text for span in row["answers"] for text in texts)


def cites_paragraph(row: Row, answer: Row) -> bool:
    """Whether the first quote stands in the paragraph that the question was written for."""
    return any(plain(citation["quote"]) in plain(row["context"]) for citation in answer["citations"][:1])


def in_answer(row: Row, answer: Row) -> bool:
    """Whether the answer's text, its marks of emphasis left out, holds one of the gold spans."""
    text = plain(answer["answer"].replace("**", ""))
    return any(plain(span["text"]) in text for span in row["answers"])


def in_bold(row: Row, answer: Row) -> bool:
    """Whether what is emphasised shares a word with one of the gold spans."""
    bold = set(plain(" ".join(re.findall(r"\*\*(.+?)\*\*", answer["answer"]))).split())
    return any(bold & set(plain(span["text"]).split()) for span in row["answers"])


def check_quotes(command: Command, answers: Sequence[Row]) -> Row:
    """The share of citations whose quote is exactly the characters that it names in the stored document."""
    citations = [citation for answer in answers for citation in answer["citations"]]
    texts = {key: command.document_text(key) for key in {citation["document_id"] for citation in citations}}
    exact = [texts[c["document_id"]][c["start"] : c["end"]] == c["quote"] for c in citations]
    return {"citations": {"count": len(exact), "quote_stands_in_document": _share(exact)}}


def _share(values: Sequence[bool]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


if __name__ == "__main__":
    main()
