"""Settings: the only reader of the environment and of `config.yaml`.

Lowest to highest: the defaults below, `config.yaml` in the data folder, `ASSISTANT_<FIELD>` variables, flags.
A name that is close to a setting's but isn't one is an error wherever it stands: a misspelt limit or policy must
not pass for a set one.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from assistant import setting_checks as checks
from assistant.config_file import read_config
from assistant.remote_engines import RemoteEngine, remote_engines
from policies.errors import ConfigError

PREFIX = "ASSISTANT_"
CONFIG_FILE = "config.yaml"

# Variables with our prefix that are no settings: keys, never in a file of settings, and the chat page's own.
KEY_VARIABLES: Mapping[str, str] = MappingProxyType(
    {"store": "ASSISTANT_STORE_KEY", "vault": "ASSISTANT_VAULT_KEY", "audit": "ASSISTANT_AUDIT_KEY"}
)
_PAGE_PREFIX = "ASSISTANT_UI_"
_NOT_SETTINGS = ("ASSISTANT_API_URL", *KEY_VARIABLES.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a deployment may set, checked. Sizes are in bytes or characters, as their names say.

    `threads` 0 means all cores. `allowed_hosts` are the hosts and addresses beyond loopback that the egress
    guard lets through. `engine` is `auto`, `reader`, or the name of an added model. `embedder` empty is the one
    that ships; otherwise it is a local model folder. `reader_threshold` is the confidence, 0..1, below which the reader
    refuses; None is the calibrated one, at which at most 5 % of its answers were wrong in calibration.

    `remote_engines` are language models on the organisation's own network; `allowed_hosts` need not list their hosts.
    `transformers_models` are folders of models, name by name. `auto` goes up from the reader to the engine that
    `router_local` names (empty: the smallest added model), then to `router_remote` (empty: the first remote engine).

    A model on this machine keeps its context in `kv_cache_type` (`f16`, or smaller `q8_0`, `q4_0`), reads and writes at
    most `context_tokens` together, and ends an answer after `answer_tokens` or `answer_seconds`. `session_bytes` of
    memory hold what it read for conversations (0: nothing is kept), `waiting_questions` may queue for it, and
    `generation_niceness` (0..19) is how far its threads step back for search; see docs/engines.md.

    `records` is the folder of the erasure log and of receipts, which a restored data folder must not overwrite; empty:
    the key folder.

    `cli_role` is the role of whoever uses the command line: who can read the key folder could read the vault by other
    means, so it is `officer`; give another one where that account is not to see names. `restored_values_per_hour` is
    for each person; 0: no limit.

    `answers_at_once` answers are written at a time (0: as many as cores), `answers_waiting` requests wait for theirs.
    At the end the server finishes what it has begun within `shutdown_seconds`. `tls_certificate`, `tls_key` and, for
    clients with certificates, `tls_client_ca` are PEM files; without them only `behind_proxy` lets it listen beyond
    loopback. `log_format` is `text` or `json`, `access_log` adds a line a request, by its route.

    `oidc_*`: see `policies.oidc`; an empty `oidc_issuer` means API keys alone.
    """

    home: Path
    keys: Path
    records: str = ""
    policy: str = "gdpr"
    workspace: str = "default"
    engine: str = "auto"
    embedder: str = ""
    threads: int = 0
    key_source: str = "file"
    allowed_hosts: tuple[str, ...] = ()
    reader_threshold: float | None = None
    remote_engines: tuple[RemoteEngine, ...] = ()
    transformers_models: tuple[tuple[str, str], ...] = ()
    router_local: str = ""
    router_remote: str = ""
    kv_cache_type: str = "f16"
    context_tokens: int = 4096
    answer_tokens: int = 256
    answer_seconds: int = 300
    session_bytes: int = 512 * 2**20
    waiting_questions: int = 32
    generation_niceness: int = 10
    host: str = "127.0.0.1"
    port: int = 8080
    max_upload_bytes: int = 64 * 2**20
    max_upload_files: int = 100
    max_body_bytes: int = 4 * 2**20
    max_question_characters: int = 4_000
    max_redact_characters: int = 1_000_000
    requests_per_minute: int = 600
    cli_role: str = "officer"
    restored_values_per_hour: int = 500
    answers_at_once: int = 0
    answers_waiting: int = 64
    shutdown_seconds: int = 30
    tls_certificate: str = ""
    tls_key: str = ""
    tls_client_ca: str = ""
    behind_proxy: bool = False
    log_format: str = "text"
    access_log: bool = False
    oidc_issuer: str = ""
    oidc_audience: str = ""
    oidc_keys: str = ""
    oidc_discovery: bool = False
    oidc_name_claim: str = "sub"
    oidc_groups_claim: str = "groups"
    oidc_roles: tuple[tuple[str, str], ...] = ()
    oidc_role: str = ""
    oidc_max_age_seconds: int = 86_400

    @property
    def cores(self) -> int:
        """Threads to compute with: `threads`, or the cores that this process may use."""
        return self.threads or available_cores()

    @property
    def engine_hosts(self) -> tuple[str, ...]:
        """Hosts of remote engines beyond loopback, as the egress guard takes them."""
        endpoints = [endpoint for engine in self.remote_engines for endpoint in engine.endpoints]
        return tuple(dict.fromkeys(endpoint.listed for endpoint in endpoints if not endpoint.loopback))

    @property
    def reachable_hosts(self) -> tuple[str, ...]:
        """All hosts beyond loopback that may be connected to."""
        return (*self.allowed_hosts, *self.engine_hosts)

    @property
    def records_folder(self) -> Path:
        """Where the erasure log and receipts lie: `records`, else beside the keys that are ours to write beside.

        The data folder is the last choice: restoring a backup of it brings an older log back with the older data.
        """
        if self.records:
            return Path(self.records).expanduser().absolute()
        return self.keys if self.key_source == "file" else self.home / "records"

    @property
    def api_url(self) -> str:
        """Where a page on this machine reaches the server."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104
        scheme = "https" if self.tls_certificate else "http"
        return f"{scheme}://{f'[{host}]' if ':' in host and not host.startswith('[') else host}:{self.port}"


def load_settings(environment: Mapping[str, str] | None = None, **flags: Any) -> tuple[Settings, list[str]]:
    """Read file, environment (`os.environ` unless given) and flags (None: not given); returns warnings too.

    Raises:
        ConfigError: an unknown or misspelt name, or a value out of range; says where, and what is near.
    """
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    home = Path(environment.get("ASSISTANT_HOME") or _default_folder("data")).expanduser()
    for name, (raw, where) in read_config(home / CONFIG_FILE, _PARSERS, _unknown).items():
        values[name] = _parsed(name, raw, where)
    variables, warnings = _variables(environment)
    for name, raw in variables.items():
        values[name] = _parsed(name, raw, f"{PREFIX}{name.upper()}")
    for name, raw in flags.items():
        if raw is not None:
            values[name] = _parsed(name, raw, f"--{name.replace('_', '-')}")
    values["home"] = home.absolute()
    values["keys"] = Path(values.get("keys") or _default_folder("config")).expanduser().absolute()
    return Settings(**values), warnings


def with_flags(settings: Settings, **flags: Any) -> Settings:
    """Lay those flags over the settings that are not None.

    Raises:
        ConfigError: a value out of range.
    """
    given = {name: _parsed(name, raw, f"--{name.replace('_', '-')}") for name, raw in flags.items() if raw is not None}
    return replace(settings, **given)


def handed_in_keys(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the master keys that the environment gives, by name; empty: they lie where `key_source` says."""
    environment = os.environ if environment is None else environment
    return {name: environment[variable] for name, variable in KEY_VARIABLES.items() if environment.get(variable)}


