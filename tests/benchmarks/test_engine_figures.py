from __future__ import annotations

from benchmarks.engine_figures import PAGE, results, with_figures


def test_the_page_tells_the_figures_that_were_measured_last() -> None:
    page = PAGE.read_text("utf-8")
    assert with_figures(page, results()) == page, "run `python -m benchmarks.engine_figures`"
