"""The tagger of personal data, alone and in the whole redactor, on data that it was not trained on.

    python -m benchmarks.tagger --data FOLDER [--model FOLDER] [--float training/runs/tagger/best.safetensors] [--speed]

FOLDER holds `ner/`. Sets with gold labels give precision, recall and F1, exact in both boundaries. Generated documents
are written by the templates and with the names of cultures of `training/tagger` that were kept apart; there a mention
counts as found when each of its letters is hidden. `--float` measures the float32 weights beside the 8 bits.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks.machine import save
from policies.loading import load_policy
from policies.onnx_model import available_cores
from policies.presidio_redactor import PresidioRedactor
from policies.recognizers.onnx_tagger import MODEL_FOLDER, OnnxTagger
from training.json_lines import read_rows
from training.tagger import noise
from training.tagger.corpora import document, meddocan, together
from training.tagger.cultures import MEASURE
from training.tagger.fillers import Fillers
from training.tagger.mixture import generated
from training.tagger.scores import SENTENCE_TYPES, names, scores
from training.tagger.spans import TYPES, Document, Span
from training.tagger.templates import Writer, templates

Read = Callable[[Sequence[Document]], list[list[Span]]]
Results = dict[str, Any]

PER_TEMPLATE = 12
GERMAN, SPANISH = 3000, 120
"""Sentences and documents that those sets are measured on."""
SEED = 77


def main() -> None:
    """Measure everything, or only the speed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=MODEL_FOLDER)
    parser.add_argument("--float", type=Path, help="weights in float32, as training leaves them")
    parser.add_argument("--speed", action="store_true", help="speed only; wants an idle machine")
    options = parser.parse_args()
    folder: Path = options.data / "ner"
    if options.speed:
        print(save("tagger_speed", speed(folder, options.model, options.float)))
        return
    tagger = OnnxTagger(options.model)
    results: Results = {"sets": labelled_sets(folder, read_by(tagger)), **made_documents(tagger)}
    if options.float:
        results["float32"] = labelled_sets(folder, read_by_floats(options.float), ("uner_ewt_test",))
    print(json.dumps(results, indent=2))
    print(save("tagger", results))


def read_by(tagger: OnnxTagger) -> Read:
    """What the tagger alone finds."""

    def read(documents: Sequence[Document]) -> list[list[Span]]:
        tagged = tagger.tag_each([one.text for one in documents])
        return [[Span(start, end, label) for label, start, end, _ in tags] for tags in tagged]

    return read


def read_by_redactor(redactor: PresidioRedactor) -> Read:
    """What the whole redactor finds, whatever it would put in its place."""

    def read(documents: Sequence[Document]) -> list[list[Span]]:
        return [
            [Span(found.start, found.end, found.entity_type) for found in redactor.redact(one.text).entities]
            for one in documents
        ]

    return read


def read_by_floats(weights: Path) -> Read:
    """What the network finds before it is quantized."""
    from training.tagger.network import Network
    from training.tagger.reading import read_with
    from training.torch_encoder import load_weights

    network = Network()
    load_weights(network, weights)
    return read_with(network)


def labelled_sets(folder: Path, read: Read, only: Sequence[str] = ()) -> Results:
    """Precision, recall and F1 of each type on the labelled sets, or some of them."""
    web = read_rows(folder / "uner_ewt-test.jsonl")
    texts = groupby(web, key=lambda row: row["sent_id"].rsplit("-", 1)[0])
    measured = {
        "uner_ewt_test": [document(row, own_labels=True) for row in web],
        "uner_ewt_test_whole_texts": [
            together([document(row, own_labels=True) for row in group], "\n") for _, group in texts
        ],
        "wnut17_test": [document(row) for row in read_rows(folder / "wnut17-test.jsonl")],
        "sec_filings_test": [document(row) for row in read_rows(folder / "sec_filings-test.jsonl")],
        "german_court_decisions_test": [document(row) for row in read_rows(folder / "german_ler-test.jsonl")[:GERMAN]],
        "spanish_clinical_cases_test": meddocan(folder / "meddocan_es" / "test.jsonl")[:SPANISH],
    }
    results: Results = {}
    for name, documents in measured.items():
        if only and name not in only:
            continue
        found = read(documents)
        types = TYPES if documents[0].kind == "meddocan" else SENTENCE_TYPES
        results[name] = {kind: score.row() for kind, score in scores(documents, found, types).items()}
        results[name]["names_hidden"] = names(documents, found).row()
    return results


