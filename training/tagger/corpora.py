"""Labelled sets of sentences, read as texts with spans.

Licences: UNER-EWT CC BY-SA 4.0, WNUT17, WikiGold, GUM, SEC filings (CC BY 3.0), BTC, German LER, MEDDOCAN CC BY 4.0,
CrossNER MIT (text CC BY-SA). Only rows for training are ever handed to the trainer; see `training_documents`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from training.json_lines import read_rows
from training.tagger.spans import UNKNOWN, Document, Span

Row = dict[str, Any]

_MAP = {
    "PER": "PERSON", "RR": "PERSON", "AN": "PERSON", "LOC": "LOCATION", "LD": "LOCATION", "ST": "LOCATION",
    "LDS": "LOCATION", "STR": "STREET_ADDRESS", "ORG": "ORGANIZATION", "UN": "ORGANIZATION", "INN": "ORGANIZATION",
    "GRT": "ORGANIZATION", "DATE": "DATE_TIME", "GROUP": UNKNOWN, "MRK": UNKNOWN, "NORP": UNKNOWN,
}  # fmt: skip
"""Tags of the sets; those not named are no personal data."""

_MEDDOCAN = {
    "NOMBRE_SUJETO_ASISTENCIA": "PERSON", "NOMBRE_PERSONAL_SANITARIO": "PERSON", "TERRITORIO": "LOCATION",
    "PAIS": "LOCATION", "CALLE": "STREET_ADDRESS", "HOSPITAL": "ORGANIZATION", "INSTITUCION": "ORGANIZATION",
    "CENTRO_SALUD": "ORGANIZATION", "FECHAS": "DATE_TIME", "FAMILIARES_SUJETO_ASISTENCIA": UNKNOWN,
}  # fmt: skip

_ROLES = frozenset("borrower lender president secretary americans commander capt. col. god guarantor".split())
"""Tagged as persons by sources that mean anybody who acts; they teach nothing."""

_NO_DATES = ("DATE_TIME", "STREET_ADDRESS")
_TIGHT_BEFORE = re.compile(r"[,.;:!?)\]}%’”]|n't|'(?:s|re|ve|ll|d|m|S)?$|…")
_QUOTE = '"'
_TIGHT_AFTER = frozenset("([{$#@“‘£€")


def joined(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Tokens as a person would have typed them, and where each stands."""
    text = ""
    places: list[tuple[int, int]] = []
    quoted = False
    for index, token in enumerate(tokens):
        glue = not text or _TIGHT_BEFORE.match(token) is not None or tokens[index - 1] in _TIGHT_AFTER
        if token == _QUOTE:
            glue = glue or quoted
            quoted = not quoted
        elif index and tokens[index - 1] == _QUOTE and quoted:
            glue = True
        text += token if glue else f" {token}"
        places.append((len(text) - len(token), len(text)))
    return text, places


def entities(tags: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Type, first token and end of each entity of BIO tags, in the set's own types."""
    start = 0
    for index in range(len(tags) + 1):
        tag = tags[index] if index < len(tags) else "O"
        if index > start and tags[start] != "O" and tag != f"I-{tags[start][2:]}":
            yield tags[start][2:], start, index
            start = index
        elif tags[start : start + 1] == ["O"]:
            start = index


def document(row: Row, unlabelled: tuple[str, ...] = _NO_DATES, *, own_labels: bool = False) -> Document:
    """One sentence.

    Args:
        row: tokens and tags.
        unlabelled: types that the set has no tags for.
        own_labels: whether persons are those of the set, for measuring; otherwise roles, handles and names in small
            letters, which the sets do not agree on, teach nothing.
    """
    text, places = joined(row["tokens"])
    spans = []
    for kind, first, end in entities(row["tags"]):
        label = _MAP.get(kind)
        words = row["tokens"][first:end]
        if label == "PERSON" and not own_labels and row["source"] != "wnut17" and not _is_name(words):
            label = UNKNOWN
        if label:
            spans.append(Span(places[first][0], places[end - 1][1], label))
    return Document(text, tuple(spans), row["source"], unlabelled=unlabelled)


def together(documents: Sequence[Document], between: str = " ") -> Document:
    """Sentences that follow each other as one text."""
    text, spans = "", []
    for one in documents:
        text += between if text else ""
        spans += [Span(span.start + len(text), span.end + len(text), span.label) for span in one.spans]
        text += one.text
    return Document(text, tuple(spans), documents[0].kind, unlabelled=documents[0].unlabelled)


def paragraphs(rows: Sequence[Row], size: int, seed: int) -> list[Document]:
    """Sentences of the same text in a row, up to `size` of them at a time, mostly a line each.

    Where the lines ended the set does not tell; all on one line, greetings and signatures run into each other.
    """
    rng = random.Random(seed)  # noqa: S311 - no secret
    found = []
    for _, group in groupby(rows, key=lambda row: row["sent_id"].rsplit("-", 1)[0]):
        sentences = [document(row) for row in group]
        while sentences:
            count = rng.randint(2, size)
            found.append(together(sentences[:count], rng.choice(("\n", "\n", " "))))
            sentences = sentences[count:]
    return found


def meddocan(path: Path) -> list[Document]:
    """Spanish clinical cases."""
    found = []
    for row in read_rows(path):
        spans = [Span(start, end, _MEDDOCAN[kind]) for start, end, kind in row["spans"] if kind in _MEDDOCAN]
        spans.sort(key=lambda span: span.start)
        found.append(Document(row["text"], tuple(spans), "meddocan"))
    return found


def training_documents(folder: Path, seed: int) -> list[Document]:
    """Every text of the sets that may be trained on, in the shares that the mixture has; order is not random.

    UNER-EWT four times (thrice in paragraphs, once by sentence); what is far from its conventions is under-sampled.
    """
    rng = random.Random(seed)  # noqa: S311 - no secret
    found = web_texts(folder, seed, (8, 5, 12))
    for name in ("wnut17-train", "wikigold-all", "sec_filings-train"):
        found += [document(row) for row in read_rows(folder / f"{name}.jsonl")]
    for name in ("ai", "literature", "music", "politics", "science"):
        found += [document(row) for row in read_rows(folder / f"crossner-{name}-train.jsonl")]
    gum = read_rows(folder / "gum_named_derived-all.jsonl")
    found += [document(row, ("STREET_ADDRESS",)) for row in rng.sample(gum, len(gum) // 3)]
    tweets = read_rows(folder / "btc-all.jsonl")
    found += [document(row) for row in rng.sample(tweets, len(tweets) // 6)]
    german = [document(row) for row in read_rows(folder / "german_ler-dev.jsonl")]
    named = [one for one in german if any(span.label in ("PERSON", "LOCATION") for span in one.spans)]
    found += named + rng.sample(german, 400)
    cases = meddocan(folder / "meddocan_es" / "train.jsonl")
    return found + rng.sample(cases, 60)


def web_texts(folder: Path, seed: int, sizes: Sequence[int]) -> list[Document]:
    """UNER-EWT by sentence, and once more in paragraphs for each of `sizes`."""
    rows = read_rows(folder / "uner_ewt-train.jsonl")
    found = [document(row) for row in rows]
    for number, size in enumerate(sizes):
        found += paragraphs(rows, size, seed + number)
    return found


def _is_name(words: Sequence[str]) -> bool:
    handle, role = words[0] == "@", words[0].casefold() in _ROLES
    return not handle and not role and any(word[:1].isupper() for word in words)
