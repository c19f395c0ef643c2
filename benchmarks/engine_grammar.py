"""What a JSON schema costs a token: our sampler, llama.cpp's own chain, and none, on one model in one run.

All times are of the processor: what else runs on the machine is left out.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import process_time

import numpy as np

from assistant.engines.llama_cpp.context import Context
from assistant.engines.llama_cpp.grammar import grammar_of
from assistant.engines.llama_cpp.library import library
from assistant.engines.llama_cpp.model import Model
from assistant.engines.llama_cpp.options import LlamaOptions
from assistant.engines.llama_cpp.sampler import Sampler
from benchmarks.engine_sample import QUESTIONS
from benchmarks.random_models import Shape, write_random_model

TOKENS = 32
ANSWER = "A full-time week has 38 hours, and the clinic opens at eight on every working day of the year [1]."
FREE = {"type": "object", "properties": {"answer": {"type": "string"}}, "required": ["answer"]}
FIXED = {"type": "object", "properties": {"answer": {"enum": [ANSWER]}}, "required": ["answer"]}
Choose = Callable[[Context], int]
Ways = Mapping[str, Callable[[], AbstractContextManager[Choose]]]


def grammar_figures(shape: Shape, texts: Sequence[str], rounds: int) -> dict[str, dict[str, float]]:
    """Median and longest milliseconds of choosing a token of the shape's vocabulary; one layer is enough for that.

    `fits`: the model's likeliest token is what the grammar allows, as with a trained model that was told of the form.
    `refused`: it never is, at each token.
    """
    options, found = LlamaOptions(threads=1), {}
    with tempfile.TemporaryDirectory() as folder:
        model = Model(write_random_model(Path(folder) / "one.gguf", replace(shape, layers=1), texts), "benchmark")
    with closing(Context(model, options, 512)) as context:
        for wish, schema in (("fits", FREE), ("refused", FIXED)):
            grammar = grammar_of(schema)
            wanted = model.tokens(f'{{"answer": "{ANSWER}"}}') if wish == "fits" else []
            ways: Ways = {
                "no schema": partial(_sampler, model, options, ""),
                "llama.cpp's chain": partial(_chain, model, grammar),
                "ours": partial(_sampler, model, options, grammar),
            }
            for name, times in _timed(model, context, ways, wanted, rounds).items():
                found[f"{wish}, {name}"] = times
    model.close()
    return found


def _timed(model: Model, context: Context, ways: Ways, wanted: list[int], rounds: int) -> dict[str, dict[str, float]]:
    chosen: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            context.clear()
            context.read(model.tokens(QUESTIONS[0]))
            with way() as choose:
                for place in range(TOKENS):
                    if place < len(wanted):
                        _want(model, context, wanted[place])
                    began = process_time()
                    token = choose(context)
                    chosen[name].append(process_time() - began)
                    if model.ends(token):
                        break
                    context.read([token])
    return {
        name: {
            "choosing_ms": round(1000 * statistics.median(times), 2),
            "longest_ms": round(1000 * max(times), 1),
        }
        for name, times in chosen.items()
    }


def _want(model: Model, context: Context, token: int) -> None:
    """Make a token the likeliest."""
    llama = library()
    count = llama.llama_vocab_n_tokens(model.vocabulary)
    logits = np.ctypeslib.as_array(llama.llama_get_logits_ith(context.handle, -1), (count,))
    logits[token] = logits.max() + 10


@contextmanager
def _sampler(model: Model, options: LlamaOptions, grammar: str) -> Iterator[Choose]:
    with closing(Sampler(model, options, grammar)) as sampler:
        yield lambda context: sampler.choose(context, -1)


@contextmanager
def _chain(model: Model, grammar: str) -> Iterator[Choose]:
    """The grammar looks at every token of the vocabulary, then the likeliest is taken."""
    llama = library()
    chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
    llama.llama_sampler_chain_add(chain, llama.llama_sampler_init_grammar(model.vocabulary, grammar.encode(), b"root"))
    llama.llama_sampler_chain_add(chain, llama.llama_sampler_init_greedy())
    try:
        yield lambda context: int(llama.llama_sampler_sample(chain, context.handle, -1))
    finally:
        llama.llama_sampler_free(chain)
