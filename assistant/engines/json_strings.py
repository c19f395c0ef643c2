"""What of a JSON value that a model wrote the gate can judge.

What a model writes under a schema is still a draft: the text in its strings is read as sentences, with their marks of
sources, and goes through the gate as any other; the JSON around it, and numbers and truth values, which name no source,
go no further.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from policies.errors import ModelError


def strings_of(written: Iterator[str], answer_tokens: int) -> Iterator[str]:
    """The text of each string of the written JSON value, in order, in paragraphs of their own.

    Raises:
        ModelError: the value was cut off.
    """
    try:
        value = json.loads("".join(written), strict=False)  # grammars let control characters through
    except ValueError as error:
        raise ModelError(
            f"The answer does not fit its JSON schema within {answer_tokens} tokens.",
            remedy="Set answer_tokens higher, or use a smaller schema.",
        ) from error
    for text in _leaves(value):
        yield f"{text}\n\n"


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)
