"""Redaction beside stock Presidio with the same recognisers, in one run: characters a second.

    python -m benchmarks.redaction_speed [--megabytes 5] [--stock-megabytes 1] [--changed-megabytes 1]

The sample documents are repeated to so many megabytes. Stock Presidio is its `AnalyzerEngine` with our recognisers, our
tagger among them, and our words and context words (with spaCy's it would be slower), then its `AnonymizerEngine` with
our pseudonyms: it reads every document anew, and finds no other mentions. Its time grows with the text, so that it may
be given less. Ours is the redactor as the product runs it: both passes, and pieces of text seen before are not analysed
again. Told apart: the first reading of each document, before anything is known, and copies that each have another
paragraph changed.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

import policies
from benchmarks.machine import save
from policies.findings_memory import FindingsMemory
from policies.policy import Policy
from policies.policy_file import read_policy_file
from policies.presidio_redactor import PresidioRedactor
from policies.pseudonyms import Pseudonyms
from policies.recognizers.onnx_tagger import OnnxTagger
from samples import demo
from training.installation import temporary_installation

SAMPLES = Path(demo.__file__).parent / "documents"
POLICY = Path(policies.__file__).parent / "gdpr.yaml"


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=5.0)
    parser.add_argument("--stock-megabytes", type=float, default=1.0)
    parser.add_argument("--changed-megabytes", type=float, default=1.0)
    options = parser.parse_args()
    texts = list(sample_texts())
    with temporary_installation() as (wiring, _):
        policy = read_policy_file(POLICY)
        vault = wiring.privacy.vault("speed")
        tagger = OnnxTagger(threads=wiring.settings.cores)
        tagger.load()
        stock = measure(stock_presidio(policy, vault, tagger), repeated(texts, options.stock_megabytes))
        redact = our_redactor(policy, vault, tagger)
        redact("Warm up.")
        first = measure(redact, texts)
        changing = measure(redact, changed(repeated(texts, options.changed_megabytes)))
        ours = measure(redact, repeated(texts, options.megabytes))
    figures = {
        "documents": len(texts),
        "characters_of_them": sum(map(len, texts)),
        "megabytes": options.megabytes,
        "stock_megabytes": options.stock_megabytes,
        "changed_megabytes": options.changed_megabytes,
        "characters_a_second": {
            "stock": round(stock),
            "ours, first reading": round(first),
            "ours, a paragraph changed": round(changing),
            "ours": round(ours),
        },
        "times_as_fast": {
            "first reading": round(first / stock, 2),
            "a paragraph changed": round(changing / stock, 2),
            "repeated": round(ours / stock, 2),
        },
    }
    print(figures)
    print(save("redaction_speed", figures))


def sample_texts() -> Iterator[str]:
    """The text of each sample document."""
    from ingest.loaders import load

    for path in sorted(SAMPLES.rglob("*")):
        if path.is_file():
            yield load(path, path.name).text


def repeated(texts: Sequence[str], megabytes: float) -> Iterator[str]:
    """The texts over and over until they have so many millions of characters."""
    left = int(megabytes * 1e6)
    for text in itertools.cycle(texts):
        if left <= 0:
            return
        yield text
        left -= len(text)


def changed(texts: Iterable[str]) -> Iterator[str]:
    """Each text with a sentence more in one of its paragraphs, a new one each time."""
    for number, text in enumerate(texts):
        paragraphs = text.split("\n\n")
        paragraphs[number % len(paragraphs)] += f" This was written in revision {number} of the text."
        yield "\n\n".join(paragraphs)


def measure(redact: Callable[[str], object], texts: Iterable[str]) -> float:
    """Characters a second."""
    start, characters = perf_counter(), 0
    for text in texts:
        redact(text)
        characters += len(text)
    return characters / (perf_counter() - start)


def our_redactor(policy: Policy, vault: Pseudonyms, tagger: OnnxTagger) -> Callable[[str], object]:
    """As the product redacts documents."""
    redactor = PresidioRedactor(policy, vault, tagger=tagger, memory=FindingsMemory())
    return lambda text: redactor.redact(text, subject="sample")


def stock_presidio(policy: Policy, vault: Pseudonyms, tagger: OnnxTagger) -> Callable[[str], object]:
    """Presidio as its documentation puts it together, with our recognisers."""
    from policies.presidio_import import import_presidio

    import_presidio()
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_anonymizer import AnonymizerEngine
    from presidio_anonymizer.entities import OperatorConfig

    from policies.context_words import ContextWords
    from policies.light_nlp import LightNlpEngine
    from policies.recognizers.registry import recognizers_for

    recognizers = recognizers_for(policy, vault, tagger)
    analyzer = AnalyzerEngine(
        registry=RecognizerRegistry(recognizers=recognizers, supported_languages=["en"]),
        nlp_engine=LightNlpEngine(),
        supported_languages=["en"],
        context_aware_enhancer=ContextWords(),
    )
    anonymizer = AnonymizerEngine()

    def redact(text: str) -> object:
        results = analyzer.analyze(text, "en", score_threshold=0.35)
        operators = {
            kind: OperatorConfig("custom", {"lambda": lambda value, kind=kind: vault.token(kind, value, value)})
            for kind in {result.entity_type for result in results}
        }
        return anonymizer.anonymize(text, results, operators)

    return redact


if __name__ == "__main__":
    main()
