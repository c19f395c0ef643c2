"""Chooses the next token."""

from __future__ import annotations

from typing import Any

from assistant.engines.llama_cpp.context import Context
from assistant.engines.llama_cpp.grammar import unusable
from assistant.engines.llama_cpp.library import library
from assistant.engines.llama_cpp.model import Model
from assistant.engines.llama_cpp.options import LlamaOptions


class Sampler:
    """The likeliest token, or a drawn one, among those that the grammar allows. For one answer."""

    def __init__(self, model: Model, options: LlamaOptions, grammar: str = "") -> None:
        """Set up.

        Raises:
            ConfigError: the library can't use the grammar.
        """
        llama = self._llama = library()
        self._chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
        if grammar:
            rules = llama.llama_sampler_init_grammar(model.vocabulary, grammar.encode(), b"root")
            if not rules:
                self.close()
                raise unusable()
            self._add(rules)
        if options.temperature > 0:
            self._add(llama.llama_sampler_init_temp(options.temperature))
            self._add(llama.llama_sampler_init_dist(options.seed))
        else:
            self._add(llama.llama_sampler_init_greedy())

    def choose(self, context: Context, row: int) -> int:
        """The token that follows row `row` of what the context read last; -1: its last."""
        return int(self._llama.llama_sampler_sample(self._chain, context.handle, row))

    def close(self) -> None:
        """Free it."""
        self._llama.llama_sampler_free(self._chain)

    def _add(self, sampler: Any) -> None:
        self._llama.llama_sampler_chain_add(self._chain, sampler)
