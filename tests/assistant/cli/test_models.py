"""assistant models: what it says, and what it prints for scripts."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli import models_measuring
from assistant.cli.models_fetching import _trusted
from assistant.cli.terminal import Terminal
from assistant.models import bandwidth, benching
from assistant.models.quantizations import BITS
from tests.assistant.library import assistant
from tests.gguf_factory import write_adapter, write_model


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = write_model(tmp_path / "tiny.gguf")
    assert assistant("models", "add", path).code == 0
    return path


def test_a_model_and_its_adapter_come_and_go(tiny: Path, tmp_path: Path) -> None:
    adapter = write_adapter(tmp_path / "letters.gguf")
    added = assistant("models", "add", adapter, "--adapter", "--base", "tiny", "--json")
    assert added.code == 0 and (added.json["kind"], added.json["base"]) == ("adapter", "tiny")
    listed = assistant("models", "list", "--json").json
    assert [each["name"] for each in listed["models"]] == ["tiny"]
    assert [each["name"] for each in listed["adapters"]] == ["letters"]
    verified = assistant("models", "verify", "--json").json["models"]
    assert [(each["name"], each["intact"]) for each in verified] == [("tiny", True), ("letters", True)]
    refused = assistant("models", "remove", "tiny")
    assert refused.code == 1 and "models remove letters" in refused.err
    assert [assistant("models", "remove", name).code for name in ("letters", "tiny")] == [0, 0]
    events = [each for each in assistant("audit", "show", "--json").json["entries"] if each["workspace"] == "-"]
    acts = sorted((each["action"], each["counts"]["model"]) for each in events if "model" in each["counts"])
    assert acts == [(f"model_{act}", name) for act in ("added", "removed") for name in ("letters", "tiny")]
    left = assistant("models", "list", "--json").json
    assert left["models"] == left["adapters"] == []


@pytest.mark.parametrize("flags", [("--adapter",), ("--base", "tiny")])
def test_an_adapter_needs_its_model_named(tiny: Path, flags: tuple[str, ...]) -> None:
    refused = assistant("models", "add", tiny, "--name", "again", *flags)
    assert refused.code == 1 and "--adapter and --base MODEL together" in refused.err


def test_a_warning_reaches_a_person_and_a_script(tmp_path: Path) -> None:
    path = write_model(tmp_path / "plain.gguf", template=None)
    added = assistant("models", "add", path, "--json")
    assert "no chat template" in added.err and "no chat template" in added.json["warnings"][0]


def test_a_bad_file_is_named_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "bad.gguf"
    path.write_bytes(b"GGUF" + bytes(10))
    refused = assistant("models", "add", path, "--json")
    assert refused.code == 1 and str(path) in refused.err and refused.json["error"]["remedy"]


def test_an_altered_file_fails_verification(tiny: Path, home: Path) -> None:
    with (home / "models" / "tiny.gguf").open("ab") as file:
        file.write(b"x")
    verified = assistant("models", "verify", "tiny", "--json")
    assert verified.code == 1 and not verified.json["models"][0]["intact"] and "sha256" in verified.err


def test_the_catalogue_tells_licences_and_computed_sizes() -> None:
    rows = {each["name"]: each for each in assistant("models", "catalogue", "--json").json["models"]}
    assert rows["Orca-2-7B"]["licence"]["restricted"] and not rows["Mistral-7B-Instruct-v0.3"]["licence"]["restricted"]
    assert rows["Qwen2.5-7B"]["computed"].keys() == BITS.keys()
    assert "research only" in assistant("models", "catalogue").out


def test_recommendations_say_why_and_for_which_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bandwidth, "memory_bandwidth", lambda threads: 20e9)
    found = assistant("models", "recommend", "--most", "2", "--json").json
    assert found["machine"]["bandwidth"] == 20e9 and len(found["recommendations"]) <= 2
    for each in found["recommendations"]:
        assert each["quantization"] in BITS and "tokens/s" in each["why"]
    assert "GB/s (measured now)" in assistant("models", "recommend").out


def test_a_quantization_is_measured_and_added(tiny: Path, tmp_path: Path) -> None:
    pytest.importorskip("llama_cpp")
    text = tmp_path / "pages.txt"
    text.write_text("The kiosk sells stamps until noon. " * 20)
    made = assistant("models", "quantize", "tiny", "--to", "Q8_0", "--perplexity", text, "--json")
    assert made.code == 0 and made.json["quantization"] == "Q8_0" and made.json["size"] < made.json["source_size"]
    assert made.json["perplexity"]["before"] > 0 and made.json["perplexity"]["after"] > 0
    again = assistant("models", "quantize", "tiny-Q8_0", "--to", "Q4_0")
    assert again.code == 1 and "--force" in again.err
    missing = assistant("models", "quantize", "tiny", "--perplexity", tmp_path / "none.txt")
    assert missing.code == 1 and "none.txt" in missing.err


def test_a_bench_tells_what_to_expect(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("llama_cpp")
    monkeypatch.setattr(bandwidth, "memory_bandwidth", lambda threads: 20e9)
    monkeypatch.setattr(benching, "TYPICAL_PROMPT", "When does the kiosk open?")
    found = assistant("models", "bench", "tiny", "--json").json
    assert found["generation_bound"] == 20e9 / found["bytes_per_token"] and found["answer_seconds"] > 0


def test_the_quantizations_of_the_command_are_those_that_are_made() -> None:
    assert tuple(BITS) == models_measuring.QUANTIZATIONS


class AtTerminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "trusted"), [("yes\n", True), ("y\n", False), ("", False)])
def test_a_person_is_asked_whether_the_checksum_is_right(
    monkeypatch: pytest.MonkeyPatch, typed: str, trusted: bool
) -> None:
    monkeypatch.setattr(sys, "stdin", AtTerminal(typed))
    assert _trusted("ab" * 32, None, Terminal()) is trusted


def test_a_workspace_uses_an_adapter_until_it_uses_none(library: Path, tmp_path: Path) -> None:
    assert assistant("models", "add", write_model(tmp_path / "tiny.gguf")).code == 0
    adapter = write_adapter(tmp_path / "letters.gguf")
    assert assistant("models", "add", adapter, "--adapter", "--base", "tiny").code == 0
    chosen = assistant("workspaces", "adapter", "default", "letters", "--json")
    assert chosen.json == {"workspace": "default", "adapter": "letters", "base": "tiny"}
    used = assistant("models", "remove", "letters")
    assert used.code == 1 and "workspaces adapter default none" in used.err
    for name, reason in (("tiny", "not an adapter"), ("nothing", "no model")):
        refused = assistant("workspaces", "adapter", "default", name)
        assert refused.code == 1 and reason in refused.err
    assert assistant("workspaces", "adapter", "elsewhere", "letters").code == 1
    assert assistant("workspaces", "adapter", "default", "none").code == 0
    assert assistant("models", "remove", "letters").code == 0


def test_an_unknown_model_ends_the_process_with_1_while_libraries_are_being_loaded(library: Path) -> None:
    ask = [sys.executable, "-m", "assistant", "ask", "When does the garage open?", "--engine", "nothing"]
    done = subprocess.run(ask, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "no model 'nothing'" in done.stderr and "terminate" not in done.stderr
