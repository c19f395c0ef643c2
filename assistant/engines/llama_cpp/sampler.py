"""Chooses the next token."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.engines.llama_cpp.context import Context
from assistant.engines.llama_cpp.grammar import unusable
from assistant.engines.llama_cpp.library import library
from assistant.engines.llama_cpp.model import Model
from assistant.engines.llama_cpp.options import LlamaOptions
from policies.errors import ModelError

LIKELIEST = (1, 256)
"""How many of the likeliest tokens a grammar looks at before it looks at all, which can take longer than computing a
token (`grammar` in `benchmarks/engine.py`). Mostly the first one fits."""

_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])


class Sampler:
    """The likeliest token, or a drawn one, among those that the grammar allows. For one answer."""

    def __init__(self, model: Model, options: LlamaOptions, grammar: str = "") -> None:
        """Set up.

        Raises:
            ConfigError: the library can't use the grammar.
        """
        llama = self._llama = library()
        self._chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
        self._count = llama.llama_vocab_n_tokens(model.vocabulary)
        self._temperature = options.temperature
        self._random = np.random.default_rng(options.seed)
        self._constrained = bool(grammar)
        if grammar:
            rules = llama.llama_sampler_init_grammar(model.vocabulary, grammar.encode(), b"root")
            if not rules:
                self.close()
                raise unusable()
            self._add(rules)
        elif options.temperature > 0:
            self._add(llama.llama_sampler_init_temp(options.temperature))
            self._add(llama.llama_sampler_init_dist(options.seed))
        else:
            self._add(llama.llama_sampler_init_greedy())

    def choose(self, context: Context, row: int) -> int:
        """The token that follows row `row` of what the context read last; -1: its last.

        Raises:
            ModelError: the grammar allows no token of the vocabulary.
        """
        if not self._constrained:
            return int(self._llama.llama_sampler_sample(self._chain, context.handle, row))
        token = self._fitting(self._scores(context, row))
        self._llama.llama_sampler_accept(self._chain, token)
        return token

    def close(self) -> None:
        """Free it."""
        self._llama.llama_sampler_free(self._chain)

    def _add(self, sampler: Any) -> None:
        self._llama.llama_sampler_chain_add(self._chain, sampler)

    def _scores(self, context: Context, row: int) -> npt.NDArray[np.floating]:
        """A score a token: the best of any set of tokens is the likeliest, or one drawn, of that set.

        Drawn by the Gumbel-max trick: the maximum of logits with Gumbel noise is a draw from their softmax.
        """
        logits = self._llama.llama_get_logits_ith(context.handle, row)
        scores: npt.NDArray[np.floating] = np.ctypeslib.as_array(logits, (self._count,))
        if self._temperature > 0:
            scores = scores / self._temperature + self._random.gumbel(size=self._count)
        return scores

    def _fitting(self, scores: npt.NDArray[np.floating]) -> int:
        """The token with the best score of those that the grammar allows."""
        for most in (*LIKELIEST, self._count):
            best = _best(scores, most)
            fitting = best[self._allowed(best)]
            if len(fitting):
                return int(fitting[scores[fitting].argmax()])
        raise ModelError(
            "No token of the model's vocabulary goes on with the answer under its JSON schema.",
            remedy="Use another schema or model, or ask without a schema.",
        )

    def _allowed(self, tokens: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
        """Of each token whether the grammar allows it next."""
        candidates = np.zeros(len(tokens), dtype=_CANDIDATE)
        candidates["id"] = tokens
        data = candidates.ctypes.data_as(ctypes.POINTER(self._llama.llama_token_data))
        array = self._llama.llama_token_data_array(data, len(tokens), -1, False)
        self._llama.llama_sampler_apply(self._chain, ctypes.byref(array))
        allowed: npt.NDArray[np.bool_] = np.isfinite(candidates["logit"])  # minus infinity: refused
        return allowed


def _best(scores: npt.NDArray[np.floating], most: int) -> npt.NDArray[np.intp]:
    """Places of the `most` best scores, in any order."""
    if most == 1:
        return np.array([scores.argmax()])
    if most >= len(scores):
        return np.arange(len(scores))
    return np.argpartition(scores, -most)[-most:]
