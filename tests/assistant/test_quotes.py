from __future__ import annotations

import pytest

from assistant.answer import Passage
from assistant.quotes import SHORT_LIST, Quote, quote, with_whole_lists
from assistant.readings import Span
from tests.assistant.fakes import passage, redacted

PROSE = passage("The yard was paved in 1902. It has forty stalls. Dogs stay outside.")
STEPS = passage(
    "To return a boat:\n1. Tie it to the pier.\n2. Hand in the oars.\n3. Sign the book.\nThe pier closes at six."
)
FEES = passage("| Service | Fee |\n|---|---|\n| Day permit | 6 crowns |\n| Night mooring | 14 crowns |")


def shown(text: str, of: Passage, question: str = "Which is it?") -> Quote:
    start = of.text.value.index(text)
    return quote(question, of, Span(start, start + len(text), 1.0))


def emphasised(found: Quote) -> str | None:
    return None if found.emphasis is None else found.passage.text.slice(*found.emphasis).value


def test_an_answer_is_shown_in_its_whole_sentence() -> None:
    found = shown("1902", PROSE)
    assert (found.text.value, emphasised(found)) == ("The yard was paved in 1902.", "1902")


def test_a_sentence_that_points_back_brings_the_one_before_it() -> None:
    assert shown("forty stalls", PROSE).text.value == "The yard was paved in 1902. It has forty stalls."


def test_an_answer_over_two_sentences_is_shown_in_both() -> None:
    assert shown("forty stalls. Dogs", PROSE).text.value.endswith("It has forty stalls. Dogs stay outside.")


def test_a_step_that_is_asked_for_brings_the_whole_procedure() -> None:
    found = shown("Hand in the oars", STEPS, "How do I return a boat?")
    assert found.text.value == "To return a boat:\n1. Tie it to the pier.\n2. Hand in the oars.\n3. Sign the book."


def test_the_line_that_introduces_a_list_brings_its_items() -> None:
    found = shown("To return a boat", STEPS)
    assert found.text.value.endswith("3. Sign the book.")


def test_items_that_answer_together_bring_the_whole_list() -> None:
    text = "- Tie it up.\n- Hand in the oars.\n- Sign the book."
    assert shown("Tie it up.\n- Hand in", passage(text)).text.value == text


def test_one_item_of_a_long_list_is_shown_alone_when_no_list_is_asked_for() -> None:
    items = [f"- Room {n} is for the {n}th class, which has its lessons there all day long." for n in range(20)]
    assert shown("7th class", passage("Rooms:\n" + "\n".join(items))).text.value == items[7]


def test_a_row_comes_with_the_header_of_its_table() -> None:
    found = shown("14 crowns", FEES)
    assert (found.text.value, found.header.value) == ("| Night mooring | 14 crowns |", "| Service | Fee |")
    assert emphasised(found) == "14 crowns"


TOOL_NAMES = "Adze Bevel Clamp Drill Edger File Gouge Hammer Iron Jack".split()
BOATS = passage("| Boat | Length 2024 | Free berths |\n|---|---|---|\n| Dinghy | 3 | 12 |")


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("How many free berths are there for a dinghy?", "12"),
        ("What is the length of a dinghy?", "3"),
        ("How much is it for a dinghy?", "3"),
        ("How many free berths of what length are there?", "3"),
    ],
)
def test_the_cell_under_the_column_that_is_asked_for_is_emphasised(question: str, cell: str) -> None:
    assert emphasised(shown("3", BOATS, question)) == cell


TOOLS = passage("| Tool | Shelf location | Bought | Price |\n|---|---|---|---|\n| Drill | Bay 4 | 2019-03-02 | 84.50 |")


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("What did the drill cost?", "84.50"),
        ("When did we get the drill?", "2019-03-02"),
        ("Where is the drill?", "Bay 4"),
        ("Which drill is it?", "Bay 4"),
    ],
)
def test_the_cell_of_the_kind_that_is_asked_for_is_emphasised(question: str, cell: str) -> None:
    assert emphasised(shown("Bay 4", TOOLS, question)) == cell


PLANS = passage(
    "| Plan | Small berth | Large berth | Opening hours |\n|---|---|---|---|\n| Monthly plan | 20 | 35 | 7 to 19 |"
)


