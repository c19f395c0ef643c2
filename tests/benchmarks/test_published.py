"""Figures that the product's reports state are those of the benchmarks."""

from __future__ import annotations

import json

from assistant.reports.facts import PUBLISHED
from benchmarks.published import published


def test_the_figures_in_the_package_are_those_of_the_results() -> None:
    assert json.loads(PUBLISHED.read_text("utf-8")) == published(), "run `python -m benchmarks.published`"
