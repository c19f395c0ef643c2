"""Which models of the catalogue fit this machine, and how fast its memory lets them write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from assistant.models.catalogue import CatalogueModel, catalogue
from assistant.models.quantizations import BITS

READABLE = 8.0
"""Tokens a second below which waiting for two sentences takes longer than reading them."""

_SPARE = 2**30
"""Left for documents, index, reader and system."""


@dataclass(frozen=True, slots=True)
class Machine:
    """`memory` is what can be had now, in bytes; `bandwidth` was measured, in bytes a second."""

    memory: int
    cores: int
    bandwidth: float


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A model in the quantization that suits; `speed` is the bound of tokens a second, which nothing surpasses."""

    model: CatalogueModel
    quantization: str
    speed: float
    why: str


def recommend(machine: Machine, models: Iterable[CatalogueModel] | None = None) -> list[Recommendation]:
    """The models that fit, best first: those that write fast enough to read along, then by age and size.

    Size is that of the parameters which work on a token. Each comes once: with the most bits that fit and are fast
    enough, else with the fastest that fit. A model that was not trained to answer, or that may not be used at work,
    comes after all others.
    """
    fitting = (_best(model, machine) for model in (catalogue() if models is None else models))
    return sorted((each for each in fitting if each), key=_rank, reverse=True)


def recommendation_to_json(each: Recommendation) -> dict[str, Any]:
    """The shape of a recommendation on the command line."""
    return {
        "name": each.model.name,
        "quantization": each.quantization,
        "file_bytes": each.model.size(each.quantization),
        "memory_bytes": each.model.memory(each.quantization),
        "tokens_per_second_bound": round(each.speed, 1),
        "licence": {"name": each.model.licence, "restricted": each.model.restricted or None},
        "why": each.why,
    }


def machine_to_json(machine: Machine) -> dict[str, Any]:
    """The shape of the machine on the command line."""
    return asdict(machine)


def _best(model: CatalogueModel, machine: Machine) -> Recommendation | None:
    if model.engine != "llama_cpp":
        return None
    fits = [name for name in BITS if model.memory(name) + _SPARE <= machine.memory]
    if not fits:
        return None
    fast = [name for name in fits if machine.bandwidth / model.read_per_token(name) >= READABLE]
    # Q4_0 before Q4_K_M only when nothing else is left: it is a little faster, and loses more.
    chosen = fast[0] if fast else next((name for name in fits if name == "Q4_K_M"), fits[-1])
    speed = machine.bandwidth / model.read_per_token(chosen)
    return Recommendation(model, chosen, speed, _why(model, chosen, speed))


def _usable(model: CatalogueModel) -> bool:
    forbidden = any(word in model.restricted for word in ("research only", "no commercial"))
    return model.template != "none" and not forbidden


def _rank(each: Recommendation) -> tuple[bool, bool, bool, int, str]:
    model = each.model
    # Two years of progress weigh more than size: what is older comes behind.
    return (_usable(model), each.speed >= READABLE, model.released >= "2024-06", model.active, model.released)


def _why(model: CatalogueModel, quantization: str, speed: float) -> str:
    pace = "fast enough to read along" if speed >= READABLE else "slower than reading"
    takes = f"takes {model.memory(quantization) / 2**30:.1f} GiB, writes at most {speed:.0f} tokens/s ({pace})"
    restricted = f"; licence: {model.restricted}" if model.restricted else ""
    return f"{takes}; {model.good_for}{restricted}"
