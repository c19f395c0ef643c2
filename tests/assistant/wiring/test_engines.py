"""Engines by name, what `auto` may go up to, and what a policy forbids."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from assistant.engines.openai_compatible import OpenAICompatible
from assistant.engines.transformers import Transformers
from assistant.onnx_reader import OnnxReader
from assistant.routing import CheapestFirst, Forced
from assistant.settings import load_settings
from assistant.wiring.engines import Engines
from policies.errors import ConfigError, ModelError, PolicyError
from policies.loading import load_policy
from policies.policy import EngineStep, Policy
from tests.gguf_factory import write_model

BIG = {"name": "big", "url": "http://10.0.0.7:8000", "model": "m"}
HUGE = {**BIG, "name": "huge"}


def engines(home: Path, *models: str, **settings: Any) -> Engines:
    """Engines of an installation with these models, each larger than the one before."""
    environment = {f"ASSISTANT_{name.upper()}": json.dumps(value) for name, value in settings.items()}
    environment |= {name: value.strip('"') for name, value in environment.items() if value.startswith('"')}
    loaded, _ = load_settings({**environment, "ASSISTANT_HOME": str(home)})
    made = Engines(loaded, reading_model=lambda: OnnxReader(threads=1))
    for size, name in enumerate(models, start=1):
        made.models.add(write_model(home / f"{name}.gguf", width=32 * size), name)
    return made


def policy(*allowed: EngineStep) -> Policy:
    return dataclasses.replace(load_policy("gdpr"), engines=allowed)


EVERYTHING = policy("reader", "local", "remote")


def above(made: Engines, which: Policy = EVERYTHING) -> list[str]:
    """What `auto` may go up to, in its order."""
    router = made.router(None, which)
    assert isinstance(router, CheapestFirst)
    return [each.name for each in router.higher]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()


def test_without_models_auto_goes_nowhere(tmp_path: Path) -> None:
    assert above(engines(tmp_path)) == []


def test_auto_goes_up_to_the_smallest_model_then_to_the_first_remote_one(tmp_path: Path) -> None:
    made = engines(tmp_path, "zwerg", "riese", remote_engines=[BIG, HUGE], transformers_models={"neo": "/models/neo"})
    assert made.names() == ["auto", "reader", "zwerg", "riese", "neo", "big", "huge"]
    assert above(made) == ["zwerg", "big"]


def test_settings_name_other_ones(tmp_path: Path) -> None:
    folders = {"neo": "/models/neo"}
    made = engines(
        tmp_path,
        "zwerg",
        remote_engines=[BIG, HUGE],
        transformers_models=folders,
        router_local="neo",
        router_remote="huge",
    )
    assert above(made) == ["neo", "huge"]


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        (policy("reader"), []),
        (policy("reader", "local"), ["zwerg"]),
        (policy("reader", "remote"), ["big"]),
        (load_policy("hipaa"), ["zwerg"]),
        (load_policy("open"), ["zwerg", "big"]),
    ],
)
def test_auto_takes_no_step_that_the_policy_forbids(tmp_path: Path, allowed: Policy, expected: list[str]) -> None:
    assert above(engines(tmp_path, "zwerg", remote_engines=[BIG]), allowed) == expected


@pytest.mark.parametrize("setting", ["router_local", "router_remote"])
def test_a_setting_that_names_no_engine_is_an_error(tmp_path: Path, setting: str) -> None:
    with pytest.raises(ModelError, match=setting):
        engines(tmp_path, "zwerg", **{setting: "nobody"}).router("auto", EVERYTHING)


def test_an_engine_is_taken_by_its_name_under_a_policy_that_allows_it(tmp_path: Path) -> None:
    made = engines(tmp_path, remote_engines=[BIG], transformers_models={"neo": "/models/neo"})
    assert isinstance(made.router("big", EVERYTHING), Forced)
    assert isinstance(made.get("big"), OpenAICompatible)
    assert isinstance(made.get("neo"), Transformers)
    assert made.get("neo") is made.get("neo")


@pytest.mark.parametrize(
    ("name", "allowed", "step"), [("big", load_policy("gdpr"), "remote"), ("zwerg", policy("reader"), "local")]
)
def test_an_engine_that_the_policy_forbids_is_refused_by_name(
    tmp_path: Path, name: str, allowed: Policy, step: str
) -> None:
    made = engines(tmp_path, "zwerg", remote_engines=[BIG])
    with pytest.raises(PolicyError, match=step) as caught:
        made.router(name, allowed)
    assert "engines" in caught.value.remedy


def test_a_name_that_two_engines_have_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="big"):
        engines(tmp_path, "big", remote_engines=[BIG]).router("big", EVERYTHING)


def test_an_unknown_name_is_an_error_that_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nobody") as caught:
        engines(tmp_path, "zwerg").router("nobody", EVERYTHING)
    assert "zwerg" in caught.value.remedy
