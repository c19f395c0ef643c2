from __future__ import annotations

from benchmarks.engine_figures import PAGE, README, results, rows, with_figures

AGAIN = "run `python -m benchmarks.engine_figures`"


def test_the_page_tells_the_figures_that_were_measured_last() -> None:
    page = PAGE.read_text("utf-8")
    assert with_figures(page, results()) == page, AGAIN


def test_the_readme_tells_the_figures_that_were_measured_last() -> None:
    readme = README.read_text("utf-8")
    assert [row for row in rows(results()["shapes"]) if row not in readme] == [], AGAIN
