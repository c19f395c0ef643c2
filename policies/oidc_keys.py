"""The public keys of an OpenID Connect issuer (JWKS, RFC 7517): from a file, or, where it is configured, asked for.

A file is read again when it changes, so that an issuer's new keys are there, and withdrawn ones gone, with the next
token. Put a new file in its place in one step (`mv`): nobody gets in by a token while it can't be read.
"""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from policies.errors import ConfigError, EgressError
from policies.oidc import ALGORITHMS

_MOST_BYTES: Final = 1_000_000
_TIMEOUT_SECONDS: Final = 5.0
FRESH_SECONDS: Final = 600.0
"""After this long the issuer is asked for its keys again."""

UNKNOWN_SECONDS: Final = 60.0
"""At most this often it is asked because of an id that isn't known: anybody can make one up."""

_SMALLEST_RSA: Final = 2048


class KeyFile:
    """The keys of a file."""

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises:
            ConfigError: it holds no such keys.
        """
        self._path = path
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] = ()
        self._keys: Mapping[str, Any] = {}
        self.key("")

    def key(self, kid: str) -> Any:
        """The key of that id, None when there is none.

        Raises:
            ConfigError: the file can't be read, or holds no such keys.
        """
        with self._lock:
            try:
                stat = self._path.stat()
                now = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
                if now != self._seen:
                    self._keys = keys_in(self._path.read_bytes(), str(self._path))
                    self._seen = now
            except OSError as error:
                raise ConfigError(
                    f"{self._path} can't be read ({error.strerror}).", remedy="Put the issuer's JWKS there."
                ) from error
            return self._keys.get(kid)


class DiscoveredKeys:
    """The keys that the issuer publishes (OpenID Connect Discovery 1.0, section 4)."""

    def __init__(self, issuer: str, clock: Callable[[], float] = time.monotonic) -> None:
        """Name the issuer; it is asked with the first token. Its host must be among `allowed_hosts`."""
        self._issuer = issuer
        self._clock = clock
        self._lock = threading.Lock()
        self._asked: float | None = None
        self._keys: Mapping[str, Any] = {}

    def key(self, kid: str) -> Any:
        """The key of that id, None when there is none.

        Raises:
            ConfigError: the issuer does not answer, or not with such keys.
        """
        with self._lock:
            age = None if self._asked is None else self._clock() - self._asked
            stale = age is None or age > FRESH_SECONDS or (kid not in self._keys and age > UNKNOWN_SECONDS)
            if stale:
                self._keys, self._asked = {}, self._clock()
                self._keys = self._ask()
            return self._keys.get(kid)

    def _ask(self) -> Mapping[str, Any]:
        where = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        try:
            described = json.loads(_fetched(where))
            if described["issuer"] != self._issuer:
                raise ValueError
            found = str(described["jwks_uri"])
        except (ValueError, KeyError, TypeError) as error:
            raise ConfigError(
                "The issuer does not describe itself as OpenID Connect Discovery has it.",
                remedy="Check `oidc_issuer`: it must be spelled as the issuer spells it in its tokens.",
            ) from error
        return keys_in(_fetched(found), "the issuer's JWKS")


def keys_in(content: bytes, where: str) -> dict[str, Any]:
    """The signing keys of a JWKS by their ids; `where` is named in errors.

    Raises:
        ConfigError: it is none, holds secrets or weak keys, or none that can be used.
    """
    import jwt

    try:
        listed = json.loads(content)["keys"]
        if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
            raise TypeError
    except (ValueError, KeyError, TypeError) as error:
        raise _unfit(where, "no JSON with a list of keys") from error
    keys: dict[str, Any] = {}
    for each in listed:
        if each.get("kty") == "oct" or "d" in each:
            raise _unfit(where, "a secret: only public keys belong there")
        kid, algorithm = each.get("kid"), _algorithm(each)
        if algorithm is None or not isinstance(kid, str) or each.get("use", "sig") != "sig":
            continue  # a key for encryption, or of an algorithm that we don't take
        if kid in keys:
            raise _unfit(where, "two keys of one id")
        try:
            key = jwt.PyJWK(each, algorithm=algorithm)
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise _unfit(where, "a key that can't be read") from error
        if algorithm == "RS256" and key.key.key_size < _SMALLEST_RSA:
            raise _unfit(where, f"an RSA key of less than {_SMALLEST_RSA} bits")
        keys[kid] = key
    if not keys:
        raise _unfit(where, f"no key with a `kid` for {', '.join(ALGORITHMS)}")
    return keys


def _algorithm(key: Mapping[str, Any]) -> str | None:
    """What a key is for, by its type; None: nothing that we take."""
    kind = f"{key.get('kty')} {key.get('crv', '')}".strip()
    fitting = {"RSA": "RS256", "EC P-256": "ES256", "OKP Ed25519": "EdDSA"}.get(kind)
    return fitting if key.get("alg", fitting) == fitting else None


def _unfit(where: str, holds: str) -> ConfigError:
    return ConfigError(f"{where} holds {holds}.", remedy="Give the issuer's JWKS, the document at its `jwks_uri`.")


def _fetched(url: str) -> bytes:
    """A document of the issuer: over TLS, and without one only on this machine; redirections are not followed."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")):
        raise ConfigError("The issuer's addresses must be https.", remedy="Correct `oidc_issuer`, or use `oidc_keys`.")
    opener = urllib.request.build_opener(_NoRedirection, urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=_TIMEOUT_SECONDS) as response:
            content: bytes = response.read(_MOST_BYTES + 1)
    except EgressError as error:
        raise ConfigError(
            "The issuer's host may not be reached.", remedy="List it under `allowed_hosts` in config.yaml."
        ) from error
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"The issuer does not answer ({type(error).__name__}).", remedy="Check it, or use `oidc_keys`."
        ) from error
    if len(content) > _MOST_BYTES:
        raise ConfigError("The issuer's answer is too large.", remedy="Use `oidc_keys`.")
    return content


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None
