"""What the reader is trained on: spans stay where the answers are, negatives don't hold them, parts never mix."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from training.reader import negatives
from training.reader.claims import made
from training.reader.contexts import cut_around, set_among
from training.reader.examples import Example, part_of, questions, untokenised
from training.reader.generated import generated
from training.reader.off_topic import OffTopic, found_elsewhere
from training.reader.redacted import redacted

PASSAGE = (
    "The archive opened in Ghent in 1952. Its vault was built by Mara Lindqvist. It holds 40,000 maps of the coast."
)
EXAMPLE = Example("Who built the vault of the Ghent archive?", "Archive", PASSAGE, ((60, 74),), 1.0, 1.0)


def said(example: Example) -> list[str]:
    return [example.passage[start:end] for start, end in example.spans]


def test_the_example_is_what_it_seems() -> None:
    assert said(EXAMPLE) == ["Mara Lindqvist"]


def test_untokenised_passages_keep_their_answers() -> None:
    text = "The vault ( built in 1952 ) , says Mara 's `` guide '' , holds forty - two maps ."
    spans = tuple((text.index(answer), text.index(answer) + len(answer)) for answer in ("1952", "forty - two maps"))
    plain = untokenised(replace(EXAMPLE, passage=text, spans=spans))
    assert plain.passage == 'The vault (built in 1952), says Mara\'s "guide", holds forty-two maps.'
    assert said(plain) == ["1952", "forty-two maps"]


def test_every_generated_answer_stands_in_its_passage() -> None:
    examples = list(generated(400, seed=1))
    for example in examples:
        assert all(0 <= start < end <= len(example.passage) for start, end in example.spans)
        assert all(text == text.strip() for text in said(example))
        assert bool(example.spans) == (example.answerable == 1.0)
    assert 0.5 < sum(bool(example.spans) for example in examples) / len(examples) < 0.85


def test_generated_examples_are_the_same_for_a_seed() -> None:
    assert list(generated(30, seed=4)) == list(generated(30, seed=4))
    assert list(generated(30, seed=4)) != list(generated(30, seed=5))


def test_a_passage_without_its_answer_says_nothing_of_it() -> None:
    emptied = negatives.without_answer(EXAMPLE)
    assert emptied is not None
    assert "Lindqvist" not in emptied.passage
    assert "Ghent" in emptied.passage
    assert (emptied.answerable, emptied.spans) == (0.0, ())


@pytest.mark.parametrize("seed", range(20))
def test_a_cut_passage_keeps_its_answer_and_three_sentences_or_more(seed: int) -> None:
    longer = replace(EXAMPLE, passage=f"{PASSAGE} It is closed on Mondays. Entry is free. Dogs may not come in.")
    cut = cut_around(longer, random.Random(seed))
    assert said(cut) == ["Mara Lindqvist"]
    assert cut.passage in longer.passage
    assert cut.passage.count(".") >= 3


def test_passages_are_cut_differently_each_time() -> None:
    longer = replace(EXAMPLE, passage=f"{PASSAGE} It is closed on Mondays. Entry is free. Dogs may not come in.")
    assert len({cut_around(longer, random.Random(seed)).passage for seed in range(20)}) > 3


def test_a_sentence_set_among_others_keeps_its_answer() -> None:
    others = ["Dogs may not come in.", "Entry is free.", "The café opens at ten."]
    found = [set_among(EXAMPLE, others, random.Random(seed)) for seed in range(20)]
    assert all(said(each) == ["Mara Lindqvist"] and PASSAGE in each.passage for each in found)
    assert len({each.spans for each in found}) > 3


def test_a_swapped_question_asks_for_something_else() -> None:
    other = negatives.swapped(EXAMPLE, ["Bergen"], random.Random(1))
    assert other is not None
    assert "Ghent" not in other.first
    assert other.answerable == 0.0


def test_retrieved_negatives_never_hold_the_answer() -> None:
    others = [
        replace(
            EXAMPLE, first="What is kept in Bergen?", passage="Bergen keeps the vault's twin, built later.", spans=()
        ),
        replace(EXAMPLE, first="Who was she?", passage="Mara Lindqvist built the vault and a bridge.", spans=()),
    ]
    wrong = negatives.neighbours([EXAMPLE, *others], None)
    assert wrong[0] == ["Bergen keeps the vault's twin, built later."]


def test_made_claims_are_true_or_altered() -> None:
    claims = list(made([EXAMPLE], ["Bergen", "Iris Holm"], 300, random.Random(2)))
    assert {claim.support for claim in claims} == {0.0, 1.0}
    for claim in claims:
        stands = claim.first.rstrip(".") in PASSAGE
        if claim.support == 0.0 and not claim.first.startswith(EXAMPLE.first):
            assert not stands
        elif claim.support == 1.0:
            assert stands or claim.first.endswith("Mara Lindqvist")


@pytest.mark.parametrize(
    ("title", "part"),
    [("Harvard_University", "test"), ("Geology", "dev"), ("Kenya", "train"), ("Super_Bowl_50", "dev"), ("", "dev")],
)
def test_an_article_is_in_one_part_for_good(title: str, part: str) -> None:
    assert part_of(title) == part_of(title.replace("_", " ")) == part


def test_questions_are_read_with_their_labels(tmp_path: Path) -> None:
    rows = [
        {"title": "Old_Archive", "context": PASSAGE, "question": " Who built it? ", "is_impossible": False,
         "answers": [{"text": "Mara Lindqvist", "answer_start": 60}] * 2},
        {"title": "set-7:a", "context": PASSAGE, "question": "Who sold it?", "is_impossible": True, "answers": []},
    ]  # fmt: skip
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    first, second = questions(path)
    assert (first.first, first.heading, first.answerable, said(first)) == (
        "Who built it?",
        "Old Archive",
        1.0,
        ["Mara Lindqvist"],
    )
    assert (second.heading, second.answerable, second.spans) == ("", 0.0, ())


@pytest.mark.parametrize("seed", range(12))
def test_redacted_examples_keep_their_answer_in_place(seed: int) -> None:
    shown = redacted(EXAMPLE, random.Random(seed))
    assert "Mara Lindqvist" not in shown.passage
    assert len(said(shown)) == 1
    assert said(shown) == ["[PERSON]"]
    assert shown.passage.endswith("It holds 40,000 maps of the coast.")


def test_a_name_in_question_and_passage_is_hidden_in_both() -> None:
    start = PASSAGE.index("Its vault")
    asked = replace(EXAMPLE, first="What did Mara Lindqvist build?", spans=((start, start + len("Its vault")),))
    shown = redacted(asked, random.Random(1))
    sign = shown.first.removeprefix("What did ").removesuffix(" build?")
    assert sign in shown.passage
    assert said(shown) == ["Its vault"]


def test_off_topic_passages_are_of_another_article_and_hold_no_answer() -> None:
    of_article = replace(EXAMPLE, heading="Vault")
    same = replace(of_article, first="Who was she?", passage="The vault was built for Bergen.", spans=())
    holding = replace(of_article, heading="Bridges", passage=f"A bridge. {PASSAGE}")
    other = replace(of_article, heading="Bergen", passage="Bergen keeps the vault's twin, built later.", spans=())
    found = found_elsewhere([of_article], [[of_article, same, holding, other]], None)
    assert [(each.heading, each.passage) for each in found[0]] == [("Bergen", other.passage)]
    made = list(OffTopic([of_article], found).examples(5, random.Random(1)))
    assert [(each.first, each.passage, each.answerable, each.relevance) for each in made] == [
        (of_article.first, other.passage, 0.0, 0.0)
    ]
