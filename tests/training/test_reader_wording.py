"""What a question's wording gives away is found, and only from questions on other texts."""

from __future__ import annotations

from training.reader.documents import Asked, Retrieved, told
from training.reader.wording import FOLDS, priors

TEXTS = [f"text {number}" for number in range(20)]


def test_a_manner_that_goes_with_answers_is_told() -> None:
    manners = ("When was the {} built", "According to critics who hated the {}")
    questions = [manner.format(text) for text in TEXTS for manner in manners]
    answered = [True, False] * len(TEXTS)
    found = priors(questions, answered, [text for text in TEXTS for _ in manners])
    assert all((prior > 1) == right for prior, right in zip(found, answered, strict=True))


def test_the_questions_of_a_text_do_not_tell_of_themselves() -> None:
    """Each text has words of its own: learnt by heart they would tell all, of a new text they tell nothing."""
    words = [f"word{number}" for number in range(len(TEXTS)) for _ in range(4)]
    questions = [f"What does {word} mean in {word}" for word in words]
    answered = [number // 4 % 2 == 0 for number in range(len(words))]
    found = priors(questions, answered, [TEXTS[number // 4] for number in range(len(words))])
    assert max(map(abs, found)) < 1


def test_documents_are_told_apart_by_what_is_asked_of_them() -> None:
    own = Retrieved("a", "", "The answer.")
    every = [
        Asked(manner, text, own if answered else None, ((0, 3),) if answered else (), (own,))
        for text in TEXTS[: FOLDS + 1]
        for manner, answered in (("how do I apply", True), ("who was the first to apply", False))
    ]
    assert all((each.prior > 0) == (each.own is not None) for each in told(every))
