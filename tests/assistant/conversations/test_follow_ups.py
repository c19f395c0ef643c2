"""Follow-up questions by rule; `benchmarks/follow_ups.py` counts over many more of them."""

from __future__ import annotations

import pytest

from assistant.conversations.follow_ups import leans, standalone
from benchmarks.follow_ups import ROWS, understood
from training.json_lines import read_rows

P, R = "⟦PERSON_k7Q2⟧", "⟦PERSON_m3Xa⟧"
LEAVE = ("How long is parental leave?", "Fourteen weeks.")
BADGE = ("How much does the badge cost?", "Nine francs.")
PORTO = ("How many desks are there in Porto?", "Twelve.")
LIST = ("Which papers does a visa need?", "- A passport\n- A bank statement\n- Two photographs")
WHO = ("Who runs the night desk?", f"The night desk is run by {P}.")


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        (LEAVE, "Is it paid?", "Is parental leave paid?"),
        (LEAVE, "What about sick leave?", "How long is sick leave?"),
        (LEAVE, "And for adoption?", "How long is parental leave for adoption?"),
        (LEAVE, "What is the deadline?", "What is the deadline for parental leave?"),
        (BADGE, "What about the key?", "How much does the key cost?"),
        (BADGE, "Why?", "Why does the badge cost?"),
        (PORTO, "And in Faro?", "How many desks are there in Faro?"),
        (("Is the parasol in stock?", "Yes."), "And the hammock?", "Is the hammock in stock?"),
        (PORTO, "How do I get there?", "How do I get to Porto?"),
        (LIST, "How old may the second one be?", "How old may a bank statement be?"),
        (WHO, "What is her phone number?", f"What is {P}'s phone number?"),
        ((f"What is the room of {P}?", ""), f"What about {R}?", f"What is the room of {R}?"),
        (("Where is the travel expense form?", ""), "Who signs the form?", "Who signs the travel expense form?"),
        (("How do I calibrate the scale?", ""), "How often must I do that?", "How often must I calibrate the scale?"),
        (("Can I carry over holidays?", "Yes."), "How many?", "How many holidays can I carry over?"),
    ],
)
def test_a_follow_up_reads_alone(before: tuple[str, str], question: str, meant: str) -> None:
    assert standalone(question, [before]) == meant


KETTLE = ("How long is the warranty of the kettle?", "Two years.")
UNSAID = ("How long is the warranty?", "The warranty of the kettle is long.")
OVERDUE = ("How much is the fine for an overdue book?", "Twenty cents a day.")
SIGNS = ("Who signs off expense reports?", "The head of finance signs off expense reports.")
DAYS = ("How many days of annual leave do part-time nurses get?", "Fifteen.")
THEFT = ("Does the policy cover theft?", "Yes.")
JUDGED = ("What did the court decide in Miller v. Stone?", "It dismissed the claim.")


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        (KETTLE, "How heavy is it?", "How heavy is the kettle?"),
        (KETTLE, "Can it be extended?", "Can the warranty of the kettle be extended?"),
        (UNSAID, "What does it weigh?", "What does the kettle weigh?"),
        (("What is the kettle's price?", ""), "What colour is its lid?", "What colour is the kettle's lid?"),
        (OVERDUE, "What about a card?", "How much is the fine for a card?"),
        (("What is the fee when a book is lost?", ""), "What about a card?", "What is the fee when a card is lost?"),
        (("Can I bring my dog to the office?", ""), "And a cat?", "Can I bring a cat to the office?"),
        (("What is the monthly rent?", ""), "When is it due?", "When is the monthly rent due?"),
        (THEFT, "And fire?", "Does the policy cover fire?"),
        (THEFT, "Up to what amount?", "Up to what amount does the policy cover theft?"),
        (("Is smoking allowed on the balcony?", ""), "In the yard?", "Is smoking allowed in the yard?"),
        (("May I sublet the flat?", "No."), "Why not?", "Why may I not sublet the flat?"),
        (
            ("What is the notice before probation ends?", ""),
            "And after that?",
            "What is the notice after probation ends?",
        ),
        (("Which papers do I need to open a club?", ""), "And to close it?", "Which papers do I need to close a club?"),
        (("Which clause limits liability?", "Clause 12."), "What does it say?", "What does the clause say?"),
        (("What is the daily limit?", ""), "And weekly?", "What is the weekly limit?"),
        (DAYS, "Do they expire?", "Do the days of annual leave expire?"),
        (DAYS, "And full-time?", "How many days of annual leave do full-time nurses get?"),
        (SIGNS, "What is her phone number?", "What is the head of finance's phone number?"),
        (("Who is the head of nursing?", ""), "How old is she?", "How old is the head of nursing?"),
        (("How do I renew a passport?", ""), "How long does it take?", "How long does it take to renew a passport?"),
        (("Can leases be extended?", ""), "What does that cost?", "What does it cost to have leases extended?"),
        (("What does a lamp cost?", ""), "How long does it take?", "How long does the lamp take?"),
        (JUDGED, "Was it appealed?", "Was Miller v. Stone appealed?"),
        (("Which term has the contract with the dairy?", ""), "Who signed it?", "Who signed the contract?"),
    ],
)
def test_a_follow_up_takes_what_its_words_fit(before: tuple[str, str], question: str, meant: str) -> None:
    assert standalone(question, [before]) == meant


