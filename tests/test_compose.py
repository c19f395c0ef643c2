"""compose.yaml and Dockerfile as files: no container engine is needed, and none is started.

`schemas/compose_spec.json` is the Compose Specification's schema as docker-compose 1.29.2 carries it (Apache-2.0). It
is older than the top-level `name`, which is left out before it is asked.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
every_service = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES.keys())


def stage(name: str) -> str:
    """The lines of one stage of the Dockerfile."""
    found = re.search(rf"^FROM [^\n]* AS {name}\n(.*?)(?=^FROM |\Z)", DOCKERFILE, re.DOTALL | re.MULTILINE)
    assert found, f"no stage {name}"
    return found[1]


def variables(text: str) -> dict[str, str]:
    """The environment that a stage sets."""
    return dict(re.findall(r"\b([A-Z_]+)=(\S+)", " ".join(re.findall(r"^ENV (.*?)(?<!\\)\n", text, re.DOTALL | re.M))))


def test_the_file_fits_the_schema_of_the_compose_specification() -> None:
    schema = json.loads((ROOT / "tests" / "schemas" / "compose_spec.json").read_text())
    validator = jsonschema.Draft201909Validator(schema)
    named = {key: value for key, value in COMPOSE.items() if key != "name"}
    assert [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(named)] == []
    assert list(validator.iter_errors({**named, "services": {"x": {"imagee": "y"}}}))


@every_service
def test_each_service_runs_without_rights(service: dict[str, Any]) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"] == "10001:10001"
    assert not {"privileged", "cap_add", "devices", "pid", "ipc", "userns_mode"} & service.keys()


@every_service
def test_each_service_has_limits_and_keeps_its_memory_out_of_swap(service: dict[str, Any]) -> None:
    assert service["mem_limit"] == service["memswap_limit"]
    assert service["pids_limit"] and service["cpus"]
    assert service["ulimits"] == {"core": 0}


@every_service
def test_each_image_has_a_version_and_is_never_fetched(service: dict[str, Any]) -> None:
    tag = service["image"].rpartition(":")[2]
    assert re.fullmatch(r"\d+\.\d+\.\d+", tag)
    assert service["pull_policy"] == "never"


@every_service
def test_each_service_is_built_from_a_stage_of_the_dockerfile(service: dict[str, Any]) -> None:
    assert "USER 10001:10001" in stage(service["build"]["target"])


def test_the_server_has_no_leg_beyond_the_network_without_a_route_out() -> None:
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["server"]["networks"] == ["inside"]
    assert "ports" not in SERVICES["server"]
    assert all(
        service.get("network_mode") == "none" for name, service in SERVICES.items() if name not in ("server", "ui")
    )


def test_the_page_is_reached_through_a_network_that_is_not_internal() -> None:
    front = [name for name in SERVICES["ui"]["networks"] if not COMPOSE["networks"][name].get("internal")]
    assert front == ["front"]
    options = COMPOSE["networks"]["front"]["driver_opts"]
    assert options == {"com.docker.network.bridge.enable_ip_masquerade": "false"}
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["ui"]["ports"])


def test_the_page_holds_no_data_and_no_key() -> None:
    assert "volumes" not in SERVICES["ui"]
    copied = re.findall(r"^COPY (.*)$", stage("ui"), re.MULTILINE)
    assert copied == ["--from=build-ui /opt/venv /opt/venv", "ui /app/ui"]
    assert not re.findall(r"^COPY (.*)$", stage("build-ui"), re.MULTILINE)


def test_keys_and_data_lie_in_two_volumes_and_init_runs_before_the_rest() -> None:
    assert COMPOSE["volumes"].keys() == {"data", "keys"}
    for name in ("server", "ingest"):
        assert SERVICES[name]["depends_on"] == {"init": {"condition": "service_completed_successfully"}}


def test_volumes_are_mounted_where_the_image_looks_for_data_and_keys() -> None:
    where = variables(stage("server"))
    for name in ("init", "server", "ingest"):
        folders = {volume.split(":")[1] for volume in SERVICES[name]["volumes"]}
        assert folders == {where["ASSISTANT_HOME"], where["ASSISTANT_KEYS"]}
    assert re.search(r"install -d -o 10001 -g 10001 -m 0700 /data /keys", stage("server"))


def test_the_page_finds_the_server_by_the_name_of_its_service() -> None:
    port = variables(stage("server"))["ASSISTANT_PORT"]
    assert SERVICES["ui"]["environment"]["ASSISTANT_API_URL"] == f"http://server:{port}"


@pytest.mark.parametrize("name", ["server", "ui"])
def test_the_long_running_services_are_watched(name: str) -> None:
    command = SERVICES[name]["healthcheck"]["test"]
    assert command[:3] == ["CMD", "python", "-c"]
    compile(command[3], "healthcheck", "exec")
    assert "HEALTHCHECK" in stage(name)


def test_the_build_has_neither_a_compiler_nor_an_open_version_of_the_base() -> None:
    commands = "\n".join(line for line in DOCKERFILE.splitlines() if not line.startswith("#"))
    assert not re.search(r"apt-get|build-essential|gcc|torch", commands)
    assert "PIP_ONLY_BINARY=:all:" in stage("build")
    base = re.search(r"^ARG PYTHON=(\S+)$", DOCKERFILE, re.MULTILINE)
    assert base and re.fullmatch(r"python:3\.\d+-slim-\w+(@sha256:[0-9a-f]{64})?", base[1])


def test_the_builder_is_sent_nothing_but_what_is_copied() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    assert lines[0] == "*"
    sent = {line[1:] for line in lines if line.startswith("!")}
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE)
    assert sent == {name for names in copied for name in names.split()}
    assert not sent & {"data", "keys", ".git", "samples", "tests"}


def test_a_server_that_listens_beyond_loopback_says_what_protects_it() -> None:
    assert variables(stage("server"))["ASSISTANT_HOST"] not in ("127.0.0.1", "localhost")
    assert SERVICES["server"]["environment"]["ASSISTANT_BEHIND_PROXY"] == "true"