def made_documents(tagger: OnnxTagger) -> Results:
    """Names in generated documents: by kind, culture and gender, after accidents, and in the whole redactor."""
    alone = read_by(tagger)
    policy = load_policy("open")
    count = PER_TEMPLATE * sum(map(len, templates("measure").values()))
    documents = list(generated("measure", count, SEED))
    rng = random.Random(SEED)
    variants: dict[str, list[Document]] = {
        "small_letters": list(map(noise.lower, documents)),
        "capitals": list(map(noise.upper, documents)),
        "scanned_badly": [noise.scanned(one, rng) for one in documents],
        "broken_lines": [noise.wrapped(one, rng) for one in documents],
    }
    return {
        "generated": {
            "tagger_alone": hidden(documents, alone),
            "whole_redactor": hidden(documents, read_by_redactor(PresidioRedactor(policy, tagger=tagger))),
            "redactor_without_tagger": hidden(documents, read_by_redactor(PresidioRedactor(policy))),
        },
        "tagger_by_kind": {
            kind: hidden(list(group), alone)
            for kind, group in groupby(sorted(documents, key=lambda one: one.kind), key=lambda one: one.kind)
        },
        "tagger_by_accident": {name: hidden(changed, alone) for name, changed in variants.items()},
        "tagger_by_culture": {key: hidden(written([key], None), alone) for key in MEASURE},
        "tagger_by_gender": {gender: hidden(written(MEASURE, gender), alone) for gender in ("female", "male")},
    }


def hidden(documents: Sequence[Document], read: Read) -> Results:
    """How many of the names are hidden."""
    return names(documents, read(documents)).row()


def written(cultures: Sequence[str], gender: str | None) -> list[Document]:
    """One document a template (seven where all cultures are meant) with names of some cultures."""
    rng = random.Random(SEED)
    fillers = Fillers("measure", rng)
    every: Iterable[tuple[str, str]] = [(kind, one) for kind, found in templates("measure").items() for one in found]
    times = 2 if len(cultures) == 1 else 7
    return [
        Writer(rng, fillers, cultures if len(cultures) == 1 else [rng.choice(cultures)], gender).write(template, kind)
        for kind, template in every
        for _ in range(times)
    ]


def speed(folder: Path, model: Path, weights: Path | None) -> Results:
    """Words (parted by spaces) a second on web text and on generated documents, on all cores the process may use.

    A second of processor time counts alike on a busy machine and an idle one.
    """
    prose = "\n".join(document(row).text for row in read_rows(folder / "uner_ewt-test.jsonl"))
    letters = "\n\n".join(one.text for one in generated("measure", 200, SEED))
    tagger = OnnxTagger(model)
    tagger.tag_each(["ready"])
    results: Results = {"cores": available_cores()}
    for name, text in (("web_text", prose), ("generated", letters)):
        results[name] = _timed(partial(tagger.tag_each, [text]), text)
    if weights:
        import torch

        torch.set_num_threads(available_cores())
        read = read_by_floats(weights)
        results["web_text_float32"] = _timed(lambda: read([Document(prose, (), "prose")]), prose)
    return results


def _timed(run: Callable[[], object], text: str) -> Results:
    words, began, worked = len(text.split()), perf_counter(), process_time()
    run()
    return {
        "words": words,
        "words_a_second": round(words / (perf_counter() - began)),
        "words_a_processor_second": round(words / (process_time() - worked)),
    }


if __name__ == "__main__":
    main()
