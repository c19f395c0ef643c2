"""Trains the reader and reranker from all-MiniLM-L6-v2, writes its model folder and calibrates what uses it.

    pip install -c constraints.txt '.[training]'
    python -m training.train_reader --data FOLDER [--run training/runs/reader] [--threads 2] [--bf16] [--start WEIGHTS]

FOLDER holds `qa/` and `grounding/claims.jsonl`. First a trunk is trained, then from its end several branches, each with
examples in another order and other negatives; the mean of all their ends (Wortsman et al. 2022, "Model soups") reads
better than each. From it the finish goes on, with what was written for the purpose (`training/reader/written.py`,
`training/reader/documents.py`, `training/reader/contrasts.py`) and little of the rest; what ships lies between its
start and its end. Many questions stand beside several passages, to choose among them (`training/reader/losses.py`).

With `--past-wording` nothing is learnt that the wording of our own questions gives away (`training/reader/wording.py`).
What ships was made without: one run with it (`training/runs.md`) read no better.

Where it was stopped, also by a kill, it goes on: every few minutes the part that is being trained writes `state.pt`
(all that training needs) and `latest.safetensors` (weights only). `best.safetensors` is the checkpoint with the best
figures on the development articles, `final.safetensors` the end, `log.jsonl` holds a line a measure.

With `--start` there are no trunk and no branches: the finish goes on from these weights, for instance from those that
ship (`training.shipped_weights`). With `--bf16` most products are of bfloat16 numbers: about three times as fast on a
processor with AVX-512 BF16 or AMX, far slower on one without.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch

from assistant.onnx_reader import MODEL_FOLDER
from assistant.opposites import lexicon
from assistant.readings import Reading
from training import calibrate_reader, calibrate_support
from training.reader import documents
from training.reader.batches import Batch, batch, by_length
from training.reader.contrasts import contrasts
from training.reader.examples import Example, on_articles, questions
from training.reader.losses import loss_of
from training.reader.mixture import Material, off_topic, one_pass, sources
from training.reader.model import Reader, from_sentence_encoder
from training.reader.off_topic import OffTopic
from training.reader.pieces import MODEL_LENGTH, Pieces, pieces
from training.reader.reading import read
from training.reader.scores import answerable_auc, span_figures
from training.reader.written import written
from training.reader_export import write_model
from training.resuming import load_state, optimizer_of, save_state, set_rates, warm_up_and_decay
from training.torch_encoder import load_weights, mean_of, save_weights

LONGEST, FINISH_LONGEST = 160, 256
"""Word pieces of a sequence in training; the model reads up to 320 afterwards. Shorter ones teach more a minute; the
finish has them as long as passages of the product are."""
TOKENS_A_BATCH = 3072
LEARNING_RATE, HEADS_RATE = 1.5e-4, 4e-4
SAVE_SECONDS = 150
MEASURE_TOKENS = 1_000_000
MEASURED_EACH = 4
"""Of our own development questions, one in so many is asked while training goes on."""
FINAL = "final.safetensors"
FINISH_RATE, FINISH_SHARE = 0.7, 0.35
"""Of the learning rates, and of a pass of all that is not our own writing."""
FINISH_WEIGHT = 0.5
"""How far from the finish's start to its end the weights lie that ship (Wortsman et al. 2022, "Robust fine-tuning")."""


@dataclass(slots=True)
class Progress:
    """Where a run is: pass, batches done in it, word pieces done in all, tokens at the last measure, best figure."""

    seed: int
    batches: int = 0
    tokens: int = 0
    measured: int = 0
    best: float = 0.0


