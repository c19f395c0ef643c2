"""Speed of the three small models: word pieces a second of processor time, and what takes it, operator by operator.

    python -m benchmarks.encoder_speed [--models FOLDER ...] [--profile]

Runs on one core, the models taking turns, so that a busy machine is busy for all of them; processor time and not the
clock counts. FOLDERs are model folders with a `card.json`, by default those that are shipped: to compare graphs, export
the same weights with each and name both.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import statistics
import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from assistant.onnx_reader import MODEL_FOLDER as READER
from benchmarks.machine import save
from ingest.onnx_embedder import MODEL_FOLDER as EMBEDDER
from policies.onnx_model import TOKEN_BUDGET, Ids, ModelCard
from policies.recognizers.onnx_tagger import MODEL_FOLDER as TAGGER

LENGTHS, PIECES, ROUNDS = (12, 48, 190), 2000, 9
"""Word pieces of a text, of all texts of a round, and rounds."""


def main() -> None:
    """Measure, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, nargs="+", default=[READER, TAGGER, EMBEDDER])
    parser.add_argument("--profile", action="store_true", help="share of time by operator, at the greatest length")
    options = parser.parse_args()
    folders: list[Path] = options.models
    results: dict[str, Any] = {"threads": 1, "pieces_a_processor_second": speeds(folders)}
    if options.profile:
        results["shares"] = {label(folder): shares(folder) for folder in folders}
    print(json.dumps(results, indent=2))
    print(save("encoder_speed", results))


def label(folder: Path) -> str:
    """The model's name and its folder's."""
    return f"{ModelCard.read(folder).name} ({folder.name})"


def speeds(folders: list[Path]) -> dict[str, dict[str, int]]:
    """Word pieces a second of processor time by model and length: the median round."""
    sessions = {label(folder): session(folder) for folder in folders}
    found: dict[str, dict[str, int]] = {name: {} for name in sessions}
    for length in LENGTHS:
        batch = max(1, TOKEN_BUDGET // length)
        runs = max(1, PIECES // (batch * length))
        times: dict[str, list[float]] = collections.defaultdict(list)
        for _ in range(ROUNDS):
            for name, one in sessions.items():
                inputs, began = feeds(one, batch, length), process_time()
                for _ in range(runs):
                    one.run(None, inputs)
                times[name].append(process_time() - began)
        for name, taken in times.items():
            found[name][str(length)] = round(runs * batch * length / statistics.median(taken))
    return found


def shares(folder: Path) -> dict[str, float]:
    """Share of the time by operator, the greatest first."""
    with tempfile.TemporaryDirectory() as target:
        one = session(folder, profile=str(Path(target) / "profile"))
        inputs = feeds(one, 1, LENGTHS[-1])
        for _ in range(2 * ROUNDS):
            one.run(None, inputs)
        events = json.loads(Path(one.end_profiling()).read_text("utf-8"))
    times: collections.Counter[str] = collections.Counter()
    for event in events:
        if event.get("cat") == "Node" and event["name"].endswith("_kernel_time"):
            times[event["args"]["op_name"]] += event["dur"]
    total = sum(times.values())
    return {name: round(taken / total, 4) for name, taken in times.most_common() if taken >= total / 500}


def session(folder: Path, profile: str | None = None) -> Any:
    """An onnxruntime session on one thread."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    if profile:
        options.enable_profiling, options.profile_file_prefix = True, profile
    model = ModelCard.read(folder).verified("model.onnx")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def feeds(one: Any, batch: int, length: int) -> Mapping[str, Ids]:
    """Random word pieces for each input that the model has."""
    ids = np.random.default_rng(0).integers(1996, 20_000, (batch, length))
    made = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.ones_like(ids)}
    return {each.name: made[each.name] for each in one.get_inputs()}


if __name__ == "__main__":
    main()
