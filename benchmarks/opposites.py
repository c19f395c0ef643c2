"""How often a sentence is held to say the opposite of a question: one that answers it, or one that only looks like it.

    python -m benchmarks.opposites --data FOLDER

FOLDER holds `squad_part.jsonl`. Of a question that the passage answers, the sentence with the answer is tested; of one
that only looks answerable, the sentence that shares most of its words. Which words are converses, and how near an
opposite has to stand, was chosen on other articles and passages than those that are measured here.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from assistant.lexemes import content_stems
from assistant.opposites import says_opposite
from benchmarks.machine import save
from training.reader.examples import Example, on_articles, sentences
from training.reader.written import written


def main() -> None:
    """Measure articles that nothing was tuned on, and passages of ours that are kept apart."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    sets = {"articles": on_articles(options.data / "squad_part.jsonl", "test"), "passages of ours": written("dev")}
    results = {name: measure(examples) for name, examples in sets.items()}
    print(json.dumps(results, indent=2))
    print(save("opposites", results))


def measure(examples: Sequence[Example]) -> dict[str, float]:
    """The shares of questions whose sentence is held to say the opposite."""
    found = {answered: [each for each in examples if bool(each.spans) == answered] for answered in (True, False)}
    held = {
        answered: [says_opposite(each.first)(_sentence(each)) for each in chosen] for answered, chosen in found.items()
    }
    return {
        "answered": len(held[True]),
        "not_answered": len(held[False]),
        "held_of_answered": round(sum(held[True]) / len(held[True]), 4),
        "held_of_not_answered": round(sum(held[False]) / len(held[False]), 4),
    }


def _sentence(example: Example) -> str:
    texts = sentences(example.passage)
    if example.spans:
        place = next(((a, b) for a, b in texts if a <= example.spans[0][0] < b), texts[0])
    else:
        asked = set(content_stems(example.first))
        place = max(texts, key=lambda own: len(asked & set(content_stems(example.passage[slice(*own)]))))
    return example.passage[slice(*place)]


if __name__ == "__main__":
    main()
