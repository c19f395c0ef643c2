"""Makes GGUF language models of tiny shapes with random weights: real to llama.cpp, quick to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from tests.gguf_shapes import SHAPES, WIDTH, Shape
from tests.gguf_templates import TURNS

CHAT_TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)


def write_model(
    path: Path,
    *,
    architecture: str = "llama",
    context: int = 4096,
    seed: int = 0,
    template: str | None = CHAT_TEMPLATE,
    width: int = WIDTH,
    scale: float = 0.5,
) -> Path:
    """Write a model of about 400 tokens (bytes, printable characters, turns), mostly of two layers.

    `architecture` is a key of `SHAPES`. `template` None: the file carries none. `width` is a multiple of 32;
    llama.cpp's K-quants want 256. `scale` is the weights' standard deviation.
    """
    import gguf

    shape = SHAPES[architecture]
    texts, scores, types = _vocabulary()
    writer = gguf.GGUFWriter(str(path), shape.name)
    writer.add_name("tiny")
    writer.add_context_length(context)
    writer.add_vocab_size(len(texts))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(texts)
    writer.add_token_scores(scores)
    writer.add_token_types(types)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_file_type(0)
    if template is not None:
        writer.add_chat_template(template)
    _describe(writer, shape, width)
    _fill(writer.add_tensor, shape.tensors(len(texts), width), seed, scale)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def write_adapter(
    path: Path, *, architecture: str = "llama", rank: int = 4, seed: int = 1, scale: float = 0.5, width: int = WIDTH
) -> Path:
    """Write a LoRA adapter for the queries of the first two layers of such a model."""
    import gguf

    writer = gguf.GGUFWriter(str(path), SHAPES[architecture].name)
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(rank))
    shapes = {
        f"blk.{layer}.attn_q.weight.lora_{side}": size
        for layer in range(2)
        for side, size in (("a", (rank, width)), ("b", (width, rank)))
    }
    _fill(writer.add_tensor, shapes, seed, scale)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _describe(writer: object, shape: Shape, width: int) -> None:
    for method, values in shape.settings(width).items():
        getattr(writer, f"add_{method}")(*values)


def _fill(
    add: Callable[[str, np.ndarray], None], shapes: Mapping[str, tuple[int, ...]], seed: int, scale: float = 0.5
) -> None:
    random = np.random.default_rng(seed)
    for name, size in shapes.items():
        if name.endswith("norm.weight"):
            add(name, np.ones(size, dtype=np.float32))
        elif name.endswith(".bias"):
            add(name, np.zeros(size, dtype=np.float32))
        else:
            # Small embeddings: where the output is their transpose, a model would else repeat what it read last.
            spread = scale / 10 if name == "token_embd.weight" and "output.weight" not in shapes else scale
            add(name, (random.standard_normal(size) * spread).astype(np.float32))


def _vocabulary() -> tuple[list[str], list[float], list[int]]:
    """A SentencePiece vocabulary: specials, turns, the 256 bytes, and the printable characters."""
    normal, unknown, control, byte = 1, 2, 3, 6
    entries = [("<unk>", unknown), ("<s>", control), ("</s>", control)]
    entries += [(turn, control) for turn in TURNS]
    entries += [(f"<0x{value:02X}>", byte) for value in range(256)]
    entries += [("▁", normal)] + [(chr(code), normal) for code in range(33, 127)]
    return [text for text, _ in entries], [0.0] * len(entries), [kind for _, kind in entries]
