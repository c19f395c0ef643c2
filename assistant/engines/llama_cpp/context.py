"""One sequence of tokens that a model reads: its keys and values, and what it would say next."""

from __future__ import annotations

import ctypes
from typing import Any

from assistant.engines.llama_cpp.library import library
from assistant.engines.llama_cpp.model import Model
from assistant.engines.llama_cpp.options import LlamaOptions
from policies.errors import ModelError

BATCH = 256
"""Tokens of a prompt that are read at once. Between two batches a question can be cancelled; a prompt in more and
smaller ones takes longer (`path` in `benchmarks/engine.py`)."""

SEQUENCE = 0


class Context:
    """A sequence's memory, for at most `size` tokens. For one thread at a time."""

    def __init__(self, model: Model, options: LlamaOptions, size: int) -> None:
        """Set the memory aside.

        Raises:
            ModelError: it does not fit this machine, or the model's heads are of no size that can be quantized.
        """
        llama = self._llama = library()
        self.size = size
        self.position = 0
        parameters = llama.llama_context_default_params()
        parameters.n_ctx = size
        parameters.n_batch = parameters.n_ubatch = BATCH
        parameters.n_threads = parameters.n_threads_batch = options.threads
        # Without flash attention the values can't be quantized.
        parameters.flash_attn_type = llama.LLAMA_FLASH_ATTN_TYPE_ENABLED
        cache_types = {"f16": llama.GGML_TYPE_F16, "q8_0": llama.GGML_TYPE_Q8_0, "q4_0": llama.GGML_TYPE_Q4_0}
        parameters.type_k = parameters.type_v = cache_types[options.kv_cache_type]
        self._handle = llama.llama_init_from_model(model.handle, parameters)
        if self._handle is None:
            raise ModelError(
                f"A context of {size} tokens of {options.kv_cache_type} can't be set up.",
                remedy="Set kv_cache_type to f16, which every model can have, or context_tokens lower.",
            )
        self._memory = llama.llama_get_memory(self._handle)
        self._batch = llama.llama_batch_init(BATCH, 0, 1)

    @property
    def handle(self) -> Any:
        """What the library's samplers take."""
        return self._handle

    def read(self, tokens: list[int], *, judged: bool = False) -> None:
        """Read at most `BATCH` tokens; afterwards a sampler may choose what follows the last, or each if `judged`.

        Raises:
            ModelError: the model failed on them.
        """
        batch = self._batch
        batch.n_tokens = len(tokens)
        last = len(tokens) - 1
        for row, token in enumerate(tokens):
            batch.token[row] = token
            batch.pos[row] = self.position + row
            batch.n_seq_id[row] = 1
            batch.seq_id[row][0] = SEQUENCE
            batch.logits[row] = judged or row == last
        if self._llama.llama_decode(self._handle, batch) != 0:
            raise ModelError(
                "The model failed on this question.", remedy="Ask a shorter question, or use --engine reader."
            )
        self.position += len(tokens)

    def keep(self, count: int) -> bool:
        """Forget all but the first `count` tokens; False: this kind of model can't, and nothing was forgotten."""
        if count == self.position:
            return True
        if not self._llama.llama_memory_seq_rm(self._memory, SEQUENCE, count, -1):
            return False
        self.position = count
        return True

    def clear(self) -> None:
        """Forget all, and overwrite it."""
        self._llama.llama_memory_clear(self._memory, True)
        self.position = 0

    def state(self) -> ctypes.Array[ctypes.c_uint8]:
        """A copy of all keys and values: what `restore` takes."""
        size = self._llama.llama_state_seq_get_size(self._handle, SEQUENCE)
        data: ctypes.Array[ctypes.c_uint8] = (ctypes.c_uint8 * size)()
        self._llama.llama_state_seq_get_data(self._handle, data, size, SEQUENCE)
        return data

    def restore(self, data: ctypes.Array[ctypes.c_uint8], count: int) -> bool:
        """Take over a state of `count` tokens in place of all; False: it does not fit."""
        self._llama.llama_memory_clear(self._memory, False)
        self.position = 0
        if not self._llama.llama_state_seq_set_data(self._handle, data, len(data), SEQUENCE):
            self.clear()
            return False
        self.position = count
        return True

    def use(self, adapter: Any) -> None:
        """Compute with a LoRA adapter from now on; None: without. What was read before stays as it was read."""
        llama = self._llama
        handles = (llama.llama_adapter_lora_p_ctypes * 1)(adapter) if adapter else None
        scales = (ctypes.c_float * 1)(1.0) if adapter else None
        if llama.llama_set_adapters_lora(self._handle, handles, 1 if adapter else 0, scales) != 0:
            raise ModelError("An adapter can't be used with this model.", remedy="Add one that was made for it.")

    def close(self) -> None:
        """Free the memory, overwritten."""
        self.clear()
        self._llama.llama_batch_free(self._batch)
        self._llama.llama_free(self._handle)
