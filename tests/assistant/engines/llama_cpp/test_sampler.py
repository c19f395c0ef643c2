"""Choosing tokens under a grammar, beside llama.cpp's own way, which looks at the whole vocabulary each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import numpy as np
import pytest

from assistant.engines.llama_cpp.context import Context
from assistant.engines.llama_cpp.grammar import grammar_of
from assistant.engines.llama_cpp.library import library
from assistant.engines.llama_cpp.model import Model
from assistant.engines.llama_cpp.options import LlamaOptions
from assistant.engines.llama_cpp.sampler import Sampler
from policies.errors import ModelError
from tests.gguf_factory import write_model

pytest.importorskip("llama_cpp")

GREEDY = LlamaOptions()
SCHEMA = {
    "type": "object",
    "properties": {"opening": {"type": "string", "maxLength": 12}, "boats": {"type": "integer"}},
    "required": ["opening", "boats"],
}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Model]:
    with closing(Model(write_model(tmp_path_factory.mktemp("models") / "tiny.gguf"), "tiny")) as loaded:
        yield loaded


@pytest.fixture(scope="module")
def grammar() -> str:
    return grammar_of(SCHEMA)


def written(model: Model, choose: Callable[[Context], int]) -> list[int]:
    """What is chosen one after the other, to the end."""
    found: list[int] = []
    with closing(Context(model, GREEDY, 256)) as context:
        context.read(model.tokens("When does the pier open?"))
        while len(found) < 100 and not (found and model.ends(found[-1])):
            found.append(choose(context))
            context.read(found[-1:])
    return found


def ours(model: Model, grammar: str, options: LlamaOptions) -> list[int]:
    with closing(Sampler(model, options, grammar)) as sampler:
        return written(model, lambda context: sampler.choose(context, -1))


def model_size(model: Model) -> int:
    return int(library().llama_vocab_n_tokens(model.vocabulary))


def text(model: Model, tokens: list[int]) -> str:
    return b"".join(map(model.piece, tokens)).decode("utf-8", "replace")


def test_the_chosen_tokens_are_those_that_a_look_at_all_would_choose(model: Model, grammar: str) -> None:
    llama = library()
    chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
    rules = llama.llama_sampler_init_grammar(model.vocabulary, grammar.encode(), b"root")
    for sampler in (rules, llama.llama_sampler_init_greedy()):
        llama.llama_sampler_chain_add(chain, sampler)
    theirs = written(model, lambda context: int(llama.llama_sampler_sample(chain, context.handle, -1)))
    llama.llama_sampler_free(chain)
    assert ours(model, grammar, GREEDY) == theirs
    assert '"opening"' in text(model, theirs)
    assert model.ends(theirs[-1])


def test_drawn_tokens_fit_and_are_the_same_for_a_seed(model: Model, grammar: str) -> None:
    one, again, other = (ours(model, grammar, LlamaOptions(temperature=1.0, seed=seed)) for seed in (1, 1, 2))
    assert one == again != other
    assert '"opening"' in text(model, one) and '"opening"' in text(model, other)


def test_tokens_are_drawn_as_often_as_they_are_likely(model: Model) -> None:
    digit = 'root ::= "1" | "2"'
    wanted = [token for token in range(model_size(model)) if model.piece(token) in (b"1", b"2")]
    with closing(Context(model, GREEDY, 256)) as context, closing(Sampler(model, GREEDY)) as plain:
        context.read(model.tokens("When does the pier open?"))
        logits = plain._scores(context, -1)[wanted]
        drawn = []
        for seed in range(300):
            with closing(Sampler(model, LlamaOptions(temperature=1.0, seed=seed), digit)) as sampler:
                drawn.append(sampler.choose(context, -1))
    assert set(drawn) <= set(wanted)
    expected = np.exp(logits) / np.exp(logits).sum()
    assert [drawn.count(each) / len(drawn) for each in wanted] == pytest.approx(expected, abs=0.1)


def test_a_grammar_that_no_token_fits_is_an_error_that_says_so(model: Model, grammar: str) -> None:
    with closing(Sampler(model, GREEDY, grammar)) as sampler:
        sampler._allowed = lambda tokens: np.zeros(len(tokens), dtype=bool)  # type: ignore[method-assign]
        with pytest.raises(ModelError, match="No token"):
            written(model, lambda context: sampler.choose(context, -1))
