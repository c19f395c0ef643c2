from __future__ import annotations

from training.reader.examples import Example
from training.reader.pieces import pieces
from training.reader_export import feeds


def test_scales_are_measured_on_pairs_without_padding_and_without_regard_to_answers() -> None:
    passage = "It was dry then. " * 200 + "Mara built the vault."
    example = Example("Who built it?", "", passage, ((passage.index("Mara"), passage.index("Mara") + 4),))
    (feed,) = feeds([example])
    assert feed["input_ids"].shape == (1, 320)
    assert feed["input_ids"].all()
    (short,) = pieces([Example("Who built it?", "", "Mara.")], 320)
    assert feed["token_type_ids"].sum() == 320 - short.second
