from __future__ import annotations

from typing import Any

import pytest

from assistant.answer import Answer, DraftSentence
from assistant.answering import Assistant, Limits
from assistant.grounding.gate import Gate
from assistant.routing import Forced
from policies.errors import AuditError, ConfigError, LimitError
from tests.assistant.fakes import (
    FixedEngine,
    FixedRetriever,
    FullDiskAudit,
    MarkingReader,
    MaskingRedactor,
    RecordingAudit,
    passage,
)

HOURS = passage("The reading room opens at nine and closes at five.", "hours")
SAID = DraftSentence("The reading room opens at nine and closes at five.", ("hours",))
INVENTED = DraftSentence("The cellar holds forty barrels of wine.", ("hours",))


def assistant(engine: FixedEngine, *passages: Any, audit: Any = None, **parts: Any) -> Assistant:
    whole: dict[str, Any] = {
        "redactor": MaskingRedactor(),
        "retriever": FixedRetriever(*passages),
        "router": Forced(engine),
        "gate": Gate(MarkingReader()),
        "audit": audit or RecordingAudit(),
        "workspace": "default",
    }
    return Assistant(**{**whole, **parts})


def test_an_answer_carries_its_citation_and_the_time_of_each_stage() -> None:
    answer = assistant(FixedEngine(SAID), HOURS).ask("When does the room open?", actor="ada")
    assert answer.answered
    assert answer.text.value == SAID.text
    assert answer.citations[0].chunk_id == "hours"
    assert set(answer.timings_ms) == {"redact", "retrieve", "rerank", "answer", "check", "total"}


@pytest.mark.parametrize(
    ("sentences", "passages", "reason"),
    [((), (), "no_documents"), ((), (HOURS,), "not_found"), ((INVENTED,), (HOURS,), "not_supported")],
)
def test_a_refusal_says_why_and_shows_the_closest(sentences: Any, passages: Any, reason: str) -> None:
    answer = assistant(FixedEngine(*sentences), *passages).ask("What is in the cellar?", actor="ada")
    assert not answer.answered
    assert answer.refusal is not None and answer.refusal.reason == reason
    assert (answer.text.value, answer.citations) == ("", ())
    assert answer.closest == passages


def test_names_are_replaced_in_the_question_before_it_is_retrieved() -> None:
    retriever = FixedRetriever(HOURS)
    asking = Assistant(
        redactor=MaskingRedactor(),
        retriever=retriever,
        router=Forced(FixedEngine()),
        gate=Gate(MarkingReader()),
        audit=RecordingAudit(),
        workspace="default",
    )
    answer = asking.ask("Where does Marlow sit?", actor="ada")
    assert retriever.asked == ["Where does ⟦PERSON_k7Q2⟧ sit?"] == [answer.question.value]


def test_names_in_an_answer_are_replaced_before_it_leaves() -> None:
    leaky = passage("Room four belongs to Marlow of the archive.", "leaky")
    answer = assistant(FixedEngine(DraftSentence(leaky.text.value, ("leaky",))), leaky).ask("Whose room?", actor="ada")
    assert answer.text.value == "Room four belongs to ⟦PERSON_k7Q2⟧ of the archive."


def test_only_passages_that_name_the_person_may_answer_about_them() -> None:
    about, other = passage("⟦PERSON_k7Q2⟧ sits in room four.", "about"), passage("⟦PERSON_zzzz⟧ is ill.", "other")
    engine = FixedEngine()
    assistant(engine, other, about).ask("Where does Marlow sit?", actor="ada")
    assert engine.shown == ["about"]


def test_a_sentence_about_somebody_else_does_not_pass_for_the_person_asked_about() -> None:
    other = passage("⟦PERSON_zzzz⟧ sits in room nine of the archive.", "other")
    answer = assistant(FixedEngine(DraftSentence(other.text.value)), other).ask("Where does Marlow sit?", actor="ada")
    assert not answer.answered


def test_each_part_of_a_question_is_looked_for_and_its_passages_may_support_the_answer() -> None:
    class ByWord(FixedRetriever):
        def retrieve(self, question: Any, limit: int) -> list[Any]:
            self.asked.append(question.value)
            return [each for each in self.passages if each.chunk_id in question.value][:limit]

    cellar, attic = (
        passage("The cellar is under the stairs.", "cellar"),
        passage("The attic is let to a painter.", "attic"),
    )
    engine = FixedEngine(DraftSentence(attic.text.value, ("attic",), 0.9, parts=(1,)))
    retriever = ByWord(cellar, attic)
    asking = assistant(engine, retriever=retriever)
    question = "Where is the cellar and who rents the attic?"
    answer = asking.ask(question, actor="ada")
    assert retriever.asked == [question, "Where is the cellar", "who rents the attic?"]
    assert engine.shown == ["cellar", "attic"]
    assert [each.chunk_id for each in answer.citations] == ["attic"]
    assert [each.value for each in answer.unanswered] == ["Where is the cellar"]
    streamed = list(assistant(engine, retriever=ByWord(cellar, attic)).stream(question, actor="ada"))[-1]
    assert isinstance(streamed, Answer) and streamed.unanswered == answer.unanswered


def test_a_part_that_names_nobody_is_about_whom_the_question_names() -> None:
    about, other = passage("⟦PERSON_k7Q2⟧ sits in room four.", "about"), passage("The pay is due in May.", "other")
    engine = FixedEngine()
    question = "Where does Marlow sit and when is the pay due?"
    assistant(engine, about, other).ask(question, actor="ada")
    assert engine.shown == ["about"]


