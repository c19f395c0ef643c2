"""The catalogue of language models that people run on their own hardware, `catalogue.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from assistant.models.quantizations import BITS

CONTEXT = 4096
"""Tokens of context that memory is counted for."""

_SCRATCH = 256 * 2**20


@dataclass(frozen=True, slots=True)
class CatalogueModel:
    """What the maker publishes of a model.

    `parameters` and `active` (those that a token uses) are counts, `context` tokens, `released` a year and month,
    `cache_per_token` bytes of keys and values at 16 bits. `restricted` says what the licence forbids or asks beyond
    what free licences do; empty: nothing. `source` is the maker's page that states the licence; `second_hand`: it was
    not read there itself. `architecture` is GGUF's name, empty for the engine `transformers`.
    """

    name: str
    parameters: int
    active: int
    context: int
    released: str
    engine: Literal["llama_cpp", "transformers"]
    architecture: str
    template: str
    cache_per_token: int
    licence: str
    restricted: str
    source: str
    second_hand: bool
    good_for: str

    def size(self, quantization: str) -> int:
        """Bytes of the file, computed: parameters times bits."""
        return int(self.parameters * BITS[quantization] / 8)

    def read_per_token(self, quantization: str) -> int:
        """Bytes of weights that writing a token reads, computed: parameters in use times bits."""
        return int(self.active * BITS[quantization] / 8)

    def memory(self, quantization: str) -> int:
        """Bytes that running it takes, computed: the file, the cache of a context of `CONTEXT`, and some to work in."""
        return self.size(quantization) + self.cache_per_token * min(CONTEXT, self.context) + _SCRATCH


@cache
def catalogue() -> tuple[CatalogueModel, ...]:
    """All models of the catalogue, in its order."""
    import yaml

    text = resources.files("assistant").joinpath("catalogue.yaml").read_text(encoding="utf-8")
    return tuple(_model(row) for row in yaml.safe_load(text)["models"])


def catalogue_to_json(model: CatalogueModel) -> dict[str, Any]:
    """The shape of a catalogue's model on the command line; sizes are computed, and say so by their names."""
    runs_here = model.engine == "llama_cpp"
    return {
        "name": model.name,
        "engine": model.engine,
        "architecture": model.architecture or None,
        "template": model.template,
        "parameters": model.parameters,
        "active_parameters": model.active,
        "context": model.context,
        "released": model.released,
        "licence": {
            "name": model.licence,
            "restricted": model.restricted or None,
            "source": model.source,
            "second_hand": model.second_hand,
        },
        "good_for": model.good_for,
        "computed": {
            name: {"file_bytes": model.size(name), "memory_bytes": model.memory(name)} for name in BITS if runs_here
        },
    }


def _model(row: Mapping[str, Any]) -> CatalogueModel:
    layers, heads, width = row.get("cache", (0, 0, 0))
    return CatalogueModel(
        name=row["name"],
        parameters=round(row["parameters"] * 1e9),
        active=round(row.get("active", row["parameters"]) * 1e9),
        context=row["context"],
        released=row["released"],
        engine=row.get("engine", "llama_cpp"),
        architecture=row.get("architecture", ""),
        template=row["template"],
        cache_per_token=2 * layers * heads * width,
        licence=row["licence"],
        restricted=row.get("restricted", ""),
        source=row["source"],
        second_hand=row.get("second_hand", False),
        good_for=row["good_for"],
    )
