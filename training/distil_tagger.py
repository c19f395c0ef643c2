"""Teaches one tagger what several say together, and writes its model folder.

    pip install -c constraints.txt '.[training]'
    python -m training.distil_tagger --data FOLDER --teachers WEIGHTS WEIGHTS [--run training/runs/distilled] [--bf16]

Two taggers, one of them trained from another encoder (`training.train_tagger --encoder`), read better together than
each, at twice the time. Here the first one goes on with what both say, a mean of their probabilities, as its target
(Hinton, Vinyals and Dean 2015): on the labelled sets, where the labels have a part in it, and on texts that nobody
labelled. What ships is a mean of the end and of the first teacher, which misses fewer names.

A run goes on where it was stopped, also after a kill.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.nn import functional

from policies.recognizers.onnx_tagger import MODEL_FOLDER
from training.resuming import load_state, optimizer_of, save_state, set_rates, warm_up_and_decay
from training.tagger.examples import TAGS, Example
from training.tagger.export import write_model
from training.tagger.mixture import batches_of, stages
from training.tagger.network import Network, tensors_of
from training.tagger.unlabelled import unlabelled_texts
from training.torch_encoder import load_weights, mean_of, save_weights
from training.train_tagger import development, measure

LEARNING_RATE, TAGS_RATE = 9e-5, 3e-4
FIRST_SHARE, DOCUMENTS = 0.55, 3000
"""Of the batches with everything; generated documents among them. The settled ones come whole, behind."""
AGREED, LABELLED = 0.4, 0.25
"""Part of the target in which tags that the labels forbid count nothing; weight of the labels themselves."""
END_SHARE = 0.6
"""Of the end, in what ships."""
SAVE_SECONDS = 180


@dataclass(slots=True)
class Progress:
    """Batches done."""

    batches: int = 0


def main() -> None:
    """Train, or go on; then average and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--teachers", type=Path, nargs="+", required=True, help="the first one is taught further")
    parser.add_argument("--run", type=Path, default=Path("training/runs/distilled"))
    parser.add_argument("--seed", type=int, default=101)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bf16", action="store_true")
    parser.add_argument("--target", type=Path, default=MODEL_FOLDER, help="where the model folder is written")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.run.mkdir(parents=True, exist_ok=True)
    end = options.run / "end.safetensors"
    distil(options.teachers, order(options.data, options.seed), end, bf16=options.bf16)
    shipped = options.run / "tagger.safetensors"
    mean_of([options.teachers[0], end], shipped, [1 - END_SHARE, END_SHARE])
    network = Network()
    load_weights(network, shipped)
    print(measure(network, *development(options.data / "ner")), flush=True)
    write_model(shipped, options.target)


def order(data: Path, seed: int) -> list[list[Example]]:
    """The batches of a run: labelled and unlabelled texts, then the settled sets and a third of the unlabelled."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    everything, settled = stages(data / "ner", seed, DOCUMENTS)
    others = batches_of(unlabelled_texts(data, seed), [], rng)
    first = [*rng.sample(everything.batches, round(FIRST_SHARE * len(everything.batches))), *others]
    last = [*settled.batches, *rng.sample(others, len(others) // 3)]
    rng.shuffle(first)
    rng.shuffle(last)
    return [*first, *last]


def distil(teachers: Sequence[Path], batches: Sequence[list[Example]], end: Path, *, bf16: bool = False) -> None:
    """Go through the batches that are not done yet and write the student's weights to `end`."""
    models = [_network_in(path) for path in teachers]
    student = _network_in(teachers[0])
    optimizer = optimizer_of(student, lambda name: name.startswith("tags."))
    progress = Progress(**(load_state(end.parent, student, optimizer) or {}))
    saved = time.monotonic()
    losses: list[float] = []
    while progress.batches < len(batches):
        set_rates(optimizer, LEARNING_RATE, TAGS_RATE, warm_up_and_decay(progress.batches / len(batches), least=1e-3))
        loss = step(student, models, optimizer, batches[progress.batches], bf16=bf16)
        progress.batches += 1
        losses += [] if loss is None else [loss]
        if progress.batches % 100 == 0:
            print(f"{progress.batches} of {len(batches)}: {sum(losses[-100:]) / len(losses[-100:]):.4f}", flush=True)
        if time.monotonic() - saved > SAVE_SECONDS:
            save_state(end.parent, student, optimizer, progress)
            saved = time.monotonic()
    save_state(end.parent, student, optimizer, progress)
    save_weights(student, end)


def step(
    student: Network,
    teachers: Sequence[Network],
    optimizer: torch.optim.Optimizer,
    batch: list[Example],
    *,
    bf16: bool = False,
) -> float | None:
    """One update; the divergence from the target before it, None where the batch has nothing to learn from."""
    ids, shapes, mask, allowed = tensors_of(batch)
    read = allowed > 0
    if not read.any():
        return None
    may = ((allowed[read][:, None] >> torch.arange(len(TAGS))) & 1).bool()
    with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
        with torch.no_grad():
            said = [teacher(ids, shapes, mask).float()[read].softmax(-1) for teacher in teachers]
        student.train()
        logits = student(ids, shapes, mask).float()[read]
    target = target_of(said, may)
    divergence = functional.kl_div(logits.log_softmax(-1), target, reduction="batchmean")
    labels = (logits.logsumexp(-1) - logits.masked_fill(~may, -1e4).logsumexp(-1)).mean()
    optimizer.zero_grad(set_to_none=True)
    (divergence + LABELLED * labels).backward()
    torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
    optimizer.step()
    return float(divergence.detach())


def target_of(said: Sequence[torch.Tensor], may: torch.Tensor) -> torch.Tensor:
    """What the teachers say together, (words, tags), of which `AGREED` without the tags that the labels forbid.

    Where they give what is allowed nearly nothing, the label is taken for an error: their word alone counts.
    """
    mean = torch.stack([*said]).mean(dim=0)
    allowed = mean * may
    total = allowed.sum(dim=-1, keepdim=True)
    within = torch.where(total > 1e-4, allowed / total.clamp_min(1e-6), mean)
    return (1 - AGREED) * mean + AGREED * within


def _network_in(path: Path) -> Network:
    network = Network()
    load_weights(network, path)
    network.eval()
    return network


if __name__ == "__main__":
    main()
