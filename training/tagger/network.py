"""The tagger in torch: MiniLM's encoder with a token type a shape, and one linear layer on each word."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn

from policies.recognizers.word_shapes import SHAPES
from training.encoder_graph import WIDTH
from training.tagger.examples import TAGS, Example
from training.torch_encoder import load_encoder, load_source, new_encoder


class Network(nn.Module):
    """Word pieces and shapes in, a logit a tag out."""

    def __init__(self) -> None:
        """Random weights."""
        super().__init__()
        self.encoder = new_encoder(SHAPES)
        self.tags = nn.Linear(WIDTH, len(TAGS))

    def forward(self, ids: torch.Tensor, shapes: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits (batch, tokens, tags)."""
        hidden = self.encoder(input_ids=ids, token_type_ids=shapes, attention_mask=mask).last_hidden_state
        logits: torch.Tensor = self.tags(hidden)
        return logits


def from_sentence_encoder() -> Network:
    """A network whose encoder is all-MiniLM-L6-v2's; each shape starts as its one token type.

    Raises:
        SystemExit: the weights are not the ones that this was made for.
    """
    network = Network()
    load_source(network.encoder)
    return network


def from_encoder_in(path: Path) -> Network:
    """A network whose encoder is another model's of ours, and whose tags are new; shapes start alike.

    Raises:
        SystemExit: the file holds no encoder.
    """
    network = Network()
    load_encoder(network.encoder, path)
    return network


def tensors_of(examples: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids, shapes, mask and allowed tags of a batch, padded (batch, tokens)."""
    longest = max(len(example.ids) for example in examples)

    def stack(rows: Sequence[Sequence[int]]) -> torch.Tensor:
        return torch.tensor([[*row, *[0] * (longest - len(row))] for row in rows])

    ids = stack([example.ids for example in examples])
    mask = stack([[1] * len(example.ids) for example in examples])
    return ids, stack([e.shapes for e in examples]), mask, stack([e.allowed for e in examples])