def engine_key(engine: RemoteEngine, environment: Mapping[str, str] | None = None) -> str:
    """Return the key that a remote engine's servers want; empty: they want none.

    Raises:
        ConfigError: the variable that it should stand in is not set, or holds what no key does.
    """
    if not engine.key_variable:
        return ""
    key = (os.environ if environment is None else environment).get(engine.key_variable, "").strip()
    if not key or not key.isascii() or not key.isprintable():
        raise ConfigError(
            f"The key of the engine '{engine.name}' is missing or unfit.",
            remedy=f"Set the variable {engine.key_variable}, or take key_variable out of config.yaml.",
        )
    return key


def silence_telemetry() -> None:
    """Switch off what third-party libraries would send home; before any of them is imported."""
    os.environ.update(
        ANONYMIZED_TELEMETRY="False",
        CHROMA_TELEMETRY_ENABLED="False",
        STREAMLIT_BROWSER_GATHER_USAGE_STATS="false",
        LANGCHAIN_TRACING_V2="false",
        LANGSMITH_TRACING="false",
        HF_HUB_OFFLINE="1",
        HF_HUB_DISABLE_TELEMETRY="1",
        TRANSFORMERS_OFFLINE="1",
        DO_NOT_TRACK="1",
        OTEL_SDK_DISABLED="true",
        FASTAPI_OTEL_AUTO_CONFIGURE="false",
        # onnxruntime from 1.29 on reports to Microsoft from native code, where no guard in Python sees it.
        ORT_DISABLE_TELEMETRY="1",
        # Plugins of pydantic load themselves, one of which reports what is validated; looking for them takes long.
        PYDANTIC_DISABLE_PLUGINS="__all__",
    )


def yield_while_waiting() -> None:
    """Let threads of OpenMP sleep when they wait, after a short spin; before a library that uses it is loaded.

    By default they spin for milliseconds at every step, which on cores that others use too makes a language model
    several times slower (`benchmarks/engine.py`).
    """
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")


