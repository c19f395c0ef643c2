"""The tagger in torch: MiniLM's encoder with a token type a shape, and one linear layer on each word."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load, save_file
from torch import nn
from transformers import BertConfig, BertModel

from policies.recognizers.word_shapes import SHAPES
from training.tagger.examples import TAGS, Example

SOURCE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WIDTH = 384
TYPE_EMBEDDINGS = "embeddings.token_type_embeddings.weight"


class Network(nn.Module):
    """Word pieces and shapes in, a logit a tag out."""

    def __init__(self) -> None:
        """Random weights."""
        super().__init__()
        config = BertConfig(
            vocab_size=30522,
            hidden_size=WIDTH,
            num_hidden_layers=6,
            num_attention_heads=12,
            intermediate_size=4 * WIDTH,
            hidden_dropout_prob=0.1,
            attention_probs_dropout_prob=0.0,
            type_vocab_size=SHAPES,
        )
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.tags = nn.Linear(WIDTH, len(TAGS))

    def forward(self, ids: torch.Tensor, shapes: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits (batch, tokens, tags)."""
        hidden = self.encoder(input_ids=ids, token_type_ids=shapes, attention_mask=mask).last_hidden_state
        logits: torch.Tensor = self.tags(hidden)
        return logits


def from_sentence_encoder(path: Path) -> Network:
    """A network whose encoder is all-MiniLM-L6-v2's; each shape starts as its one token type.

    Raises:
        SystemExit: the weights are not the ones that this was made for.
    """
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != SOURCE_SHA256:
        raise SystemExit(f"{path} is not the file with sha256 {SOURCE_SHA256}: nothing was trained.")
    tensors = {name: value for name, value in load(content).items() if not name.startswith("pooler.")}
    tensors[TYPE_EMBEDDINGS] = tensors[TYPE_EMBEDDINGS][:1].repeat(SHAPES, 1)
    network = Network()
    missing = network.encoder.load_state_dict(tensors, strict=False).missing_keys
    if missing:
        raise SystemExit(f"{path} lacks {missing}.")
    return network


def save_weights(network: Network, path: Path) -> None:
    """Write the tensors under the names that the export reads."""
    tensors = {name: value.contiguous() for name, value in network.encoder.state_dict().items()}
    tensors |= {f"tags.{name}": value.contiguous() for name, value in network.tags.state_dict().items()}
    part = path.with_suffix(".part")
    save_file(tensors, part)
    part.replace(path)


def average(paths: Sequence[Path], target: Path) -> None:
    """Write the mean of several files of weights."""
    every = [load(path.read_bytes()) for path in paths]
    save_file({name: torch.stack([one[name] for one in every]).mean(dim=0) for name in every[0]}, target)


def load_weights(path: Path) -> Network:
    """The network that `save_weights` wrote."""
    network = Network()
    tensors = load(path.read_bytes())
    network.tags.load_state_dict({name: tensors.pop(f"tags.{name}") for name in ("weight", "bias")})
    network.encoder.load_state_dict(tensors)
    return network


def tensors_of(examples: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids, shapes, mask and allowed tags of a batch, padded (batch, tokens)."""
    longest = max(len(example.ids) for example in examples)

    def stack(rows: Sequence[Sequence[int]]) -> torch.Tensor:
        return torch.tensor([[*row, *[0] * (longest - len(row))] for row in rows])

    ids = stack([example.ids for example in examples])
    mask = stack([[1] * len(example.ids) for example in examples])
    return ids, stack([e.shapes for e in examples]), mask, stack([e.allowed for e in examples])
