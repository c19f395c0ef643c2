"""Float weights back out of an 8-bit `model.onnx`, so that training can go on from what ships.

    python -m training.shipped_weights --model assistant/reader_model/model.onnx --target WEIGHTS.safetensors

The reader's and the tagger's can be read.

The weights that a model was made from are not in the repository, its graph is. Each number comes back within half a
step of its eight bits (127 steps a matrix column, 255 a word); the first updates make that good. The graph also moved a
factor a channel from the attention's values to the matrix after them (`training.encoder_products`); it is divided
between the two as in all-MiniLM-L6-v2, which changes nothing in their product.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.numpy import load

from training.encoder_graph import LAYERS
from training.encoder_products import PRODUCTS
from training.onnx_graph import Array
from training.source_weights import source_weights
from training.torch_encoder import save_tensors

_NORMS = ("attention.output.LayerNorm", "output.LayerNorm")
_VALUES, _ATTENDED = "attention.self.value", "attention.output.dense"
_READER_HEADS = ("span", "pool", "verdict")
_POSITIONS = "embeddings.position_embeddings.weight"


def main() -> None:
    """Write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--target", type=Path, required=True)
    options = parser.parse_args()
    weights = shipped_weights(options.model)
    save_tensors({name: torch.tensor(value) for name, value in weights.items()}, options.target)


def shipped_weights(model: Path) -> dict[str, Array]:
    """Tensors by name (float32), as `training.torch_encoder.save_weights` writes them.

    Positions beyond those the model has are all-MiniLM-L6-v2's.

    Args:
        model: what `training.reader_export` or `training.tagger.export` wrote in eight bits.
    """
    graph = onnx.load(str(model)).graph
    constants = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    source = load(source_weights())
    nodes = iter(graph.node)
    weights = dict(_embeddings(nodes, constants, source[_POSITIONS]))
    for layer in range(LAYERS):
        weights |= _layer(nodes, constants, f"encoder.layer.{layer}.")
        _share(weights, source, f"encoder.layer.{layer}.")
    for name in _READER_HEADS if "verdict" in {output.name for output in graph.output} else ("tags",):
        weights |= _linear(nodes, constants, name)
    return {name: np.ascontiguousarray(value, np.float32) for name, value in weights.items()}


def _embeddings(
    nodes: Iterator[onnx.NodeProto], constants: Mapping[str, Array], positions: Array
) -> Iterator[tuple[str, Array]]:
    words, scales, types = (constants[_next(nodes, "Gather").input[0]] for _ in range(3))
    yield "embeddings.word_embeddings.weight", words * scales
    yield "embeddings.token_type_embeddings.weight", types
    known = constants[_next(nodes, "Slice").input[0]]
    yield _POSITIONS, np.concatenate([known, positions[len(known) :]])
    yield from _norm(nodes, constants, "embeddings.LayerNorm")


def _layer(nodes: Iterator[onnx.NodeProto], constants: Mapping[str, Array], prefix: str) -> Iterator[tuple[str, Array]]:
    norms = iter(_NORMS)
    for product, names in PRODUCTS.items():
        divided = product in ("attention_input", "feed_forward_input")
        factors = constants[_next(nodes, "Mul").input[1]] if divided else np.float32(1)
        for name in names:
            made = _next(nodes, "MatMulIntegerToFloat").input
            matrix = constants[made[1]] * constants[made[3]]
            yield f"{prefix}{name}.weight", matrix.T * factors
            bias = made[6] if len(made) > 6 else _next(nodes, "Add").input[1]
            yield f"{prefix}{name}.bias", constants[bias]
        if len(names) == 1 and product != "feed_forward_input":
            yield from _norm(nodes, constants, f"{prefix}{next(norms)}")


def _share(weights: dict[str, Array], source: Mapping[str, Array], prefix: str) -> None:
    """Divide what one channel carries between the two matrices that it passes as the source does."""

    def ratio(tensors: Mapping[str, Array]) -> Array:
        before, after = tensors[f"{prefix}{_VALUES}.weight"], tensors[f"{prefix}{_ATTENDED}.weight"]
        found: Array = np.linalg.norm(before, axis=1) / np.linalg.norm(after, axis=0)
        return found

    factors = np.sqrt(ratio(source) / ratio(weights))
    for name, factor in (
        (f"{_VALUES}.weight", factors[:, None]),
        (f"{_VALUES}.bias", factors),
        (f"{_ATTENDED}.weight", 1 / factors),
    ):
        weights[prefix + name] = weights[prefix + name] * factor


def _norm(nodes: Iterator[onnx.NodeProto], constants: Mapping[str, Array], name: str) -> Iterator[tuple[str, Array]]:
    norm = _next(nodes, "LayerNormalization")
    yield f"{name}.weight", constants[norm.input[1]]
    yield f"{name}.bias", constants[norm.input[2]]


def _linear(nodes: Iterator[onnx.NodeProto], constants: Mapping[str, Array], name: str) -> Iterator[tuple[str, Array]]:
    yield f"{name}.weight", constants[_next(nodes, "MatMul").input[1]].T
    yield f"{name}.bias", constants[_next(nodes, "Add").input[1]]


def _next(nodes: Iterator[onnx.NodeProto], operator: str) -> onnx.NodeProto:
    """The next node of a kind; graphs are written and read in the same order."""
    return next(node for node in nodes if node.op_type == operator)


if __name__ == "__main__":
    main()
