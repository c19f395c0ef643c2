"""The usual ways to export the embedder, built to be compared with `embedder_graph`; none of them is shipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HALF_FROM = 1_000
"""Tensors of fewer numbers stay as they are."""


def export(folder: Path, target: Path) -> None:
    """Export a sentence-transformers BERT folder through torch, mean pooling and norm inside, float32."""
    import torch
    from transformers import AutoModel

    encoder = AutoModel.from_pretrained(str(folder), attn_implementation="eager").eval()

    class Pooled(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            kept = attention_mask.unsqueeze(-1).to(hidden.dtype)
            return torch.nn.functional.normalize((hidden * kept).sum(1) / kept.sum(1).clamp(min=1e-9), p=2, dim=1)

    ids = torch.randint(5, 1000, (2, 7))
    mask = torch.ones_like(ids)
    mask[1, 5:] = 0
    sizes = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        Pooled(),
        (ids, mask),
        str(target),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
        dynamic_axes={"input_ids": sizes, "attention_mask": sizes, "embedding": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


def variants(folder: Path, work: Path) -> Iterator[tuple[str, Path]]:
    """Make the variants one by one in `work`: (what it is, file)."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.transformers import optimizer

    plain, fused = work / "plain.onnx", work / "fused.onnx"
    export(folder, plain)
    yield "fp32", plain
    optimizer.optimize_model(str(plain), "bert", num_heads=12, hidden_size=384, opt_level=0).save_model_to_file(
        str(fused)
    )
    yield "fp32, graph fusion", fused
    for name, source in (("fp16 storage", plain), ("fp16 storage, graph fusion", fused)):
        target = work / f"half-{source.name}"
        _store_as_half(source, target)
        yield name, target
    for name, source, options in (
        ("dynamic int8 per tensor", plain, {"per_channel": False}),
        ("dynamic int8 per channel", plain, {"per_channel": True}),
        ("dynamic int8 per channel, 7 bits", plain, {"per_channel": True, "reduce_range": True}),
        ("dynamic int8 per channel, 7 bits, graph fusion", fused, {"per_channel": True, "reduce_range": True}),
    ):
        target = work / (name.replace(", ", "-").replace(" ", "-") + ".onnx")
        quantize_dynamic(
            str(source),
            str(target),
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
            **options,
        )
        yield name, target


def _store_as_half(source: Path, target: Path) -> None:
    """Weights as float16, cast back when the model is loaded."""
    model = onnx.load(str(source))
    graph = model.graph
    casts, tensors = [], []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype == np.float32 and values.size >= HALF_FROM:
            stored = tensor.name + "/half"
            tensors.append(numpy_helper.from_array(values.astype(np.float16), stored))
            casts.append(helper.make_node("Cast", [stored], [tensor.name], to=TensorProto.FLOAT))
        else:
            tensors.append(tensor)
    nodes = [*casts, *graph.node]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend(tensors)
    onnx.save(model, str(target))
