"""What a client sends is shown by nothing that is made of it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from assistant.rest.ask import Question
from assistant.rest.bodies import Sent
from assistant.rest.chat_completions import Completion
from assistant.rest.subjects import Person

BODIES = (
    (Question, {"question": "Why Brandauer?", "history": [{"question": "Is Brandauer here?", "answer": "Brandauer"}]}),
    (Completion, {"messages": [{"role": "user", "content": [{"type": "text", "text": "Why Brandauer?"}]}]}),
    (Person, {"who": ["Brandauer"], "reason": "Brandauer"}),
)


@pytest.mark.parametrize(("kind", "sent"), BODIES)
def test_a_body_shows_nothing_of_what_was_sent(kind: type[Sent], sent: dict[str, object]) -> None:
    body = kind.model_validate(sent)
    assert "Brandauer" in body.model_dump_json()
    assert "Brandauer" not in f"{body} {body!r}"
    for name in ("history", "messages"):
        assert "Brandauer" not in repr(getattr(body, name, ()))


@pytest.mark.parametrize(("kind", "sent"), BODIES)
def test_an_unfit_body_is_told_without_it(kind: type[Sent], sent: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as unfit:
        kind.model_validate({**sent, "workspace": ["Brandauer"]})
    assert "Brandauer" not in str(unfit.value)
