"""Language models of real shapes with random weights in Q4_0: what they write is noise, how fast they write is not.

The vocabulary is a byte-pair encoding of the text that is given, filled up to the shape's size with words of random
letters: a prompt has about as many tokens as with the model that the shape is of, and what is written is text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

BLOCK, BLOCK_BYTES = 32, 18
"""Weights of a Q4_0 block, and its bytes: one half-precision scale and 32 weights of four bits."""
SPECIALS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
LEARNED_TOKENS = 16_000
LETTERS = "etaoinshrdlucmfwypvbgk"
SPACE = "Ġ"
"""How byte-pair encodings write a space."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What makes a llama-like model's speed; the output matrix is the embeddings'."""

    name: str
    layers: int
    width: int
    heads: int
    kv_heads: int
    hidden: int
    vocabulary: int
    context: int = 8192


SHAPES = (
    Shape(name="360M", layers=32, width=960, heads=15, kv_heads=5, hidden=2560, vocabulary=49_152),  # as SmolLM2 360M
    Shape(name="1.5B", layers=28, width=1536, heads=12, kv_heads=2, hidden=8960, vocabulary=151_936),  # as Qwen2.5 1.5B
)


def write_random_model(path: Path, shape: Shape, texts: Iterable[str]) -> Path:
    """Write the model; its tokens are learned from `texts`."""
    import gguf

    writer = gguf.GGUFWriter(str(path), "llama")
    head = shape.width // shape.heads
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.hidden)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(head)
    writer.add_vocab_size(shape.vocabulary)
    _add_vocabulary(writer, shape.vocabulary, texts)

    random = np.random.default_rng(0)
    matrices = {
        "attn_q": (shape.width, shape.width),
        "attn_k": (shape.kv_heads * head, shape.width),
        "attn_v": (shape.kv_heads * head, shape.width),
        "attn_output": (shape.width, shape.width),
        "ffn_gate": (shape.hidden, shape.width),
        "ffn_up": (shape.hidden, shape.width),
        "ffn_down": (shape.width, shape.hidden),
    }
    q4_0 = gguf.GGMLQuantizationType.Q4_0
    writer.add_tensor("token_embd.weight", _random_q4_0(random, shape.vocabulary, shape.width), raw_dtype=q4_0)
    for layer in range(shape.layers):
        for name, size in matrices.items():
            writer.add_tensor(f"blk.{layer}.{name}.weight", _random_q4_0(random, *size), raw_dtype=q4_0)
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", np.ones(shape.width, dtype=np.float32))
    writer.add_tensor("output_norm.weight", np.ones(shape.width, dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _random_q4_0(random: np.random.Generator, rows: int, columns: int) -> npt.NDArray[np.uint8]:
    """Rows of random Q4_0 blocks, their weights about 1/sqrt(columns) as in a trained model."""
    blocks = random.integers(0, 256, (rows, columns // BLOCK, BLOCK_BYTES), dtype=np.uint8)
    scale = np.float16(0.2 / np.sqrt(columns))  # four bits spread over -8..7: a deviation of 4.6
    blocks[:, :, :2] = np.frombuffer(scale.tobytes(), dtype=np.uint8)
    return blocks.reshape(rows, -1)


def _add_vocabulary(writer: Any, size: int, texts: Iterable[str]) -> None:
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    learner = Tokenizer(models.BPE())
    learner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=LEARNED_TOKENS,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=list(SPECIALS),
        show_progress=False,
    )
    learner.train_from_iterator(texts, trainer)
    import json

    model = json.loads(learner.to_str())["model"]
    learned = sorted(model["vocab"], key=model["vocab"].__getitem__)
    normal, control = 1, 3
    tokens = [*learned, *_words(set(learned), size - len(learned))]
    types = [control] * len(SPECIALS) + [normal] * (size - len(SPECIALS))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    writer.add_token_merges([" ".join(merge) for merge in model["merges"]])
    writer.add_eos_token_id(0)
    writer.add_eot_token_id(2)
    writer.add_bos_token_id(1)
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATE)


def _words(taken: set[str], count: int) -> list[str]:
    """So many further tokens: words, and parts of words, of three to nine random letters."""
    random = Random(0)
    words: dict[str, None] = {}
    while len(words) < count:
        word = random.choice((SPACE, "")) + "".join(random.choices(LETTERS, k=random.randint(3, 9)))
        if word not in taken:
            words[word] = None
    return list(words)
