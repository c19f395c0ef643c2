from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from assistant.answer import Answer, Draft, DraftSentence, Passage
from assistant.answering import Assistant
from assistant.grounding.gate import Gate
from assistant.routing import CheapestFirst, Forced, Higher, Router
from assistant.seams import Engine
from assistant.turn import ALONE, Part, Turn
from policies.errors import AssistantError, EgressError, ModelError, RateError
from policies.text import RedactedText
from tests.assistant.fakes import (
    FixedEngine,
    FixedRetriever,
    MarkingReader,
    MaskingRedactor,
    RecordingAudit,
    passage,
    redacted,
)

HOURS = passage("The reading room opens at nine and closes at five.", "hours")
QUOTED = DraftSentence(HOURS.text.value, ("hours",), 0.3)
WRITTEN = DraftSentence("The reading room closes at five.", ("hours",), 0.3)
INVENTED = DraftSentence("The cellar holds forty barrels of wine.", ("hours",), 0.3)
FACT = "When does the room open?"


class Named(FixedEngine):
    """A fixed engine with a name."""

    def __init__(self, name: str, *sentences: DraftSentence, confidence: float = 0.3) -> None:
        super().__init__(*sentences, confidence=confidence)
        self.name = name


class Failing:
    """Says its sentences, then fails."""

    name = "big"

    def __init__(self, error: AssistantError, *sentences: DraftSentence) -> None:
        self._error = error
        self._sentences = sentences

    def answer(self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE) -> Draft:
        raise self._error

    def stream(
        self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE
    ) -> Iterator[DraftSentence]:
        yield from self._sentences
        raise self._error


def up_to(*engines: Any, own: Sequence[DraftSentence] = (), confidence: float = 0.3) -> CheapestFirst:
    def maker(engine: Engine) -> Callable[[], Engine]:
        return lambda: engine

    higher = [Higher(engine.name, maker(engine)) for engine in engines]
    return CheapestFirst(Named("reader", *own, confidence=confidence), higher, sure=0.6, least=0.1)


def assistant(router: Router, *passages: Passage, audit: RecordingAudit | None = None) -> Assistant:
    return Assistant(
        redactor=MaskingRedactor(),
        retriever=FixedRetriever(*(passages or (HOURS,))),
        router=router,
        gate=Gate(MarkingReader()),
        audit=audit or RecordingAudit(),
        workspace="default",
    )


def asked(router: Router, question: str = FACT) -> Answer:
    """The answer; the same must come streamed."""
    answer = assistant(router).ask(question, actor="ada")
    *sentences, last = assistant(router).stream(question, actor="ada")
    assert isinstance(last, Answer)
    assert (last.text, last.engine, last.routing, last.answered) == (
        answer.text,
        answer.engine,
        answer.routing,
        answer.answered,
    )
    shown = [each.value for each in sentences if isinstance(each, RedactedText)]
    assert shown == ([answer.text.value] if answer.answered else [])  # nothing else came before it
    return answer


def way(answer: Answer) -> list[str]:
    return [decision.engine for decision in answer.routing]


def test_a_sure_reader_answers_itself() -> None:
    answer = asked(up_to(Named("tiny", WRITTEN), own=[QUOTED], confidence=0.9))
    assert (answer.engine, way(answer), answer.text.value) == ("reader", ["reader"], QUOTED.text)
    assert "sure" in answer.routing[0].reason and answer.routing[0].confidence == 0.9


def test_an_unsure_reader_leaves_the_answer_to_the_next_engine() -> None:
    answer = asked(up_to(Named("tiny", WRITTEN), own=[QUOTED]))
    assert (answer.engine, way(answer), answer.text.value) == ("tiny", ["tiny"], WRITTEN.text)
    assert "less sure than 0.60" in answer.routing[0].reason


@pytest.mark.parametrize("question", ["Summarize the opening hours.", "Compare nine and five."])
def test_a_synthesis_goes_up_however_sure_the_reader_is(question: str) -> None:
    answer = asked(up_to(Named("tiny", WRITTEN), own=[QUOTED], confidence=0.9), question)
    assert (answer.engine, "question asks for" in answer.routing[0].reason) == ("tiny", True)


def test_a_form_that_only_a_model_can_fill_goes_up_however_sure_the_reader_is() -> None:
    router = up_to(Named("tiny", WRITTEN), own=[QUOTED], confidence=0.99)
    turn = Turn(schema={"properties": {"rule": {"type": "string"}}}, wants_writing=True)
    assert way(assistant(router).ask(FACT, actor="ada", turn=turn)) == ["tiny"]
    assert way(assistant(router).ask(FACT, actor="ada", turn=Turn(schema=turn.schema))) == ["reader"]


def test_a_reader_that_answers_a_part_only_leaves_the_answer_to_the_next_engine() -> None:
    parts = tuple(Part(redacted(each), redacted(each), (HOURS,)) for each in (FACT, "Who dusts it?"))
    router = up_to(Named("big"), confidence=0.9)
    for told, goes_up in (((0,), True), ((0, 1), False), ((), False)):
        sentence = DraftSentence(HOURS.text.value, ("hours",), 0.9, parts=told)
        higher, reason = router.above(FACT, Draft((sentence,), 0.9, "reader"), Turn(parts=parts))
        assert [each.name for each in higher] == ["big"] * goes_up
        assert ("a part of the question only" in reason) == goes_up


