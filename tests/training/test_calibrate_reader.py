from __future__ import annotations

from pathlib import Path

import numpy as np

from training.calibrate_reader import ARTICLES, chosen, least_threshold, logistic
from training.reader.documents import documents
from training.reader.examples import part_of
from training.reader.office import OFFICE


def test_the_threshold_is_the_least_at_which_few_answers_are_wrong() -> None:
    sure = np.array([0.9] * 97 + [0.5] * 3 + [0.2] * 50)
    right = np.array([True] * 97 + [False] * 53)
    assert 0.2 < least_threshold(sure, right) <= 0.5


def test_where_too_many_are_wrong_however_sure_nothing_is_answered() -> None:
    assert least_threshold(np.array([0.99, 0.98]), np.array([False, False])) > 0.98


def test_weights_apply_to_features_as_they_are() -> None:
    random = np.random.default_rng(0)
    matrix = np.column_stack([random.normal(100, 20, 400), random.normal(0, 0.01, 400)])
    labels = matrix[:, 0] > 105
    weights, intercept = logistic(matrix, labels)
    assert (((matrix @ weights + intercept) > 0) == labels).mean() > 0.97


def test_each_article_is_asked_about_as_often_as_another() -> None:
    titles = [title for title in (f"Article {number}" for number in range(40)) if part_of(title) == "dev"][:2]
    rows = [
        {"title": title, "is_impossible": impossible, "question": f"{number}?"}
        for title, questions in zip(titles, (300, 30), strict=True)
        for impossible in (False, True)
        for number in range(questions)
    ]
    plan = chosen(rows, [{"title": "other", "question": "?"}] * 50, 40)
    kinds = [(kind, row["title"]) for _, row, kind in plan]
    assert [kinds.count(("answerable", title)) for title in titles] == [20, 20]
    assert [kinds.count(("near", title)) for title in titles] == [10, 10]
    assert kinds.count(("off topic", "other")) == 20


def test_a_question_is_asked_of_the_workspace_that_its_document_lies_in() -> None:
    plan = chosen([], [{"title": "other", "question": "?"}] * 4, 40)
    assert {place for place, _, kind in plan if kind == "off topic"} == {ARTICLES}
    assert {place for place, _, kind in plan if kind in ("office", "office near")} == {OFFICE}
    trades = {Path(row["file"]).stem: row["trade"] for row in documents("dev")}
    of_documents = [(place, row) for place, row, kind in plan if kind in ("documents", "documents near")]
    assert len(of_documents) == 40
    assert all(trades[row["title"]] == place for place, row in of_documents)
