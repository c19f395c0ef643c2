from __future__ import annotations

from assistant.emphasis import emphasised
from policies.text import Entity, Redaction
from tests.assistant.fakes import redacted


def kept(text: str, *entities: Entity) -> Redaction:
    return Redaction(redacted(text), entities, "test")


def test_marks_stand_around_each_span() -> None:
    text = emphasised(kept("Open from nine to five."), [(10, 14), (18, 22)])
    assert text.value == "Open from **nine** to **five**."


def test_a_text_without_spans_stays_as_it_is() -> None:
    assert emphasised(kept("Open."), []).value == "Open."


def test_marks_move_with_what_redaction_put_in() -> None:
    name = Entity("PERSON", 0, 3, 0.9, "pseudonym", "⟦PERSON_k7Q2⟧", "test")
    assert emphasised(kept("⟦PERSON_k7Q2⟧ has room four.", name), [(8, 17)]).value == "⟦PERSON_k7Q2⟧ has **room four**."


def test_a_span_that_redaction_emptied_gets_no_marks() -> None:
    name = Entity("PERSON", 0, 7, 0.9, "remove", "", "test")
    assert emphasised(kept(" has room four.", name), [(2, 6)]).value == " has room four."
