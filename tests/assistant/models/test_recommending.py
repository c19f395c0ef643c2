"""Recommendations: what fits, and how fast memory lets it write."""

from __future__ import annotations

from dataclasses import replace

from assistant.models.bandwidth import memory_bandwidth
from assistant.models.catalogue import CatalogueModel, catalogue
from assistant.models.recommending import READABLE, Machine, recommend

LAPTOP = Machine(memory=12 * 2**30, cores=4, bandwidth=30e9)


def of(name: str) -> CatalogueModel:
    return next(model for model in catalogue() if model.name == name)


def test_all_that_is_recommended_fits() -> None:
    found = recommend(LAPTOP)
    assert found and all(each.model.memory(each.quantization) < LAPTOP.memory for each in found)
    assert "Mixtral-8x7B-Instruct" not in {each.model.name for each in found}


def test_nothing_is_recommended_where_nothing_fits() -> None:
    assert recommend(replace(LAPTOP, memory=2**30)) == []


def test_speed_is_bandwidth_over_the_bytes_that_a_token_reads() -> None:
    (found,) = recommend(LAPTOP, [of("Qwen2.5-1.5B")])
    assert found.quantization == "Q8_0"
    assert found.speed == LAPTOP.bandwidth / found.model.size("Q8_0")


def test_a_slower_memory_asks_for_fewer_bits() -> None:
    (slow,) = recommend(replace(LAPTOP, bandwidth=9e9), [of("Qwen2.5-1.5B")])
    assert slow.quantization == "Q5_K_M" and slow.speed >= READABLE


def test_what_is_fast_enough_to_read_along_comes_first() -> None:
    speeds = [each.speed >= READABLE for each in recommend(LAPTOP, [of("Qwen2.5-7B"), of("Qwen2.5-1.5B")])]
    assert speeds == [True, False]


def test_of_a_model_of_experts_only_those_in_use_are_read() -> None:
    big = replace(LAPTOP, memory=64 * 2**30)
    (found,) = recommend(big, [of("Mixtral-8x7B-Instruct")])
    read = found.model.size(found.quantization) * 12.9 / 46.7
    assert abs(found.speed * read / big.bandwidth - 1) < 1e-6


def test_what_may_not_be_used_at_work_comes_last_and_says_so() -> None:
    found = recommend(LAPTOP, [of("Qwen2.5-3B"), of("Qwen2.5-0.5B")])
    assert [each.model.name for each in found] == ["Qwen2.5-0.5B", "Qwen2.5-3B"]
    assert "no commercial use" in found[1].why


def test_bandwidth_is_measured() -> None:
    assert 1e8 < memory_bandwidth(2, size=2**24) < 1e13