def test_nothing_is_written_from_passages_that_hold_too_little() -> None:
    tiny = Named("tiny", WRITTEN)
    answer = asked(up_to(tiny, confidence=0.05))
    assert (answer.answered, way(answer), tiny.shown) == (False, ["reader"], [])


def test_without_another_engine_the_answer_is_the_readers() -> None:
    reader = Named("reader", QUOTED, confidence=0.3)
    routed, alone = asked(CheapestFirst(reader)), asked(Forced(reader))
    assert (routed.text, routed.confidence, routed.citations) == (alone.text, alone.confidence, alone.citations)
    assert routed.engine == "reader"


def test_when_nothing_that_was_written_is_supported_the_readers_answer_stands() -> None:
    answer = asked(up_to(Named("tiny", INVENTED), own=[QUOTED]))
    assert (answer.engine, way(answer), answer.text.value) == ("reader", ["tiny", "reader"], QUOTED.text)
    assert answer.routing[1].reason == "nothing that tiny wrote is supported by a passage"


def test_when_nothing_stands_anywhere_the_readers_refusal_does() -> None:
    answer = asked(up_to(Named("tiny", INVENTED), Named("big")))
    assert answer.refusal is not None
    assert (answer.refusal.reason, way(answer)) == ("not_found", ["tiny", "big", "reader"])


def test_the_larger_engine_is_asked_only_when_the_smaller_one_fell_short() -> None:
    big = Named("big", WRITTEN)
    assert asked(up_to(Named("tiny", WRITTEN), big)).engine == "tiny"
    assert big.shown == []
    assert way(asked(up_to(Named("tiny"), big))) == ["tiny", "big"]


@pytest.mark.parametrize(
    "error",
    [
        ModelError("The server of 'big' was too slow.", remedy="Look at it."),
        RateError("The servers of 'big' are busy.", remedy="Wait.", retry_seconds=9),
        EgressError("A public address.", remedy="Correct it."),
    ],
)
def test_an_engine_that_fails_is_told_and_the_reader_answers(error: AssistantError) -> None:
    answer = asked(up_to(Failing(error), own=[QUOTED]))
    assert (answer.engine, answer.text.value) == ("reader", QUOTED.text)
    assert answer.routing[1].reason == f"big failed: {error.problem}"


def test_an_engine_that_cannot_be_made_is_told_too() -> None:
    def altered() -> Engine:
        raise ModelError("Model 'tiny' is not the file that was added.", remedy="Remove it.")

    router = CheapestFirst(Named("reader", QUOTED, confidence=0.3), [Higher("tiny", altered)], sure=0.6, least=0.1)
    assert way(asked(router)) == ["tiny", "reader"]


def test_what_was_shown_before_an_engine_broke_off_is_not_replaced() -> None:
    failing = Failing(ModelError("It broke off.", remedy="Look at it."), WRITTEN)
    *sentences, last = assistant(up_to(failing, own=[QUOTED])).stream(FACT, actor="ada")
    assert [each.value for each in sentences if isinstance(each, RedactedText)] == [WRITTEN.text]
    assert isinstance(last, Answer)
    assert (last.engine, last.text.value) == ("big", WRITTEN.text)


def test_an_engine_that_was_asked_for_is_obeyed_and_its_failure_is_the_questions() -> None:
    assert way(asked(Forced(Named("tiny", WRITTEN)))) == ["tiny"]
    with pytest.raises(ModelError):
        asked(Forced(Failing(ModelError("It broke off.", remedy="Look at it."))))


def test_a_question_without_passages_goes_no_way_up() -> None:
    tiny = Named("tiny", WRITTEN)
    made = Assistant(
        redactor=MaskingRedactor(),
        retriever=FixedRetriever(),
        router=up_to(tiny),
        gate=Gate(MarkingReader()),
        audit=RecordingAudit(),
        workspace="default",
    )
    answer = made.ask("Summarize everything.", actor="ada")
    assert answer.refusal is not None
    assert (answer.refusal.reason, way(answer), tiny.shown) == ("no_documents", ["reader"], [])


def test_higher_engines_see_the_redacted_question_only() -> None:
    seen: list[str] = []

    class Listening(Named):
        def answer(self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE) -> Draft:
            seen.append(question.value)
            return super().answer(question, passages, turn)

    room = passage("⟦PERSON_k7Q2⟧ sits in room four.", "room")
    assistant(up_to(Listening("tiny")), room).ask("Where does Marlow sit?", actor="ada")
    assert seen == ["Where does ⟦PERSON_k7Q2⟧ sit?"]


def test_the_trail_says_which_engine_answered_and_why() -> None:
    audit = RecordingAudit()
    assistant(up_to(Named("tiny", WRITTEN)), audit=audit).ask(FACT, actor="ada")
    (event,) = audit.events
    assert (event.counts["engine"], event.counts["routing"]) == ("tiny", "the reader is less sure than 0.60")


def test_a_route_decides_nothing_before_it_is_taken() -> None:
    reader = Named("reader", QUOTED)
    route = CheapestFirst(reader).route(redacted(FACT), [HOURS], ALONE)
    assert (route.decisions, reader.shown) == ((), [])
