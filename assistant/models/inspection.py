"""Whether a GGUF file can be used here, judged by its header: nothing of it is run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from assistant.models.architectures import NOT_WRITING, WRITING
from assistant.models.gguf_header import GgufHeader, Tensor, read_header
from assistant.models.memory import Memory
from assistant.models.tensor_types import FILE_TYPES, UNQUANTIZED
from policies.errors import ModelError

PROMPT_TOKENS = 4096
"""The context that memory is counted for."""

_SCRATCH = 256 * 2**20
_PIECE = re.compile(r"-\d{5}-of-(\d{5})\.gguf$", re.IGNORECASE)
_SIDE = re.compile(r"(?P<base>.+)\.lora_(?P<side>[ab])")


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file holds. `memory` is what running it takes, in bytes, with a context of `PROMPT_TOKENS`."""

    architecture: str
    quantization: str
    parameters: int
    context: int
    template: bool
    memory: int
    warnings: tuple[str, ...] = ()


def inspect_model(path: Path) -> Inspection:
    """What a model's file holds.

    Raises:
        ModelError: it is no GGUF file of a language model, or a damaged one; says why.
    """
    _refuse_pieces(path)
    header = read_header(path)
    if header.text("general.type") == "adapter":
        raise ModelError(
            f"{path} is an adapter, not a model.", remedy="Add it to its model: models add --adapter --base MODEL FILE"
        )
    architecture = _writing(path, header)
    _require_contents(path, header)
    context = header.number("context_length")
    template = bool(header.text("tokenizer.chat_template"))
    warnings = []
    if not template:
        warnings.append(
            "The file holds no chat template: the prompt is given to it as a plain text that it goes on with. If the "
            "model was trained to chat, take a file that holds its template."
        )
    if 0 < context < PROMPT_TOKENS:
        warnings.append(f"The model reads {context:,} tokens at a time: long questions lose sources.")
    return Inspection(
        architecture=architecture,
        quantization=_quantization(header),
        parameters=header.parameters,
        context=context,
        template=template,
        memory=_stored(header) + _cache(header, min(PROMPT_TOKENS, context or PROMPT_TOKENS)) + _SCRATCH,
        warnings=tuple(warnings),
    )


def inspect_adapter(path: Path, base: GgufHeader, base_name: str) -> Inspection:
    """What a LoRA adapter's file holds, held against its model.

    Raises:
        ModelError: it is no adapter, a damaged one, or one of another model.
    """
    _refuse_pieces(path)
    header = read_header(path)
    if header.text("general.type") != "adapter" or header.text("adapter.type") != "lora":
        raise ModelError(
            f"{path} is no LoRA adapter.",
            remedy="Convert it with llama.cpp's convert_lora_to_gguf.py; or leave --adapter.",
        )
    alpha = header.settings.get("adapter.lora.alpha")
    if isinstance(alpha, bool | str) or alpha is None or not 0 < alpha < float("inf"):
        raise ModelError(f"{path} says no adapter.lora.alpha above 0.", remedy="Convert the adapter again.")
    if header.architecture != base.architecture:
        raise ModelError(
            f"{path} is an adapter for '{header.architecture}', and '{base_name}' is a '{base.architecture}'.",
            remedy="Name the model that it was trained on with --base.",
        )
    if not header.tensors or not _fits(header.tensors, base.tensors):
        raise ModelError(
            f"{path} doesn't fit '{base_name}': its layers are others, or of another size.",
            remedy="Name the model that it was trained on with --base.",
        )
    return Inspection(
        architecture=header.architecture,
        quantization=_quantization(header),
        parameters=header.parameters,
        context=0,
        template=False,
        memory=_stored(header),
    )


def memory_warning(needed: int, memory: Memory) -> str:
    """What to say of a model's need of memory; empty: there is enough, or nobody knows."""
    if memory.free is None or needed <= memory.free:
        return ""
    return (
        f"It takes about {needed / 2**30:.1f} GiB to run, and {memory.free / 2**30:.1f} GiB are free now: it will be "
        "slow, or fail. A smaller quantization takes less: assistant models quantize"
    )


