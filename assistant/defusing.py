"""Text of documents and people within a prompt: nothing in it may read as a turn of the chat.

A prompt is tokenised with special tokens on, since its template is made of them, and llama.cpp's tokeniser does not
know which part of it is whose: `<|im_start|>` in a document would open a turn. A space behind the first character
leaves it readable, and plain. Here the marks of all templates in use are broken; an engine that knows its model's
vocabulary breaks what that holds besides (`assistant/engines/llama_cpp/marks.py`).
"""

from __future__ import annotations

import re

from policies.text import RedactedText

_TURN = re.compile(
    r"<(?=[|/\w｜<])|\[(?=/?(?:INST|SYS|AVAILABLE|TOOL|IMG|PREFIX|SUFFIX|MIDDLE|MODEL|THINK|ARGS|CALL|BEGIN|CONTROL))"
)
"""ChatML and Llama 3 (`<|...|>`), DeepSeek (`<｜...｜>`), Gemma (`<start_of_turn>`), Llama 2 and Mistral (`[INST]`,
`<<SYS>>`), MiniCPM (`<用户>`), ends of sequences (`</s>`)."""

_UNSEEN = re.compile("[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")
"""What a person doesn't see and a model reads: soft hyphens, spaces without width, directions, tag characters."""


def defused(text: RedactedText) -> str:
    """A text on one line, without characters that nobody sees, in which nothing reads as a turn of a chat template."""
    seen = _UNSEEN.sub("", text.value)  # first: what hides within "<|im_start|>" must not join it
    return _TURN.sub(lambda found: found.group() + " ", " ".join(seen.split()))
