"""Generated documents: spans are exact, every slot is filled, and what is kept for measuring is never trained on."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations

import pytest

from tests.training.tagged import said
from training.tagger import cultures, fillers, mixture, people, templates
from training.tagger.fillers import WORDS, Fillers
from training.tagger.people import Person
from training.tagger.spans import Document
from training.tagger.templates import Writer

PARTS = {"train": cultures.TRAIN, "development": cultures.DEVELOPMENT, "measure": cultures.MEASURE}


@pytest.fixture(scope="module", autouse=True)
def few_towns() -> Iterator[None]:
    """Streets and towns of one locale: making those of all takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fillers, "ADDRESSES", {"train": ["en_GB"], "measure": ["en_NZ"]})
        yield


def every_template() -> list[tuple[str, str, str]]:
    return [(part, kind, one) for part in PARTS for kind, found in templates.templates(part).items() for one in found]


def written(part: str, template: str, seed: int = 1) -> Document:
    rng = random.Random(seed)
    return templates.write(rng, Fillers(part, rng), "test", template)


def test_each_slot_is_filled_and_labelled_where_it_stands() -> None:
    document = written("train", "Ward {n}: {a!} of {street}, {city}, on {date}. Pay {money} to {org}.")
    pattern = r"Ward \d+: (.+) of (?:the )?(.+), (?:the )?(.+), on (.+)\. Pay [$€£][\d,]+ to (.+)\."
    found = re.fullmatch(pattern, document.text)
    assert found is not None
    labels = ["PERSON", "STREET_ADDRESS", "LOCATION", "DATE_TIME", "ORGANIZATION"]
    assert said(document) == list(zip(found.groups(), labels, strict=True))


def test_a_choice_is_made_before_its_slots_are_filled() -> None:
    texts = {written("train", "<Yes|No>, <{a.given}|nobody>", seed).text for seed in range(30)}
    assert {text.split(",")[0] for text in texts} == {"Yes", "No"}
    assert "Yes, nobody" in texts


def test_the_article_of_a_place_is_no_part_of_it() -> None:
    document = written("train", "{country}, " * 60)
    assert document.text.count("the ") > 5
    assert not [text for text, _ in said(document) if text.startswith("the ")]


def test_somebody_keeps_the_name_throughout_a_document() -> None:
    document = written("train", "{a.surname} {a.given} {b.surname} {a.surname} {a.given}")
    names = [text for text, _ in said(document)]
    assert names[:2] == names[3:]


@pytest.mark.parametrize("part", PARTS)
def test_documents_of_every_template_are_whole(part: str) -> None:
    rng = random.Random(3)
    fill = Fillers(part, rng)
    for kind, found in templates.templates(part).items():
        for template in found:
            document = templates.write(rng, fill, kind, template)
            assert not re.search(r"[{}]|<[^<>]*\|[^<>]*>", document.text), template
            ends = [0, *(span.end for span in document.spans)]
            assert all(end <= span.start < span.end for end, span in zip(ends, document.spans, strict=False)), template
            assert ends[-1] <= len(document.text)
            assert all(text == text.strip() for text, _ in said(document)), template


def test_a_seed_gives_the_same_towns_in_each_process() -> None:
    code = (
        "import random; from training.tagger import fillers;"
        "fillers.ADDRESSES = {'train': ['it_IT']};"
        "made = fillers.Fillers('train', random.Random(1));"
        "print([made.city() for _ in range(20)])"
    )
    towns = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert towns[0] == towns[1] != ""


def test_no_line_of_a_template_stands_in_two_parts() -> None:
    lines: dict[str, set[str]] = {part: set() for part in PARTS}
    for part, _, template in every_template():
        lines[part] |= {line.strip() for line in template.splitlines() if len(line.strip()) > 25}
    for name in ("sentences", "negatives"):
        lines["train"] |= set((templates.FOLDER / "train" / f"{name}.txt").read_text("utf-8").splitlines())
    assert all(lines.values())
    for one, other in combinations(PARTS, 2):
        assert not lines[one] & lines[other]


def test_no_culture_and_no_word_of_an_organisation_is_in_two_parts() -> None:
    for one, other in combinations(PARTS.values(), 2):
        assert not set(one) & set(other)
    for halves in (WORDS["organization_heads"], WORDS["organization_tails"], WORDS["care"]):
        assert not set(halves["train"]) & set(halves["measure"])


@pytest.mark.parametrize("part", PARTS)
def test_people_of_a_part_come_of_its_cultures_and_documents_of_its_templates(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Person] = []
    used: list[str] = []

    def draw(*given: object, **more: object) -> Person:
        drawn.append(people.draw(*given, **more))  # type: ignore[arg-type]
        return drawn[-1]

    def write(self: Writer, template: str, kind: str) -> Document:
        used.append(template)
        return whole(self, template, kind)

    whole = Writer.write
    monkeypatch.setattr(templates, "draw", draw)
    monkeypatch.setattr(Writer, "write", write)
    own = [template for found in templates.templates(part).values() for template in found]
    list(mixture.generated(part, len(own), seed=5))
    assert sorted(used) == sorted(own)
    assert {person.culture for person in drawn} <= set(PARTS[part])


@pytest.mark.parametrize("key", sorted({*cultures.DEVELOPMENT, *cultures.MEASURE}))
def test_a_culture_kept_apart_has_names_in_latin_letters(key: str) -> None:
    kept = cultures.culture(key)
    for names in (kept.male, kept.female, kept.surnames_male, kept.surnames_female):
        assert len(names) > 5
        assert all(re.fullmatch(r"[A-ZÀ-ÞĀ-Ž][^\d_]+", name) for name in names)


@pytest.mark.parametrize("seed", range(5))
def test_titles_and_credentials_are_no_part_of_a_name(seed: int) -> None:
    rng = random.Random(seed)
    around = {*people.PROFESSIONAL, *people.CREDENTIALS, *people.TITLES["male"], *people.TITLES["female"]}
    for _ in range(200):
        person = people.draw(rng, ["own_tamil", "own_basque"], professional=rng.random() < 0.5)
        for mention in (people.first_mention, people.later_mention):
            pieces = mention(rng, person)
            assert sum(is_name for _, is_name in pieces) == 1
            for text, is_name in pieces:
                words = {person.given.casefold(), person.surname.casefold()}
                assert any(word in text.casefold() for word in words) == is_name
                assert is_name or text.strip(", ") in around
                assert not is_name or text.split()[0] not in around - {"M."}
