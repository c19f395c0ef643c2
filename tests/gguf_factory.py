"""Makes a GGUF language model of a tiny llama architecture with random weights: real to llama.cpp, quick to load."""

from __future__ import annotations

from pathlib import Path

import numpy as np

CHAT_TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
_TURNS = ["<|system|>", "<|user|>", "<|assistant|>", "<|end|>"]


def write_model(path: Path, *, context: int = 4096, seed: int = 0, template: str = CHAT_TEMPLATE) -> Path:
    """Write a model of about 300 tokens (bytes and turns), 2 layers of width 32."""
    import gguf

    width, heads, layers, hidden = 32, 2, 2, 64
    texts, scores, types = _vocabulary()
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_context_length(context)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(hidden)
    writer.add_head_count(heads)
    writer.add_head_count_kv(heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(width // heads)
    writer.add_vocab_size(len(texts))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(texts)
    writer.add_token_scores(scores)
    writer.add_token_types(types)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_chat_template(template)

    random = np.random.default_rng(seed)

    def tensor(name: str, *shape: int) -> None:
        writer.add_tensor(name, (random.standard_normal(shape) * 0.5).astype(np.float32))

    tensor("token_embd.weight", len(texts), width)
    for layer in range(layers):
        for name, shape in {
            "attn_q": (width, width),
            "attn_k": (width, width),
            "attn_v": (width, width),
            "attn_output": (width, width),
            "ffn_gate": (hidden, width),
            "ffn_up": (hidden, width),
            "ffn_down": (width, hidden),
        }.items():
            tensor(f"blk.{layer}.{name}.weight", *shape)
        writer.add_tensor(f"blk.{layer}.attn_norm.weight", np.ones(width, dtype=np.float32))
        writer.add_tensor(f"blk.{layer}.ffn_norm.weight", np.ones(width, dtype=np.float32))
    writer.add_tensor("output_norm.weight", np.ones(width, dtype=np.float32))
    tensor("output.weight", len(texts), width)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _vocabulary() -> tuple[list[str], list[float], list[int]]:
    """A SentencePiece vocabulary: specials, turns, the 256 bytes, and the printable characters."""
    normal, unknown, control, byte = 1, 2, 3, 6
    entries = [("<unk>", unknown), ("<s>", control), ("</s>", control)]
    entries += [(turn, control) for turn in _TURNS]
    entries += [(f"<0x{value:02X}>", byte) for value in range(256)]
    entries += [("▁", normal)] + [(chr(code), normal) for code in range(33, 127)]
    return [text for text, _ in entries], [0.0] * len(entries), [kind for _, kind in entries]