def refuse_too_large(path: Path, needed: int, memory: Memory) -> None:
    """Pass when the machine's memory could hold a model.

    Raises:
        ModelError: it could not, even with nothing else running.
    """
    if memory.total is not None and needed > memory.total:
        raise ModelError(
            f"{path} takes about {needed / 2**30:.1f} GiB to run, and this machine has {memory.total / 2**30:.1f} GiB.",
            remedy="Take a smaller model or quantization (`assistant models recommend`); --force adds it all the same, "
            "to quantize it here.",
        )


def _refuse_pieces(path: Path) -> None:
    found = _PIECE.search(path.name)
    if found and int(found[1]) > 1:
        raise ModelError(
            f"{path} is one of {int(found[1])} pieces of a model.",
            remedy="Join them with llama.cpp's tool and add the result: llama-gguf-split --merge FIRST_PIECE OUT.gguf",
        )


def _writing(path: Path, header: GgufHeader) -> str:
    architecture = header.architecture
    if architecture in WRITING:
        return architecture
    shown = architecture if architecture.isascii() and architecture.isprintable() and len(architecture) < 40 else "?"
    if architecture in NOT_WRITING:
        raise ModelError(
            f"{path} holds a '{shown}' model, which writes no text.",
            remedy="Add a language model; pictures and embeddings need none of these files.",
        )
    raise ModelError(
        f"{path} has the architecture '{shown}', which llama.cpp doesn't run.",
        remedy="`assistant models catalogue` lists models that run; some need the engine 'transformers'.",
    )


def _require_contents(path: Path, header: GgufHeader) -> None:
    settings = all(header.number(key) for key in ("block_count", "embedding_length", "context_length"))
    vocabulary = header.lengths.get("tokenizer.ggml.tokens", 0) > 0
    if not (settings and vocabulary and header.tensors):
        what = "settings of its architecture" if not settings else "vocabulary" if not vocabulary else "tensors"
        raise ModelError(f"{path} is no whole model: it has no {what}.", remedy="Get the model's complete GGUF file.")


def _quantization(header: GgufHeader) -> str:
    """As the file says; else the type that most of its numbers have."""
    said = header.settings.get("general.file_type")
    if isinstance(said, int) and said in FILE_TYPES:
        return FILE_TYPES[said]
    counts: dict[str, int] = {}
    for tensor in header.tensors:
        counts[tensor.type] = counts.get(tensor.type, 0) + tensor.numbers
    return max(counts, key=lambda kind: counts[kind], default="")


def is_quantized(header: GgufHeader) -> bool:
    """Whether any tensor was quantized already."""
    return any(tensor.type not in UNQUANTIZED for tensor in header.tensors)


def _stored(header: GgufHeader) -> int:
    return sum(tensor.size for tensor in header.tensors)


def _cache(header: GgufHeader, tokens: int) -> int:
    """Keys and values of 16 bits for each layer and token; an upper bound where layers look at a window only."""
    heads = header.number("attention.head_count")
    shared = header.number("attention.head_count_kv") or heads
    width = header.number("embedding_length") // heads if heads else 0
    keys = header.number("attention.key_length") or width
    values = header.number("attention.value_length") or width
    return 2 * tokens * header.number("block_count") * shared * (keys + values)


def _fits(adapter: tuple[Tensor, ...], base: tuple[Tensor, ...]) -> bool:
    """Whether there are two sides for each tensor, of one rank, and of the size that the base's tensor has."""
    sizes = {tensor.name: tensor.shape for tensor in base}
    sides: dict[str, dict[str, tuple[int, ...]]] = {}
    for tensor in adapter:
        found = _SIDE.fullmatch(tensor.name)
        if found is None:
            return False
        sides.setdefault(found["base"], {})[found["side"]] = tensor.shape
    return all(_sides_fit(name, each, sizes.get(name, ())) for name, each in sides.items())


def _sides_fit(name: str, sides: dict[str, tuple[int, ...]], base: tuple[int, ...]) -> bool:
    a, b = sides.get("a", ()), sides.get("b", ())
    if len(a) < 2 or len(b) < 2 or len(base) < 2:
        return False
    if name.startswith("token_embd."):  # llama.cpp keeps this one's sides the other way round
        return a[0] == b[0] and (a[1], b[1]) == (base[1], base[0])
    return a[1] == b[0] and (a[0], b[1]) == base[:2]
