from __future__ import annotations

from pathlib import Path

import pytest

from ui.errors import UiError
from ui.settings import Settings


def test_without_variables_the_page_looks_for_a_server_on_this_machine() -> None:
    settings = Settings.read({})
    assert (settings.api_url, settings.host, settings.port, settings.key) == (
        "http://127.0.0.1:8080",
        "127.0.0.1",
        8501,
        "",
    )


def test_variables_change_what_they_name() -> None:
    settings = Settings.read(
        {
            "ASSISTANT_API_URL": "https://assistant.example/",
            "ASSISTANT_UI_PORT": "9000",
            "ASSISTANT_UI_HOSTS": "chat.example, intranet",
        }
    )
    assert settings.api_url == "https://assistant.example"
    assert settings.port == 9000
    assert settings.hosts == ("chat.example", "intranet")


def test_the_key_can_come_from_a_mounted_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("secret-of-a-file\n")
    assert Settings.read({"ASSISTANT_UI_KEY_FILE": str(file)}).key == "secret-of-a-file"


def test_a_key_does_not_show_in_repr() -> None:
    assert "hidden-word" not in repr(Settings(key="hidden-word"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSISTANT_API_URL", "file:///etc/passwd"),
        ("ASSISTANT_API_URL", "http://someone:word@host"),
        ("ASSISTANT_API_URL", "host:8080"),
        ("ASSISTANT_API_URL", "http://host:port"),
        ("ASSISTANT_UI_PORT", "0"),
        ("ASSISTANT_UI_PORT", "many"),
        ("ASSISTANT_UI_TIMEOUT", "nan"),
        ("ASSISTANT_UI_KEY_FILE", "/nowhere/at/all"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(UiError) as caught:
        Settings.read({name: value})
    assert name in caught.value.problem
    assert value not in caught.value.problem + caught.value.remedy
