"""Makes the reader's model folder from trained weights: quantizes, and writes the card.

    python -m training.reader_export --weights training/runs/reader/best.safetensors --data FOLDER [--target FOLDER]

Scales of activations are measured on pairs of the training part of FOLDER's `qa/squad_part.jsonl`, the same ones
each time.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from safetensors.numpy import load

from assistant.onnx_reader import MODEL_FOLDER
from policies.onnx_model import Feeds
from training.encoder_graph import Shape
from training.heads import SpanAndVerdict
from training.model_export import Export, export_float, export_model
from training.reader.examples import Example, on_articles
from training.reader.pieces import MODEL_LENGTH, pieces

SHAPE = Shape("reader", positions=MODEL_LENGTH, token_types=True, made_by="training/reader_export.py")
CALIBRATION_PAIRS = 200


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--target", type=Path, default=MODEL_FOLDER)
    options = parser.parse_args()
    write_model(options.weights, options.data / "qa" / "squad_part.jsonl", options.target)
    print(f"{options.target}: {(options.target / 'model.onnx').stat().st_size / 1e6:.1f} MB")


def write_model(weights: Path, rows: Path, target: Path) -> None:
    """Write `model.onnx` and `card.json`."""
    content = weights.read_bytes()
    chosen = random.Random(0).sample(on_articles(rows, "train"), CALIBRATION_PAIRS)  # noqa: S311 - a sample, no secret
    export_model(load(content), _export(content), feeds(chosen), target)


def write_float_model(weights: Path, target: Path) -> None:
    """Write the same in float32, to measure against."""
    content = weights.read_bytes()
    export_float(load(content), _export(content), target)


def _export(content: bytes) -> Export:
    card = {
        "made_from": {"weights_sha256": hashlib.sha256(content).hexdigest()},
        "made_by": "training/reader_export.py",
        "licence": "Apache-2.0",
    }
    return Export(SHAPE, SpanAndVerdict(), card)


def feeds(examples: Sequence[Example]) -> Iterator[Feeds]:
    """Each example from its beginning, as the model reads it, one a batch."""
    for item in pieces([replace(example, spans=()) for example in examples], MODEL_LENGTH):
        ids = np.array([item.ids], dtype=np.int64)
        types = np.ones_like(ids)
        types[:, : item.second] = 0
        yield {"input_ids": ids, "token_type_ids": types}


if __name__ == "__main__":
    main()
