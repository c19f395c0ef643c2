"""A tagger learns what several say, and of what they say nothing that labels forbid."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import torch

from tests.training.tagged import tagged
from training.distil_tagger import AGREED, distil, step, target_of
from training.resuming import optimizer_of, set_rates
from training.tagger.examples import TAGS, examples_of
from training.tagger.network import Network
from training.tagger.unlabelled import CHARACTERS, parts
from training.torch_encoder import load_weights, save_weights

TEXTS = [tagged("[Anna Holt|PERSON] moved to [Oslo|LOCATION]."), tagged("It rains in [Leeds|LOCATION] again.")]
BATCH = [example for text in TEXTS for example in examples_of(text, random.Random(1))]


@pytest.fixture(scope="module")
def teachers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("teachers")
    paths = [folder / "first.safetensors", folder / "second.safetensors"]
    for seed, path in enumerate(paths):
        torch.manual_seed(seed)
        save_weights(Network(), path)
    return paths


def test_what_teachers_agree_on_is_the_target_but_for_what_labels_forbid() -> None:
    sure = torch.tensor([[0.5, 0.5] + [0.0] * (len(TAGS) - 2)])
    may = torch.zeros((1, len(TAGS)), dtype=torch.bool)
    may[0, 0] = True
    target = target_of([sure, sure], may)
    assert target.sum() == pytest.approx(1)
    assert float(target[0, 1]) == pytest.approx(0.5 * (1 - AGREED))
    none = torch.zeros_like(may)
    none[0, 5] = True  # a label that no teacher believes
    assert torch.allclose(target_of([sure], none), sure)


def test_a_student_comes_nearer_to_what_its_teachers_say(teachers: list[Path]) -> None:
    models = []
    for path in teachers:
        network = Network()
        load_weights(network, path)
        models.append(network.eval())
    student = Network()
    load_weights(student, teachers[0])
    optimizer = optimizer_of(student, lambda name: name.startswith("tags."))
    set_rates(optimizer, 1e-4, 1e-3, 1.0)
    losses = [step(student, models, optimizer, BATCH) for _ in range(6)]
    assert losses[0] is not None and losses[-1] is not None
    assert losses[-1] < losses[0]


def test_a_run_goes_on_where_it_ended(teachers: list[Path], tmp_path: Path) -> None:
    end = tmp_path / "end.safetensors"
    distil(teachers, [BATCH], end)
    first = end.read_bytes()
    distil(teachers, [BATCH], end)
    assert end.read_bytes() == first
    distil(teachers, [BATCH, BATCH], end)
    assert end.read_bytes() != first


def test_long_texts_are_cut_at_blank_lines() -> None:
    paragraphs = ["a" * 300, "b" * 300, "c" * 100, "d" * 3000]
    cut = list(parts("\n\n".join(paragraphs)))
    assert cut == ["a" * 300 + "\n\n" + "b" * 300, ("c" * 100 + "\n\n" + "d" * 3000)[:CHARACTERS]]
    assert list(parts("\n\n")) == []
