"""Every architecture of the catalogue under the real llama.cpp: loaded, prompted, streamed, stopped, and asked.

The weights are random, so what is written makes no sense; that it is written, and that the gate lets none of it pass,
is what counts here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.answer import Passage
from assistant.engines.llama_cpp import LlamaCpp, LlamaOptions
from assistant.engines.llama_cpp.model import Model
from assistant.models import ModelShelf
from assistant.routing import Forced
from assistant.settings import load_settings
from assistant.turn import Turn
from assistant.wiring import Wiring
from policies.audit_events import AuditEvent
from tests import gguf_templates as templates
from tests.gguf_factory import write_adapter, write_model
from tests.gguf_shapes import SHAPES

pytest.importorskip("llama_cpp")

QUESTION = "When does the garage under the library open?"
CHAT = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "When does the ferry leave?"}]

# Of each architecture the template that its models carry, and a turn that stands in it; None: they carry none.
TEMPLATES = {
    "llama": (templates.LLAMA_3, "<|start_header_id|>"),
    "mixtral": (templates.MISTRAL, "[INST]"),
    "mistral3": (templates.MISTRAL, "[INST]"),
    "phi2": (None, ""),
    "phi3": (templates.PHI_3, "<|user|>"),
    "qwen2": (templates.CHATML, "<|im_start|>"),
    "qwen3": (templates.CHATML, "<|im_start|>"),
    "gemma2": (templates.GEMMA, "<start_of_turn>"),
    "gemma3": (templates.GEMMA_3, "<start_of_turn>"),
    "smollm3": (templates.CHATML, "<|im_start|>"),
    "granite": (templates.GRANITE, "<|start_of_role|>"),
    "gptneox": (None, ""),
    "deepseek2": (templates.DEEPSEEK, ""),
    "minicpm": (templates.MINICPM, "<用户>"),
    "minicpm3": (templates.CHATML, "<|im_start|>"),
}
# Families of the architecture `llama`, whose templates differ.
LLAMAS = {
    "llama2": (templates.LLAMA_2, "[INST]"),
    "zephyr": (templates.ZEPHYR, "<|assistant|>"),
    "orca2": (templates.CHATML, "<|im_end|>"),
    "mistral7b": (templates.MISTRAL, "[/INST]"),
}
CASES = [(name, name, *found) for name, found in TEMPLATES.items()]
CASES += [(name, "llama", *found) for name, found in LLAMAS.items()]


class NobodySelects:
    """Selecting sources is another test's matter."""

    threshold = 0.5

    def select(self, question: object, passages: Sequence[Passage], most: int) -> object:
        raise AssertionError("asked")


def engine(path: Path, tokens: int = 24) -> LlamaCpp:
    options = LlamaOptions(threads=1, answer_tokens=tokens, context_tokens=512)
    return LlamaCpp(path, name="tiny", selector=NobodySelects(), options=options)  # type: ignore[arg-type]


def test_each_shape_has_its_template() -> None:
    assert TEMPLATES.keys() == SHAPES.keys()


@pytest.mark.parametrize(("name", "architecture", "template", "turn"), CASES, ids=[case[0] for case in CASES])
def test_it_is_prompted_through_its_template_streamed_and_stopped(
    tmp_path: Path, name: str, architecture: str, template: str | None, turn: str
) -> None:
    path = write_model(tmp_path / "tiny.gguf", architecture=architecture, template=template)
    model = Model(path, name)
    prompt = model.prompt(CHAT)
    text = b"".join(model.piece(token) for token in prompt).decode()
    assert "Be brief." in text and "When does the ferry leave?" in text
    # Behind three specials, each turn is one token: the template's marks weren't read as letters.
    assert not turn or 3 + templates.TURNS.index(turn) in prompt
    model.close()

    written = engine(path)
    whole = list(written.write(CHAT))
    assert 1 < len(whole) <= 25 and "".join(whole)  # a last piece may complete a character
    first = written.write(CHAT)
    assert next(first) == whole[0]
    first.close()  # whoever asked has gone: the next question finds the engine free
    assert list(written.write(CHAT)) == whole
    written.close()


@pytest.fixture(scope="module")
def asked(_ingested: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Wiring, ModelShelf]]:
    """The library, and a model of each architecture beside it."""
    import shutil

    folder = tmp_path_factory.mktemp("models")
    shutil.copytree(_ingested, folder / "installation")
    places = {"ASSISTANT_HOME": "data", "ASSISTANT_KEYS": "keys"}
    environment = {name: str(folder / "installation" / place) for name, place in places.items()}
    settings, _ = load_settings({**environment, "ASSISTANT_ANSWER_TOKENS": "24", "ASSISTANT_THREADS": "1"})
    with Wiring(settings) as wiring:
        for name, (template, _) in TEMPLATES.items():
            wiring.engines.models.add(
                write_model(folder / f"{name}.gguf", architecture=name, template=template, seed=3)
            )
        yield wiring, wiring.engines.models


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_answers_in_a_workspace_behind_the_gate(asked: tuple[Wiring, ModelShelf], name: str) -> None:
    wiring, _ = asked
    pieces = list(wiring.workspace().stream(QUESTION, actor="ada", engine=name))
    answer = pieces[-1]
    assert len(pieces) == 1 and answer.engine == name  # type: ignore[union-attr]
    assert answer.refusal and answer.refusal.reason == "not_supported"  # type: ignore[union-attr]
    assert answer.closest  # type: ignore[union-attr]
    last = wiring.storage.audit.entries(1)[0].event
    assert (last.action, last.counts["engine"]) == ("refused", name)


def _engine(wiring: Wiring, name: str) -> LlamaCpp:
    router = wiring.engines.router(name, wiring.workspace().policy)
    assert isinstance(router, Forced) and isinstance(router.engine, LlamaCpp)
    return router.engine


def test_a_workspaces_adapter_reaches_the_model_that_it_belongs_to(
    asked: tuple[Wiring, ModelShelf], tmp_path: Path
) -> None:
    from assistant.workspaces.adapter import change_adapter

    wiring, shelf = asked
    for seed, name in enumerate(("letters", "minutes")):
        shelf.add_adapter(write_adapter(tmp_path / f"{name}.gguf", seed=seed, scale=2.0), "llama")
    model, other = (_engine(wiring, name) for name in ("llama", "qwen2"))
    said = {name: "".join(model.write(CHAT, Turn(adapter=name))) for name in ("", "letters", "minutes")}
    assert len(set(said.values())) == 3  # several on one loaded base
    assert list(other.write(CHAT, Turn(adapter="letters"))) == list(other.write(CHAT))

    assert change_adapter(wiring.workspace(), shelf, "letters", actor="ada") == "llama"
    chosen: list[str] = []
    path_of = model._adapter_path
    model._adapter_path = lambda name: chosen.append(name) or path_of(name)  # type: ignore[func-returns-value]
    wiring.workspace().ask(QUESTION, actor="ada", engine="llama")
    change_adapter(wiring.workspace(), shelf, "", actor="ada")
    wiring.workspace().ask(QUESTION, actor="ada", engine="llama")
    assert chosen == ["letters"]
    recorded: list[AuditEvent] = [entry.event for entry in wiring.storage.audit.entries(20)]
    assert [each.counts["adapter"] for each in recorded if each.action == "adapter_chosen"] == ["letters", "none"]
