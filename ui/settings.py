"""Settings of the chat page: the only reader of the environment here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from ui.errors import UiError


@dataclass(frozen=True, slots=True)
class Settings:
    """How the page finds the server, and where it listens itself.

    `key` signs in at once (one person's own machine); empty, the page asks each visitor for a key. `hosts`
    are the names under which browsers may reach the page, beside loopback (a guard against DNS rebinding).
    `timeout` is the longest silence of the server in seconds, `upload_mb` the largest file in megabytes.
    """

    api_url: str = "http://127.0.0.1:8080"
    key: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = 8501
    hosts: tuple[str, ...] = ()
    timeout: float = 120.0
    upload_mb: int = 64

    @staticmethod
    def read(environment: Mapping[str, str] | None = None) -> Settings:
        """The settings that the environment's `ASSISTANT_API_URL` and `ASSISTANT_UI_*` variables make.

        Raises:
            UiError: a variable holds what it can't, by name; the value is not repeated.
        """
        given = os.environ if environment is None else environment
        return Settings(
            api_url=_url(given.get("ASSISTANT_API_URL") or _DEFAULT.api_url),
            key=_key(given),
            host=given.get("ASSISTANT_UI_HOST") or _DEFAULT.host,
            port=int(_number(given, "ASSISTANT_UI_PORT", _DEFAULT.port, 1, 65535)),
            hosts=tuple(given.get("ASSISTANT_UI_HOSTS", "").replace(",", " ").split()),
            timeout=_number(given, "ASSISTANT_UI_TIMEOUT", _DEFAULT.timeout, 1, 3600),
            upload_mb=int(_number(given, "ASSISTANT_UI_UPLOAD_MB", _DEFAULT.upload_mb, 1, 2048)),
        )


_DEFAULT = Settings()


def _url(value: str) -> str:
    try:
        parts = urlsplit(value)
        # A port that is no number is an error only when it is asked for.
        fits = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        fits = fits and not (parts.query or parts.username or parts.password)
    except ValueError:
        fits = False
    if not fits:
        raise UiError(
            "ASSISTANT_API_URL is not an address of the server.",
            remedy="Set it to http://HOST:PORT or https://HOST, without a user name or a query.",
        )
    return value.rstrip("/")


def _key(given: Mapping[str, str]) -> str:
    """The key itself, or the content of a mounted secret."""
    file = given.get("ASSISTANT_UI_KEY_FILE")
    if not file:
        return given.get("ASSISTANT_UI_KEY", "").strip()
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UiError(
            "The file that ASSISTANT_UI_KEY_FILE names can't be read.",
            remedy="Write one API key into it, readable for the user that runs the page.",
        ) from error


def _number(given: Mapping[str, str], name: str, default: float, low: float, high: float) -> float:
    value = given.get(name)
    if not value:
        return default
    try:
        number = float(value)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise UiError(f"{name} is not a number that fits.", remedy=f"Set it from {low:g} to {high:g}.")
    return number
