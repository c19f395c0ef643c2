"""The examples of docs/api.md, run as they stand against a server on loopback."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from assistant.cli.program import COMMANDS
from tests.assistant.serving import Listening

DOCUMENT = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8080"


def examples(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT, flags=re.DOTALL)


@pytest.mark.parametrize("example", examples("python"), ids=lambda example: example.splitlines()[0])
def test_an_example_in_python_runs(real_server: Listening, example: str, capsys: pytest.CaptureFixture[str]) -> None:
    source = example.replace(ADDRESS, real_server.url)
    assert source != example
    exec(compile(source, "docs/api.md", "exec"), {"key": real_server.key()})  # noqa: S102
    printed = capsys.readouterr().out
    assert "twenty-one days" in printed or "bakery" in printed


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
@pytest.mark.parametrize("example", examples("bash"))
def test_an_example_with_curl_runs(real_server: Listening, example: str) -> None:
    command = example.replace(ADDRESS, real_server.url).replace("$KEY", real_server.key())
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True, timeout=60)
    assert "twenty-one days" in json.loads(done.stdout)["answer"]


def test_the_configuration_of_a_desktop_client_names_a_command_of_ours() -> None:
    (configured,) = json.loads(examples("json")[0])["mcpServers"].values()
    assert configured["command"] == "assistant" and configured["args"][0] in COMMANDS
