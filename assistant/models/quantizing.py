"""Smaller files of the same model, by llama.cpp's own quantizer."""

from __future__ import annotations

import ctypes
import os
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.engines.llama_cpp.library import library
from assistant.models.gguf_header import read_header
from assistant.models.inspection import is_quantized
from assistant.models.perplexity import Perplexity, perplexity
from assistant.models.quantizations import BITS
from assistant.models.record import Model
from assistant.models.shelf import ModelShelf
from policies.errors import ModelError

_LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Quantized:
    """The new model, the one that it was made of, and what a text's perplexity was under both, where one was given."""

    model: Model
    source: Model
    before: Perplexity | None
    after: Perplexity | None


def quantize(
    shelf: ModelShelf,
    name: str,
    to: str,
    *,
    threads: int,
    new_name: str | None = None,
    text: str | None = None,
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Quantized:
    """Add a quantization of a model to the shelf: whole, checked and recorded, or not at all.

    `text` is what perplexity is measured with, before and after. `progress` is told the bytes written, and about how
    many it will be.

    Raises:
        ModelError: no such model or quantization, a model that was quantized already without `force`, no room, or
            llama.cpp fails.
    """
    if to not in BITS:
        raise ModelError(f"There is no quantization '{to}'.", remedy=f"Take one of {', '.join(BITS)}.")
    source = shelf.find(name)
    path = shelf.verified(name)
    target = new_name or f"{name}-{to}"
    shelf.refuse_name(target)
    header = read_header(path)
    if is_quantized(header) and not force:
        raise ModelError(
            f"'{name}' was quantized already ({source.quantization}): what that lost stays lost, and more goes.",
            remedy="Quantize the model's F16 or BF16 file; --force does it all the same.",
        )
    expected = int(header.parameters * BITS[to] / 8)
    if shutil.disk_usage(path.parent).free < expected:
        raise ModelError(
            f"There is no room for the result: about {expected / 1e9:,.1f} GB.",
            remedy="Free some of the data folder's disk.",
        )
    before = None if text is None else perplexity(path, text, threads=threads)
    after: list[Perplexity] = []

    def make(part: Path) -> None:
        _run(path, part, to, threads, lambda done: progress(min(done, expected), expected) if progress else None)
        if text is not None:
            after.append(perplexity(part, text, threads=threads))

    added = shelf.take_in(target, make, base=name)
    return Quantized(added.model, source, before, after[0] if after else None)


def _run(source: Path, target: Path, to: str, threads: int, told: Callable[[int], None]) -> None:
    """Quantize in a thread of its own, so that Ctrl-C is heard while llama.cpp is at work."""
    llama = library()
    wanted = llama.llama_model_quantize_default_params()
    wanted.nthread = threads
    wanted.ftype = getattr(llama, f"LLAMA_FTYPE_MOSTLY_{to}")
    wanted.allow_requantize = True  # whoever calls has decided
    outcome: list[int] = []

    def work() -> None:
        arguments = str(source).encode(), str(target).encode(), ctypes.byref(wanted)
        outcome.append(llama.llama_model_quantize(*arguments))

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    while worker.is_alive():
        worker.join(_LOOK_SECONDS)
        if target.exists():
            told(target.stat().st_size)
    if outcome != [0] or not target.exists():
        raise ModelError(
            f"llama.cpp can't quantize this model to {to}.", remedy="Take another quantization; check the free disk."
        )
    with target.open("rb+") as file:
        os.fsync(file.fileno())
