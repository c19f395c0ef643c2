"""What redaction costs: questions answered from the documents as they are, and no longer once they are redacted.

    python -m benchmarks.answers_lost --data FOLDER [--questions 60] [--articles 6] [--paragraphs 20] [--seed 0]

FOLDER holds `squad_part.jsonl` as for `benchmarks.qa`. A sample of paragraphs of some articles is ingested under each
policy, those that the sampled questions are about among them, and the same questions are asked. Of those whose quote
holds the gold span under `open`, a policy loses those that it refuses or answers with another sentence. Names, dates or
places in a quote may be hidden: that is what the policy is for, and the answer is not lost. Encyclopedia articles are
hard on redaction: they are about people and dates through and through. Three ingestions and as many batches of
questions, five minutes of two cores; with `--questions 2000 --articles 24 --paragraphs 200` all that there is.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.command import fresh_command
from benchmarks.machine import save
from benchmarks.qa import holds_gold
from training.json_lines import read_rows
from training.reader.articles import Row, write_articles
from training.reader.examples import part_of

POLICIES = ("gdpr", "hipaa")
SAME = 0.8
"""Share of the words of a redacted quote that stand in one of the quotes under `open`, for both to be the same."""

_HIDDEN = re.compile(r"⟦[^⟦⟧]*⟧|\[[A-Z_]+\]")


def main() -> None:
    """Ingest and ask under each policy, compare, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--articles", type=int, default=6, help="at least those that the questions are about")
    parser.add_argument("--paragraphs", type=int, default=20, help="of an article; at least those asked about")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--part", choices=("dev", "test"), default="test")
    options = parser.parse_args()
    began = time.perf_counter()
    rng = random.Random(options.seed)
    squad = read_rows(options.data / "squad_part.jsonl")
    asked = choose_questions(squad, options.part, options.questions, rng)
    articles = choose_paragraphs(squad, asked, options.articles, options.paragraphs, rng)
    answers = {policy: answers_under(policy, articles, asked) for policy in ("open", *POLICIES)}
    right = [n for n, row in enumerate(asked) if holds_gold(row, answers["open"][n])]
    if not right:
        raise SystemExit("No question was answered right under `open`: ask more of them.")
    results = {
        "part": options.part,
        "seed": options.seed,
        "articles": len({row["title"] for row in articles}),
        "paragraphs": len({row["context"] for row in articles}),
        "questions": len(asked),
        "right_under_open": len(right),
        **{policy: lost([(answers["open"][n], answers[policy][n]) for n in right]) for policy in POLICIES},
        "minutes": round((time.perf_counter() - began) / 60, 1),
    }
    print(json.dumps(results, indent=2))
    print(save("answers_lost", results))


def choose_questions(squad: Sequence[Row], part: str, count: int, rng: random.Random) -> list[Row]:
    """Answerable questions about articles of a part."""
    answerable = [row for row in squad if row["answers"] and not row["is_impossible"] and part_of(row["title"]) == part]
    return rng.sample(answerable, min(count, len(answerable)))


def choose_paragraphs(
    squad: Sequence[Row], asked: Sequence[Row], articles: int, paragraphs: int, rng: random.Random
) -> list[Row]:
    """The rows of the paragraphs that the questions are about, and of others until there are so many of each article.

    Articles are those of the questions, and others until there are so many.
    """
    needed = {row["title"] for row in asked}
    others = sorted({row["title"] for row in squad} - needed)
    chosen: set[str] = {row["context"] for row in asked}
    for title in sorted(needed | set(rng.sample(others, min(max(0, articles - len(needed)), len(others))))):
        contexts = sorted({row["context"] for row in squad if row["title"] == title})
        left = [context for context in contexts if context not in chosen]
        missing = paragraphs - (len(contexts) - len(left))
        chosen.update(rng.sample(left, min(max(0, missing), len(left))))
    return [row for row in squad if row["context"] in chosen]


def answers_under(policy: str, articles: Sequence[Row], asked: Sequence[Row]) -> list[Row]:
    """The answers to the questions when the articles are redacted by a policy."""
    with fresh_command() as command:
        folder = command.folder / "articles"
        write_articles(articles, folder)
        command.ingest(folder, policy=policy)
        return command.batch("ask", "question", [(str(n), row["question"]) for n, row in enumerate(asked)])[0]


def lost(pairs: Sequence[tuple[Row, Row]]) -> dict[str, float]:
    """Of pairs of a right answer and the one from redacted documents: the shares refused and answered otherwise."""
    refused = [not redacted["answered"] for _, redacted in pairs]
    other = [redacted["answered"] and not same(plain, redacted) for plain, redacted in pairs]
    return {
        "lost": round((sum(refused) + sum(other)) / len(pairs), 4),
        "refused": round(sum(refused) / len(pairs), 4),
        "answered_otherwise": round(sum(other) / len(pairs), 4),
    }


def same(plain: Row, redacted: Row) -> bool:
    """Whether a quote of the redacted answer is one of the plain answer's, with words hidden."""
    quotes = [set(_words(citation["quote"])) for citation in plain["citations"]]
    for citation in redacted["citations"]:
        words = _words(_HIDDEN.sub(" ", citation["quote"]))
        if any(words and sum(word in quote for word in words) / len(words) >= SAME for quote in quotes):
            return True
    return False


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


if __name__ == "__main__":
    main()
