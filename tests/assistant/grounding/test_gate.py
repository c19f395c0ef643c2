from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.answer import Draft, DraftSentence
from assistant.grounding.gate import Gate
from assistant.grounding.support import MOST_JUDGED
from policies.text import RedactedText
from tests.assistant.fakes import MarkingReader, passage

LEAVE = passage(
    "Parents may take sixteen weeks of paid leave after a birth. Requests go to Mara Lindqvist by 4 May 2025.\n"
    "Unpaid leave is not granted in December.",
    "leave",
    section="Leave",
)
FEES = passage("| Service | Fee |\n| X-ray of the hand | $85.50 |\n| Blood panel | $40 |", "fees")
PASSAGES = [LEAVE, FEES]


def check(*sentences: DraftSentence):
    return Gate(MarkingReader()).check(Draft(sentences, 0.8, "test"), PASSAGES)


def test_a_verbatim_sentence_is_cited_with_its_place_in_the_document() -> None:
    verdict = check(DraftSentence("Parents may take sixteen weeks of paid leave after a birth.", ("leave",)))
    (citation,) = verdict.citations
    assert LEAVE.text.value[citation.start - LEAVE.start : citation.end - LEAVE.start] == citation.quote.value
    assert (citation.chunk_id, citation.page, citation.section.value) == ("leave", 2, "Leave")
    assert verdict.confidence == pytest.approx(0.8)


def test_white_space_may_differ_and_the_quote_is_the_documents() -> None:
    verdict = check(DraftSentence("Parents may take sixteen  weeks of\npaid leave after a birth.", ("leave",)))
    assert verdict.citations[0].quote.value == "Parents may take sixteen weeks of paid leave after a birth."


def test_a_table_row_is_quoted_whole() -> None:
    verdict = check(DraftSentence("| Blood panel | $40 |", ("fees",)))
    assert verdict.text == "| Blood panel | $40 |"


def test_a_sentence_in_other_words_is_cited_with_the_sentence_that_supports_it() -> None:
    verdict = check(DraftSentence("After a birth, parents may take paid leave of sixteen weeks.", ("leave",)))
    assert verdict.citations[0].quote.value == "Parents may take sixteen weeks of paid leave after a birth."


@pytest.mark.parametrize(
    "claim",
    [
        "Parents may take eighteen weeks of paid leave after a birth.",
        "Parents may take sixteen months of paid leave after a birth.",
        "Parents may take sixteen weeks of paid leave after a birth in Lisbon.",
        "Parents may not take sixteen weeks of paid leave after a birth.",
        "Requests for paid leave after a birth go to Mara Bergström by 4 May 2025.",
        "Requests go to Mara Lindqvist by 4 June 2025.",
        "Requests go to ⟦PERSON_k7Q2⟧ by 4 May 2025.",
        "Unpaid leave is granted in December.",
        "The canteen serves soup.",
        "the",
        "of paid",
        "???",
        "",
    ],
)
def test_what_the_passage_does_not_say_is_removed(claim: str) -> None:
    verdict = check(DraftSentence(claim, ("leave",)))
    assert (verdict.text, verdict.citations, verdict.removed) == ("", (), 1)


class Doubting:
    """Supports nothing, and remembers how many texts it was asked about."""

    asked = 0

    def support(self, claim: str, texts: Sequence[RedactedText]) -> list[float]:
        self.asked += len(texts)
        return [-20.0] * len(texts)


def test_a_sentence_of_the_passages_own_words_is_removed_when_the_judge_sees_no_support() -> None:
    claim = DraftSentence("A birth may take sixteen weeks of paid leave after parents.", ("leave",))
    assert check(claim).text
    assert not Gate(Doubting()).check(Draft((claim,), 0.8, "test"), PASSAGES).text


def test_a_verbatim_quote_needs_no_judge() -> None:
    judge = Doubting()
    quoted = DraftSentence("Unpaid leave is not granted in December.", ("leave",))
    assert Gate(judge).check(Draft((quoted,), 0.8, "test"), PASSAGES).text
    assert judge.asked == 0


def test_few_passages_are_judged_for_one_sentence() -> None:
    many = [passage(f"Room {n} is free on Monday in May.", f"c{n}") for n in range(20)]
    judge = Doubting()
    Gate(judge).check(Draft((DraftSentence("On Monday in May a room is free."),), 0.8, "test"), many)
    assert 0 < judge.asked <= MOST_JUDGED


def test_the_answer_in_a_quote_stays_marked() -> None:
    sentence = DraftSentence("Unpaid leave is not granted in December.", ("leave",), emphasis=(31, 39))
    verdict = check(sentence)
    assert [verdict.text[start:end] for start, end in verdict.emphases] == ["December"]


def test_a_row_is_shown_under_the_header_that_its_passage_has() -> None:
    row = DraftSentence("| Blood panel | $40 |", ("fees",), emphasis=(16, 19), header="| Service | Fee |")
    verdict = check(row)
    assert verdict.text == "| Service | Fee |\n|---|---|\n| Blood panel | $40 |"
    assert [verdict.text[start:end] for start, end in verdict.emphases] == ["$40"]
    assert verdict.citations[0].quote.value == "| Blood panel | $40 |"


def test_a_header_that_the_passage_does_not_have_is_not_shown() -> None:
    row = DraftSentence("| Blood panel | $40 |", ("fees",), header="| Name | Salary |")
    assert check(row).text == "| Blood panel | $40 |"


def test_the_amount_must_stand_in_the_passage() -> None:
    assert check(DraftSentence("The fee for an X-ray of the hand is $85.50.", ("fees",))).text
    assert not check(DraftSentence("The fee for an X-ray of the hand is $95.50.", ("fees",))).text


def test_a_sentence_supported_by_another_passage_than_it_cites_is_removed() -> None:
    assert not check(DraftSentence("Parents may take sixteen weeks of paid leave after a birth.", ("fees",))).text


def test_an_unknown_id_supports_nothing_and_is_never_cited() -> None:
    quote = "Parents may take sixteen weeks of paid leave after a birth."
    assert not check(DraftSentence(quote, ("made-up",))).text
    assert [c.chunk_id for c in check(DraftSentence(quote, ("made-up", "leave"))).citations] == ["leave"]


def test_a_sentence_that_cites_nothing_may_stand_on_any_passage() -> None:
    assert check(DraftSentence("Unpaid leave is not granted in December.")).citations[0].chunk_id == "leave"


def test_removed_sentences_lower_the_confidence() -> None:
    good = DraftSentence("Unpaid leave is not granted in December.", ("leave",))
    verdict = check(good, DraftSentence("The canteen serves soup.", ("leave",)))
    assert (verdict.text, verdict.removed) == (good.text, 1)
    assert verdict.confidence == pytest.approx(0.4)


def test_the_same_sentence_twice_is_said_once() -> None:
    quote = DraftSentence("Unpaid leave is not granted in December.", ("leave",))
    verdict = check(quote, quote)
    assert verdict.text == quote.text
    assert len(verdict.citations) == 1
