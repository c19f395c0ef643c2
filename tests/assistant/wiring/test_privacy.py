"""Redactors by policy and workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import load_settings
from assistant.wiring import Wiring
from assistant.wiring.privacy import Privacy
from policies.policy import load_policy

HIPAA = load_policy("hipaa")


@pytest.fixture
def privacy(tmp_path: Path) -> Privacy:
    settings, _ = load_settings({"ASSISTANT_HOME": f"{tmp_path}/home", "ASSISTANT_KEYS": f"{tmp_path}/keys"})
    return Wiring(settings).privacy


def test_a_workspace_has_one_redactor_of_a_policy_so_that_it_remembers_what_it_analysed(privacy: Privacy) -> None:
    assert privacy.redactor(HIPAA, "ward") is privacy.redactor(HIPAA, "ward")
    assert privacy.redactor(HIPAA, "ward") is not privacy.redactor(load_policy("open"), "ward")


def test_what_one_workspace_analysed_no_other_has_by_heart(privacy: Privacy) -> None:
    """Or the time that a text takes would tell what the documents of others hold."""
    assert privacy.redactor(HIPAA, "ward") is not privacy.redactor(HIPAA, "kitchen")


def test_a_workspace_that_goes_takes_what_it_analysed_along(privacy: Privacy) -> None:
    before, other = privacy.redactor(HIPAA, "ward"), privacy.redactor(HIPAA, "kitchen")
    privacy.forget("ward")
    assert privacy.redactor(HIPAA, "ward") is not before
    assert privacy.redactor(HIPAA, "kitchen") is other
