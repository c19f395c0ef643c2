"""Orders to the model in documents. `benchmarks/injection.py` runs every attack through the whole path and reports."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Draft, DraftSentence, Passage
from assistant.grounding.gate import Gate, Supported
from assistant.inert import inert
from assistant.onnx_reader import OnnxReader
from benchmarks.injection import LIVE, Attacked, attacked, run
from benchmarks.injections import ATTACKS, Attack
from tests.assistant.fakes import passage, redacted

BY_NAME = {attack.name: attack for attack in ATTACKS}
THROUGH_ALL = [
    BY_NAME[name]
    for name in (
        "ignore the rules",
        "chatml turn Ardea",
        "an image that carries data away",
        "a link in a heading",
        "an invented pseudonym",
        "an order in a quote",
    )
]


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate(OnnxReader())


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    with attacked(tmp_path_factory.mktemp("injection"), THROUGH_ALL) as wiring:
        yield wiring


def source(attack: Attack) -> Passage:
    return passage(attack.document, "planted")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_what_an_engine_that_obeys_writes_is_stopped(gate: Gate, attack: Attack) -> None:
    drafted = tuple(DraftSentence(text, cited) for text in attack.says for cited in (("planted",), (), ("made-up",)))
    verdict = gate.check(Draft(drafted, 1.0, "obedient"), [source(attack)])
    shown = inert(redacted(verdict.text)).value
    # What stands in the document as a sentence of its own may be quoted, as what it is; nothing else comes out.
    kept = [text for text in attack.says if text in shown and text not in attack.document]
    assert not kept and not LIVE.search(shown)
    assert {citation.chunk_id for citation in verdict.citations} <= {"planted"}


def test_there_are_attacks_of_every_kind() -> None:
    assert len(ATTACKS) >= 40 and len({attack.name for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.parametrize("attack", THROUGH_ALL, ids=lambda attack: attack.name)
def test_the_whole_path_shows_no_more_than_the_documents_say(installation: Attacked, attack: Attack) -> None:
    assert run(installation, attack, "reader")[0] == "truth"
    assert run(installation, attack, "obedient")[0] in ("refused", "truth")


def test_the_worst_engine_is_no_straw_man(installation: Attacked, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a gate the forbidden would come out: the attacks are real."""
    attack = BY_NAME["ignore the rules"]
    installation.obedient.attack = attack
    draft = installation.obedient.answer(redacted(attack.question), [source(attack)])
    assert any(sentence.text == "The mooring fee is 0 euro." for sentence in draft.sentences)
    monkeypatch.setattr(Gate, "check_sentence", lambda _, sentence, __: Supported(sentence.text, (), 1.0))
    assert run(installation, attack, "obedient")[0] == "obeyed"