def test_of_what_was_removed_for_good_no_part_is_answered_either() -> None:
    engine = FixedEngine()
    assistant(engine, HOURS).ask("Where does [PERSON] sit and when does the room open?", actor="ada")
    assert engine.shown == []


def test_the_trail_names_the_cited_passages_and_never_the_words() -> None:
    audit = RecordingAudit()
    assistant(FixedEngine(SAID), HOURS, audit=audit).ask("When does the room open?", actor="ada")
    (event,) = audit.events
    assert (event.action, event.actor, event.workspace, event.ids) == ("answered", "ada", "default", ("hours",))
    assert "room" not in repr(event)


@pytest.mark.parametrize(("removed", "answered"), [("[PERSON]", False), ("[US_SSN]", False), ("[LOCATION]", True)])
def test_who_was_removed_for_good_is_answered_about_by_nothing(removed: str, answered: bool) -> None:
    anyone = passage(f"{removed} sits in room nine of the archive.", "anyone")
    parts = {
        "redactor": MaskingRedactor("Marlow", removed),
        "retriever": FixedRetriever(anyone),
        "router": Forced(FixedEngine(DraftSentence(anyone.text.value, ("anyone",)))),
    }
    answer = assistant(FixedEngine(), **parts).ask("Which room does Marlow sit in?", actor="ada")
    assert answer.answered is answered
    if answer.refusal is not None:
        assert answer.refusal.reason == "not_found" and "Ask without the name" in answer.refusal.message


def test_a_refusal_is_in_the_trail_with_its_reason() -> None:
    audit = RecordingAudit()
    assistant(FixedEngine(), HOURS, audit=audit).ask("What is in the cellar?", actor="ada")
    assert (audit.events[0].action, audit.events[0].counts["reason"]) == ("refused", "not_found")


def test_thanks_are_answered_by_no_document_and_no_engine() -> None:
    audit, retriever = RecordingAudit(), FixedRetriever(HOURS)
    asking = assistant(FixedEngine(SAID), audit=audit, retriever=retriever)
    (streamed,) = asking.stream("Thanks!", actor="ada")
    for answer in (asking.ask("Thanks!", actor="ada"), streamed):
        assert isinstance(answer, Answer) and answer.refusal is not None
        assert (answer.refusal.reason, answer.engine, answer.closest) == ("not_found", "none", ())
        assert "welcome" in answer.refusal.message
    assert retriever.asked == []
    assert [event.action for event in audit.events] == ["refused", "refused"]
    with pytest.raises(AuditError):
        assistant(FixedEngine(), audit=FullDiskAudit()).ask("Thanks!", actor="ada")


def test_no_answer_leaves_when_the_trail_cannot_be_written() -> None:
    with pytest.raises(AuditError):
        assistant(FixedEngine(SAID), HOURS, audit=FullDiskAudit()).ask("When does the room open?", actor="ada")


def test_no_sentence_is_streamed_when_the_trail_cannot_be_written() -> None:
    stream = assistant(FixedEngine(SAID), HOURS, audit=FullDiskAudit()).stream("When does it open?", actor="ada")
    with pytest.raises(AuditError):
        next(stream)


def test_a_search_is_in_the_trail_before_its_hits_are_returned() -> None:
    audit = RecordingAudit()
    query, hits = assistant(FixedEngine(), HOURS, audit=audit).search("Marlow opening hours", limit=5, actor="ada")
    assert (query.value, hits) == ("⟦PERSON_k7Q2⟧ opening hours", [HOURS])
    assert (audit.events[0].action, audit.events[0].ids) == ("searched", ("hours",))


def test_a_stream_gives_the_sentences_that_passed_and_then_the_answer() -> None:
    *sentences, answer = assistant(FixedEngine(SAID, INVENTED), HOURS).stream("When does it open?", actor="ada")
    assert [sentence.value for sentence in sentences if not isinstance(sentence, Answer)] == [SAID.text]
    assert isinstance(answer, Answer)
    assert (answer.text.value, answer.answered) == (SAID.text, True)


def test_a_stream_without_a_supported_sentence_ends_in_a_refusal() -> None:
    (answer,) = assistant(FixedEngine(INVENTED), HOURS).stream("What is in the cellar?", actor="ada")
    assert isinstance(answer, Answer)
    assert answer.refusal is not None and answer.refusal.reason == "not_supported"


@pytest.mark.parametrize(("question", "error"), [("", ConfigError), (" \n ", ConfigError), ("why " * 20, LimitError)])
def test_empty_and_overlong_questions_are_refused(question: str, error: type[Exception]) -> None:
    asking = assistant(FixedEngine(SAID), HOURS, limits=Limits(question_characters=40))
    with pytest.raises(error):
        asking.ask(question, actor="ada")


def test_a_reranker_orders_what_the_engine_reads() -> None:
    class Reversing:
        def rerank(self, question: Any, passages: Any) -> list[Any]:
            return list(reversed(passages))

    second = passage("The cloakroom is in the east wing.", "second")
    engine = FixedEngine()
    assistant(engine, HOURS, second, reranker=Reversing()).ask("Where is the cloakroom?", actor="ada")
    assert engine.shown == ["second", "hours"]
