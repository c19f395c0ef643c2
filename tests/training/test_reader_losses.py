"""A span of the wrong passage costs something where a question is read beside several, and nothing elsewhere."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
import torch

from training.reader.batches import Batch, batch, by_length
from training.reader.examples import Example, Group
from training.reader.losses import loss_of, nothing_loss, order_loss, span_loss
from training.reader.negatives import BESIDE, beside
from training.reader.pieces import Pieces, pieces

RIGHT = Example("Who keeps the key?", "Harbour", "The warden keeps the key.", ((4, 10),), answerable=1.0, relevance=1.0)
WRONG = replace(RIGHT, passage="The baker sells the bread.", spans=(), answerable=0.0, relevance=0.0)
ALONE = Example("When is it shut?", "Harbour", "It is shut on Monday.", ((14, 20),), answerable=1.0, relevance=1.0)

JUDGED = Example("It is shut.", "", "It is open.", support=0.0)


def of(*groups: Group) -> list[list[Pieces]]:
    return [pieces(group, 320) for group in groups]


def logits(made: Batch, *raised: tuple[int, int], by: float = 4.0) -> torch.Tensor:
    """All 0 but those of the starts in the rows and at the places that are named."""
    spans = torch.zeros((*made.ids.shape, 2))
    for row, place in raised:
        spans[row, place, 0] = by
    return spans


def test_a_span_of_another_passage_of_the_group_costs_as_much_as_one_of_the_own() -> None:
    together = batch(of((RIGHT, WRONG)))
    start = int(together.starts[0].nonzero()[0])
    other = int(together.passage[1].nonzero()[1])
    plain = span_loss(logits(together), together)
    assert span_loss(logits(together, (0, start)), together) < plain
    assert span_loss(logits(together, (1, other)), together) > plain
    own = span_loss(logits(together, (0, start + 2)), together)
    assert span_loss(logits(together, (1, other)), together) == pytest.approx(float(own))


def test_an_answer_said_shorter_or_longer_is_right_either_way() -> None:
    longer = replace(RIGHT, spans=((4, 16), (0, 16)))
    made = batch(of((longer, WRONG)), random.Random(1))
    places = made.starts[0].nonzero().flatten().tolist()
    assert len(places) == 2
    assert int(made.ends.sum()) == 1
    short, long = (span_loss(logits(made, (0, place)), made) for place in places)
    both = span_loss(logits(made, *((0, place) for place in places)), made)
    assert short == pytest.approx(float(long))
    assert both < short < span_loss(logits(made), made)
    one = batch(of((replace(RIGHT, spans=((4, 16),)), WRONG)))
    start = int(one.starts[0].nonzero()[0])
    plain = span_loss(logits(one, (0, start), (0, start - 1)), one)
    assert both < plain


def test_of_a_list_one_item_is_picked() -> None:
    items = replace(RIGHT, spans=((0, 3), (4, 10), (11, 16)))
    pick = random.Random(2)
    made = [batch(of((items,)), pick) for _ in range(40)]
    assert {int(each.starts.sum()) for each in made} == {int(each.ends.sum()) for each in made} == {1}
    assert len({int(each.starts[0].nonzero()[0]) for each in made}) == 3
    first = batch(of((items,)))
    assert int(first.starts[0].nonzero()[0]) == int(first.passage[0].nonzero()[0])


def test_passages_of_other_questions_do_not_count() -> None:
    apart = batch(of((RIGHT,), (WRONG,), (ALONE,)))
    other = int(apart.passage[1].nonzero()[1])
    assert torch.equal(span_loss(logits(apart, (1, other)), apart), span_loss(logits(apart), apart))


def test_headings_and_questions_are_no_places_for_an_answer() -> None:
    together = batch(of((RIGHT, WRONG)))
    for row in (0, 1):
        before = int(together.passage[row].nonzero()[0]) - 1
        raised = span_loss(logits(together, (row, before)), together)
        assert torch.equal(raised, span_loss(logits(together), together))


def test_a_span_has_to_be_likelier_than_nothing() -> None:
    alone = batch(of((RIGHT,)))
    start = int(alone.starts[0].nonzero()[0])
    right, nothing = logits(alone, (0, start)), logits(alone, (0, start), (0, 0))
    assert span_loss(right, alone) < span_loss(nothing, alone)
    assert nothing_loss(nothing, alone) == 0


def test_where_nothing_answers_that_has_to_be_likelier_than_a_span() -> None:
    made = batch(of((WRONG,), (JUDGED,)))
    place = int(made.passage[0].nonzero()[0])
    nothing, span = nothing_loss(logits(made, (0, 0)), made), nothing_loss(logits(made, (0, place)), made)
    assert nothing < nothing_loss(logits(made), made) < span
    assert torch.equal(nothing_loss(logits(made, (1, 0)), made), nothing_loss(logits(made), made))


def test_the_right_passage_of_a_group_is_to_be_the_most_relevant() -> None:
    together = batch(of((RIGHT, WRONG), (ALONE,)))
    high, low = torch.tensor([3.0, 0.0, 0.0]), torch.tensor([0.0, 3.0, 0.0])
    assert order_loss(high, together) < order_loss(torch.zeros(3), together) < order_loss(low, together)
    assert order_loss(high, batch(of((RIGHT,), (ALONE,)))) == 0


def test_a_batch_without_any_answer_teaches_the_verdicts_and_that_there_is_none() -> None:
    made = batch(of((WRONG,), (WRONG,)))
    spans, verdicts = torch.zeros((*made.ids.shape, 2)), torch.zeros((2, 3))
    assert span_loss(spans, made) == order_loss(verdicts[:, 1], made) == 0
    sure = torch.tensor([[-5.0, -5.0, 0.0]] * 2)
    assert loss_of(spans, sure, made) < loss_of(spans, verdicts, made)
    assert loss_of(logits(made, (0, 0)), sure, made) < loss_of(spans, sure, made)


def test_groups_stay_together_in_batches_of_their_length() -> None:
    groups = of(*[(RIGHT, WRONG)] * 20, *[(ALONE,)] * 20)
    made = list(by_length(groups, 150, random.Random(1)))
    assert sum(len(own) for own in made) == 40
    for own in made:
        items = [item for group in own for item in group]
        assert max(len(item.ids) for item in items) * len(items) <= 150
        assert batch(own).group.tolist() == [number for number, group in enumerate(own) for _ in group]


def test_a_group_that_is_too_long_for_a_batch_is_one_by_itself() -> None:
    groups = of((RIGHT, WRONG), (ALONE,))
    assert sorted(len(own) for own in by_length(groups, 1, random.Random(1))) == [1, 1]


@pytest.mark.parametrize("count", [0, 1, 8])
def test_a_question_is_set_beside_as_many_passages_as_there_are(count: int) -> None:
    wrong = [f"Passage {number} tells of boats." for number in range(count)]
    first, *others = beside(RIGHT, wrong, random.Random(4))
    assert first is RIGHT
    assert len({other.passage for other in others}) == len(others) == min(BESIDE, count)
    assert all(other.passage in wrong and not other.spans and other.first == RIGHT.first for other in others)
    assert all((other.answerable, other.relevance) == (0.0, 0.0) for other in others)


def test_what_the_wording_gives_away_is_not_learnt() -> None:
    made = batch(of((replace(RIGHT, prior=3.0),), (replace(WRONG, prior=-3.0),)))
    assert made.priors.tolist() == [3.0, -3.0]
    spans = torch.zeros((*made.ids.shape, 2))
    verdicts = torch.zeros((2, 3), requires_grad=True)
    loss_of(spans, verdicts, made).backward()  # type: ignore[no-untyped-call]
    told = verdicts.grad
    untold = torch.zeros((2, 3), requires_grad=True)
    loss_of(spans, untold, batch(of((RIGHT,), (WRONG,)))).backward()  # type: ignore[no-untyped-call]
    assert told is not None and untold.grad is not None
    assert (told[:, 0].abs() < 0.2 * untold.grad[:, 0].abs()).all()
    assert torch.equal(told[:, 1:], untold.grad[:, 1:])