def child_environment(**variables: str) -> dict[str, str]:
    """Return the environment with `variables` over it, for a child that we start."""
    return {**os.environ, **variables}


def available_cores() -> int:
    """Count the cores that this process may use, at least 1."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows have no affinity
        return os.cpu_count() or 1


def _default_folder(kind: str) -> Path:
    import platformdirs

    # macOS and Windows have one folder for data and config: keys must not lie inside the data.
    if kind == "data":
        return platformdirs.user_data_path("onprem-assistant", appauthor=False) / "data"
    return platformdirs.user_config_path("onprem-assistant", appauthor=False) / "keys"


def _variables(environment: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Find the settings among the variables, and warn of each that has our prefix and is near to none."""
    found: dict[str, str] = {}
    warnings: list[str] = []
    known = [PREFIX + name.upper() for name in _PARSERS] + list(_NOT_SETTINGS)
    for variable, raw in environment.items():
        if not variable.startswith(PREFIX) or not raw:
            continue
        if variable in _NOT_SETTINGS or variable.startswith(_PAGE_PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if variable in known:
            found[name] = raw
        elif difflib.get_close_matches(variable, known, n=1, cutoff=0.85):
            raise _unknown(f"{variable} is no setting.", name)
        else:
            warnings.append(f"{variable} is no setting of this program and was ignored.")
    return found, warnings


def _unknown(problem: str, name: str) -> ConfigError:
    near = difflib.get_close_matches(name.lower(), _PARSERS, n=1, cutoff=0.6)
    remedy = f"Did you mean '{near[0]}'?" if near else f"Settings are: {', '.join(sorted(_PARSERS))}."
    return ConfigError(problem, remedy=remedy)


def _parsed(name: str, raw: Any, where: str) -> Any:
    try:
        return _PARSERS[name](raw)
    except (ValueError, TypeError) as error:
        # The value itself is left out: it may be a secret pasted into the wrong line.
        raise ConfigError(f"{where}: not a value for '{name}'.", remedy=f"Give {error}.") from None


_PARSERS: dict[str, Callable[[Any], Any]] = {
    "home": checks.text,
    "keys": checks.text,
    "records": checks.text,
    "policy": checks.text,
    "workspace": checks.workspace,
    "engine": checks.text,
    "embedder": checks.text,
    "threads": checks.integer(0, 1024),
    "key_source": checks.choice("file", "mounted", "os"),
    "allowed_hosts": checks.hosts,
    "reader_threshold": checks.share,
    "remote_engines": remote_engines,
    "transformers_models": checks.folders,
    "router_local": checks.text,
    "router_remote": checks.text,
    "kv_cache_type": checks.choice("f16", "q8_0", "q4_0"),
    "context_tokens": checks.integer(512, 2**20),
    "answer_tokens": checks.integer(1, 2**16),
    "answer_seconds": checks.integer(1, 86_400),
    "session_bytes": checks.integer(0, 2**44),
    "waiting_questions": checks.integer(1, 10_000),
    "generation_niceness": checks.integer(0, 19),
    "host": checks.text,
    "port": checks.integer(0, 65535),
    "max_upload_bytes": checks.integer(1, 2**40),
    "max_upload_files": checks.integer(1, 100_000),
    "max_body_bytes": checks.integer(1_024, 2**32),
    "max_question_characters": checks.integer(1, 1_000_000),
    "max_redact_characters": checks.integer(1, 1_000_000_000),
    "requests_per_minute": checks.integer(0, 1_000_000),
    "cli_role": checks.choice("reader", "contributor", "officer", "auditor", "admin", "user", "editor"),
    "restored_values_per_hour": checks.integer(0, 1_000_000_000),
    "answers_at_once": checks.integer(0, 1024),
    "answers_waiting": checks.integer(0, 100_000),
    "shutdown_seconds": checks.integer(0, 3600),
    "tls_certificate": checks.text,
    "tls_key": checks.text,
    "tls_client_ca": checks.text,
    "behind_proxy": checks.boolean,
    "log_format": checks.choice("text", "json"),
    "access_log": checks.boolean,
    "oidc_issuer": checks.text,
    "oidc_audience": checks.text,
    "oidc_keys": checks.text,
    "oidc_discovery": checks.boolean,
    "oidc_name_claim": checks.text,
    "oidc_groups_claim": checks.text,
    "oidc_roles": checks.pairs,
    "oidc_role": checks.choice("", "reader", "contributor", "officer", "auditor", "admin"),
    "oidc_max_age_seconds": checks.integer(60, 31_536_000),
}

if set(_PARSERS) != {field.name for field in fields(Settings)}:  # a setting without a check is a defect of ours
    raise AssertionError("each setting has one parser")
