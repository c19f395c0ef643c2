"""How well a reader reads: exact match and F1 in SQuAD's manner, and the area under the curve of `answerable`."""

from __future__ import annotations

import collections
import re
import statistics
import string
from collections.abc import Sequence

from sklearn.metrics import roc_auc_score

from assistant.readings import Reading
from training.reader.examples import Example


def span_figures(examples: Sequence[Example], readings: Sequence[Reading]) -> dict[str, float]:
    """Exact match and F1 (Rajpurkar et al., 2016) of the best spans.

    A mean over the examples that have answers, the best of the answers counting.
    """
    exact, shared = [], []
    for example, reading in zip(examples, readings, strict=True):
        golds = [_words(example.passage[start:end]) for start, end in example.spans]
        if golds:
            span = reading.best()
            said = _words(example.passage[span.start : span.end]) if span else []
            exact.append(said in golds)
            shared.append(max(_f1(said, gold) for gold in golds))
    return {
        "questions": len(exact),
        "exact": round(statistics.fmean(exact), 4),
        "f1": round(statistics.fmean(shared), 4),
    }


def answerable_auc(right: Sequence[Reading], wrong: Sequence[Reading]) -> float:
    """Area under the ROC curve of the verdict `answerable`: how often one of `right` has more of it than of `wrong`."""
    scores = [reading.answerable for reading in (*right, *wrong)]
    return round(float(roc_auc_score([True] * len(right) + [False] * len(wrong), scores)), 4)


def _words(text: str) -> list[str]:
    """What is compared: words in small letters, without marks and articles."""
    bare = "".join(character for character in text.lower() if character not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", bare).split()


def _f1(said: Sequence[str], gold: Sequence[str]) -> float:
    common = sum((collections.Counter(said) & collections.Counter(gold)).values())
    return 2 * common / (len(said) + len(gold)) if common else float(said == gold)
