from __future__ import annotations

import pytest

from assistant.answered_questions import is_same_question
from assistant.reranking import ReadingReranker
from assistant.selection import ReadingSelector, Selection
from tests.assistant.fakes import MarkingReader, passage, redacted

QUESTION = redacted("When does the reading room open?")
HOURS = passage("The reading room opens at nine. Lunch is at noon.", "hours")
YARD = passage("The yard opens at dawn. Dogs stay outside.", "yard", score=0.7)


def select(*answers: str, most: int = 3) -> Selection:
    return ReadingSelector(MarkingReader(*answers)).select(QUESTION, [YARD, HOURS], most)


def test_the_unit_that_holds_the_answer_comes_first() -> None:
    assert select("nine").quotes[0].text.value == "The reading room opens at nine."


def test_at_most_so_many_quotes_are_given_and_the_first_has_the_best_odds() -> None:
    selection = select("nine", most=2)
    assert len(selection.quotes) == 2
    assert selection.ratios[0] == 1.0 > selection.ratios[1]


def test_an_answer_makes_surer_than_none() -> None:
    assert select("nine").confidence > select().confidence


def test_a_sentence_that_says_the_opposite_makes_less_sure() -> None:
    reader = ReadingSelector(MarkingReader("nine"))
    asked = [redacted(f"When does the reading room {verb}?") for verb in ("open", "close")]
    opens, closes = (reader.select(each, [YARD, HOURS], 3).confidence for each in asked)
    assert opens > reader.threshold > closes


def test_a_second_copy_of_a_document_makes_no_less_sure() -> None:
    copy, rival = passage(HOURS.text.value, "copy"), passage("The reading room opens at ten.", "rival")
    reader = MarkingReader("nine", "ten")
    alone = ReadingSelector(reader).select(QUESTION, [HOURS, YARD], 3).confidence
    assert ReadingSelector(reader).select(QUESTION, [HOURS, copy, YARD], 3).confidence >= alone
    assert ReadingSelector(reader).select(QUESTION, [HOURS, rival, YARD], 3).confidence < alone


def test_no_passages_give_no_confidence() -> None:
    selection = ReadingSelector(MarkingReader()).select(QUESTION, [], 3)
    assert (selection.quotes, selection.confidence) == ((), 0.0)


def test_what_the_reranker_read_is_not_read_again() -> None:
    reader = MarkingReader("nine")
    reread = ReadingReranker(reader, depth=1).rerank(QUESTION, [HOURS, YARD])
    ReadingSelector(reader).select(QUESTION, reread, 3)
    assert reader.read_passages == [["hours"], ["yard"]]


def test_a_span_that_two_passages_share_is_quoted_once() -> None:
    again = passage(HOURS.text.value, "again")
    object.__setattr__(again, "document_id", HOURS.document_id)
    selection = ReadingSelector(MarkingReader("nine")).select(QUESTION, [HOURS, again], 3)
    assert [each.text.value for each in selection.quotes].count("The reading room opens at nine.") == 1


def test_headings_and_headers_of_tables_are_no_answers() -> None:
    table = passage("Opening times\n| Room | Opens |\n|---|---|\n| Reading room | nine |", "table")
    selection = ReadingSelector(MarkingReader("Opens", "nine")).select(QUESTION, [table], 3)
    assert [each.text.value for each in selection.quotes] == ["| Reading room | nine |"]


def test_the_month_of_a_note_is_not_that_of_a_sentence_about_another_month() -> None:
    note = passage(
        "The wait in April was 23 minutes. The waiting room has been painted since then.", "note", title="Note of 6 May"
    )
    asked = redacted("How long was the wait in May?")
    quotes = ReadingSelector(MarkingReader("23 minutes")).select(asked, [note], 3).quotes
    assert [each.text.value for each in quotes] == ["The waiting room has been painted since then."]


def test_rows_about_others_than_the_one_asked_for_are_passed_over() -> None:
    mary, john = "⟦PERSON_aB3d⟧", "⟦PERSON_eF5g⟧"
    table = passage(f"| Locker | Owner |\n|---|---|\n| 12 | {john} |\n| 14 | {mary} |\n| 15 | empty |")
    prose = passage("She keeps locker 16 too.", "c2")
    selector = ReadingSelector(MarkingReader("12", "14", "15", "16"))
    chosen = selector.select(redacted(f"Which locker belongs to {mary}?"), [table, prose], 5)
    assert sorted(quote.text.value for quote in chosen.quotes) == ["She keeps locker 16 too.", f"| 14 | {mary} |"]
    anybody = selector.select(redacted("Which locker is it?"), [table, prose], 5)
    assert len(anybody.quotes) == 4