def main() -> None:
    """Train, or go on; then average, export and calibrate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--run", type=Path, default=Path("training/runs/reader"))
    parser.add_argument("--tokens", type=int, default=5_000_000, help="word pieces of the trunk")
    parser.add_argument("--branches", type=int, default=3)
    parser.add_argument("--branch-tokens", type=int, default=2_500_000, help="word pieces of each branch")
    parser.add_argument("--finish-tokens", type=int, default=29_000_000, help="of the finish: less than one pass")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bf16", action="store_true")
    parser.add_argument("--start", type=Path, help="weights that the finish goes on from, without trunk and branches")
    parser.add_argument("--past-wording", action="store_true", help="learn nothing that wording gives away")
    parser.add_argument("--target", type=Path, default=MODEL_FOLDER, help="where the model folder is written")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    branches = [options.run / f"branch-{number + 1}" for number in range(options.branches)]
    parts = [] if options.start else [options.run / "trunk", *branches]
    finish = options.run / "finish"
    to_train = [(number, part) for number, part in enumerate(parts) if not (part / FINAL).exists()]
    unfinished = not (finish / FINAL).exists()
    told = options.past_wording
    every = sources(options.data, options.run, _embedder, wording_told=told) if to_train or unfinished else []
    elsewhere = off_topic(every, options.run, _embedder) if every else OffTopic((), ())
    material = Material(every, elsewhere)
    for number, part in to_train:
        start, tokens = (parts[0] / FINAL, options.branch_tokens) if number else (None, options.tokens)
        part.mkdir(parents=True, exist_ok=True)
        train(material, options.data, part, tokens, 100 * number + 1, start, bf16=options.bf16)
    if unfinished:
        finish.mkdir(parents=True, exist_ok=True)
        mean_of([options.start] if options.start else [part / FINAL for part in parts], finish / "start.safetensors")
        asked = documents.asked("train", options.run)
        train(
            replace(material, asked=documents.told(asked) if told else asked, twins=contrasts(), words=lexicon()),
            options.data,
            finish,
            options.finish_tokens,
            seed=9,
            start=finish / "start.safetensors",
            rate=FINISH_RATE,
            share=FINISH_SHARE,
            longest=FINISH_LONGEST,
            bf16=options.bf16,
        )
    ends = [finish / FINAL, finish / "start.safetensors"]
    mean_of(ends, options.run / FINAL, [FINISH_WEIGHT, 1 - FINISH_WEIGHT])
    write_model(options.run / FINAL, options.data / "qa" / "squad_part.jsonl", options.target)
    calibrate_reader.calibrate(options.data / "qa", options.target)
    calibrate_support.calibrate(options.data / "grounding" / "claims.jsonl", options.target)


def train(
    material: Material,
    data: Path,
    run: Path,
    total: int,
    seed: int,
    start: Path | None,
    *,
    rate: float = 1.0,
    share: float = 1.0,
    longest: int = LONGEST,
    bf16: bool = False,
) -> None:
    """Train until `total` word pieces, from the weights in `start` or from the sentence encoder.

    `rate` is a factor of the learning rates, `share` how much of what we did not write a pass holds, `longest` the
    word pieces of a sequence; `bf16` makes the encoder's products of bfloat16 numbers.
    """
    dev = {name: pieces(examples, MODEL_LENGTH) for name, examples in development(data, run).items() if examples}
    torch.manual_seed(seed)
    reader = from_sentence_encoder()
    if start is not None:
        load_weights(reader, start)
    optimizer = optimizer_of(reader, _is_new)
    progress = Progress(**(load_state(run, reader, optimizer) or {"seed": seed}))
    saved = time.monotonic()
    running: list[float] = []
    while progress.tokens < total:
        for made in _batches(material, data, progress, share, longest):
            progress.batches += 1
            progress.tokens += made.ids.numel()
            set_rates(optimizer, rate * LEARNING_RATE, rate * HEADS_RATE, warm_up_and_decay(progress.tokens / total))
            running.append(step(reader, optimizer, made, bf16=bf16))
            last = progress.tokens >= total
            if last or progress.tokens - progress.measured > MEASURE_TOKENS:
                progress.measured = progress.tokens
                measured = {name: measure(reader, items) for name, items in dev.items()}
                figures = {**measured.pop("articles"), **measured}
                figures |= {"tokens": progress.tokens, "loss": sum(running[-200:]) / len(running[-200:])}
                with (run / "log.jsonl").open("a", encoding="utf-8") as log:
                    log.write(json.dumps(figures) + "\n")
                print(figures, flush=True)
                if figures["chosen_by"] > progress.best:
                    progress.best = figures["chosen_by"]
                    save_weights(reader, run / "best.safetensors")
            if last or time.monotonic() - saved > SAVE_SECONDS:
                save_weights(reader, run / "latest.safetensors")
                save_state(run, reader, optimizer, progress)
                saved = time.monotonic()
                loss = sum(running[-100:]) / len(running[-100:])
                print(f"{progress.tokens:,} of {total:,}: loss {loss:.3f}", flush=True)
            if last:
                break
        else:
            progress.seed += 1
            progress.batches = 0
    save_weights(reader, run / FINAL)


def step(reader: Reader, optimizer: torch.optim.Optimizer, made: Batch, *, bf16: bool = False) -> float:
    """One update; the loss before it."""
    reader.train()
    with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
        spans, verdicts = (logits.float() for logits in reader(made.ids, made.types, made.mask))
    loss = loss_of(spans, verdicts, made)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
    optimizer.step()
    return loss.item()


def development(data: Path, cache: Path) -> dict[str, list[Example]]:
    """What is measured while training goes on: development articles, passages of ours, documents of ours."""
    pick = random.Random(6)  # noqa: S311
    of_documents = list(documents.examples(documents.asked("dev", cache), pick))
    return {
        "articles": _of_articles(data),
        "written": written("dev")[::MEASURED_EACH],
        "documents": pick.sample(of_documents, min(500, len(of_documents))),
    }


def _of_articles(data: Path) -> list[Example]:
    """Questions of the development articles, and some of them beside another article's passage (off topic)."""
    pick = random.Random(5)  # noqa: S311
    own = pick.sample(on_articles(data / "qa" / "squad_part.jsonl", "dev"), 500)
    natural = pick.sample(list(questions(data / "qa" / "nq_open_train.jsonl")), 100)
    off = [
        Example(one.first, "", other.passage, answerable=0.0, relevance=0.0, source="off topic")
        for one, other in zip(pick.sample(own, 100), natural, strict=True)
    ]
    return own + off


