"""Names the machine that a figure was measured on, and writes results beside that name."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"

_VECTOR_FLAGS = ("avx2", "avx_vnni", "avx512f", "avx512_vnni", "avx512_bf16", "amx_int8", "asimddp", "i8mm")
"""Instruction sets that decide how fast eight-bit and bfloat16 products are, as Linux names them."""


def describe() -> dict[str, Any]:
    """Processor with its vector instructions, cores, memory in GiB, system and Python of this machine."""
    model = platform.processor() or platform.machine()
    flags: set[str] = set()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        pairs = [line.split(":", 1) for line in cpuinfo.read_text().splitlines() if ":" in line]
        fields = {name.strip(): value.strip() for name, value in pairs}
        model = fields.get("model name", model)
        flags = set(fields.get("flags", fields.get("Features", "")).split())
    memory = None
    if hasattr(os, "sysconf"):
        memory = round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30, 1)
    return {
        "processor": model,
        "vector_instructions": [flag for flag in _VECTOR_FLAGS if flag in flags],
        "cores": os.cpu_count(),
        "memory_gib": memory,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def save(name: str, results: dict[str, Any]) -> Path:
    """Write `results` with machine and date to `benchmarks/results/<name>.json`."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    document = {"measured": datetime.now(UTC).date().isoformat(), "machine": describe(), **results}
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    return path
