"""A folder with a causal language model as `transformers` saves it, run by torch: GPT-Neo, GPT-J and many more.

Weights are read from safetensors alone: pickled ones run code when they are opened. A folder that brings code of its
own is refused.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from assistant.answer import Draft, DraftSentence, Passage
from assistant.engines.drafting import Drafting
from assistant.prompting import Source, messages
from assistant.selection import Selector
from assistant.turn import ALONE, Turn
from policies.errors import ModelError
from policies.text import RedactedText

MOST_ANSWER_TOKENS: Final = 256
MOST_SECONDS: Final = 180.0
_DEFAULT_CONTEXT: Final = 2048


@dataclass(frozen=True, slots=True, repr=False)
class _Loaded:
    model: Any
    tokenizer: Any
    context: int


class Transformers:
    """A model in a local folder. Loaded with the first question; one question at a time; the same words every time."""

    def __init__(
        self,
        folder: Path,
        *,
        name: str,
        threads: int,
        selector: Selector,
        answer_tokens: int = MOST_ANSWER_TOKENS,
        seconds: float = MOST_SECONDS,
    ) -> None:
        self._folder = folder
        self._name = name
        self._threads = threads
        self._answer_tokens = answer_tokens
        self._seconds = seconds
        self._drafting = Drafting(selector, name)
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None

    @property
    def name(self) -> str:
        """The model's name in the settings."""
        return self._name

    def answer(self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE) -> Draft:
        """The model's sentences; the confidence is the selection's.

        Raises:
            ModelError: transformers is missing, or the folder can't be loaded or run.
        """
        return self._drafting.draft(question, passages, lambda sources: self._from(question, sources, turn))

    def stream(
        self, question: RedactedText, passages: Sequence[Passage], turn: Turn = ALONE
    ) -> Iterator[DraftSentence]:
        """The model's sentences, each when it is whole.

        Raises:
            ModelError: as `answer`.
        """
        yield from self._drafting.sentences(question, passages, lambda sources: self._from(question, sources, turn))

    def _from(self, question: RedactedText, sources: list[Source], turn: Turn) -> Generator[str, None, None]:
        return self._pieces(lambda some: messages(question, some), sources, turn)

    def write(self, chat: list[dict[str, str]], turn: Turn = ALONE) -> Generator[str, None, None]:
        """What the model writes for a chat, piece by piece.

        Raises:
            ModelError: as `answer`.
        """
        yield from self._pieces(lambda _: chat, [], turn)

    def _pieces(
        self, chat: Callable[[list[Source]], list[dict[str, str]]], sources: list[Source], turn: Turn
    ) -> Generator[str, None, None]:
        """What the model writes for the chat that `chat` makes of as many sources as there is room for."""
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._folder, self._name, self._threads)
            loaded = self._loaded
            room = loaded.context - self._answer_tokens
            prompt = _encoded(loaded.tokenizer, chat(sources))
            while len(sources) > 1 and prompt["input_ids"].shape[1] > room:
                sources = sources[:-1]
                prompt = _encoded(loaded.tokenizer, chat(sources))
            if prompt["input_ids"].shape[1] > room:
                raise _failed(self._name, f"reads at most {loaded.context} tokens")
            yield from self._written(loaded, prompt, turn.cancelled)

    def _written(self, loaded: _Loaded, prompt: Any, cancelled: Callable[[], bool]) -> Generator[str, None, None]:
        """What the model writes, piece by piece; it stops when nobody takes the next piece."""
        from transformers import StoppingCriteriaList, TextIteratorStreamer

        until, stop, failures = time.monotonic() + self._seconds, threading.Event(), list[Exception]()
        streamer: Any = TextIteratorStreamer(loaded.tokenizer, skip_prompt=True, skip_special_tokens=True)

        def ends(*_: Any, **__: Any) -> bool:
            return stop.is_set() or cancelled() or time.monotonic() > until

        def write() -> None:
            try:
                loaded.model.generate(
                    **prompt,
                    streamer=streamer,
                    max_new_tokens=self._answer_tokens,
                    do_sample=False,
                    num_beams=1,
                    pad_token_id=loaded.tokenizer.eos_token_id,
                    stopping_criteria=StoppingCriteriaList([ends]),
                )
            except (RuntimeError, ValueError, IndexError, TypeError) as error:
                failures.append(error)
                streamer.end()

        writing = threading.Thread(target=write, name="transformers", daemon=True)
        writing.start()
        try:
            yield from streamer
        finally:
            stop.set()
            writing.join()
        if failures:
            raise _failed(self._name, f"failed on this question ({type(failures[0]).__name__})") from failures[0]


def _load(folder: Path, name: str, threads: int) -> _Loaded:
    try:
        import torch
        import transformers
    except ImportError as error:
        raise ModelError(
            f"The model {name} needs transformers and torch.",
            remedy="Install them: pip install 'onprem-assistant[transformers]'. Or use --engine reader.",
        ) from error
    from safetensors import SafetensorError

    config = _checked(folder, name)
    library: Any = transformers
    library.logging.set_verbosity_error()
    library.logging.disable_progress_bar()
    torch.set_num_threads(threads)
    only_here = {"local_files_only": True, "trust_remote_code": False}
    try:
        tokenizer = library.AutoTokenizer.from_pretrained(folder, **only_here)
        model = library.AutoModelForCausalLM.from_pretrained(folder, use_safetensors=True, dtype="auto", **only_here)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, ImportError, SafetensorError) as error:
        raise ModelError(
            f"The model {name} can't be loaded ({type(error).__name__}).",
            remedy="Its folder must hold a causal language model as transformers saves it, with its tokenizer.",
        ) from error
    context = config.get("max_position_embeddings") or config.get("n_positions") or _DEFAULT_CONTEXT
    return _Loaded(model.eval(), tokenizer, int(context))


def _checked(folder: Path, name: str) -> dict[str, Any]:
    """The model's configuration, of a folder that brings weights without code.

    Raises:
        ModelError: it has none, or brings code.
    """
    try:
        configs = [json.loads(each.read_text(encoding="utf-8")) for each in folder.glob("*config.json")]
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        weights = any(folder.glob("*.safetensors"))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"The folder of the model {name} holds no readable config.json.",
            remedy="Name a folder as transformers saves a model under `transformers_models` in config.yaml.",
        ) from error
    if not weights:
        raise ModelError(
            f"The folder of the model {name} holds no safetensors weights.",
            remedy="Save it with safe_serialization: other formats run code when they are opened.",
        )
    if any("auto_map" in each for each in configs):
        raise ModelError(
            f"The model {name} wants to run code of its own, which is not allowed.",
            remedy="Use a model that transformers supports itself.",
        )
    return dict(config)


def _encoded(tokenizer: Any, chat: list[dict[str, str]]) -> Any:
    """The prompt's tokens, through the model's own chat template where it has one."""
    if tokenizer.chat_template:
        return tokenizer.apply_chat_template(chat, add_generation_prompt=True, return_tensors="pt", return_dict=True)
    plain = "\n\n".join(message["content"] for message in chat)
    return tokenizer(f"{plain}\nAnswer:", return_tensors="pt")


def _failed(name: str, problem: str) -> ModelError:
    return ModelError(f"The model {name} {problem}.", remedy="Ask a shorter question, or use --engine reader.")
