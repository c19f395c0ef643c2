"""The engines of an installation by name: each is made, and its files checked, when it is first asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.seams import Forgetful
from assistant.settings import Settings, engine_key
from policies.errors import ConfigError, ModelError, PolicyError
from policies.policy import ENGINE_STEPS, EngineStep, Policy

if TYPE_CHECKING:
    from assistant.engines.openai_compatible import OpenAICompatible
    from assistant.engines.reader import Reader
    from assistant.models import ModelShelf
    from assistant.onnx_reader import OnnxReader
    from assistant.routing import Higher, Router
    from assistant.seams import Engine


class Engines:
    """`reader`, `auto`, the added models, folders of `transformers` models and remote engines. Safe between threads."""

    def __init__(self, settings: Settings, *, reading_model: Callable[[], OnnxReader]) -> None:
        self._settings = settings
        self._reading_model = reading_model
        self._lock = threading.RLock()
        self._made: dict[str, Engine] = {}

    @cached_property
    def reader(self) -> Reader:
        """The embedded engine, which also selects what a language model is shown."""
        from assistant.engines.reader import Reader

        return Reader(self._reading_model(), threshold=self._settings.reader_threshold)

    @cached_property
    def models(self) -> ModelShelf:
        """The language models that were added."""
        from assistant.models import ModelShelf

        return ModelShelf(self._settings.home / "models")

    @cached_property
    def remotes(self) -> dict[str, OpenAICompatible]:
        """The engines on the organisation's own network, by name; nothing is connected to before it is asked."""
        from assistant.engines.openai_compatible import OpenAICompatible

        return {
            each.name: OpenAICompatible(each, key=partial(engine_key, each), selector=self.reader)
            for each in self._settings.remote_engines
        }

    def names(self) -> list[str]:
        """What `get` and `router` take."""
        return ["auto", "reader", *self._local(), *(each.name for each in self._settings.remote_engines)]

    def get(self, name: str) -> Engine:
        """The engine of that name; `auto` is no engine but a `router`.

        Raises:
            ModelError: there is no such model, or it was altered.
        """
        step = self._step(name)
        if step == "reader":
            return self.reader
        if step == "remote":
            return self.remotes[name]
        with self._lock:
            if name not in self._made:
                self._made[name] = self._make_local(name)
            return self._made[name]

    def router(self, name: str | None, policy: Policy) -> Router:
        """What chooses the engine of each question under a policy: `auto`, or one engine by its name.

        Raises:
            ModelError: there is no such model, or it was altered.
            PolicyError: the policy forbids it.
        """
        from assistant.routing import CheapestFirst, Forced

        name = name or self._settings.engine
        if name == "auto":
            return CheapestFirst(self.reader, self._higher(policy))
        self._allowed(name, policy)
        return Forced(self.get(name))

    def forget(self) -> None:
        """Have every engine that keeps something of its prompts in memory overwrite it."""
        with self._lock:
            for engine in self._made.values():
                if isinstance(engine, Forgetful):
                    engine.forget()

    def close(self) -> None:
        """Free the models, after the answers that are being written."""
        with self._lock:
            for engine in self._made.values():
                if isinstance(engine, Forgetful):
                    engine.close()
            self._made.clear()

    def _allowed(self, name: str, policy: Policy) -> None:
        step = self._step(name)
        if step not in policy.engines:
            allowed = "; ".join(ENGINE_STEPS[each] for each in policy.engines)
            raise PolicyError(
                f"The policy '{policy.name}' forbids the engine '{name}': it is one of the {step} engines.",
                remedy=f"It allows: {allowed}. Leave --engine out, or ask a workspace whose policy file lists {step} "
                "under `engines`.",
            )

    def _higher(self, policy: Policy) -> list[Higher]:
        """One local engine, then one remote one, where there are any and the policy allows them."""
        from assistant.routing import Higher

        settings, remotes = self._settings, [each.name for each in self._settings.remote_engines]
        local = _chosen("router_local", settings.router_local, self._local()) if "local" in policy.engines else ""
        remote = _chosen("router_remote", settings.router_remote, remotes) if "remote" in policy.engines else ""
        return [Higher(name, partial(self.get, name)) for name in (local, remote) if name]

    def _local(self) -> list[str]:
        """The models on this machine: those that were added, the smallest first, then folders as they are listed."""
        added = sorted(self.models.list(), key=lambda model: (model.size, model.name))
        return [*(model.name for model in added), *(name for name, _ in self._settings.transformers_models)]

    def _step(self, name: str) -> EngineStep:
        found: list[EngineStep] = ["reader"] if name in ("auto", "reader") else []
        found += ["local"] * self._local().count(name)
        found += ["remote" for each in self._settings.remote_engines if each.name == name]
        if not found:
            self.models.verified(name)  # says which models there are, or that it is an adapter
        if len(found) != 1:
            raise ConfigError(
                f"{len(found)} engines are called '{name}'.", remedy="Give one of them another name in config.yaml."
            )
        return found[0]

    def _make_local(self, name: str) -> Engine:
        folders = dict(self._settings.transformers_models)
        if name in folders:
            from assistant.engines.transformers import Transformers

            return Transformers(Path(folders[name]), name=name, threads=self._settings.cores, selector=self.reader)
        path = self.models.verified(name)
        from assistant.engines.llama_cpp import LlamaCpp, LlamaOptions

        settings = self._settings
        options = LlamaOptions(
            threads=settings.cores,
            kv_cache_type=settings.kv_cache_type,
            context_tokens=settings.context_tokens,
            answer_tokens=settings.answer_tokens,
            answer_seconds=settings.answer_seconds,
            session_bytes=settings.session_bytes,
            waiting=settings.waiting_questions,
            niceness=settings.generation_niceness,
        )
        adapter_path = partial(self.models.verified_adapter, model=name)
        return LlamaCpp(path, name=name, selector=self.reader, options=options, adapter_path=adapter_path)


def _chosen(setting: str, name: str, there: list[str]) -> str:
    """The named one, or the first that there is; empty: there is none."""
    if name and name not in there:
        raise ModelError(
            f"{setting} names '{name}', which is not there.",
            remedy=f"There are: {', '.join(there) or 'none'}. Correct or remove {setting} in config.yaml.",
        )
    return name or (there[0] if there else "")
