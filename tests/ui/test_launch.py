from __future__ import annotations

import sys
import urllib.request
from pathlib import Path

import pytest
from streamlit import config

from tests.ui import page
from ui.launch import APP, QUIET, THEME, arguments, main
from ui.settings import Settings

ROOT = Path(__file__).parents[2]


def test_the_page_listens_on_loopback_and_reports_to_nobody() -> None:
    line = arguments(Settings())
    assert line[:2] == ["run", str(APP)]
    assert "--server.address=127.0.0.1" in line
    assert "--browser.gatherUsageStats=false" in line
    # Streamlit's welcome would look up the machine's public address at a web service.
    assert "--logger.hideWelcomeMessage=true" in line


def test_every_option_is_one_that_streamlit_knows() -> None:
    known = config.get_config_options()
    assert all(name in known for name in {**QUIET, **THEME})


def test_other_hosts_than_loopback_are_let_in_only_when_they_are_named() -> None:
    line = arguments(Settings(host="0.0.0.0", hosts=("chat.example",)))  # noqa: S104
    hosts = {one.partition("=")[2] for one in line if one.startswith("--server.allowedHosts")}
    assert hosts == {"localhost", "127.0.0.1", "[::1]", "chat.example"}


def test_no_module_of_the_page_hides_one_of_the_standard_library() -> None:
    # `streamlit run` puts the page's folder first on the path of imports.
    names = {file.stem for file in (ROOT / "ui").glob("*.py")} - {"__init__", "__main__"}
    assert not names & set(sys.stdlib_module_names)


def test_the_page_starts_as_a_process_and_serves_itself() -> None:
    with page.running("http://127.0.0.1:9") as url, urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310
        assert answer.status == 200
        assert "text/html" in answer.headers["Content-Type"]


def test_a_wrong_setting_ends_the_start_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_UI_PORT", "eighty")
    assert main() == 2
    assert capsys.readouterr().err == "ASSISTANT_UI_PORT is not a number that fits. Set it from 1 to 65535.\n"