def measure(reader: Reader, dev: list[Pieces]) -> dict[str, Any]:
    """Figures on the development articles."""
    readings = read(reader, dev)
    kinds: dict[str, list[Reading]] = {"answerable": [], "near": [], "off topic": []}
    for item, reading in zip(dev, readings, strict=True):
        other = "off topic" if item.example.source == "off topic" else "near"
        kinds["answerable" if item.example.spans else other].append(reading)
    figures = {
        **span_figures([item.example for item in dev], readings),
        "auc_near": answerable_auc(kinds["answerable"], kinds["near"]),
    }
    if kinds["off topic"]:
        figures["auc_off"] = answerable_auc(kinds["answerable"], kinds["off topic"])
    return {**figures, "chosen_by": figures["f1"] + 0.5 * figures["auc_near"]}


def _batches(
    material: Material,
    data: Path,
    progress: Progress,
    share: float,
    longest: int,
) -> Iterator[Batch]:
    """The batches of a pass, those that were done already left out."""
    pick = random.Random(progress.seed)  # noqa: S311
    groups = one_pass(material, data, progress.seed, share)
    encoded = [own for group in groups if (own := pieces(group, longest, pick)) and own[0].example is group[0]]
    for number, some in enumerate(by_length(encoded, TOKENS_A_BATCH, pick)):
        made = batch(some, pick)
        if number >= progress.batches:
            yield made


def _is_new(name: str) -> bool:
    """Whether a parameter is a head's."""
    return not name.startswith("encoder.")


def _embedder() -> object:
    from ingest.onnx_embedder import OnnxEmbedder

    return OnnxEmbedder()


if __name__ == "__main__":
    main()
