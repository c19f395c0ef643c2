"""Settings: where they come from, which wins, and that a misspelt one is never ignored."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import Settings, engine_key, handed_in_keys, load_settings, with_flags
from policies.errors import ConfigError


def loaded(home: Path, config: str = "", **variables: str) -> Settings:
    home.mkdir(exist_ok=True)
    (home / "config.yaml").write_text(config, encoding="utf-8")
    environment = {"ASSISTANT_HOME": str(home), **{f"ASSISTANT_{name.upper()}": raw for name, raw in variables.items()}}
    return load_settings(environment)[0]


def refusal(home: Path, config: str = "", **variables: str) -> ConfigError:
    with pytest.raises(ConfigError) as raised:
        loaded(home, config, **variables)
    return raised.value


def test_defaults_are_private_and_local(tmp_path: Path) -> None:
    settings = loaded(tmp_path)
    assert (settings.host, settings.policy, settings.allowed_hosts) == ("127.0.0.1", "gdpr", ())


def test_a_variable_wins_over_the_file_and_a_flag_over_both(tmp_path: Path) -> None:
    settings = loaded(tmp_path, "port: 1000\nthreads: 3\n", port="2000")
    assert (settings.port, settings.threads) == (2000, 3)
    assert with_flags(settings, port="3000", host=None).port == 3000


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings({"ASSISTANT_HOME": str(tmp_path / "none")})[0].port == 8080


def test_a_data_folder_that_is_a_file_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(ConfigError, match="one of them is a file") as caught:
        load_settings(environment={"ASSISTANT_HOME": str(tmp_path / "data")})
    assert "ASSISTANT_HOME" in caught.value.remedy


def test_an_unknown_name_in_the_file_is_refused_with_its_line_and_the_nearest_name(tmp_path: Path) -> None:
    error = refusal(tmp_path, "# my settings\nport: 1\nalowed_hosts: [a]\n")
    assert "line 3" in error.problem and "allowed_hosts" in error.remedy


def test_a_misspelt_variable_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    assert "allowed_hosts" in refusal(tmp_path, alowed_hosts="a").remedy


def test_a_variable_far_from_any_setting_is_warned_of() -> None:
    _, warnings = load_settings({"ASSISTANT_HOME": "/nowhere", "ASSISTANT_FAVOURITE_COLOUR": "blue"})
    assert len(warnings) == 1 and "ASSISTANT_FAVOURITE_COLOUR" in warnings[0]


def test_variables_of_the_chat_page_and_of_keys_are_no_typos() -> None:
    page = {"ASSISTANT_API_URL": "http://x", "ASSISTANT_UI_KEY": "k", "ASSISTANT_STORE_KEY": "s"}
    assert load_settings({"ASSISTANT_HOME": "/nowhere", **page})[1] == []
    assert handed_in_keys(page) == {"store": "s"}


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("port", "70000"),
        ("port", "http"),
        ("threads", "-1"),
        ("reader_threshold", "1.5"),
        ("workspace", "../other"),
        ("key_source", "floppy"),
        ("max_upload_bytes", "0"),
    ],
)
def test_a_value_out_of_range_is_refused_by_the_name_of_its_variable(tmp_path: Path, name: str, raw: str) -> None:
    assert f"ASSISTANT_{name.upper()}" in refusal(tmp_path, **{name: raw}).problem


def test_a_refused_value_is_not_repeated_for_it_may_be_a_secret(tmp_path: Path) -> None:
    assert "s3cret" not in str(refusal(tmp_path, port="s3cret"))


def test_hosts_may_be_a_list_or_separated_by_commas(tmp_path: Path) -> None:
    assert loaded(tmp_path, "allowed_hosts: [10.0.0.7, llm.internal]").allowed_hosts == ("10.0.0.7", "llm.internal")
    assert loaded(tmp_path, allowed_hosts="10.0.0.7, llm.internal").allowed_hosts == ("10.0.0.7", "llm.internal")


@pytest.mark.parametrize(
    "config", ["- a\n- b\n", "just words", "port: [\n", "port: 1\nport: 2\n", "home: /elsewhere\n"]
)
def test_a_file_that_is_no_plain_list_of_settings_is_refused(tmp_path: Path, config: str) -> None:
    assert str(tmp_path / "config.yaml") in refusal(tmp_path, config).problem


def test_a_yaml_truth_value_is_no_number(tmp_path: Path) -> None:
    assert "line 1" in refusal(tmp_path, "port: true\n").problem


def test_the_page_reaches_a_server_that_listens_everywhere_by_loopback(tmp_path: Path) -> None:
    assert loaded(tmp_path, host="0.0.0.0").api_url == "http://127.0.0.1:8080"  # noqa: S104
    assert loaded(tmp_path, host="::1").api_url == "http://[::1]:8080"


REMOTE = (
    "remote_engines:\n  - {name: big, url: [http://10.0.0.7:8000, http://llm.internal/v1], model: m, key_variable: K}\n"
)


def test_hosts_of_remote_engines_are_among_those_that_may_be_reached(tmp_path: Path) -> None:
    settings = loaded(tmp_path, f"allowed_hosts: [10.9.9.9]\n{REMOTE}")
    assert settings.remote_engines[0].name == "big"
    assert settings.engine_hosts == ("10.0.0.7:8000", "llm.internal:80")
    assert settings.reachable_hosts == ("10.9.9.9", "10.0.0.7:8000", "llm.internal:80")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_an_engine_on_this_machine_is_no_host_beyond_it(tmp_path: Path, host: str) -> None:
    engines = f"remote_engines: [{{name: big, url: 'http://{host}:9', model: m}}]\n"
    assert loaded(tmp_path, engines).reachable_hosts == ()


def test_a_remote_engine_on_a_public_address_is_refused_with_its_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, "port: 1\nremote_engines:\n  - {name: big, url: http://8.8.8.8, model: m}\n")
    assert "line 2" in error.problem and "private network" in error.remedy


def test_remote_engines_and_folders_may_come_as_json(tmp_path: Path) -> None:
    listed = '[{"name": "big", "url": "http://127.0.0.1:9", "model": "m"}]'
    settings = loaded(tmp_path, remote_engines=listed, transformers_models='{"neo": "/models/neo"}')
    assert settings.remote_engines[0].model == "m"
    assert settings.transformers_models == (("neo", "/models/neo"),)


@pytest.mark.parametrize("raw", ['{"auto": "/models/x"}', '{"neo": "models/x"}', "[1]", "{", '{"a b": "/m"}'])
def test_folders_of_models_have_a_name_and_an_absolute_path(tmp_path: Path, raw: str) -> None:
    refusal(tmp_path, transformers_models=raw)


def test_the_key_of_a_remote_engine_comes_from_its_variable_alone(tmp_path: Path) -> None:
    (engine,) = loaded(tmp_path, REMOTE).remote_engines
    assert engine_key(engine, {"K": "k3y"}) == "k3y"
    for environment in ({}, {"K": ""}, {"K": "two\nlines"}):
        with pytest.raises(ConfigError, match="missing or unfit"):
            engine_key(engine, environment)
