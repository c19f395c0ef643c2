from __future__ import annotations

import pytest

from assistant.question_kinds import Kind, kind_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Compare the two berthing contracts.", "compare"),
        ("Could you please compare winter and summer opening hours?", "compare"),
        ("What is the difference between a day ticket and a season ticket?", "compare"),
        ("How do the north pier and the south pier differ?", "compare"),
        ("Season ticket vs day ticket", "compare"),
        ("What do both leases have in common?", "compare"),
        ("How much is a day ticket compared to a weekly one?", "compare"),
        ("Summarize the harbour rules", "summarise"),
        ("Please sum up what the inspector wrote.", "summarise"),
        ("Give me a short overview of the fishing permits.", "summarise"),
        ("What are the key points of the ferry agreement?", "summarise"),
        ("What happened at the regatta, in a nutshell?", "summarise"),
        ("List all moorings that are paid by the month.", "list"),
        ("List the contracts that end this year.", "list"),
        ("Which documents mention the lighthouse?", "list"),
        ("In which of our contracts does a penalty stand?", "list"),
        ("What are all the fees for visitors?", "list"),
        ("Who is named across all letters?", "list"),
        ("Explain the rule on night mooring.", "explain"),
        ("Can you explain why the yard is closed in March?", "explain"),
        ("What does it mean for a boat owner that the pier is private?", "explain"),
        ("What is a lien, in plain English?", "explain"),
        ("Describe the way of a parcel through the yard.", "explain"),
        ("Which is cheaper, the day ticket or the season ticket?", "compare"),
        ("I need a summary of the harbour rules", "summarise"),
        ("Summary of the meeting on 6 May", "summarise"),
        ("Tell me about night mooring", "summarise"),
        ("Tell me everything about the ferry.", "summarise"),
        ("What do the documents say about dogs?", "summarise"),
        ("TL;DR of the inspector's letter", "summarise"),
        ("Give me a list of the fees for visitors", "list"),
        ("Make a table of all fees", "list"),
        ("In which documents is the lighthouse named?", "list"),
        ("Which is the better ticket for a child, day or season?", "compare"),
        ("Which takes longer: the ferry or the train?", "compare"),
        ("Which one is more expensive, the yard or the pier?", "compare"),
        ("Which is safer, mooring by day or by night?", "compare"),
        ("Which has the larger deck, the ferry or the barge?", "compare"),
        ("Which are heavier, iron or steel anchors?", "compare"),
        ("I would like to have a short, plain summary of the lease", "summarise"),
        ("Could you give us the executive summary?", "summarise"),
        ("Can I get a quick overview of the fees, please?", "summarise"),
        ("Please send me the complete list of moorings", "list"),
        ("I need a table of four fees", "list"),
        ("Can I have a list of the berths?", "list"),
    ],
)
def test_a_question_that_wants_a_synthesis_is_known_by_its_words(question: str, kind: Kind) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    "question",
    [
        "When does the ferry leave on Sundays?",
        "How do I moor a boat at night?",
        "What documents do I need for a permit?",
        "Which document is needed at the gate?",
        "List the steps for closing the sluice.",
        "Who wrote the summary of the inspection?",
        "What is on the list of fees?",
        "Why is the yard closed in March?",
        "How many days is a permit valid?",
        "Who explained the rules to ⟦PERSON_k7Q2⟧?",
        "Is the difference paid back?",
        "⟦PERSON_k7Q2⟧ vs. ⟦PERSON_m3Xa⟧: what was decided?",
        "I need a permit; where do I get one?",
        "Can I have a dog on the boat or in the yard?",
        "Tell me when the ferry leaves.",
        "Which is the summary table?",
        "Which is the number or code of the officer?",
        "Which is the officer or master in charge?",
        "Which is the cleaner or porter of the hall?",
        "Which is the order for paper or water?",
        "Which are under or over the limit?",
        "Which are more than ten metres long or wide?",
        "Can I have a table of four in the canteen?",
        "I'd like a table of 6",
        "I need to know how long I must keep the summary of hours",
        "I want to know who signs the list of moorings",
        "Can I get a refund for the berth on the list of moorings?",
        "I need the keeper of the overview",
        "Summary dismissal of staff: what notice is needed?",
        "I want summary judgment; when is the hearing?",
        "",
    ],
)
def test_any_other_question_wants_a_fact(question: str) -> None:
    assert kind_of(question) == "fact"


def test_line_breaks_and_capitals_change_nothing() -> None:
    assert kind_of("PLEASE\n COMPARE both\nberths") == "compare"
