"""What a pass holds: each question once, beside its own passage, one that doesn't answer it, or several."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.opposites import Lexicon
from training.json_lines import read_rows, write_rows
from training.reader import documents, negatives, opposites
from training.reader.claims import judged, made
from training.reader.contexts import cut_around, set_among
from training.reader.examples import Example, Group, on_articles, questions
from training.reader.generated import generated
from training.reader.misspelt import asked_carelessly
from training.reader.off_topic import OffTopic, found_elsewhere, of_another_set, questions_of
from training.reader.redacted import redacted
from training.reader.wording import priors
from training.reader.written import written

ALTERED = 0.5
"""Share of the questions whose passage is another each time it comes: `training.reader.contexts`."""

ARTICLES = frozenset({"squad", "natural", "open_natural", "written"})
"""Sources whose passages have the titles of what they are about."""

REDACTED = 0.08
"""Share of the examples that show placeholders instead of names and dates."""

MISSPELT = 0.12
"""Share of the questions that are typed carelessly."""

BARE = 0.4
"""Share of the twins that are shown without their title."""

TOGETHER = 0.5
"""Share of the twins that are read beside each other; the others are learnt one by one."""

GENERATED, MADE_CLAIMS = 2500, 1500
"""Questions over generated forms, tables and rules, and claims made of questions and answers, in a whole pass."""

OFF_TOPIC = 3000
"""Questions beside passages of other articles, in a whole pass."""

ANOTHER_SET = 1500
"""Questions beside passages of another data set, in a whole pass."""

TURNED = 12_000
"""Questions on articles beside a passage that answers them and the same turned by a word, in a whole pass."""

WRITTEN = "written"
"""The source that is whole also in a pass that has less of all others."""


@dataclass(frozen=True, slots=True)
class Source:
    """A data set by name: its questions, their hard negatives (a list a question, or none), and how it is drawn.

    `share` is the part of its questions that a pass holds (above 1: some twice, with other negatives), `negative` the
    part of those that are made unanswerable, `beside` the part of the others that are read beside several passages.
    `others` are sentences to set a passage among that is a single one.
    """

    name: str
    examples: Sequence[Example]
    wrong: Sequence[Sequence[str]]
    share: float
    negative: float
    beside: float = 0.0
    others: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """All that a pass is drawn from.

    Attributes:
        sources: questions, each with its own passage.
        elsewhere: questions beside passages of other articles.
        asked: what is asked of whole documents of ours.
        twins: questions beside a passage that answers them and its twin that doesn't.
        words: what turns a passage or a question into one that says something else.
    """

    sources: Sequence[Source]
    elsewhere: OffTopic
    asked: Sequence[documents.Asked] = ()
    twins: Sequence[Group] = ()
    words: Lexicon = field(default_factory=dict)


def sources(data: Path, cache: Path, embed: Callable[[], object] | None, *, wording_told: bool = False) -> list[Source]:
    """All data sets marked for training. Retrieval's hard negatives are kept in `cache`: finding them takes minutes.

    With `wording_told` each of our own questions comes with what its wording gives away.
    """
    qa = data / "qa"
    squad = on_articles(qa / "squad_part.jsonl", "train")
    natural = list(questions(qa / "nq_paragraph_train.jsonl", tokenised=True))
    open_natural = list(questions(qa / "nq_open_train.jsonl"))
    qamr = [replace(e, heading="") for e in questions(qa / "qamr.jsonl", weight=0.6)]
    ours = _told(written("train")) if wording_told else written("train")
    plan = [
        ("squad", squad, 1.3, 0.28, 0.6),
        ("natural", natural, 1.0, 0.4, 0.6),
        ("open_natural", open_natural, 1.0, 0.4, 0.6),
        ("covid", list(questions(qa / "covid_long.jsonl", weight=0.6)), 0.5, 0.3, 0.4),
        ("tatqa", list(questions(qa / "tatqa_spans.jsonl", weight=0.6)), 0.8, 0.3, 0.0),
        ("fairytale", list(questions(qa / "fairytale_train.jsonl", weight=0.6)), 0.5, 0.25, 0.0),
        ("qamr", qamr, 0.35, 0.15, 0.0),
        (WRITTEN, ours, 1.0, 0.2, 0.1),
    ]
    single = {"qamr": list(dict.fromkeys(example.passage for example in qamr))}
    return [
        Source(name, e, _wrong(name, e, cache, embed), share, negative, beside, single.get(name, ()))
        for name, e, share, negative, beside in plan
    ]


def off_topic(every: Sequence[Source], cache: Path, embed: Callable[[], object] | None) -> OffTopic:
    """Questions on articles, and what articles of another title have for them; kept in `cache`."""
    articles = [source.examples for source in every if source.name in ARTICLES]
    asked = questions_of(articles)
    path = cache / "off-topic.jsonl"
    kept = [[Example("", *pair) for pair in row] for row in read_rows(path)] if path.exists() else []
    if len(kept) != len(asked):
        kept = found_elsewhere(asked, articles, embed() if embed else None)
        write_rows(path, ([(each.heading, each.passage) for each in found] for found in kept))
    return OffTopic(asked, kept)


def one_pass(material: Material, data: Path, seed: int, share: float = 1.0) -> Iterator[Group]:
    """What one pass holds in random order; another seed gives other negatives and other generated ones.

    `share`: how much of everything but `WRITTEN`, what is asked of documents of ours, and twins.
    """
    pick = random.Random(seed)  # noqa: S311
    every = material.sources
    names = negatives.names_in(every[0].examples)
    chosen: list[Example] = []
    beside: list[Group] = [*documents.groups(material.asked, pick)]
    for source in every:
        drawn_share = source.share * (1.0 if source.name == WRITTEN else share)
        whole, rest = divmod(round(drawn_share * len(source.examples)), len(source.examples))
        indices = [*range(len(source.examples))] * whole + pick.sample(range(len(source.examples)), rest)
        for index in indices:
            first, *others = _drawn(source, index, names, pick)
            if others:
                beside.append((first, *others))
            else:
                chosen.append(_altered(source, first, pick) if pick.random() < ALTERED else first)
    articles = [each for source in every if source.name in ARTICLES for each in source.examples]
    turned = opposites.turned(articles, material.words, round(share * TURNED), pick) if material.words else ()
    for twins in (*material.twins, *turned):
        shown = _bare(twins) if pick.random() < BARE else twins
        if pick.random() < TOGETHER:
            beside.append(shown)
        else:
            chosen += [cut_around(shown[0], pick), *shown[1:]]
    chosen += material.elsewhere.examples(round(share * OFF_TOPIC), pick)
    chosen += of_another_set([source.examples for source in every], round(share * ANOTHER_SET), pick)
    chosen += generated(round(share * GENERATED), seed)
    claims = list(judged(data / "grounding" / "claims.jsonl"))
    chosen += pick.sample(claims, round(share * len(claims)))
    chosen += made([e for source in every[:3] for e in source.examples], names, round(share * MADE_CLAIMS), pick)
    chosen = [redacted(example, pick) if pick.random() < REDACTED else example for example in chosen]
    groups = [*beside, *((example,) for example in chosen)]
    groups = [
        asked_carelessly(group, pick) if group[0].answerable is not None and pick.random() < MISSPELT else group
        for group in groups
    ]
    pick.shuffle(groups)
    yield from groups


def _told(examples: Sequence[Example]) -> list[Example]:
    """With what each question's wording gives away."""
    questions, texts = [each.first for each in examples], [each.heading for each in examples]
    told = priors(questions, [bool(each.spans) for each in examples], texts)
    return [replace(each, prior=prior) for each, prior in zip(examples, told, strict=True)]