PASSES = ("What do guests need at the quay?", "Guests get armbands and mooring passes at the quay.")


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        (PASSES, "Who prints them?", "Who prints armbands and mooring passes?"),
        (PASSES, "How long are they valid?", "How long are armbands and mooring passes valid?"),
        (PASSES, "Where do they park?", "Where do guests park?"),
        (PASSES, "Are they allowed to fish?", "Are guests allowed to fish?"),
        (("Where can guests get armbands?", "At the kiosk."), "Who prints them?", "Who prints armbands?"),
        (("When must guests return their armbands?", ""), "Who collects them?", "Who collects the armbands?"),
        (
            ("How do I get an armband and a mooring pass?", "Ask at the kiosk."),
            "Do they expire?",
            "Do the armband and the mooring pass expire?",
        ),
        (
            ("What does a guest bring?", "- A passport\n- Two photographs"),
            "Who keeps them?",
            "Who keeps the passport and two photographs?",
        ),
        (
            ("What does the kiosk do?", "It hands out mooring passes. [1]"),
            "Who prints them?",
            "Who prints mooring passes?",
        ),
        (("Who trains the interns?", "The purser."), "Who pays them?", "Who pays the interns?"),
    ],
)
def test_they_and_them_mean_what_the_question_named_or_else_its_answer(
    before: tuple[str, str], question: str, meant: str
) -> None:
    assert standalone(question, [before]) == meant


@pytest.mark.parametrize(
    "answer",
    ["Nine francs.", "Ask the purser.", "The kiosk sells armbands, and the purser signs passes.", ""],
)
def test_them_stays_where_the_answer_names_nothing_or_several_things(answer: str) -> None:
    assert standalone("Who prints them?", [("What does it cost to moor?", answer)]) is None


def test_turns_that_were_follow_ups_themselves_are_understood_first() -> None:
    history = [("How long is the warranty of a heat pump?", ""), ("And of a boiler?", "")]
    assert standalone("What about a radiator?", history) == "How long is the warranty of a radiator?"


@pytest.mark.parametrize(
    "question",
    [
        "How long does it take to renew a passport?",
        "Is it allowed to smoke on the roof?",
        "Is there a bus to the harbour?",
        "When should employees submit their timesheets?",
        "And what is the address of the tax office?",
        "parental leave duration",
        "What is the rent?",
        "What is the charge?",
        "Which rules apply to visitors who bring their dogs?",
    ],
)
def test_a_question_that_stands_alone_stays(question: str) -> None:
    assert standalone(question, [LEAVE, BADGE]) is None


def test_an_office_of_an_earlier_turn_is_not_meant() -> None:
    assert standalone("How old is she?", [SIGNS, ("Is the roof flat?", "It is.")]) is None


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Who may enter?", "Entry is by the side door."),
        ("Who may enter?", "The side door is for staff."),
        ("Who must be told?", "You must be told by the evening."),
        ("Who says so?", "The contract of employment says so."),
        ("Who decides?", "The letter of intent decides."),
        ("Who opens the hall?", "The keys lie by the fire extinguishers."),
        ("Who is the contract of employment with?", "It doesn't say."),
    ],
)
def test_what_holds_no_office_is_no_person(asked: str, answer: str) -> None:
    assert standalone("What is his phone number?", [(asked, answer)]) is None


@pytest.mark.parametrize(
    ("answer", "office"),
    [
        ("Leave is approved by the head of nursing.", "the head of nursing"),
        ("Your line manager approves it.", "the line manager"),
        ("The clerk of the court decides.", "the clerk of the court"),
        ("It is signed by the data protection officer.", "the data protection officer"),
        ("The harbour pharmacist keeps it.", "the harbour pharmacist"),
        ("The town council decides.", "the town council"),
        ("The evening supervisor opens up.", "the evening supervisor"),
    ],
)
def test_who_holds_an_office_is_meant_next(answer: str, office: str) -> None:
    meant = standalone("What is her phone number?", [("Who approves leave?", answer)])
    assert meant == f"What is {office}'s phone number?"


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Is it an emergency exit?", "Is the side door an emergency exit?"),
        ("Is it urgent?", "Is the side door urgent?"),
        ("Is it the holiday entrance?", "Is the side door the holiday entrance?"),
        ("Who has a key when it is a weekend?", None),
        ("Whom do I call if it is an emergency?", None),
        ("If it is a public holiday, who opens up?", None),
    ],
)
def test_it_is_a_holiday_means_the_day_only_in_a_condition(question: str, meant: str | None) -> None:
    assert standalone(question, [("Where is the side door?", "In the yard.")]) == meant


def test_a_pronoun_that_could_mean_two_persons_stays() -> None:
    assert standalone("What is her phone?", [(f"Do {P} and {R} share a room?", "Yes.")]) is None


def test_without_a_conversation_nothing_changes() -> None:
    assert standalone("Is it paid?", []) is None


def test_a_question_with_a_pronoun_leans_on_the_conversation_even_where_no_rule_resolves_it() -> None:
    assert leans("What is her phone?", [(f"Do {P} and {R} share a room?", "Yes.")])
    assert not leans("Where is the canteen?", [LEAVE])


@pytest.mark.parametrize(
    "question", ["?", "...", "and", "it", "the", "⟦", "of of of", "\N{ZERO WIDTH SPACE}", "it " * 99]
)
def test_odd_questions_do_no_harm(question: str) -> None:
    for before in (LEAVE, LIST, ("?", ""), ("it", "it"), (question, question)):
        meant = standalone(question, [before])
        assert meant is None or meant.endswith("?")


def test_most_of_the_invented_follow_ups_are_understood_and_no_other_question_is_changed() -> None:
    rows = read_rows(ROWS)
    leaning, alone = [row for row in rows if row["needs"]], [row for row in rows if not row["needs"]]
    seen, held = ([row for row in leaning if bool(row["held"]) is held] for held in (False, True))
    assert len(seen) > 100 and len(held) > 40 and len(alone) > 60
    assert sum(map(understood, seen)) >= 0.9 * len(seen)
    assert sum(map(understood, held)) >= 0.7 * len(held)
    assert all(map(understood, alone))
