"""Pseudonyms give way to plain names in what the model reads, and every span leads back to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.stand_ins import StandIns

ADA, BEN, DAY = "⟦PERSON_k7Q2⟧", "⟦PERSON_x9Rt⟧", "⟦DATE_OF_BIRTH_m3Wd⟧"


def test_a_pseudonym_has_one_stand_in_in_all_texts_read_together() -> None:
    together = StandIns()
    asked, read = together.put(f"Whom did {ADA} hire?"), together.put(f"{BEN} was hired by {ADA}.")
    ada = asked.text.removeprefix("Whom did ").removesuffix(" hire?")
    assert read.text.endswith(f" was hired by {ada}.") and not read.text.startswith(ada)


@pytest.mark.parametrize(
    "kind", ["PERSON", "LOCATION", "STREET_ADDRESS", "DATE_OF_BIRTH", "EMAIL_ADDRESS", "IBAN_CODE"]
)
def test_different_pseudonyms_have_different_stand_ins(kind: str) -> None:
    text = StandIns().put(" | ".join(f"⟦{kind}_{code}{other}⟧" for code in ("aB3", "cD4") for other in "23456789")).text
    assert len(set(text.split(" | "))) == 16 and "⟦" not in text


def test_the_letters_of_a_pseudonym_do_not_matter() -> None:
    text = f"{BEN} asked {ADA}; {BEN} was born on {DAY}."
    other = text.replace("k7Q2", "Zz1a").replace("x9Rt", "Aa2b").replace("m3Wd", "Wq8c")
    assert StandIns().put(text).text == StandIns().put(other).text


def test_a_copy_keeps_what_was_given_and_gives_its_own_after() -> None:
    first = StandIns()
    ada = first.put(ADA).text
    assert first.copy().put(f"{ADA}{BEN}").text == first.copy().put(f"{ADA}{BEN}").text == first.put(ADA + BEN).text
    assert first.put(ADA).text == ada


def test_what_is_no_pseudonym_stays() -> None:
    for text in ("", "[PERSON] lives at ⟦home⟧.", "Alan Baker lives here."):
        assert StandIns().put(text).text == text


def test_a_span_that_touches_a_stand_in_is_the_whole_pseudonym() -> None:
    text = f"To {ADA}, from {BEN}."
    stood_in = StandIns().put(text)
    given_name = stood_in.text.index(" ", 3)
    spans = [(0, 2), (3, given_name), (given_name + 1, stood_in.text.index(",")), (stood_in.text.index("from"), -1)]
    spans[-1] = (spans[-1][0], spans[-1][0] + 4)
    assert [text[a:b] for a, b in stood_in.original(spans)] == ["To", ADA, ADA, "from"]


@given(st.lists(st.sampled_from([ADA, BEN, DAY, "Ben", " ", "was", ".", "⟦", "⟧"]), max_size=12))
def test_characters_lead_back_to_where_they_came_from(parts: list[str]) -> None:
    text = "".join(parts)
    stood_in = StandIns().put(text)
    found = stood_in.original([(place, place + 1) for place in range(len(stood_in.text))])
    for place, (start, end) in enumerate(found):
        whole = text[start:end]
        assert whole in (ADA, BEN, DAY) or whole == stood_in.text[place]
    assert found == sorted(found)
    assert not stood_in.text or (found[0][0], found[-1][1]) == (0, len(text))
