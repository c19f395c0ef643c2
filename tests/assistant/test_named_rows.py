"""A question that names some rows of a table is not about the others."""

from __future__ import annotations

import pytest

from assistant.evidence import candidates
from assistant.named_rows import rows_of_others
from tests.assistant.fakes import MarkingReader, passage, redacted

SHEDS = """| Shed | Quay | Boats | Keeper |
|---|---|---|---|
| Old Rope | North | 14 | ⟦PERSON_k7Q2⟧ |
| Cork | North | 9 | ⟦PERSON_x9Rt⟧ |
| K40 | South | 3 | ⟦PERSON_m3Wd⟧ |
| C | South | 5 | ⟦PERSON_n5Ab⟧ |
| 2 - low | South | 6 | ⟦PERSON_p2Qd⟧ |"""
NAMES = ("Old Rope", "Cork", "K40", "C", "2 - low")


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("How many boats lie in the Cork shed?", {"Cork"}),
        ("How many boats lie in the old rope shed?", {"Old Rope"}),
        ("Who keeps shed K40?", {"K40"}),
        ("How many boats lie in shed C?", {"C"}),
        ("Who keeps the level 2 shed?", {"2 - low"}),
        ("Which sheds stand on the north quay?", {"Old Rope", "Cork"}),
        ("What does ⟦PERSON_n5Ab⟧ keep?", {"C"}),
        ("Are there more boats in Cork or in K40?", {"Cork", "K40"}),
        ("Who keeps the rope shed?", set(NAMES)),
        ("Is there a shed with boats?", set(NAMES)),
    ],
)
def test_rows_that_are_not_named_are_about_others(question: str, left: set[str]) -> None:
    table = passage(SHEDS, "sheds")
    found = candidates([table], MarkingReader().read(redacted(question), [table]))
    others = rows_of_others(question, found)
    kept = {each.text.value.split("|")[1].strip() for number, each in enumerate(found) if number not in others}
    assert kept == left


def test_other_tables_and_prose_stay() -> None:
    passages = [
        passage(SHEDS, "sheds"),
        passage("| Boat | Length |\n|---|---|\n| Heron | 8 m |", "boats"),
        passage("The Cork shed was built by hand. It is dry.", "prose"),
    ]
    question = "How many boats lie in the Cork shed?"
    found = candidates(passages, MarkingReader().read(redacted(question), passages))
    others = rows_of_others(question, found)
    assert {each.passage.chunk_id for number, each in enumerate(found) if number not in others} == {
        "sheds",
        "boats",
        "prose",
    }
    assert len(others) == 4
