"""The trained reader: one small encoder over (question, passage) that ranks, answers and judges in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.answer import Passage
from assistant.readings import Reading
from assistant.stand_ins import StandIns
from policies.onnx_model import CLS, SEP, Floats, OnnxModel, batches_of_one_length, rows
from policies.text import RedactedText

MODEL_FOLDER = Path(__file__).parent / "reader_model"
QUESTION_PIECES, HEADING_PIECES = 64, 40
"""Training (`training/reader/pieces.py`) cuts alike."""

_TITLE_PIECES, _HEADER_PIECES = 12, 16
_ANSWERABLE, _RELEVANCE, _SUPPORT = range(3)


@dataclass(frozen=True, slots=True, repr=False)
class _Pair:
    """Word pieces of two texts; `second` is where the second one starts, `body` where its part to be read does."""

    ids: list[int]
    second: int
    body: int
    offsets: list[tuple[int, int]]

    @property
    def types(self) -> list[int]:
        """0 for the first text, 1 for the second."""
        return [int(place >= self.second) for place in range(len(self.ids))]


class OnnxReader:
    """`[CLS] question [SEP] heading passage [SEP]` in, scores out. Loaded with the first call; safe between threads."""

    def __init__(self, folder: Path = MODEL_FOLDER, *, threads: int | None = None) -> None:
        """Name a folder as `policies.onnx_model.OnnxModel` wants it.

        Args:
            folder: where the model is.
            threads: how many cores to use; None is all that the process may use.

        Raises:
            ModelError: the folder has no readable card.
        """
        self._model = OnnxModel(folder, threads=threads)

    def load(self) -> None:
        """Load now what would be loaded with the first call.

        Raises:
            ModelError: a file of the model is missing or altered.
        """
        self._model.load()

    def read(self, question: RedactedText, passages: Sequence[Passage]) -> list[Reading]:
        """Read each passage for the question, in their order; what passes the model's length is not read.

        Raises:
            ModelError: a file of the model is missing or altered.
        """
        labels = [(passage.title.value, passage.section.value, passage.header.value) for passage in passages]
        pairs = self._pairs(_as_question(question.value), labels, [passage.text.value for passage in passages])
        best = max((passage.score for passage in passages), default=0.0)
        readings: dict[int, Reading] = {}
        for batch, outputs in self._run(pairs):
            for row, index in enumerate(batch):
                pair, (start, end, verdict) = pairs[index], (output[row] for output in outputs)
                body = slice(pair.body, pair.body + len(pair.offsets))
                offsets = np.array(pair.offsets, dtype=np.int64).reshape(len(pair.offsets), 2)
                readings[index] = Reading(
                    prior=min(1.0, passages[index].score / best) if best > 0 else 0.0,
                    answerable=float(verdict[_ANSWERABLE]),
                    relevance=float(verdict[_RELEVANCE]),
                    offsets=offsets,
                    starts=start[body],
                    ends=end[body],
                    nothing=float(start[0] + end[0]),
                )
        return [readings[index] for index in range(len(pairs))]

    def support(self, claim: str, texts: Sequence[RedactedText]) -> list[float]:
        """For each text the logit of its supporting the claim.

        Raises:
            ModelError: a file of the model is missing or altered.
        """
        pairs = self._pairs(claim, [("", "", "")] * len(texts), [text.value for text in texts])
        logits = np.zeros(len(pairs))
        for batch, (_, _, verdicts) in self._run(pairs):
            logits[batch] = verdicts[:, _SUPPORT]
        return [float(logit) for logit in logits]

    def _run(self, pairs: Sequence[_Pair]) -> Iterator[tuple[list[int], list[Floats]]]:
        batches = batches_of_one_length([len(pair.ids) for pair in pairs])
        feeds = [
            {
                "input_ids": rows(pairs[index].ids for index in batch),
                "token_type_ids": rows(pairs[index].types for index in batch),
            }
            for batch in batches
        ]
        return zip(batches, self._model.run_each(feeds), strict=True)

    def _pairs(self, first: str, labels: Sequence[tuple[str, str, str]], texts: Sequence[str]) -> list[_Pair]:
        asked_of = StandIns()
        read = [asked_of.put(first)]
        for label, text in zip(labels, texts, strict=True):
            stand_ins = asked_of.copy()
            read += map(stand_ins.put, (*label, text))
        asked, *rest = self._model.tokenizer.encode_batch([each.text for each in read], add_special_tokens=False)
        start = [CLS, *asked.ids[:QUESTION_PIECES], SEP]
        pairs = []
        for number in range(0, len(rest), 4):
            *above, body_text = rest[number : number + 4]
            heading = _heading(*(each.ids for each in above))
            body = len(start) + len(heading)
            room = self._model.card.max_tokens - body - 1
            offsets = read[number + 4].original(body_text.offsets[:room])
            pairs.append(_Pair([*start, *heading, *body_text.ids[:room], SEP], len(start), body, offsets))
        return pairs


def _as_question(asked: str) -> str:
    """With the mark that people in a hurry leave out: the reader was taught with questions that mostly have it."""
    asked = asked.rstrip()
    return asked if asked.endswith(("?", "!", ".")) else f"{asked}?"


def _heading(title: list[int], section: list[int], header: list[int]) -> list[int]:
    """What stands above a passage, in at most `HEADING_PIECES`: of a path of sections the end says most."""
    above = title[:_TITLE_PIECES]
    room = HEADING_PIECES - len(above) - min(len(header), _HEADER_PIECES)
    return [*above, *section[-room:], *header[:_HEADER_PIECES]]
