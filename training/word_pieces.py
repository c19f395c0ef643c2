"""The tokenizer that all our models share, for what is trained and measured here."""

from __future__ import annotations

from functools import cache

from tokenizers import Tokenizer

from policies.onnx_model import WORD_PIECES


@cache
def tokenizer() -> Tokenizer:
    """Word pieces, neither cut nor padded."""
    made = Tokenizer.from_file(str(WORD_PIECES / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made
