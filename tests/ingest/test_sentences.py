"""Sentences: where they end and where they don't."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import sentence_spans


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The gate shuts at nine. | Ring twice.",
        "Is it open? | Yes! | It is.",
        "Dr. Ada Example saw Mrs. Bo on Monday. | She is well.",
        "Absent: Cllrs. Bo and Li, Drs. Ek and Sol. | Messrs. Ray and Fox came.",
        "Bring fruit, e.g. apples, i.e. no sweets. | Thanks.",
        "The U.S. Army came. | It left.",
        "He moved to the U.S. | The clinic wrote to him.",
        "See No. 5 and Fig. 2 on p. 3. | Then sign.",
        "May I smoke? | No. | Nobody may.",
        "It weighs 3.5 kg. | That is 7.7 lb.",
        "The court cited Miller v. Stone. | It was right.",
        "J. R. Example signed. | He left.",
        "Open from 9 a.m. to 1 p.m. on Monday. | Closed on Sunday.",
        "It shuts at 6 p.m. | The key stays with us.",
        "He waited ... and waited. | Then he left.",
        "He waited … | Nobody came.",
        "“Stop!” she said. | “Go home.” | They went.",
        "(It is closed.) | Come back.",
        "Is it ⟦PERSON_k7Q2⟧? | Ask ⟦PERSON_k7Q2⟧. | ⟦PERSON_a2B3⟧ knows.",
        "Ask [PERSON]. | [PERSON] knows.",
        "Call Dr. ⟦PERSON_k7Q2⟧ and No. ⟦PHONE_x1Y2⟧. | Thanks.",
        "1. Wash your hands. | Dry them.",
        "a) First. | Then second.",
        "Sie kommt um 9 Uhr, z.B. am Montag. | Er nicht.",
        "Er bleibt bis zum 3. Oktober und zahlt am 15. Mai. | Dann geht er.",
        "Version 4.2. | It is new.",
        "Write to a.b@example.org. | We answer.",
        "See www.example.org/a.b?c=1. | It helps.",
        "First; second; third. | Done.",
        "他走了。 | 她来了！ | 好",
        "The firm Example Inc. was sold. | It had ten people.",
        "1.5 mg is enough. | More is not.",
        "About 20 percent. | 30 is too much.",
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str) -> None:
    expected = text.split(" | ")
    assert split(text.replace(" | ", " ")) == expected


def test_lines_are_sentences_of_their_own() -> None:
    text = "- bring the card\n- ring twice. Wait.\n\n| Dr. A. | 2. B. |\n| C. D | 3 |"
    assert split(text) == ["- bring the card", "- ring twice.", "Wait.", "| Dr. A. | 2. B. |", "| C. D | 3 |"]


@given(st.text(alphabet=st.sampled_from("aB1.!?… \n\t|\"'(⟦⟧-。"), max_size=200) | st.text(max_size=80))
def test_spans_are_trimmed_disjoint_and_around_all_that_is_visible(text: str) -> None:
    at = 0
    for start, end in sentence_spans(text):
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize("piece", ["The gate shuts at nine. ", "word ", "a. B ", "... ", "? ", "⟦PERSON_k7Q2⟧. "])
@pytest.mark.timeout(60)
def test_a_megabyte_of_anything_ends(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    spans = sentence_spans(text)
    assert spans[0][0] == 0 and spans[-1][1] == len(text.rstrip())
