from __future__ import annotations

from pathlib import Path

from streamlit import config

from ui.launch import APP, QUIET, THEME, arguments
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
    import sys

    names = {file.stem for file in (ROOT / "ui").glob("*.py")} - {"__init__", "__main__"}
    assert not names & set(sys.stdlib_module_names)
