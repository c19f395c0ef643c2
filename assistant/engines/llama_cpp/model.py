"""A GGUF file's weights, vocabulary and chat template."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant.engines.llama_cpp.library import library
from assistant.engines.llama_cpp.marks import Message, breaker, without_marks
from policies.errors import ModelError

# What a template that asks for the date is told: the prompt's first part has to be the same bytes every day, and an
# answer must come from the sources alone.
TEMPLATE_DATE = "1 January 2024"


class Model:
    """Loaded weights, shared by all that is computed with them."""

    def __init__(self, path: Path, name: str) -> None:
        """Load.

        Raises:
            ModelError: llama-cpp-python is missing, or the file is no model that it can load.
        """
        self._name = name
        self._llama = library()
        parameters = self._llama.llama_model_default_params()
        parameters.n_gpu_layers = 0
        self.handle = self._llama.llama_model_load_from_file(str(path).encode(), parameters) if path.exists() else None
        if self.handle is None:
            raise ModelError(
                f"The model {name} can't be loaded.",
                remedy="Check it with `assistant models verify`; it must be a GGUF file of a supported architecture.",
            )
        self.vocabulary = self._llama.llama_model_get_vocab(self.handle)
        self.trained_context: int = self._llama.llama_model_n_ctx_train(self.handle)
        self.can_go_back = not (
            self._llama.llama_model_is_recurrent(self.handle) or self._llama.llama_model_is_hybrid(self.handle)
        )
        self._bos = self._llama.llama_vocab_bos(self.vocabulary)
        self._adds_bos = self._llama.llama_vocab_get_add_bos(self.vocabulary)
        self._adapters: dict[Path, Any] = {}
        self._broken = breaker(self._marks())
        self._render = self._template()

    def prompt(self, chat: Sequence[Message]) -> list[int]:
        """The tokens of a chat, which a system's message may open, in the model's own template.

        Raises:
            ModelError: the template takes no such chat.
        """
        text = self._rendered(without_marks(chat, self._broken))
        tokens = self.tokens(text)
        return [self._bos, *tokens] if self._adds_bos and tokens[:1] != [self._bos] else tokens

    def shared(self, system: str, opening: str) -> tuple[list[int], list[int]]:
        """The tokens that every prompt with this system's message begins with, whatever is asked.

        First with a user's opening, whose last token may be another before some words; then without.
        """
        return self._alike(system, f"{opening}1", f"{opening}A"), self._alike(system, "1", "A")

    def _alike(self, system: str, *users: str) -> list[int]:
        chats = ([{"role": "system", "content": system}, {"role": "user", "content": user}] for user in users)
        one, other = (self.prompt(chat) for chat in chats)
        return one[: next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)]

    def piece(self, token: int) -> bytes:
        """The token's bytes, maybe a part of a character; those of a turn's mark are empty."""
        size = 64
        while True:
            buffer = ctypes.create_string_buffer(size)
            written = self._llama.llama_token_to_piece(self.vocabulary, token, buffer, size, 0, False)
            if written >= 0:
                return buffer.raw[:written]
            size = -written

    def ends(self, token: int) -> bool:
        """Whether the token ends an answer."""
        return bool(self._llama.llama_vocab_is_eog(self.vocabulary, token))

    def adapter(self, path: Path) -> Any:
        """A LoRA adapter for this model, loaded once.

        Raises:
            ModelError: it is none, or of another model.
        """
        if path not in self._adapters:
            loaded = self._llama.llama_adapter_lora_init(self.handle, str(path).encode())
            if not loaded:
                raise ModelError(
                    f"An adapter can't be used with the model {self._name}.",
                    remedy="Check it with `assistant models verify`; it must be a LoRA of this model as GGUF.",
                )
            self._adapters[path] = loaded
        return self._adapters[path]

    def close(self) -> None:
        """Free weights and adapters."""
        for adapter in self._adapters.values():
            self._llama.llama_adapter_lora_free(adapter)
        self._adapters.clear()
        self._llama.llama_model_free(self.handle)

    def _rendered(self, chat: list[Message]) -> str:
        """The chat in the template. Some templates refuse a system's message or drop it: then it opens the next one."""
        text = self._render(chat)
        if chat[0]["role"] == "system" and len(chat) > 1 and (text is None or chat[0]["content"] not in text):
            opening = {"role": chat[1]["role"], "content": f"{chat[0]['content']}\n\n{chat[1]['content']}"}
            text = self._render([opening, *chat[2:]])
        if text is None:
            raise ModelError(
                f"The chat template of the model {self._name} takes no question.",
                remedy="Use a file of the model with the template that its makers give.",
            )
        return text

    def _template(self) -> Callable[[list[Message]], str | None]:
        """A renderer of chats, which gives None for what the template refuses."""
        source = self._llama.llama_model_chat_template(self.handle, None)
        if source is None:
            # A model that was trained on no chats goes on with a text.
            return lambda chat: "\n\n".join(message["content"] for message in chat) + "\n\nAnswer:"
        import jinja2
        from llama_cpp.llama_chat_format import Jinja2ChatFormatter

        try:
            formatter = Jinja2ChatFormatter(
                source.decode("utf-8", "replace"),
                eos_token=self._text(self._llama.llama_vocab_eos(self.vocabulary)),
                bos_token=self._text(self._bos),
            )
        except jinja2.TemplateError as error:
            raise ModelError(
                f"The chat template of the model {self._name} can't be read.",
                remedy="Use a file of the model with the template that its makers give.",
            ) from error
        formatter.strftime_now = lambda form: TEMPLATE_DATE

        def render(chat: list[Message]) -> str | None:
            try:
                # Thinking aloud costs a page a question, and nothing of it would pass the gate.
                return str(formatter(messages=chat, enable_thinking=False).prompt)
            except (jinja2.TemplateError, ValueError, TypeError):
                return None

        return render

    def _marks(self) -> list[str]:
        """The texts that this vocabulary reads as one special token, wherever they stand in a prompt."""
        llama = self._llama
        always = llama.LLAMA_TOKEN_ATTR_CONTROL | llama.LLAMA_TOKEN_ATTR_UNKNOWN
        texts = []
        for token in range(llama.llama_vocab_n_tokens(self.vocabulary)):
            kind = llama.llama_vocab_get_attr(self.vocabulary, token)
            if not kind & (always | llama.LLAMA_TOKEN_ATTR_USER_DEFINED):
                continue
            text = self._text(token)
            # Of a maker's own tokens many are plain words, runs of spaces or signs: those open no turn.
            if kind & always or text[:1] in ("<", "["):
                texts.append(text)
        return texts

    def _text(self, token: int) -> str:
        return "" if token < 0 else str(self._llama.llama_vocab_get_text(self.vocabulary, token).decode("utf-8"))

    def tokens(self, text: str) -> list[int]:
        """The tokens of a text, in which marks of turns count as such; nothing is put before it."""
        raw = text.encode("utf-8")
        size = len(raw) + 8
        buffer = (self._llama.llama_token * size)()
        count = self._llama.llama_tokenize(self.vocabulary, raw, len(raw), buffer, size, False, True)
        if count < 0:
            raise ModelError(
                f"The model {self._name} can't read this question.", remedy="Ask a shorter one, or use --engine reader."
            )
        return list(buffer[:count])
