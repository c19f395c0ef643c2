"""From trained weights to a model folder: scales of activations measured on texts, `model.onnx`, `card.json`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

from policies.onnx_model import WORD_PIECES, Feeds
from training.encoder_graph import LAYERS, Head, Shape, build
from training.encoder_products import PRODUCTS
from training.onnx_graph import Array, Weights


@dataclass(frozen=True, slots=True)
class Export:
    """What a model folder is made of. `card` holds the fields of `card.json` besides the name, lengths and files."""

    shape: Shape
    head: Head
    card: Mapping[str, object]


def export_model(weights: Weights, export: Export, texts: Iterable[Feeds], target: Path) -> None:
    """Write `model.onnx` (8 bits) and `card.json` into a folder, which is made where it isn't there.

    Args:
        weights: tensors by name.
        export: graph and card.
        texts: what the scales of the activations are measured on; a few hundred texts of the kind that the model is
            for, in batches of one length. Outliers belong to the weights and show on any input.
        target: the folder.
    """
    target.mkdir(parents=True, exist_ok=True)
    largest = largest_inputs(weights, export, texts)
    onnx.save(build(weights, export.shape, export.head, largest), str(target / "model.onnx"))
    write_card(export, target)


def export_float(weights: Weights, export: Export, target: Path) -> None:
    """Write the same folder in float32 (90 MB, never shipped): what the 8 bits are measured against."""
    target.mkdir(parents=True, exist_ok=True)
    model = build(weights, export.shape, export.head, None)
    del model.graph.output[len(export.head.outputs) :]
    onnx.save(model, str(target / "model.onnx"))
    write_card(export, target)


def write_card(export: Export, target: Path) -> None:
    """Write `card.json` for the `model.onnx` that lies in the folder: with its checksum and the word pieces'."""
    card = {
        "name": export.shape.name,
        "max_tokens": export.shape.positions,
        **export.card,
        "files": {path.name: _sha256(path) for path in (target / "model.onnx", WORD_PIECES / "tokenizer.json")},
    }
    (target / "card.json").write_text(json.dumps(card, indent=2) + "\n", "utf-8")


def largest_inputs(weights: Weights, export: Export, texts: Iterable[Feeds]) -> dict[str, Array]:
    """Measure the largest magnitude of each channel of each product's input."""
    session = float_session(weights, export)
    names = [f"{layer}.{product}" for layer in range(LAYERS) for product in PRODUCTS]
    largest = {name: np.zeros(1, np.float32) for name in names}
    for feeds in texts:
        for name, value in zip(names, session.run(names, dict(feeds)), strict=True):
            largest[name] = np.maximum(largest[name], np.abs(value).max(axis=0))
    return largest


def float_session(weights: Weights, export: Export) -> onnxruntime.InferenceSession:
    """The model in float32, as it was trained: for calibration, and to measure the 8 bits against."""
    model = build(weights, export.shape, export.head, None)
    return onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
