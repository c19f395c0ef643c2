"""Folders of tiny models with random weights, as `transformers` saves them."""

from __future__ import annotations

from pathlib import Path

import pytest

ARCHITECTURES = ("gpt_neo", "gptj")


def write_folder(folder: Path, architecture: str, *, template: str | None = None, context: int = 2048) -> Path:
    """Write a model of two layers of width 32 over single characters; skips where transformers is missing."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    from tokenizers import Tokenizer, models, pre_tokenizers

    characters = ["<unk>", "<end>", *(chr(code) for code in range(32, 127))]
    core = Tokenizer(models.WordLevel({text: number for number, text in enumerate(characters)}, unk_token="<unk>"))
    core.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_object=core, unk_token="<unk>", eos_token="<end>")
    tokenizer.chat_template = template
    torch.manual_seed(0)
    shape = {"vocab_size": len(characters), "bos_token_id": 1, "eos_token_id": None}
    if architecture == "gpt_neo":
        attention = {"num_layers": 2, "num_heads": 2, "attention_types": [[["global", "local"], 1]]}
        config = transformers.GPTNeoConfig(
            **shape, **attention, hidden_size=32, intermediate_size=64, max_position_embeddings=context
        )
        model = transformers.GPTNeoForCausalLM(config)
    else:
        config = transformers.GPTJConfig(**shape, n_embd=32, n_layer=2, n_head=2, rotary_dim=8, n_positions=context)
        model = transformers.GPTJForCausalLM(config)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
