"""A run that was killed and goes on ends where one without a kill does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from torch import nn

from training.resuming import load_state, optimizer_of, save_state, set_rates, warm_up_and_decay


@dataclass(slots=True)
class Steps:
    """How many were done."""

    done: int


def model() -> nn.Sequential:
    torch.manual_seed(3)
    return nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.5), nn.LayerNorm(4), nn.Linear(4, 1))


def is_new(name: str) -> bool:
    return name.startswith("3.")


def teach(network: nn.Module, optimizer: torch.optim.Optimizer, steps: int) -> None:
    for _ in range(steps):
        set_rates(optimizer, 0.01, 0.05, 1.0)
        optimizer.zero_grad()
        network(torch.ones(8, 4)).square().mean().backward()
        optimizer.step()


def test_a_resumed_run_ends_as_one_in_one_go(tmp_path: Path) -> None:
    whole = model()
    teach(whole, optimizer_of(whole, is_new), 5)

    killed = model()
    optimizer = optimizer_of(killed, is_new)
    teach(killed, optimizer, 2)
    save_state(tmp_path, killed, optimizer, Steps(2))

    resumed = model()
    optimizer = optimizer_of(resumed, is_new)
    assert load_state(tmp_path, resumed, optimizer) == {"done": 2}
    teach(resumed, optimizer, 3)
    assert all(torch.equal(ours, theirs) for ours, theirs in zip(whole.parameters(), resumed.parameters(), strict=True))


def test_a_run_that_begins_has_nothing_to_resume(tmp_path: Path) -> None:
    network = model()
    assert load_state(tmp_path, network, optimizer_of(network, is_new)) is None


def test_only_weights_of_the_encoder_decay_and_heads_have_their_own_rate() -> None:
    network = nn.ModuleDict({"encoder": nn.ModuleDict({"dense": nn.Linear(2, 2), "LayerNorm": nn.LayerNorm(2)})})
    network["span"] = nn.Linear(2, 2)
    optimizer = optimizer_of(network, lambda name: name.startswith("span."))
    set_rates(optimizer, 1.0, 8.0, 0.5)
    names = {id(parameter): name for name, parameter in network.named_parameters()}
    groups = [
        (group["weight_decay"], group["lr"], [names[id(parameter)] for parameter in group["params"]])
        for group in optimizer.param_groups
    ]
    assert groups == [
        (0.01, 0.5, ["encoder.dense.weight"]),
        (0.0, 0.5, ["encoder.dense.bias", "encoder.LayerNorm.weight", "encoder.LayerNorm.bias"]),
        (0.0, 4.0, ["span.weight", "span.bias"]),
    ]


@pytest.mark.parametrize(
    ("done", "share"), [(0.0, 0.0), (0.025, 0.5), (0.05, 1.0), (0.525, 0.5), (1.0, 0.0), (1.1, 0.0)]
)
def test_the_rate_rises_shortly_and_falls_to_nothing(done: float, share: float) -> None:
    assert warm_up_and_decay(done) == pytest.approx(share)


def test_the_first_step_can_be_made_to_count() -> None:
    assert warm_up_and_decay(0.0, least=1e-3) == pytest.approx(0.02)