def test_a_question_in_a_document_is_quoted_with_its_answer_and_never_alone() -> None:
    asked = redacted("How heavy is the trolley?")
    told = passage("Q: How heavy is the trolley? A: Forty kilograms.", "told")
    quotes = ReadingSelector(MarkingReader("heavy", "Forty")).select(asked, [told], 3).quotes
    assert [each.text.value for each in quotes] == ["Q: How heavy is the trolley? A: Forty kilograms."]
    alone = passage("How heavy is the trolley?", "alone")
    assert ReadingSelector(MarkingReader("heavy")).select(asked, [alone], 3).quotes == ()


def test_an_answer_is_about_the_question_that_the_document_asks() -> None:
    asked = passage("- When do the doors of the reading room open? At nine.\n- When does the yard open? At dawn.")
    found = ReadingSelector(MarkingReader("At nine", "At dawn")).select(QUESTION, [asked], 3)
    assert found.quotes[0].text.value == "- When do the doors of the reading room open? At nine."
    assert found.ratios[1] < 0.5


def test_where_a_document_asks_the_very_question_its_answer_comes_first() -> None:
    same = passage("Q: When does the reading room open?\nA: At nine, after the bell.", "same", score=0.2)
    reader = MarkingReader("nine stalls")
    rival = passage("The reading room opens with nine stalls.", "rival")
    assert ReadingSelector(reader).select(QUESTION, [rival, same], 3).quotes[0].passage is same


@pytest.mark.parametrize(
    "question", ["Where does the reading room open?", "Why does the reading room never open?", "When does it open?"]
)
def test_a_question_of_a_document_that_asks_something_else_is_no_such_one(question: str) -> None:
    assert not is_same_question("When does the reading room open?", question)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How do I turn off the alarm?", "How do I turn on the alarm?"),
        ("What must I file before the audit?", "What must I file after the audit?"),
        ("Which forms do guests under 18 need?", "Which forms do guests over 18 need?"),
        ("What is the fare from Lisbon to Porto?", "What is the fare from Porto to Lisbon?"),
        ("What does the tenant owe the landlord?", "What does the landlord owe the tenant?"),
        ("How much vitamin C is allowed?", "How much vitamin D is allowed?"),
        ("How much vitamin A is allowed?", "How much vitamin is allowed?"),
        ("Which rules apply to class A?", "Which rules apply to class B?"),
        ("Is the reading room open on Sunday?", "Is the reading room open until Sunday?"),
        ("What does the insurer pay for storm damage?", "What does the insured pay for storm damage?"),
        ("Who is the warden of the pier?", "Who was the warden of the pier?"),
        ("Can I smoke on the pier?", "Can't I smoke on the pier?"),
        ("May I open the sluice gate?", "Must I open the sluice gate?"),
        ("10 days after which notice is rent due?", "11 days after which notice is rent due?"),
        ("What does ⟦PERSON_aB3d⟧ owe ⟦PERSON_eF5g⟧?", "What does ⟦PERSON_eF5g⟧ owe ⟦PERSON_aB3d⟧?"),
    ],
)
def test_a_small_word_or_another_order_makes_another_question(one: str, other: str) -> None:
    assert not is_same_question(one, other)
    assert is_same_question(one, one) and is_same_question(other, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Q: How heavy is the trolley?", "how heavy is the trolley"),
        ("Question 4: How heavy is the trolley?", "How heavy is a trolley, please?"),
        ("12. How heavy are trolleys?", "How heavy is the trolley?"),
        ("What's the fee for thirty days?", "What is the fee for 30 days?"),
        ("Why isn't the pier open?", "Why is not the pier open?"),
        ("How does the sluice gate open?", "HOW DOES THE SLUICE GATE OPEN?"),
    ],
)
def test_a_question_in_other_forms_of_its_words_is_the_same(one: str, other: str) -> None:
    assert is_same_question(one, other)


def test_the_answer_of_the_opposite_question_does_not_shut_out_the_rest() -> None:
    asked = redacted("How do I turn off the alarm of the yard?")
    opposite = passage("Q: How do I turn on the alarm of the yard?\nA: Push the green button.", "opposite")
    right = passage("Hold the red button for the alarm of the yard to end.", "right")
    quotes = ReadingSelector(MarkingReader("Hold the red button")).select(asked, [opposite, right], 3).quotes
    assert quotes[0].passage is right