@pytest.mark.parametrize(
    ("question", "read", "cell"),
    [
        ("What does a large berth cost in the monthly plan?", "20", "35"),
        ("When is it open in the monthly plan?", "Monthly plan", "7 to 19"),
        ("What is a small berth in the monthly plan?", "20 | 35", "20"),
    ],
)
def test_what_several_headers_share_and_what_names_the_row_is_not_asked_for(
    question: str, read: str, cell: str
) -> None:
    assert emphasised(shown(read, PLANS, question)) == cell


def test_a_row_of_a_table_that_began_in_another_passage_has_the_header_beside_it() -> None:
    rest = Passage(**{**_fields(FEES), "text": redacted("| Dinghy | 3 crowns |"), "header": redacted("| Boat | Fee |")})
    assert shown("3 crowns", rest).header.value == "| Boat | Fee |"


@pytest.mark.parametrize(
    ("text", "span", "bold"),
    [
        ("It costs $85.50 a day, all in.", "85", "$85.50"),
        ("Ask ⟦PERSON_k7Q2⟧ at the desk.", "PERSON", "⟦PERSON_k7Q2⟧"),
        ("The harbourmaster keeps the list.", "harbour", "harbourmaster"),
        ("Open until 18:30 on weekdays.", "18", "18:30"),
    ],
)
def test_words_numbers_and_pseudonyms_are_never_cut(text: str, span: str, bold: str) -> None:
    assert emphasised(shown(span, passage(text))) == bold


def test_marks_alone_are_never_emphasised() -> None:
    assert emphasised(shown("1902.", PROSE)) == "1902"
    assert emphasised(shown(".", PROSE)) is None


def test_the_mark_of_an_item_is_never_emphasised() -> None:
    assert emphasised(shown("2. Hand in", STEPS, "How do I return a boat?")) == "Hand in"
    assert emphasised(shown("1.", passage("1. Ring twice.\n2. Wait for the warden."))) is None
    assert emphasised(shown("4.2 The warden", passage("4.2 The warden has the key of the shed."))) == "The warden"


def test_an_item_that_answers_as_a_whole_is_not_emphasised_among_the_others() -> None:
    assert shown("Hand in the oars", STEPS, "How do I return a boat?").emphasis is None


def test_brackets_are_emphasised_in_pairs() -> None:
    found = passage("The key is with Ada (warden), the oars are with Bo (mate) in the shed.")
    assert emphasised(shown("Ada (warden", found)) == "Ada (warden)"
    assert emphasised(shown("mate)", found)) == "mate"
    assert emphasised(shown("warden), the oars are", found)) == "(warden), the oars are"


@pytest.mark.parametrize("greeting", ["Dear Ms Example:", "Estimada señora Example:", "To whom it may concern:"])
def test_a_greeting_is_not_brought_along(greeting: str) -> None:
    text = f"{greeting}\n\nThe berth is yours from Monday."
    assert shown("Monday", passage(text)).text.value == "The berth is yours from Monday."


def test_an_answer_that_is_nearly_the_whole_sentence_is_not_emphasised() -> None:
    assert shown("The yard was paved in 1902", PROSE).emphasis is None


def test_quotes_that_overlap_become_one() -> None:
    one, two = shown("1902", PROSE), shown("forty stalls", PROSE)
    assert one.touches(two)
    assert one.with_(two).text.value == "The yard was paved in 1902. It has forty stalls."


def _fields(of: Passage) -> dict[str, object]:
    return {name: getattr(of, name) for name in Passage.__slots__}


def test_steps_of_several_sentences_are_one_procedure() -> None:
    text = "1. Stop the pump. It takes a minute.\n2. Drain the basin. Wear gloves.\n3. Close the valve."
    for step in ("Drain the basin", "takes a minute", "Wear gloves", "Close the valve"):
        assert shown(step, passage(f"{text}\n\nThe pump is serviced in May."), "How do I clean it?").text.value == text


def test_a_sentence_behind_a_list_is_no_part_of_it() -> None:
    text = "1. Stop the pump.\n2. Drain the basin.\nThe pump is serviced in May."
    assert shown("in May", passage(text), "How do I clean it?").text.value == "The pump is serviced in May."


