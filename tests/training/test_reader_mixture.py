"""What a pass holds: each question, alone or beside several passages of which the first one answers it."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.opposites import Word
from training.reader.documents import Asked, Retrieved
from training.reader.examples import Example, Group, holds
from training.reader.mixture import Material, Source, one_pass
from training.reader.off_topic import OffTopic, of_another_set

PASSAGES = [
    f"Quay {number} was built in {1900 + number} by the harbour board. It is {number} metres long. Boats moor there."
    for number in range(10, 40)
]
EXAMPLES = [
    Example("When was it built?", "Harbour", text, ((text.index("19"), text.index("19") + 4),), 1.0, 1.0)
    for text in PASSAGES
]
UNANSWERED = [replace(each, first="Who painted it?", spans=(), answerable=0.0) for each in EXAMPLES[:10]]
EVERY = [*EXAMPLES, *UNANSWERED]
WRONG = [[other for other in PASSAGES if other != each.passage][:6] for each in EVERY]
ASKED = [
    Asked("How long is quay 12?", "quays", Retrieved("quays", "Quays", "Quay 12: 80 m"), ((9, 13),),
          (Retrieved("quays", "Quays", "Quay 13: 90 m"), Retrieved("other", "", "Quay 12 is new."))),
    Asked("Who owns quay 12?", "quays", None, (), (Retrieved("quays", "Quays", "Quay 13: 90 m"),)),
]  # fmt: skip
TWINS = [
    (
        Example("Who tolls?", "Quays", "The guard tolls.", ((0, 9),), 1.0, 1.0, source="contrasts"),
        Example("Who tolls?", "Quays", "The guard naps.", (), 0.0, None, source="contrasts"),
    )
] * 30


def passes(folder: Path, seed: int, *, beside: float = 0.5) -> list[Group]:
    (folder / "grounding").mkdir(exist_ok=True)
    row = {"claim": "It is new.", "evidence": "It is old.", "label": "not_supported", "licence": "CC BY 4.0"}
    (folder / "grounding" / "claims.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    sources = [Source(name, EVERY, WRONG, 1.0, 0.2, beside) for name in ("squad", "natural", "open_natural")]
    return list(one_pass(Material(sources, OffTopic((), ()), ASKED, TWINS), folder, seed, share=0.9))


def test_of_several_passages_the_first_one_answers_and_no_other_does(tmp_path: Path) -> None:
    several = [group for group in passes(tmp_path, 3) if len(group) > 1 and group[0].source != "contrasts"]
    assert len(several) > 20
    for first, *others in several:
        assert first.spans and first.answerable == 1.0
        answers = [first.passage[start:end] for start, end in first.spans]
        assert len({first.passage, *(other.passage for other in others)}) == len(others) + 1
        for other in others:
            assert (other.first, other.spans, other.answerable, other.relevance) == (first.first, (), 0.0, 0.0)
            assert not holds(other.passage, answers)


def test_a_question_of_documents_stands_beside_what_came_up_for_it(tmp_path: Path) -> None:
    groups = [group for group in passes(tmp_path, 3) if group[0].source == "documents"]
    (answered,) = [group for group in groups if group[0].spans]
    assert answered[0].passage == "Quay 12: 80 m"
    assert {other.passage for other in answered[1:]} <= {"Quay 13: 90 m", "Quay 12 is new."}
    (unanswered,) = [group for group in groups if not group[0].spans]
    assert [(each.first, each.answerable) for each in unanswered] == [("Who owns quay 12?", 0.0)]


def test_a_source_may_have_its_questions_beside_one_passage_only(tmp_path: Path) -> None:
    groups = [group for group in passes(tmp_path, 3, beside=0.0) if group[0].source not in ("documents", "contrasts")]
    assert all(len(group) == 1 for group in groups)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_pass_is_the_same_for_the_same_seed(tmp_path: Path, seed: int) -> None:
    assert passes(tmp_path, seed) == passes(tmp_path, seed)
    assert passes(tmp_path, seed) != passes(tmp_path, seed + 2)


def test_twins_are_read_beside_each_other_or_one_by_one(tmp_path: Path) -> None:
    groups = [group for group in passes(tmp_path, 3) if group[0].source == "contrasts"]
    together = [group for group in groups if len(group) == 2]
    alone = [group[0] for group in groups if len(group) == 1]
    assert 0 < len(together) < len(TWINS)
    assert all((bool(own.spans), bool(other.spans)) == (True, False) for own, other in together)
    assert sum(bool(each.spans) for each in alone) == len(TWINS) - len(together) == len(alone) // 2
    assert {each.heading for group in groups for each in group} == {"", "Quays"}


def test_a_pass_has_questions_and_passages_that_are_turned_by_a_word(tmp_path: Path) -> None:
    passes(tmp_path, 3)
    every = [Source(name, EXAMPLES, WRONG, 1.0, 0.0) for name in ("squad", "natural", "open_natural")]
    words = {"was": Word(frozenset({"be"}), frozenset())}  # too short to be misspelt
    groups = list(one_pass(Material(every, OffTopic((), ()), words=words), tmp_path, 3))
    shown = [each for group in groups for each in group if each.source == "opposites"]
    assert len(shown) > 5 * len(EXAMPLES)
    for each in shown:
        assert bool(each.spans) == ((" be " in each.first) == (" be " in each.passage))


def test_what_the_wording_gives_away_goes_with_the_own_passage_only(tmp_path: Path) -> None:
    known = {each.first: 2.0 if each.spans else -2.0 for each in EVERY}
    told = [replace(each, prior=known[each.first]) for each in EVERY]
    source = Source("squad", told, WRONG, 1.0, 0.4, 0.5)
    every = [source, replace(source, name="natural"), replace(source, name="open_natural")]
    passes(tmp_path, 3)
    for group in one_pass(Material(every, OffTopic((), ())), tmp_path, 3):
        for each in group:
            if each.first in known and each.source != "off topic":
                assert each.prior == (known[each.first] if each.spans or each.first == "Who painted it?" else 0.0)


def test_questions_stand_beside_passages_of_other_sets_which_answer_nothing() -> None:
    tales = [replace(each, passage=f"Once there was a king with {number} sons.") for number, each in enumerate(EVERY)]
    found = list(of_another_set([EXAMPLES, tales], 60, random.Random(4)))
    assert len(found) == 60
    asked, told = {each.first for each in EXAMPLES}, {each.passage for each in tales}
    for each in found:
        assert (each.spans, each.answerable, each.relevance) == ((), 0.0, 0.0)
        assert each.passage in told or each.passage in PASSAGES
    assert any(each.passage in told and each.first in asked for each in found)


def test_some_questions_are_misspelt_in_training_and_their_passages_never(tmp_path: Path) -> None:
    known = {each.first for each in EVERY} | {each.question for each in ASKED} | {"Who tolls?"}
    groups = [group for group in passes(tmp_path, 3) if group[0].source == ""]
    wrong = [group for group in groups if group[0].first not in known]
    assert 0 < len(wrong) < 0.4 * len(groups)
