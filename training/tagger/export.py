"""Makes the tagger's model folder from trained weights: quantizes, and writes the card.

    python -m training.tagger.export --weights training/runs/tagger/tagger.safetensors [--target FOLDER]

Scales of activations are measured on generated documents of the training part, the same ones each time.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from safetensors.numpy import load

from policies.onnx_model import Feeds
from policies.recognizers.onnx_tagger import MODEL_FOLDER
from training.encoder_graph import Shape
from training.heads import TokenScores
from training.model_export import Export, export_model
from training.tagger.examples import TAGS, WINDOW, examples_of
from training.tagger.mixture import generated

SHAPE = Shape("tagger", positions=WINDOW + 2, token_types=True, made_by="training/tagger/export.py")
CALIBRATION_DOCUMENTS = 300
BIAS = {"PERSON": 0.5}
"""Added to the logits of a type: chosen on the development part (see `training/runs.md`)."""


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--target", type=Path, default=MODEL_FOLDER)
    options = parser.parse_args()
    write_model(options.weights, options.target)
    print(f"{options.target}: {(options.target / 'model.onnx').stat().st_size / 1e6:.1f} MB")


def export_of(weights: Path) -> Export:
    """What the model folder is made of."""
    card = {
        "tags": list(TAGS),
        "bias": BIAS,
        "made_from": {"weights_sha256": hashlib.sha256(weights.read_bytes()).hexdigest()},
        "made_by": "training/tagger/export.py",
        "licence": "Apache-2.0",
    }
    return Export(SHAPE, TokenScores("tags", len(TAGS)), card)


def write_model(weights: Path, target: Path) -> None:
    """Write `model.onnx` and `card.json`."""
    export_model(load(weights.read_bytes()), export_of(weights), calibration(), target)


def calibration() -> Iterator[Feeds]:
    """Documents as the model reads them, one window a batch."""
    for document in generated("train", CALIBRATION_DOCUMENTS, 0):
        for example in examples_of(document):
            ids = np.array([example.ids], dtype=np.int64)
            shapes = np.array([example.shapes], dtype=np.int64)
            yield {"input_ids": ids, "token_type_ids": shapes}


if __name__ == "__main__":
    main()
