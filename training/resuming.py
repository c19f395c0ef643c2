"""What the trainers share: the optimiser, its rate over a run, and a state on the disk that survives a kill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

WARM_UP = 0.05
"""Share of a run."""

_STATE = "state.pt"


def optimizer_of(model: nn.Module, is_new: Callable[[str], bool]) -> torch.optim.Optimizer:
    """AdamW in three groups: weights (decayed), biases and norms, and what is new by its name (heads).

    Rates are set by `set_rates`, before each step.
    """
    groups: tuple[list[nn.Parameter], ...] = ([], [], [])
    for name, parameter in model.named_parameters():
        groups[2 if is_new(name) else 1 if name.endswith("bias") or "LayerNorm" in name else 0].append(parameter)
    decays = (0.01, 0.0, 0.0)
    return torch.optim.AdamW(
        [{"params": group, "weight_decay": decay} for group, decay in zip(groups, decays, strict=True)],
        betas=(0.9, 0.98),
        fused=True,
    )


def set_rates(optimizer: torch.optim.Optimizer, rate: float, new_rate: float, share: float) -> None:
    """Set the learning rates of `optimizer_of`'s groups to a share of their peaks."""
    for group, peak in zip(optimizer.param_groups, (rate, rate, new_rate), strict=True):
        group["lr"] = peak * share


def warm_up_and_decay(done: float, *, least: float = 0.0) -> float:
    """The share of the peak rate after `done` (0..1) of a run: up within `WARM_UP`, then down to 0.

    `least` keeps a step at the very start from doing nothing.
    """
    return min((done + least) / WARM_UP, max(0.0, 1 - done) / (1 - WARM_UP))


def save_state(run: Path, model: nn.Module, optimizer: torch.optim.Optimizer, progress: DataclassInstance) -> None:
    """Write all that a run needs to go on; `progress` is a dataclass of numbers."""
    state = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "torch": torch.get_rng_state(),
        "progress": asdict(progress),
    }
    part = run / "state.part"
    torch.save(state, part)
    part.replace(run / _STATE)


def load_state(run: Path, model: nn.Module, optimizer: torch.optim.Optimizer) -> dict[str, Any] | None:
    """Put back what `save_state` wrote and give the fields of `progress`; None where nothing was written yet."""
    if not (run / _STATE).exists():
        return None
    state = torch.load(run / _STATE, weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    torch.set_rng_state(state["torch"])
    fields: dict[str, Any] = state["progress"]
    return fields
