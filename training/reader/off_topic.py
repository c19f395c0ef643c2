"""Questions beside passages of other articles that retrieval finds for them: alike in words, about something else.

A passage of the same article, which `negatives.retrieved` gives, teaches what answers. These teach what is about the
thing that is asked about: of a question that no document answers the reader sees nothing but such passages.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from training.reader import negatives
from training.reader.examples import Example

EACH = 4
"""One question of so many is used."""
_FIRST_ONES = 0.35


class OffTopic:
    """Questions and what other articles have for them."""

    def __init__(self, asked: Sequence[Example], found: Sequence[Sequence[Example]]) -> None:
        self.asked = asked
        self._found = found

    def examples(self, count: int, pick: random.Random) -> Iterator[Example]:
        """About `count` questions, each beside one passage; the first ones found are likelier."""
        chosen = pick.sample(range(len(self.asked)), min(count, len(self.asked)))
        for index in chosen:
            found = self._found[index]
            if not found:
                continue
            other = found[min(int(pick.expovariate(_FIRST_ONES)), len(found) - 1)]
            yield Example(
                self.asked[index].first,
                other.heading if pick.random() < 0.6 else "",
                other.passage,
                answerable=0.0,
                relevance=0.0,
                source="off topic",
            )


def of_another_set(sources: Sequence[Sequence[Example]], count: int, pick: random.Random) -> Iterator[Example]:
    """`count` questions, each beside a passage of another data set: a tale, a table, a paper for a question on physics.

    Nothing about such a passage is alike, its manner neither: a reader that knows articles alone may take to a tale.
    """
    for _ in range(count):
        asking, telling = pick.sample(sources, 2)
        asked, other = pick.choice(asking), pick.choice(telling)
        heading = other.heading if pick.random() < 0.5 else ""
        yield Example(asked.first, heading, other.passage, answerable=0.0, relevance=0.0, source="off topic")


def questions_of(sources: Sequence[Sequence[Example]]) -> list[Example]:
    """The questions that are used: of articles with a title, without which one can't be told from another."""
    return [example for source in sources for example in source if example.heading][::EACH]


def found_elsewhere(
    asked: Sequence[Example], sources: Sequence[Sequence[Example]], embed: object | None
) -> list[list[Example]]:
    """For each question the passages of articles with another title that retrieval puts first, none with its answer."""
    every = {example.passage: example for source in sources for example in source if example.heading}
    passages = negatives.neighbours(asked, embed, among=list(every), count=8)
    return [
        [replace(every[text], spans=()) for text in texts if every[text].heading != example.heading]
        for example, texts in zip(asked, passages, strict=True)
    ]
