"""What a reader is taught: where the answer stands, which passage goes before the others, and the verdicts.

A question that stands beside several passages has one softmax over the pieces of all of them (Clark and Gardner 2018,
"shared normalization"): a span of the wrong passage loses to that of the right one, so that spans of different passages
can be compared. Taught beside one passage alone, the best span of a passage says nothing of other passages.

What the wording of a question gives away is added to the logit of "answerable": `training.reader.wording`.
"""

from __future__ import annotations

import torch
from torch.nn import functional

from training.reader.batches import Batch

SPAN, ANSWERABLE, RELEVANCE, SUPPORT = 1.6, 1.2, 0.4, 0.6
"""How much each counts."""
NOTHING = 0.5
"""How much it counts, of a span's loss, that a passage that doesn't answer has none: `[CLS]` stands for that."""
BESIDE = 1.3
"""How much more a span counts that is chosen among several passages."""
ORDER = 0.3
"""How much it counts that the relevance of the right passage is the greatest of its group."""
_NEVER = -1e4


def loss_of(spans: torch.Tensor, verdicts: torch.Tensor, made: Batch) -> torch.Tensor:
    """The loss of a batch, a mean over its rows.

    Args:
        spans: logits of start and end, shape (batch, tokens, 2).
        verdicts: logits of answerable, relevance and support, shape (batch, 3).
        made: what is right.
    """
    total = SPAN * (span_loss(spans, made) + NOTHING * nothing_loss(spans, made))
    total = total + ORDER * order_loss(verdicts[:, 1], made)
    for column, factor in enumerate((ANSWERABLE, RELEVANCE, SUPPORT)):
        known = made.labels[:, column] >= 0
        if known.any():
            logits = verdicts[known, column] + (made.priors[known] if column == 0 else 0.0)
            each = functional.binary_cross_entropy_with_logits(logits, made.labels[known, column], reduction="none")
            total = total + factor * (each * made.weights[known]).sum() / len(made.labels)
    return total


def span_loss(spans: torch.Tensor, made: Batch) -> torch.Tensor:
    """Cross entropy of starts and ends among all pieces of a group's passages and "nothing here".

    Where an answer may be said shorter or longer, what counts is the sum of the chances of all its starts, and of its
    ends (Clark and Gardner 2018, "summed objective"): to draw one each time teaches that none is likely. The first
    piece stands for "nothing here", as in SQuAD 2.0's baselines: a span has to be likelier than that.
    """
    rows, same = _answered(made)
    counts = made.weights[rows] * torch.where(same.sum(dim=1) > 1, BESIDE, 1.0)
    total = torch.zeros(())
    for column, gold in ((0, made.starts), (1, made.ends)):
        logits = spans[..., column].masked_fill(~made.passage, _NEVER)
        among = logits.masked_fill(~same[:, :, None], _NEVER).flatten(start_dim=1)
        right = logits[rows].masked_fill(~gold[rows], _NEVER)
        each = torch.logaddexp(among.logsumexp(dim=1), spans[rows, 0, column]) - right.logsumexp(dim=1)
        total = total + 0.5 * (each * counts).sum() / len(made.starts)
    return total


def nothing_loss(spans: torch.Tensor, made: Batch) -> torch.Tensor:
    """Cross entropy of "nothing here" among all pieces of each passage that doesn't answer; 0 without such passages."""
    rows = (made.labels[:, 0] == 0).nonzero().flatten()
    total = torch.zeros(())
    for column in range(2):
        nothing = spans[rows, 0, column]
        some = spans[rows, :, column].masked_fill(~made.passage[rows], _NEVER).logsumexp(dim=1)
        total = total + 0.5 * ((torch.logaddexp(some, nothing) - nothing) * made.weights[rows]).sum() / len(made.starts)
    return total


def order_loss(relevance: torch.Tensor, made: Batch) -> torch.Tensor:
    """Cross entropy of the right passage among those of its group; 0 where there are no groups of several."""
    rows, same = _answered(made)
    several = same.sum(dim=1) > 1
    if not several.any():
        return torch.zeros(())
    among = relevance.masked_fill(~same, _NEVER)[several]
    return functional.cross_entropy(among, rows[several], reduction="sum") / len(made.starts)


def _answered(made: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """Rows with an answer, and for each which rows are of its group: (answered,), (answered, batch)."""
    rows = made.starts.any(dim=1).nonzero().flatten()
    return rows, made.group == made.group[rows][:, None]
