"""What a question's wording alone tells of whether its passage answers it.

Whoever writes questions that only look answerable words them a little otherwise than the others, and a reader learns
to go by that: among our own questions a linear model of words and phrases, which never sees a passage, tells the two
apart (area under the curve .81 for passages, .89 for documents; .50 for SQuAD's). What it says is added to the reader's
logit while it is taught, so that nothing is left to learn from the wording, and left out afterwards (Clark, Yatskar and
Zettlemoyer 2019, "Don't take the easy way out": a product of experts).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

FOLDS = 5
_WORDS = re.compile(r"\w+|[^\w\s]").findall


def priors(questions: Sequence[str], answered: Sequence[bool], texts: Sequence[str]) -> list[float]:
    """For each question the log-odds that it is answered, from its words.

    Each is told by a model that saw no question on the same text: so it is what can be known of a new one.

    Args:
        questions: at least one of each kind.
        answered: whether its text answers it.
        texts: what it is about, by any name; as many different ones as there are folds, at least.
    """
    import numpy as np
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold

    phrases = TfidfVectorizer(ngram_range=(1, 4), min_df=3, tokenizer=_WORDS, token_pattern=None, sublinear_tf=True)
    manner = [
        (len(question.split()) / 10, len(question) / 60, question.endswith("?"), question[:1].isupper())
        for question in questions
    ]
    numbers = hstack([phrases.fit_transform(questions), csr_matrix(np.array(manner, dtype=float))]).tocsr()
    labels = np.array(answered, dtype=int)
    found = np.zeros(len(labels))
    for others, own in GroupKFold(FOLDS).split(numbers, labels, texts):
        model = LogisticRegression(max_iter=500).fit(numbers[others], labels[others])
        found[own] = model.decision_function(numbers[own])
    return [float(each) for each in found]
