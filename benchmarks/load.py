"""Many clients ask the reader at the same time, over HTTP, of `assistant serve` with the sample documents.

    python -m benchmarks.load [--clients 32] [--seconds 60] [--set NAME=VALUE ...]

Each client has a key of its own and asks the next of the questions as soon as it has its answer. What is no answer or
refusal by the documents, status 429 too, is an error. Memory is the server's resident set, before the first question,
when all have asked one, and at the end.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.machine import save
from benchmarks.sandbox import Sandbox, free_port

SAMPLES = Path(__file__).parent.parent / "samples" / "documents"
QUESTIONS = (
    "How long are records of patients kept?",
    "Who may read the records of a patient?",
    "What are the opening hours?",
    "How do I cancel an appointment?",
    "What must be done after a needle stick?",
    "How often are hands to be washed?",
    "Where is the nearest airport?",
    "What does a missed appointment cost?",
    "Which vaccinations are offered?",
    "How is a complaint answered?",
    "Who won the election?",
    "When is a prescription renewed?",
)


@dataclass(slots=True)
class Tally:
    """What the clients saw."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    answered: int = 0
    health: list[float] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve, ask, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the server")
    parser.add_argument("--dry", action="store_true", help="write no result")
    options = parser.parse_args(arguments)
    settings = dict(each.split("=", 1) for each in options.set)
    with tempfile.TemporaryDirectory() as folder:
        sandbox = Sandbox(Path(folder))
        sandbox.run("ingest", str(SAMPLES), "--json")
        keys = [
            json.loads(sandbox.run("keys", "create", "--name", f"client {n}", "--role", "reader", "--json").stdout)[
                "key"
            ]
            for n in range(options.clients)
        ]
        port = free_port()
        variables = {f"ASSISTANT_{name.upper()}": value for name, value in settings.items()}
        with sandbox.served("assistant", "serve", "--port", str(port), port=port, path="/health", **variables):
            found = _measured(port, keys, options.seconds)
    found = {"clients": options.clients, "seconds": options.seconds, "settings": settings, **found}
    if not options.dry:
        save("load", found)
    print(json.dumps(found, indent=1))
    return 1 if found["errors"] else 0


def _measured(port: int, keys: Sequence[str], seconds: float) -> dict[str, Any]:
    memory = {"before_mib": _resident_mib()}
    _ask(port, keys[0], QUESTIONS[0])  # loads the models: a server that has been asked before
    tally, lock = Tally(), threading.Lock()
    until = time.monotonic() + seconds
    clients = [
        threading.Thread(target=_client, args=(port, key, number, until, tally, lock))
        for number, key in enumerate(keys)
    ]
    began = time.monotonic()
    for client in (*clients, watcher := threading.Thread(target=_watch, args=(port, until, tally))):
        client.start()
    time.sleep(min(10.0, seconds / 3))
    memory["start_mib"] = _resident_mib()
    for client in (*clients, watcher):
        client.join()
    took = time.monotonic() - began
    memory["end_mib"] = _resident_mib()
    good = sorted(tally.seconds)
    cuts = statistics.quantiles(good, n=100) if len(good) > 1 else [0.0] * 99
    return {
        "answers": len(good),
        "answered": tally.answered,
        "errors": {status: count for status, count in tally.statuses.items() if status != "200"},
        "per_second": round(len(good) / took, 2),
        "p50_seconds": round(cuts[49], 3),
        "p95_seconds": round(cuts[94], 3),
        "longest_seconds": round(good[-1] if good else 0.0, 3),
        "health_p95_ms": round(1000 * sorted(tally.health)[int(0.95 * (len(tally.health) - 1))], 1),
        "memory": {name: round(value) for name, value in memory.items()},
        "load_average": [round(value, 2) for value in os.getloadavg()],
    }


def _client(port: int, key: str, number: int, until: float, tally: Tally, lock: threading.Lock) -> None:
    for question in itertools.islice(itertools.cycle(QUESTIONS), number % len(QUESTIONS), None):
        if time.monotonic() >= until:
            return
        began = time.monotonic()
        status, answer = _ask(port, key, question)
        with lock:
            tally.statuses[status] += 1
            if status == "200":
                tally.seconds.append(time.monotonic() - began)
                tally.answered += bool(answer.get("answered"))


def _watch(port: int, until: float, tally: Tally) -> None:
    """Ask for the server's health all the while: it must stay quick."""
    while time.monotonic() < until:
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/health")
        if connection.getresponse().status == 200:
            tally.health.append(time.monotonic() - began)
        connection.close()
        time.sleep(0.25)


def _ask(port: int, key: str, question: str) -> tuple[str, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("POST", "/v1/ask", json.dumps({"question": question, "engine": "reader"}), headers)
        response = connection.getresponse()
        return str(response.status), json.loads(response.read())
    except (OSError, ValueError, http.client.HTTPException) as error:
        return type(error).__name__, {}
    finally:
        connection.close()


def _resident_mib() -> float:
    """The resident set of what this process has started: the server. From /proc (Linux)."""
    total = 0
    for each in _children(os.getpid()):
        lines = Path(f"/proc/{each}/status").read_text().splitlines()
        total += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return total / 1024


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    listed = [child for task in tasks for child in task.read_text().split()]
    return [child for each in map(int, listed) for child in (each, *_children(each))]


if __name__ == "__main__":
    sys.exit(main())
