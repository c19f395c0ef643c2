"""The reader in torch: MiniLM's encoder, a span head on the tokens and three verdicts on the first one."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load, save_file
from torch import nn
from transformers import BertConfig, BertModel

SOURCE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WIDTH = 384
VERDICTS = ("answerable", "relevance", "support")


class Reader(nn.Module):
    """Word pieces of `[CLS] first [SEP] text [SEP]` in; start and end logits a token and three verdicts out."""

    def __init__(self) -> None:
        """A reader with random weights."""
        super().__init__()
        self.encoder = BertModel(
            BertConfig(
                vocab_size=30522,
                hidden_size=WIDTH,
                num_hidden_layers=6,
                num_attention_heads=12,
                intermediate_size=4 * WIDTH,
                hidden_dropout_prob=0.1,
                attention_probs_dropout_prob=0.0,
            ),
            add_pooling_layer=False,
        )
        self.pool = nn.Linear(WIDTH, WIDTH)
        self.verdict = nn.Linear(WIDTH, len(VERDICTS))
        self.span = nn.Linear(WIDTH, 2)

    def forward(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Span logits (batch, tokens, 2) and verdict logits (batch, 3)."""
        hidden = self.encoder(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state
        return self.span(hidden), self.verdict(torch.tanh(self.pool(hidden[:, 0])))


def from_sentence_encoder(weights: Path) -> Reader:
    """A reader whose encoder is all-MiniLM-L6-v2's and whose heads are new.

    Raises:
        SystemExit: the weights are not the ones that this was made for.
    """
    content = weights.read_bytes()
    if hashlib.sha256(content).hexdigest() != SOURCE_SHA256:
        raise SystemExit(f"{weights} has another sha256 than expected.")
    reader = Reader()
    tensors = {name: value for name, value in load(content).items() if not name.startswith("pooler.")}
    missing = reader.encoder.load_state_dict(tensors, strict=False)
    if missing.missing_keys:
        raise SystemExit(f"{weights} lacks {missing.missing_keys}.")
    return reader


def save_weights(reader: Reader, path: Path) -> None:
    """Write the tensors under the names that the export reads (the encoder's as in all-MiniLM-L6-v2)."""
    tensors: dict[str, Any] = {}
    for name, value in reader.state_dict().items():
        tensors[
            name.removeprefix(
                "encoder.",
            )
            if name.startswith("encoder.")
            else name
        ] = value.contiguous()
    part = path.with_suffix(".part")
    save_file(tensors, part)
    part.replace(path)


def load_weights(path: Path) -> Reader:
    """The reader that `save_weights` wrote."""
    reader = Reader()
    own = {"pool", "verdict", "span"}
    tensors = {
        name if name.split(".")[0] in own else f"encoder.{name}": value
        for name, value in load(path.read_bytes()).items()
    }
    reader.load_state_dict(tensors)
    return reader
