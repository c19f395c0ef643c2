"""The embedded tagger: a MiniLM trained by `training/train_tagger.py`, quantized, run by onnxruntime."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from policies.onnx_model import CLS, SEP, OnnxModel, batches_of_one_length, rows
from policies.recognizers.tag_sequences import best_tags, entities_of
from policies.recognizers.word_shapes import shape_in_text

if TYPE_CHECKING:  # that file imports Presidio, which must come through `policies.presidio_import`
    from policies.recognizers.tagger import Tags

MODEL_FOLDER = Path(__file__).parent / "tagger_model"

OVERLAP = 24
"""Word pieces that two windows share: each word is read in the window where it stands further from the edge. 16 would
take a twentieth less time, but a column's name at the edge of a window was taken for a person."""

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, repr=False)
class _Words:
    """The words of a text: where each starts and ends, its first word piece; and all pieces with their shapes."""

    starts: list[int]
    ends: list[int]
    first_pieces: list[int]
    pieces: list[int]
    shapes: list[int]


class OnnxTagger:
    """Tags persons, places, organisations, dates and street addresses; exact offsets, texts of any length.

    Nothing is loaded before the first call. Time is linear in the text's length. Safe to call from several threads.
    """

    def __init__(self, folder: Path = MODEL_FOLDER, *, threads: int | None = None) -> None:
        """Name a folder as `policies.onnx_model.OnnxModel` wants it; its card has `tags` and `bias` too.

        Args:
            folder: where the model is. `tags` are the names of its outputs; `bias` adds to the logits of a type, so
                that rather too much is hidden than too little.
            threads: how many cores to use; None is all that the process may use.

        Raises:
            ModelError: the folder has no readable card.
        """
        self._model = OnnxModel(folder, threads=threads)
        card = self._model.card
        self._tags = tuple(map(str, card.own("tags", list)))
        bias = card.own("bias", dict)
        self._bias = np.array([float(bias.get(tag[2:], 0.0)) for tag in self._tags], dtype=np.float32)
        self._entities = tuple(dict.fromkeys(tag[2:] for tag in self._tags if tag != "O"))
        self._window = card.max_tokens - 2

    @property
    def entities(self) -> Sequence[str]:
        """The types that it tags."""
        return self._entities

    @property
    def sha256(self) -> str:
        """sha256 of the ONNX file, as the card says (and as loading verifies)."""
        return self._model.card.files["model.onnx"]

    def load(self) -> None:
        """Load the model now.

        Raises:
            ModelError: a file of the model is missing or altered.
        """
        self._model.load()

    def tag_each(self, texts: Sequence[str]) -> list[Tags]:
        """See `policies.recognizers.tagger.Tagger`. The score is the mean probability of the type over the words.

        Raises:
            ModelError: a file of the model is missing or altered.
        """
        each = [self._words(text) for text in texts]
        scored = zip(each, self._scores(each), strict=True)
        return [self._tags_of(words, scores + self._bias) for words, scores in scored]

    def _tags_of(self, words: _Words, scores: Scores) -> Tags:
        if not words.starts:
            return []
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        found = []
        for entity_type, first, end in entities_of(best_tags(scores, self._tags), self._tags):
            columns = [index for index, tag in enumerate(self._tags) if tag[2:] == entity_type]
            score = float(chances[first:end, columns].sum(axis=1).mean())
            found.append((entity_type, words.starts[first], words.ends[end - 1], min(1.0, score)))
        return found

    def _words(self, text: str) -> _Words:
        encoding = self._model.tokenizer.encode(text, add_special_tokens=False)
        words = _Words([], [], [], encoding.ids, [])
        last = None
        for place, (number, (start, end)) in enumerate(zip(encoding.word_ids, encoding.offsets, strict=True)):
            if number != last:
                words.starts.append(start)
                words.ends.append(end)
                words.first_pieces.append(place)
                last = number
            words.ends[-1] = end
        before = 0
        counts = np.diff([*words.first_pieces, len(words.pieces)])
        for start, end, count in zip(words.starts, words.ends, counts.tolist(), strict=True):
            words.shapes.extend([shape_in_text(text, before, start, end)] * count)
            before = end
        return words

    def _scores(self, texts: Sequence[_Words]) -> list[Scores]:
        """Logits of shape (words, tags) for each text; windows of one length are run together, whosever they are."""
        scores = [np.zeros((len(words.starts), len(self._tags)), dtype=np.float32) for words in texts]
        made = [
            (number, window)
            for number, words in enumerate(texts)
            if words.starts
            for window in windows(words.first_pieces, len(words.pieces), self._window)
        ]
        lengths = [window.last - window.first + 2 for _, window in made]
        batches = [[made[index] for index in batch] for batch in batches_of_one_length(lengths)]
        feeds = [
            {
                "input_ids": rows([CLS, *texts[n].pieces[one.first : one.last], SEP] for n, one in batch),
                "token_type_ids": rows([0, *texts[n].shapes[one.first : one.last], 0] for n, one in batch),
            }
            for batch in batches
        ]
        for batch, (logits,) in zip(batches, self._model.run_each(feeds), strict=True):
            for row, (n, one) in zip(logits, batch, strict=True):
                places = np.array(texts[n].first_pieces[one.word : one.until])
                scores[n][one.word : one.until] = row[places - one.first + 1]
        return scores


class Window(NamedTuple):
    """Pieces `first` to `last` are read together; the words `word` to `until` are taken from it, ends exclusive."""

    first: int
    last: int
    word: int
    until: int


def windows(first_pieces: Sequence[int], total: int, size: int) -> list[Window]:
    """Windows over the pieces of a text that begin and end between words.

    Each word is taken from one window, in which about half of `OVERLAP` pieces stand on each side of it unless the
    text ends there. A window is no longer than `size`, but for a single word that is.

    Args:
        first_pieces: the first piece of each word; there is a word.
        total: how many pieces there are.
        size: how many of them a window holds.
    """
    edges = np.array([*first_pieces, total])
    made: list[Window] = []
    start = word = 0
    while True:
        end = max(word + 1, int(np.searchsorted(edges, edges[start] + size, side="right")) - 1)
        if end == len(first_pieces):
            made.append(Window(int(edges[start]), total, word, end))
            return made
        until = max(word + 1, int(np.searchsorted(edges, edges[end] - OVERLAP // 2)))
        made.append(Window(int(edges[start]), int(edges[end]), word, until))
        word = until
        start = min(word, max(start + 1, int(np.searchsorted(edges, edges[end] - OVERLAP))))
