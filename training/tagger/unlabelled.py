"""Texts that nobody labelled: what a tagger learns from others that read them."""

from __future__ import annotations

import email
import email.policy
import random
from collections.abc import Iterator
from pathlib import Path

from training.json_lines import read_rows
from training.reader import written
from training.reader.examples import part_of
from training.tagger.corpora import document
from training.tagger.spans import TYPES, Document

CHARACTERS = 1200
"""Of a text at most; longer ones are cut at blank lines."""

PASSAGES, DOCUMENTS, TWEETS, SENTENCES, ARTICLES = 1300, 250, 2500, 1500, 400
"""How many of our own passages and documents, of tweets, of novels' sentences and of encyclopedias' paragraphs."""


def unlabelled_texts(data: Path, seed: int) -> list[Document]:
    """Passages and documents of ours, e-mails, tweets, sentences of novels, paragraphs of articles for training.

    Args:
        data: the folder that holds `ner/`, `qa/` and `corpora/`.
        seed: which of them.
    """
    rng = random.Random(seed)  # noqa: S311 - no secret
    ours = [row["text"] for path in sorted(written.FOLDER.glob("*.jsonl")) for row in read_rows(path)]
    whole = [row["text"] for path in sorted(written.FOLDER.glob("documents/*.jsonl")) for row in read_rows(path)]
    squad = read_rows(data / "qa" / "squad_part.jsonl")
    articles = list(dict.fromkeys(row["context"] for row in squad if part_of(row["title"]) == "train"))
    long = [
        *rng.sample(ours, PASSAGES),
        *rng.sample(whole, DOCUMENTS),
        *_mails(data / "corpora" / "eml_samples_mikel_mail"),
        *rng.sample(articles, ARTICLES),
    ]
    tweets = [document(row).text for row in rng.sample(read_rows(data / "ner" / "btc-all.jsonl"), TWEETS)]
    novels = read_rows(data / "ner" / "litbank-all-nested.jsonl")
    sentences = [row.get("text") or " ".join(row["tokens"]) for row in rng.sample(novels, SENTENCES)]
    texts = [*(part for text in long for part in parts(text)), *tweets, *sentences]
    return [Document(text, (), "unlabelled", unlabelled=TYPES) for text in texts]


def parts(text: str) -> Iterator[str]:
    """Paragraphs together, so that a part is neither short nor longer than `CHARACTERS`."""
    own = ""
    for paragraph in filter(str.strip, text.split("\n\n")):
        own = f"{own}\n\n{paragraph}" if own else paragraph
        if len(own) > 0.4 * CHARACTERS:
            yield own[:CHARACTERS]
            own = ""
    if own:
        yield own[:CHARACTERS]


def _mails(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.eml")):
        try:
            body = email.message_from_bytes(path.read_bytes(), policy=email.policy.default).get_body(("plain",))
            content = body.get_content() if body else ""
        except (LookupError, ValueError, AttributeError):  # some are malformed on purpose
            continue
        yield str(content)[:4000]
