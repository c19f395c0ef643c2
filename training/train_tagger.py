"""Trains the tagger of personal data and writes its model folder.

    pip install -c constraints.txt '.[training]'
    python -m training.train_tagger --data FOLDER [--run training/runs/tagger] [--seeds 1 2] [--threads 2] [--bf16]

FOLDER holds `ner/`; our own texts are in `training/tagger/written`. A run goes on where it was stopped, also after a
kill: every few minutes it writes `state.pt`. With `--bf16` most products are of bfloat16 numbers: twice as fast on
a processor with AVX-512 BF16 or AMX, far slower on one without.

It starts from all-MiniLM-L6-v2, with `--encoder` from the encoder of another model of ours, for instance the reader's
weights as `training.shipped_weights` writes them: give one seed then, for the mean of two was worse than either
(`training/runs.md`). What ships was taught by one that started so (`training.distil_tagger`).

Each seed has other generated documents, in another order. The checkpoint that reads the development part of UNER-EWT
and generated documents of templates of their own best is `best.safetensors`; `log.jsonl` holds a line a measure. What
ships is the mean of that and of the weights at the end of both stages, over all seeds (Wortsman et al. 2022, "Model
soups"): better on the development data than any of them.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import torch

from policies.recognizers.onnx_tagger import MODEL_FOLDER
from training.json_lines import read_rows
from training.resuming import load_state, optimizer_of, save_state, set_rates, warm_up_and_decay
from training.tagger.corpora import document
from training.tagger.examples import TAGS, Example
from training.tagger.export import write_model
from training.tagger.mixture import Stage, generated, stages
from training.tagger.network import Network, from_encoder_in, from_sentence_encoder, tensors_of
from training.tagger.reading import read_with
from training.tagger.scores import SENTENCE_TYPES, names, scores
from training.tagger.spans import Document
from training.torch_encoder import load_weights, mean_of, save_weights

LEARNING_RATE, NEW_RATE = 1.5e-4, 1e-3
"""Of the encoder, and of what is new: the tags' layer and the shapes' embeddings."""
START_RATE = 0.6
"""Of these, where a run goes on from weights that were trained before."""
SAVE_SECONDS = 180
FINAL = "tagger.safetensors"
MEASURE_BATCHES = 500
"""After how many the development data are read."""


@dataclass(slots=True)
class Progress:
    """Where a run is: batches done, and the best figure so far."""

    batches: int = 0
    best: float = 0.0


def main() -> None:
    """Train, or go on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--run", type=Path, default=Path("training/runs/tagger"))
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--documents", type=int, default=14000, help="how many documents are generated for a seed")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bf16", action="store_true")
    parser.add_argument("--encoder", type=Path, help="weights of the model whose encoder it starts from: the reader's")
    parser.add_argument("--start", type=Path, help="weights to go on from, at lower rates, for instance shipped ones")
    parser.add_argument("--target", type=Path, default=MODEL_FOLDER, help="where the model folder is written")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    ends = []
    for seed in options.seeds:
        run = options.run / f"seed-{seed}"
        run.mkdir(parents=True, exist_ok=True)
        parts = stages(options.data / "ner", seed, options.documents)
        for part in parts:
            pieces = sum(len(example.ids) for batch in part.batches for example in batch)
            print(f"{len(part.batches)} batches, {pieces:,} word pieces", flush=True)
        torch.manual_seed(seed)
        network = from_encoder_in(options.encoder) if options.encoder else from_sentence_encoder()
        train(network, parts, development(options.data / "ner"), run, seed, start=options.start, bf16=options.bf16)
        ends += [run / name for name in ("best.safetensors", *map(_end_of, range(len(parts))))]
    mean_of(ends, options.run / FINAL)
    write_model(options.run / FINAL, options.target)


def train(
    network: Network,
    parts: Sequence[Stage],
    dev: tuple[list[Document], list[Document]],
    run: Path,
    seed: int,
    *,
    start: Path | None = None,
    bf16: bool = False,
) -> None:
    """Go through the batches that are not done yet; from the weights in `start` at `START_RATE` of the rates."""
    order = [batch for part in parts for batch in part.batches]
    rates = [
        part.rate * warm_up_and_decay(number / len(part.batches), least=1e-3)
        for part in parts
        for number in range(len(part.batches))
    ]
    torch.manual_seed(seed)
    rate = 1.0
    if start is not None:
        load_weights(network, start)
        rate = START_RATE
    optimizer = optimizer_of(network, _is_new)
    progress = Progress(**(load_state(run, network, optimizer) or {}))
    saved = time.monotonic()
    losses: list[float] = []
    while progress.batches < len(order):
        set_rates(optimizer, rate * LEARNING_RATE, rate * NEW_RATE, rates[progress.batches])
        losses.append(step(network, optimizer, order[progress.batches], bf16=bf16))
        progress.batches += 1
        if progress.batches % 50 == 0:
            print(f"{progress.batches} of {len(order)}: loss {sum(losses[-50:]) / 50:.4f}", flush=True)
        last = progress.batches == len(order)
        for number, end in enumerate(accumulate(len(part.batches) for part in parts)):
            if progress.batches == end:
                save_weights(network, run / _end_of(number))
        if last or progress.batches % MEASURE_BATCHES == 0:
            figures = measure(network, *dev)
            print(figures, flush=True)
            with (run / "log.jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps({"batches": progress.batches, **figures}) + "\n")
            if figures["chosen_by"] > progress.best:
                progress.best = figures["chosen_by"]
                save_weights(network, run / "best.safetensors")
        if last or time.monotonic() - saved > SAVE_SECONDS:
            save_state(run, network, optimizer, progress)
            saved = time.monotonic()


def step(network: Network, optimizer: torch.optim.Optimizer, batch: list[Example], *, bf16: bool = False) -> float:
    """One update; the loss before it: -log of what the tags that a word may have get together, mean over words."""
    network.train()
    ids, shapes, mask, allowed = tensors_of(batch)
    with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
        logits = network(ids, shapes, mask).float()
    taught = allowed > 0
    logits, bits = logits[taught], allowed[taught]
    may = (bits[:, None] >> torch.arange(len(TAGS))) & 1
    gold = logits.masked_fill(may == 0, -1e4).logsumexp(dim=1)
    loss = (logits.logsumexp(dim=1) - gold).mean()
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    return float(loss.detach())


def development(data: Path) -> tuple[list[Document], list[Document]]:
    """What checkpoints are chosen by: UNER-EWT's development sentences, generated documents of the development part."""
    sentences = [document(row) for row in read_rows(data / "uner_ewt-dev.jsonl")]
    return sentences, list(generated("development", 180, 11))


def measure(network: Network, sentences: list[Document], made: list[Document]) -> dict[str, float]:
    """Figures on the development data."""
    read = read_with(network)
    found = scores(sentences, read(sentences), SENTENCE_TYPES)
    hidden = names(made, read(made)).row()
    return {
        "uner_dev_f1": round(found["micro"].f1, 4),
        "uner_dev_person_f1": round(found["PERSON"].f1, 4),
        "generated_recall": hidden["recall"],
        "generated_precision": hidden["precision"],
        "generated_clean": hidden["documents_without_a_miss"],
        "chosen_by": round(found["micro"].f1 + hidden["recall"], 4),
    }


def _end_of(stage: int) -> str:
    return f"end-{stage + 1}.safetensors"


def _is_new(name: str) -> bool:
    """Whether a parameter is the tags' layer's or a shape's."""
    return name.startswith("tags.") or "token_type" in name


if __name__ == "__main__":
    main()
