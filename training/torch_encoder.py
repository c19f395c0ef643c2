"""MiniLM's encoder in torch, as reader and tagger train it, and how weights are kept in files.

A model that is trained here has the encoder as its attribute `encoder`, and its heads beside that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors.torch import load, save_file
from torch import nn
from transformers import BertConfig, BertModel

from training.encoder_graph import HEADS, LAYERS, WIDTH
from training.source_weights import SOURCE_FOLDER, source_weights

_ENCODER = "encoder."
_TYPES = "embeddings.token_type_embeddings.weight"


def new_encoder(token_types: int = 2) -> BertModel:
    """The encoder with random weights."""
    config = BertConfig(
        vocab_size=30522,
        hidden_size=WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=4 * WIDTH,
        hidden_dropout_prob=0.1,
        attention_probs_dropout_prob=0.0,
        type_vocab_size=token_types,
    )
    return BertModel(config, add_pooling_layer=False)


def load_source(encoder: BertModel, folder: Path = SOURCE_FOLDER) -> None:
    """Give an encoder the weights of all-MiniLM-L6-v2; with more than its two token types all start as the first.

    Raises:
        SystemExit: the weights are not the ones that this was made for.
    """
    _load_encoder(encoder, load(source_weights(folder)), folder)


def load_encoder(encoder: BertModel, path: Path) -> None:
    """Give an encoder that of a model that `save_weights` wrote; token types as in `load_source`.

    Raises:
        SystemExit: the file holds no such encoder.
    """
    _load_encoder(encoder, load(path.read_bytes()), path)


def _load_encoder(encoder: BertModel, tensors: dict[str, torch.Tensor], place: Path) -> None:
    types = encoder.config.type_vocab_size
    if _TYPES in tensors and types != len(tensors[_TYPES]):
        tensors[_TYPES] = tensors[_TYPES][:1].repeat(types, 1)
    missing = encoder.load_state_dict(tensors, strict=False).missing_keys
    if missing:
        raise SystemExit(f"{place} lacks {missing}.")


def save_weights(model: nn.Module, path: Path) -> None:
    """Write a model under the names that the exports read: the encoder's as in all-MiniLM-L6-v2, its heads' as here."""
    save_tensors({name.removeprefix(_ENCODER): value for name, value in model.state_dict().items()}, path)


def load_weights(model: nn.Module, path: Path) -> None:
    """Give a model what `save_weights` wrote of one like it."""
    tensors = load(path.read_bytes())
    model.load_state_dict({name: tensors[name.removeprefix(_ENCODER)] for name in model.state_dict()})


def save_tensors(tensors: Mapping[str, torch.Tensor], path: Path) -> None:
    """Write tensors so that the file is whole or not there, also after a kill."""
    part = path.with_suffix(".part")
    save_file({name: value.contiguous() for name, value in tensors.items()}, part)
    part.replace(path)


def mean_of(paths: Sequence[Path], target: Path, shares: Sequence[float] | None = None) -> None:
    """Write the mean of the weights of several runs of one model, or of several places in a run.

    They must have started from the same weights (Wortsman et al. 2022, "Model soups"; "lo-fi" for runs apart). `shares`
    say how much each counts, and sum to 1; None: all alike.

    Raises:
        SystemExit: the files are of different models.
    """
    every = [load(path.read_bytes()) for path in paths]
    shapes = [{name: tuple(value.shape) for name, value in one.items()} for one in every]
    for path, own in zip(paths, shapes, strict=True):
        if own != shapes[0]:
            raise SystemExit(f"{path} and {paths[0]} are weights of different models: nothing was made.")
    counts = shares or [1 / len(every)] * len(every)
    save_tensors(
        {
            name: sum((share * one[name] for share, one in zip(counts, every, strict=True)), torch.zeros(()))
            for name in every[0]
        },
        target,
    )
