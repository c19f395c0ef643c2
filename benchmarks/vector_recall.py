"""Recall@10 of the vector store against an exact scan, on vectors that are as hard as they come.

    python -m benchmarks.vector_recall [--count 50000]

Independent random directions have no neighbourhoods for an index to follow; vectors of real texts are far easier.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np

from benchmarks.machine import save
from ingest import chroma
from ingest.chroma import PAGE, ChromaVectors
from ingest.embedder import Vectors

DIMENSION = 384
QUERIES = 100


def main() -> None:
    """Measure and write `benchmarks/results/vector_recall.json`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=50_000)
    options = parser.parse_args()
    vectors, queries = random_units(options.count, 0), random_units(QUERIES, 1)
    wanted = [set(map(str, row)) for row in np.argsort(-(queries @ vectors.T), axis=1)[:, :10]]
    with tempfile.TemporaryDirectory() as folder:
        store = ChromaVectors(Path(folder))
        begun = perf_counter()
        for start in range(0, options.count, PAGE):
            end = min(start + PAGE, options.count)
            store.add([str(number) for number in range(start, end)], vectors[start:end])
        inserting = perf_counter() - begun
        store.query(queries[0], 10)
        begun = perf_counter()
        found = [{key for key, _ in store.query(query, 10)} for query in queries]
        asking = perf_counter() - begun
        begun = perf_counter()
        store.erase(["0"])
        erasing = perf_counter() - begun
        store.close()
    results = {
        "vectors": options.count,
        "dimension": DIMENSION,
        "ef_search": chroma.EF_SEARCH,
        "ef_construction": chroma.EF_CONSTRUCTION,
        "neighbours": chroma.NEIGHBOURS,
        "recall_10": sum(len(a & b) for a, b in zip(found, wanted, strict=True)) / (10 * QUERIES),
        "query_ms": round(asking / QUERIES * 1000, 2),
        "inserts_a_second": round(options.count / inserting),
        "erasure_seconds": round(erasing, 1),
    }
    print(results)
    print(save("vector_recall", results))


def random_units(count: int, seed: int) -> Vectors:
    """Unit vectors of independent directions, shape (count, 384)."""
    vectors = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


if __name__ == "__main__":
    main()