def _bare(group: Group) -> Group:
    return tuple(replace(each, heading="") for each in group)


def _altered(source: Source, example: Example, pick: random.Random) -> Example:
    return set_among(example, source.others, pick) if source.others else cut_around(example, pick)


def _drawn(source: Source, index: int, names: Sequence[str], pick: random.Random) -> Group:
    example = source.examples[index]
    if pick.random() < 0.5:
        example = replace(example, heading="")
    if not example.spans:
        return (example,)
    wrong = source.wrong[index] if source.wrong else ()
    if pick.random() >= source.negative:
        return negatives.beside(example, wrong, pick) if pick.random() < source.beside else (example,)
    draw = pick.random()
    other = None
    if draw < 0.35:
        other = negatives.retrieved(example, wrong, pick)
    elif draw < 0.75:
        other = negatives.swapped(example, names, pick)
    else:
        other = negatives.without_answer(example)
    return (other or example,)


def _wrong(
    name: str, examples: Sequence[Example], cache: Path, embed: Callable[[], object] | None
) -> Sequence[Sequence[str]]:
    path = cache / f"negatives-{name}.jsonl"
    kept = read_rows(path) if path.exists() else []
    if len(kept) == len(examples):
        return kept
    use_meaning = name not in ("qamr", "fairytale") and embed is not None
    found = negatives.neighbours(examples, embed() if use_meaning and embed else None)
    write_rows(path, found)
    return found
