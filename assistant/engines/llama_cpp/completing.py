"""Reads a prompt and writes what completes it, reading nothing twice.

A prompt is read in batches with fixed ends: those of the system's part, which all questions share, then every `BATCH`
tokens. Arithmetic in another batch rounds otherwise, so kept states end where batches end too: an answer is the same,
bit for bit, whether its prompt was read or taken from a state.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from assistant.engines.llama_cpp.context import BATCH, Context
from assistant.engines.llama_cpp.lookup import PROPOSED, Lookup
from assistant.engines.llama_cpp.model import Model
from assistant.engines.llama_cpp.options import LlamaOptions
from assistant.engines.llama_cpp.sampler import Sampler
from assistant.engines.llama_cpp.sessions import SHARED, Key, Sessions, State
from policies.errors import ModelError

CUT = "…"
"""Ends an answer that was cut off at a limit: half a sentence must not pass for a whole one."""

CONTEXT_STEP = 256
Choose = Callable[[Context, int], int]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Prompt:
    """What is to be answered. `adapter` is a LoRA's name and file, `grammar` empty for free text."""

    tokens: Sequence[int]
    conversation: str = ""
    adapter: tuple[str, Path] | None = None
    grammar: str = ""


class Completer:
    """A loaded model at work. For one thread."""

    def __init__(self, model: Model, options: LlamaOptions, *shared: Sequence[int]) -> None:
        """`shared` are tokens that nearly every prompt begins with, the most first."""
        self._model = model
        self._options = options
        self._shared = [list(each) for each in shared]
        self._context: Context | None = None
        self.sessions = Sessions(options.session_bytes)
        self.tokens_read = 0
        """Tokens of prompts so far, without those that were taken from a kept state."""

    @property
    def room(self) -> int:
        """Tokens that a prompt may have."""
        trained = self._model.trained_context or self._options.context_tokens
        return min(self._options.context_tokens, trained) - self._options.answer_tokens

    @property
    def context_size(self) -> int:
        """Tokens that memory is set aside for."""
        return 0 if self._context is None else self._context.size

    def complete(self, prompt: Prompt, unwanted: Callable[[], bool]) -> Iterator[str]:
        """The answer, piece by piece; it ends early when it is `unwanted`, and with `CUT` at a limit.

        Raises:
            ModelError: the prompt is longer than `room`, was not read within `answer_seconds`, or the model failed.
            ConfigError: the library can't use the grammar.
        """
        with closing(Sampler(self._model, self._options, prompt.grammar)) as sampler:
            yield from self.complete_with(prompt, unwanted, sampler.choose)

    def complete_with(self, prompt: Prompt, unwanted: Callable[[], bool], choose: Choose) -> Iterator[str]:
        """As `complete`, with another way to choose the next token."""
        deadline = monotonic() + self._options.answer_seconds
        context = self._context_for(len(prompt.tokens))
        context.use(None if prompt.adapter is None else self._model.adapter(prompt.adapter[1]))
        if not self._read(context, prompt, unwanted, deadline):
            return
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        look_up = self._options.look_up and self._model.can_go_back
        written = 0
        for token in self._tokens(context, prompt.tokens if look_up else (), choose):
            if self._model.ends(token) or unwanted():
                return
            text = decoder.decode(self._model.piece(token))
            if text:
                yield text
            written += 1
            if written == self._options.answer_tokens or monotonic() > deadline:
                yield CUT
                return

    def forget(self) -> None:
        """Drop and overwrite every kept state."""
        self.sessions.clear()
        if self._context is not None:
            self._context.clear()

    def close(self) -> None:
        """Free all memory."""
        self.forget()
        if self._context is not None:
            self._context.close()
        self._model.close()

    def _context_for(self, count: int) -> Context:
        """A context with room for a prompt of `count` tokens and its answer; a larger one in place of one too small."""
        if count > self.room:
            raise ModelError(
                f"The question and its sources are longer than the {self.room} tokens that there is room for.",
                remedy="Ask a shorter question, or set context_tokens higher.",
            )
        needed = count + self._options.answer_tokens + PROPOSED + 1
        if self._context is None or self._context.size < needed:
            if self._context is not None:
                self._context.close()
                self._context = None
            self._context = Context(self._model, self._options, -(-needed // CONTEXT_STEP) * CONTEXT_STEP)
        return self._context

    def _read(self, context: Context, prompt: Prompt, unwanted: Callable[[], bool], deadline: float) -> bool:
        """Read the prompt, from a kept state on where there is one; False: nobody wants the answer any more."""
        tokens = list(prompt.tokens)
        shared = next((len(each) for each in self._shared if tokens[: len(each)] == each != tokens), 0)
        ends = batch_ends(len(tokens), shared)
        adapter = "" if prompt.adapter is None else prompt.adapter[0]
        own = Key(prompt.conversation, adapter) if prompt.conversation else None
        begin = self._resume(context, tokens, ends, [key for key in (own, Key(SHARED, adapter)) if key])
        for end in [end for end in ends if end > begin]:
            if unwanted():
                return False
            if monotonic() > deadline:
                raise ModelError(
                    f"The question was not read within {self._options.answer_seconds} seconds.",
                    remedy="Use a smaller model or --engine reader, or set answer_seconds higher.",
                )
            context.read(tokens[begin:end])
            self.tokens_read += end - begin
            begin = end
            if end == shared:
                self._keep(context, Key(SHARED, adapter), tokens[:end])
            elif own is not None and ends[-2:-1] == [end]:
                self._keep(context, own, tokens[:end])
        return True

    def _keep(self, context: Context, key: Key, tokens: Sequence[int]) -> None:
        if self._options.session_bytes:
            self.sessions.put(key, State(tokens, context.state()))

    def _resume(self, context: Context, tokens: Sequence[int], ends: Sequence[int], keys: Sequence[Key]) -> int:
        """Take over what was kept of the prompt under the first key that has some of it; gives how many tokens."""
        for key in keys:
            state = self.sessions.get(key)
            if state is None:
                continue
            same = _alike(state.tokens, tokens)
            count = max((end for end in ends[:-1] if end <= same), default=0)
            if count and context.restore(state.data, len(state.tokens)) and context.keep(count):
                return count
        context.clear()
        return 0

    def _tokens(self, context: Context, looked_up: Sequence[int], choose: Choose) -> Iterator[int]:
        """The answer's tokens, without end; what `looked_up` proposes is judged several at a time."""
        lookup = Lookup(looked_up) if looked_up else None
        token = choose(context, -1)
        while True:
            yield token
            proposed: list[int] = []
            if lookup is not None:
                lookup.add([token])
                proposed = lookup.proposal()
            begin = context.position
            context.read([token, *proposed], judged=True)
            for right, guess in enumerate([*proposed, None]):
                token = choose(context, right)
                if token != guess:
                    break
                yield token
                if lookup is not None:
                    lookup.add([token])
            if not context.keep(begin + 1 + right):
                raise ModelError("The model can't take back what it read.", remedy="Set look_up to false.")


def batch_ends(count: int, shared: int) -> list[int]:
    """Where the batches of a prompt of `count` tokens end, whose first `shared` (below `count`) all prompts have."""
    before = [*range(BATCH, shared, BATCH), shared] if shared else []
    return [*before, *range(shared + BATCH, count, BATCH), count]


def _alike(one: Sequence[int], other: Sequence[int]) -> int:
    """How many tokens at the beginning are the same."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
