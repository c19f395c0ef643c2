"""An erasure reaches what engines keep of prompts in memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.engines.llama_cpp import LlamaCpp
from assistant.settings import load_settings
from assistant.turn import Turn
from assistant.wiring import Wiring
from assistant.workspaces import changing
from tests.gguf_factory import write_model

pytest.importorskip("llama_cpp")


def test_deleting_a_document_leaves_no_state_of_a_prompt_that_held_it(tmp_path: Path) -> None:
    note = tmp_path / "pier.txt"
    note.write_text("The pier closes at nine in summer. In winter it closes at four.\n", "utf-8")
    environment = {"HOME": "data", "KEYS": "keys"}
    settings, _ = load_settings(
        {
            **{f"ASSISTANT_{name}": str(tmp_path / folder) for name, folder in environment.items()},
            "ASSISTANT_POLICY": "open",
            "ASSISTANT_ANSWER_TOKENS": "8",
            "ASSISTANT_THREADS": "1",
        }
    )
    with Wiring(settings) as wiring:
        workspace = wiring.workspace_to_fill(None)
        changing.ingest(workspace, [note], actor="ada")
        wiring.engines.models.add(write_model(tmp_path / "tiny.gguf"))
        workspace.ask("When does the pier close in summer?", actor="ada", engine="tiny", turn=Turn(conversation="talk"))
        engine = wiring.engines.get("tiny")
        assert isinstance(engine, LlamaCpp)
        completer, _ = engine._loaded()
        kept = [state.data for state in completer.sessions._states.values()]
        assert any(any(data) for data in kept)
        changing.delete(workspace, [each.document_id for each in workspace.documents()], actor="ada")
        engine._worker.close()  # what was to be done soon is done
        assert not any(any(data) for data in kept)
