"""Language models behind OpenAI's interface on the organisation's own network, as the settings list them."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from policies.private_addresses import is_private

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_TAKEN: Final = ("auto", "reader")
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where one server listens. `path` goes before `/chat/completions`: `/v1` where the URL has none."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def loopback(self) -> bool:
        """Whether it is on this machine."""
        return self.host == "localhost" or (_is_address(self.host) and ipaddress.ip_address(self.host).is_loopback)

    @property
    def listed(self) -> str:
        """As the egress guard takes it: `10.0.0.7:8000`, `[fd00::7]:8000`."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteEngine:
    """A model on one server or, the same model, on several (`endpoints`). All times are in seconds.

    `model` is what the servers call it. `key_variable` names the environment variable that holds their key, empty:
    they want none. `certificates` is a file with the organisation's own certificate authorities, empty: the system's.
    """

    name: str
    endpoints: tuple[Endpoint, ...]
    model: str
    key_variable: str = ""
    certificates: str = ""
    answer_tokens: int = 256
    connect_seconds: float = 5.0
    first_token_seconds: float = 60.0
    idle_seconds: float = 20.0
    answer_seconds: float = field(default=180.0)


def remote_engines(raw: Any) -> tuple[RemoteEngine, ...]:
    """Check a list of mappings, or the same as JSON.

    Raises:
        ValueError: says what was expected; no value is repeated.
    """
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except ValueError:
            raise ValueError("a list of engines, each with name, url and model, as JSON") from None
    if not isinstance(raw, list) or not all(isinstance(each, Mapping) for each in raw):
        raise ValueError("a list of engines, each with name, url and model")
    engines = tuple(_engine(each) for each in raw)
    if len({engine.name for engine in engines}) < len(engines):
        raise ValueError("each engine a name of its own; several servers of one are a list under its url")
    return engines


def endpoint(url: Any) -> Endpoint:
    """The parts of a URL.

    Raises:
        ValueError: no http or https URL of a host, or one with a public address.
    """
    expected = "a url such as http://10.0.0.7:8000/v1, without user name, password, query or fragment"
    if not isinstance(url, str):
        raise ValueError(expected)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise ValueError(expected) from None
    odd = parts.query or parts.fragment or "@" in parts.netloc or not url.isascii() or not url.isprintable()
    if odd or parts.scheme not in _PORTS or not re.fullmatch(r"[A-Za-z0-9_.:-]{1,253}", host) or " " in url:
        raise ValueError(expected)
    if (_is_address(host) or host.replace(".", "").isdigit()) and not is_private(host):
        raise ValueError("a url on this machine or a private network: what is asked must not leave the organisation")
    return Endpoint(parts.scheme == "https", host, port, parts.path.rstrip("/") or "/v1")


def _engine(raw: Mapping[Any, Any]) -> RemoteEngine:
    numbers = {"answer_tokens", "connect_seconds", "first_token_seconds", "idle_seconds", "answer_seconds"}
    known = {"name", "url", "model", "key_variable", "certificates", *numbers}
    if set(raw) - known:
        raise ValueError(f"engines with these keys only: {', '.join(sorted(known))}")
    name, model, variable = raw.get("name"), raw.get("model"), raw.get("key_variable", "")
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name in _TAKEN:
        raise ValueError("each engine a name of letters, digits, '.', '-' and '_'; 'auto' and 'reader' are taken")
    if not isinstance(model, str) or not 0 < len(model) <= 200 or not model.isprintable():
        raise ValueError("for each engine the model, as its server calls it")
    if not isinstance(variable, str) or (variable and not _VARIABLE.fullmatch(variable)):
        raise ValueError("as key_variable the name of an environment variable, never the key itself")
    if not isinstance(raw.get("certificates", ""), str):
        raise ValueError("as certificates the path of a PEM file")
    urls = raw.get("url")
    endpoints = tuple(endpoint(url) for url in (urls if isinstance(urls, list) else [urls]))
    if not endpoints or len(set(endpoints)) < len(endpoints):
        raise ValueError("at least one url for each engine, and each of them once")
    values = {key: _positive(key, raw[key]) for key in numbers & set(raw)}
    return RemoteEngine(
        name=name,
        endpoints=endpoints,
        model=model,
        key_variable=variable,
        certificates=raw.get("certificates", ""),
        **values,
    )


def _positive(key: str, value: Any) -> Any:
    kind = int if key == "answer_tokens" else (int, float)
    if isinstance(value, bool) or not isinstance(value, kind) or not 0 < value <= 86_400:
        raise ValueError(f"a {'whole ' if kind is int else ''}number above 0 as {key}")
    return value


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
