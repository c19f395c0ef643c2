"""Labelled sets become texts whose spans are exact, and rows for measuring are never read for training."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.training.tagged import said, tagged
from training.tagger.corpora import document, entities, joined, meddocan, paragraphs, together, training_documents
from training.tagger.spans import UNKNOWN


def row(tokens: str, tags: str, source: str = "wikigold", text_id: str = "a-1") -> dict[str, object]:
    return {"tokens": tokens.split(), "tags": tags.split(), "source": source, "sent_id": text_id}


def test_tokens_are_joined_as_people_type_and_each_is_found_again() -> None:
    tokens = """Anna 's boss ( Ed ) said : " No . " They do n't pay $ 5""".split()
    text, places = joined(tokens)
    assert text == """Anna's boss (Ed) said: "No." They don't pay $5"""
    assert [text[start:end] for start, end in places] == tokens


def test_an_entity_ends_where_another_begins_or_the_type_changes() -> None:
    tags = "B-PER B-PER I-PER O I-LOC I-ORG".split()
    assert list(entities(tags)) == [("PER", 0, 1), ("PER", 1, 3), ("LOC", 4, 5), ("ORG", 5, 6)]


def test_a_sentence_keeps_its_entities_under_our_names() -> None:
    found = document(row("Ida Holm ( Acme ) flew to Oslo .", "B-PER I-PER O B-ORG O O O B-LOC O"))
    assert found.text == "Ida Holm (Acme) flew to Oslo."
    assert said(found) == [("Ida Holm", "PERSON"), ("Acme", "ORGANIZATION"), ("Oslo", "LOCATION")]


@pytest.mark.parametrize(
    ("tokens", "source", "label"),
    [
        ("Lender", "sec", UNKNOWN),
        ("@ ida", "btc", UNKNOWN),
        ("somebody", "gum", UNKNOWN),
        ("ida", "wnut17", "PERSON"),
        ("Ida", "gum", "PERSON"),
    ],
)
def test_what_is_tagged_a_person_and_names_nobody_teaches_nothing(tokens: str, source: str, label: str) -> None:
    tags = " ".join(["B-PER", "I-PER"][: len(tokens.split())])
    assert [span.label for span in document(row(tokens, tags, source)).spans] == [label]
    assert [span.label for span in document(row(tokens, tags, source), own_labels=True).spans] == ["PERSON"]


def test_sentences_in_a_row_keep_their_spans() -> None:
    whole = together([tagged("[Ida|PERSON] left."), tagged("To [Oslo|LOCATION]"), tagged("by [Ed|PERSON]")], "\n")
    assert whole.text == "Ida left.\nTo Oslo\nby Ed"
    assert said(whole) == [("Ida", "PERSON"), ("Oslo", "LOCATION"), ("Ed", "PERSON")]


def test_paragraphs_hold_each_sentence_once_and_never_mix_texts() -> None:
    rows = [
        row(f"Ida{text}{number} went", "B-PER O", text_id=f"{text}-{number}") for text in "ab" for number in range(9)
    ]
    found = paragraphs(rows, 4, seed=1)
    assert [name for one in found for name, _ in said(one)] == [
        f"Ida{text}{number}" for text in "ab" for number in range(9)
    ]
    assert all(("Idaa" in one.text) != ("Idab" in one.text) for one in found)


def test_clinical_cases_keep_their_characters(tmp_path: Path) -> None:
    text = "Remitida por Ida Holm. Vive en Oslo."
    spans = [[31, 35, "TERRITORIO"], [13, 21, "NOMBRE_PERSONAL_SANITARIO"], [0, 8, "PROFESION"]]
    (tmp_path / "cases.jsonl").write_text(json.dumps({"text": text, "spans": spans}) + "\n", "utf-8")
    (found,) = meddocan(tmp_path / "cases.jsonl")
    assert said(found) == [("Ida Holm", "PERSON"), ("Oslo", "LOCATION")]


def test_no_row_for_measuring_is_trained_on(tmp_path: Path) -> None:
    """Each file holds a name of its own: that of the files for measuring must not turn up."""
    crossner = [f"crossner-{name}" for name in ("ai", "literature", "music", "politics", "science")]
    train = ["uner_ewt-train", "wnut17-train", "wikigold-all", "sec_filings-train", "gum_named_derived-all", "btc-all"]
    train += ["german_ler-dev", *(f"{name}-train" for name in crossner)]
    measure = ["uner_ewt-dev", "uner_ewt-test", "wnut17-dev", "wnut17-test", "sec_filings-test", "german_ler-test"]
    measure += [f"{name}-{part}" for name in crossner for part in ("dev", "test")]
    (tmp_path / "meddocan_es").mkdir()
    for names, word in ((train, "Taught"), (measure, "Kept")):
        for name in names:
            line = json.dumps(row(f"{word} {name} went", "B-PER I-PER O")) + "\n"
            (tmp_path / f"{name}.jsonl").write_text(line * 400, "utf-8")
    for part, word in (("train", "Taught"), ("dev", "Kept"), ("test", "Kept")):
        line = json.dumps({"text": f"{word} meddocan", "spans": []}) + "\n"
        (tmp_path / "meddocan_es" / f"{part}.jsonl").write_text(line * 60, "utf-8")
    texts = [one.text for one in training_documents(tmp_path, seed=1)]
    assert {name for name in [*train, "meddocan"] if any(name in text for text in texts)} == {*train, "meddocan"}
    assert not [text for text in texts if "Kept" in text]