def test_clauses_of_a_contract_are_no_list() -> None:
    clauses = [
        f"{n}. {name}. The {name.lower()} is settled by the harbour master alone. Whoever disagrees may write to the "
        "council within a month, which decides in its next meeting."
        for n, name in enumerate(("Price", "Berth", "Mooring"), 1)
    ]
    of = passage("\n\n".join(clauses))
    found = shown("berth is settled", of, "What documents must be shown?")
    assert found.text.value == "The berth is settled by the harbour master alone."
    close = passage("\n".join(clauses))
    assert shown("berth is settled", close, "What documents must be shown?").text.value == close.text.value


ASKED = passage(
    "- When is the rent paid? On the 25th. Earlier if that is a Sunday.\n"
    "- How do I change my mooring? Through the office, in writing.\n"
    "- Is there a shower? Yes, in the hut."
)


@pytest.mark.parametrize("question", ["How do I change my mooring?", "Which mooring is it?"])
def test_an_item_that_asks_and_answers_is_shown_without_the_others(question: str) -> None:
    found = shown("Through the office", ASKED, question)
    assert found.text.value == "- How do I change my mooring? Through the office, in writing."
    assert emphasised(found) == "Through the office"


def test_the_whole_answer_to_a_question_of_the_document_is_shown() -> None:
    assert shown("Earlier", ASKED).text.value == "- When is the rent paid? On the 25th. Earlier if that is a Sunday."


def test_an_answer_in_an_item_of_its_own_comes_with_its_question() -> None:
    pairs = "- Q: Is there a shower?\n- A: Yes, in the hut. It is warm.\n- Q: Is it free?\n- A: No."
    assert (
        shown("in the hut", passage(pairs)).text.value == "- Q: Is there a shower?\n- A: Yes, in the hut. It is warm."
    )


def test_a_list_that_answers_a_question_of_the_document_is_shown_whole_with_it() -> None:
    text = "What do I bring to the office?\n- The licence.\n- The key of the boat."
    assert shown("The licence", passage(f"{text}\n\nIt is open at noon.")).text.value == text


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("Which tools hang in the shed?", True),
        ("In what places is rope kept?", True),
        ("Walk me through the shed.", True),
        ("What tools do we keep in the shed?", True),
        ("What hangs in the shed?", False),
        ("What happens in the shed?", False),
        ("Which is kept dry?", False),
        ("What does the shed hold?", False),
    ],
)
def test_a_long_list_is_shown_whole_where_several_things_are_asked_for(question: str, whole: bool) -> None:
    items = [f"- {name}, which hangs in the shed beside the slip, kept dry and oiled." for name in TOOL_NAMES]
    text = "\n".join(items)
    assert len(text) > SHORT_LIST
    assert shown("Adze", passage(f"The shed is locked.\n\n{text}"), question).text.value == (
        text if whole else items[0]
    )


def test_numbered_steps_are_shown_whole_when_it_is_asked_what_to_do() -> None:
    steps = "1. Ring the bell.\n2. Throw a ring.\n3. Call the guard."
    assert shown("Ring the bell", passage(steps), "What do I do when somebody falls in?").text.value == steps
    assert shown("Throw a ring", passage(steps), "What is thrown?").text.value == "2. Throw a ring."


def test_the_first_column_of_a_table_is_not_what_is_asked_for_where_another_may_be() -> None:
    plan = passage("| Lesson | Monday | Friday |\n| 1 | Knots | Rowing |\n| 2 | Maps | Radio |")
    found = shown("2", plan, "What is taught in the second lesson on Friday?")
    assert (found.text.value, emphasised(found)) == ("| 2 | Maps | Radio |", "Radio")


def test_several_items_of_one_list_are_shown_as_that_list() -> None:
    text = "Made in May.\n\n- A mast.\n- A sail.\n- A rudder.\n\nPaid in June."
    made, mast, rudder, paid = (
        shown(said, passage(text), "Who?") for said in ("Made in May", "A mast", "A rudder", "Paid in June")
    )
    assert [each.text.value for each in with_whole_lists([rudder, made, mast])] == [
        "- A mast.\n- A sail.\n- A rudder.",
        "Made in May.",
    ]
    assert with_whole_lists([mast, paid]) == [mast, paid]
    assert with_whole_lists([]) == []


def test_items_of_different_lists_stay_apart() -> None:
    text = "- A mast.\n- A sail.\n\nPaid in June.\n\n- A rope.\n- A bell."
    both = [shown(said, passage(text), "Who?") for said in ("A mast", "A bell")]
    assert with_whole_lists(both) == both
