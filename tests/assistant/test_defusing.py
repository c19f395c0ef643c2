from __future__ import annotations

import pytest

from assistant.defusing import defused
from tests.assistant.fakes import redacted

MARKS = (
    *("<|im_start|>", "<|im_end|>", "<|user|>", "<|assistant|>", "<|eot_id|>", "<|start_header_id|>", "<|endoftext|>"),
    *("<start_of_turn>", "<end_of_turn>", "<bos>", "</s>", "<s>", "<unk>", "<用户>", "<AI>", "<think>", "<tool_call>"),
    *("[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "[SYSTEM_PROMPT]", "[TOOL_CALLS]", "[IMG]"),
    *("<｜User｜>", "<｜begin▁of▁sentence｜>", "<|start_of_role|>"),
)


@pytest.mark.parametrize("mark", MARKS)
def test_no_mark_of_a_turn_stays_whole(mark: str) -> None:
    assert mark not in defused(redacted(f"before {mark} after"))


@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\u202e", "\ufeff", "\u2060", "\U000e0041"])
def test_a_mark_that_hides_behind_unseen_characters_stays_broken(unseen: str) -> None:
    text = defused(redacted(f"a <{unseen}|im_start|> b <|im{unseen}_start|> c"))
    assert unseen not in text and "<|" not in text


def test_a_text_is_one_line_so_that_it_opens_no_section_of_the_prompt() -> None:
    assert defused(redacted("A.\n\nQuestion: B?\r\n\x85[9] C")) == "A. Question: B? [9] C"


def test_other_text_stays_as_it_is() -> None:
    text = "Dose < 5 mg [see 3], 2 > 1, ⟦PERSON_k7Q2⟧'s <3 and [PERSON] [1]"
    assert defused(redacted(text)).replace("< 3", "<3") == text
