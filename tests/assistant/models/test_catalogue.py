"""The catalogue: complete, and true to what llama.cpp runs."""

from __future__ import annotations

import pytest

from assistant.models.architectures import WRITING
from assistant.models.catalogue import CatalogueModel, catalogue, catalogue_to_json
from assistant.models.quantizations import BITS
from tests.gguf_shapes import SHAPES

FAMILIES = (
    "Phi-2 Phi-3 Phi-3.5 Phi-4 Llama-2-7B Llama-3.2-1B Llama-3.2-3B Llama-3.1-8B TinyLlama Mistral-7B Ministral-3-3B "
    "Mixtral-8x7B Orca-2 DeepSeek-Coder-V2-Lite MiniCPM Qwen2.5-0.5B Qwen2.5-7B Qwen3 Gemma-2 Gemma-3 SmolLM2 SmolLM3 "
    "Granite GPT-NeoX GPT-Neo-1.3B GPT-J"
).split()


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_that_people_run_is_there(family: str) -> None:
    assert [model for model in catalogue() if model.name.startswith(family)]


@pytest.mark.parametrize("model", catalogue(), ids=lambda model: model.name)
def test_each_model_is_described_whole(model: CatalogueModel) -> None:
    assert model.licence and model.good_for and model.context >= 2048
    assert 0 < model.active <= model.parameters < 50e9
    if model.engine == "llama_cpp":
        # Every architecture of the catalogue is loaded and run by tests/assistant/models/test_architectures.py.
        assert model.architecture in WRITING & {shape.name for shape in SHAPES.values()}
        assert model.cache_per_token > 0
    else:
        assert model.architecture == "" and catalogue_to_json(model)["computed"] == {}


@pytest.mark.parametrize("model", catalogue(), ids=lambda model: model.name)
def test_each_licence_has_the_page_of_the_makers_that_states_it(model: CatalogueModel) -> None:
    assert model.source.startswith(("huggingface.co/", "github.com/")) and model.source.count("/") >= 2
    assert catalogue_to_json(model)["licence"]["source"] == model.source


def test_names_are_unique() -> None:
    names = [model.name for model in catalogue()]
    assert len(set(names)) == len(names)


def test_fewer_bits_take_fewer_bytes() -> None:
    model = next(model for model in catalogue() if model.name == "Llama-3.1-8B")
    sizes = [model.size(name) for name in BITS]
    assert sizes == sorted(sizes, reverse=True)
    # llama.cpp publishes 4.58 GiB for Q4_K_M and 7.95 GiB for Q8_0 of this model.
    assert model.size("Q4_K_M") / 2**30 == pytest.approx(4.58, abs=0.05)
    assert model.size("Q8_0") / 2**30 == pytest.approx(7.95, abs=0.05)
    # 32 layers, keys and values of 8 heads of 128 at two bytes: half a GiB for 4,096 tokens.
    assert model.cache_per_token * 4096 == 2**29
