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
from pathlib import Path

import numpy as np
from safetensors.numpy import load

from assistant.onnx_reader import HEADING_PIECES, MODEL_FOLDER, QUESTION_PIECES
from policies.onnx_model import WORD_PIECES
from training.encoder_graph import Shape
from training.heads import SpanAndVerdict
from training.model_export import Export, Feeds, export_float, export_model
from training.reader.examples import Example, part_of, questions

SHAPE = Shape("reader", positions=320, token_types=True, made_by="training/reader_export.py")
CALIBRATION_PAIRS = 200
_CLS, _SEP = 101, 102


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
    examples = [e for e in questions(rows) if part_of(e.heading.replace(" ", "_")) == "train"]
    chosen = random.Random(0).sample(examples, CALIBRATION_PAIRS)  # noqa: S311 - a sample, no secret
    export_model(load(content), _export(content), pairs(chosen), target)


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


def pairs(examples: Sequence[Example]) -> Iterator[Feeds]:
    """Each example as the model reads it, one a batch."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(WORD_PIECES / "tokenizer.json"))
    tokenizer.no_truncation()
    for example in examples:
        first, heading, passage = tokenizer.encode_batch(
            [example.first, example.heading, example.passage], add_special_tokens=False
        )
        head = [_CLS, *first.ids[:QUESTION_PIECES], _SEP]
        ids = [*head, *heading.ids[:HEADING_PIECES], *passage.ids]
        row = np.array([[*ids[: SHAPE.positions - 1], _SEP]], dtype=np.int64)
        types = np.ones_like(row)
        types[:, : len(head)] = 0
        yield {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": types}


if __name__ == "__main__":
    main()
