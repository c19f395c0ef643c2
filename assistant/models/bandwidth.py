"""How fast this machine reads its memory: what bounds the words a second of a model on a CPU."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

_BYTES = 256 * 2**20
_REPEATS = 4


def memory_bandwidth(threads: int, size: int = _BYTES) -> float:
    """Bytes a second that `threads` threads read together from `size` bytes, far more than caches hold; best run."""
    import numpy as np

    numbers = np.ones(size // 8, dtype=np.float64)
    parts = np.array_split(numbers, threads)
    fastest = float("inf")
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(_REPEATS):
            start = time.perf_counter()
            list(pool.map(np.max, parts))  # reads each number once, and lets other threads run meanwhile
            fastest = min(fastest, time.perf_counter() - start)
    return numbers.nbytes / fastest
