"""The reader in torch: MiniLM's encoder, a span head on the tokens and three verdicts on the first one."""

from __future__ import annotations

import torch
from torch import nn

from training.encoder_graph import WIDTH
from training.torch_encoder import load_source, new_encoder

VERDICTS = ("answerable", "relevance", "support")


class Reader(nn.Module):
    """Word pieces of `[CLS] first [SEP] text [SEP]` in; start and end logits a token and three verdicts out."""

    def __init__(self) -> None:
        """A reader with random weights."""
        super().__init__()
        self.encoder = new_encoder()
        self.pool = nn.Linear(WIDTH, WIDTH)
        self.verdict = nn.Linear(WIDTH, len(VERDICTS))
        self.span = nn.Linear(WIDTH, 2)

    def forward(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Span logits (batch, tokens, 2) and verdict logits (batch, 3)."""
        hidden = self.encoder(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state
        return self.span(hidden), self.verdict(torch.tanh(self.pool(hidden[:, 0])))


def from_sentence_encoder() -> Reader:
    """A reader whose encoder is all-MiniLM-L6-v2's and whose heads are new.

    Raises:
        SystemExit: the weights are not the ones that this was made for.
    """
    reader = Reader()
    load_source(reader.encoder)
    return reader
