"""Retrieval on Cranfield through `assistant search --batch`: nDCG@10 and recall@100 of documents.

    python -m benchmarks.cranfield --data FOLDER

FOLDER holds `docs.jsonl` (id, title, text), `queries.jsonl` (id, text) and `cranqrel.trec.txt`. A grade above 0 is
relevant, relevance is binary. A document of several passages has the rank of its best one.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Hashable, Sequence, Set
from pathlib import Path
from typing import Any

from benchmarks.command import fresh_command
from benchmarks.machine import save
from training.json_lines import read_rows

PASSAGES = 300
"""Passages asked for, so that 100 documents are among them."""

Relevant = dict[str, set[str]]


def main() -> None:
    """Ingest, search, measure, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data: Path = parser.parse_args().data
    queries = [(row["id"], row["text"]) for row in read_rows(data / "queries.jsonl")]
    relevant = read_judgements(data / "cranqrel.trec.txt")
    with fresh_command() as command:
        folder = command.folder / "cranfield"
        write_documents(read_rows(data / "docs.jsonl"), folder)
        report = command.ingest(folder)
        found, seconds = command.batch("search", "query", queries, "--k", str(PASSAGES))
    rankings = {str(row["id"]): documents_of(row["hits"]) for row in found}
    results = {
        "queries": len(relevant),
        "documents": report["documents"]["added"],
        "passages": report["chunks"],
        **measure(rankings, relevant),
        "queries_per_second": round(len(queries) / seconds, 1),
        "halves": {
            "odd": measure(rankings, {key: ids for key, ids in relevant.items() if int(key) % 2 == 1}),
            "even": measure(rankings, {key: ids for key, ids in relevant.items() if int(key) % 2 == 0}),
        },
    }
    print(json.dumps(results, indent=2))
    print(save("cranfield", results))


def write_documents(rows: Sequence[dict[str, Any]], folder: Path) -> None:
    """One Markdown file a document; the text of a document repeats its title at the start, the file does not."""
    folder.mkdir()
    for row in rows:
        title, text = row["title"].strip(), row["text"].strip()
        body = text.removeprefix(title).strip()
        if title or body:
            (folder / f"{row['id']}.md").write_text(f"# {title.rstrip(' .')}\n\n{body}\n", "utf-8")


def read_judgements(path: Path) -> Relevant:
    """Query id -> ids of its relevant documents."""
    relevant: Relevant = {}
    for line in path.read_text("utf-8").splitlines():
        query, _, document, grade = line.split()
        if int(grade) > 0:
            relevant.setdefault(query, set()).add(document)
    return relevant


def documents_of(hits: Sequence[dict[str, Any]]) -> list[str]:
    """Documents by their best passage, best first."""
    return list(dict.fromkeys(Path(hit["document"]).stem for hit in hits))


def measure(rankings: dict[str, list[str]], relevant: Relevant) -> dict[str, float]:
    """Means over the judged queries."""
    ndcg = [ndcg(rankings.get(query, []), ids, 10) for query, ids in relevant.items()]
    recall = [len(ids & set(rankings.get(query, [])[:100])) / len(ids) for query, ids in relevant.items()]
    return {"ndcg_10": round(sum(ndcg) / len(ndcg), 4), "recall_100": round(sum(recall) / len(recall), 4)}


def ndcg(ranking: Sequence[Hashable], relevant: Set[Hashable], depth: int) -> float:
    """Järvelin & Kekäläinen, 2002, with binary gains."""
    gain = sum(1 / math.log2(rank + 2) for rank, document in enumerate(ranking[:depth]) if document in relevant)
    return gain / sum(1 / math.log2(rank + 2) for rank in range(min(depth, len(relevant))))


if __name__ == "__main__":
    main()
