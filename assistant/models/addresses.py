"""Where a person says that a model's file is, and whether a file from there can be fetched safely."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from policies.errors import ConfigError, ModelError

HUB = "https://huggingface.co/{owner}/{repository}/resolve/main/{file}"
"""Where the hub keeps a file, https://huggingface.co/docs/hub/models-downloading."""

_ON_HUB = re.compile(r"(?P<owner>[\w.-]+)/(?P<repository>[\w.-]+)/(?P<file>[\w./-]+\.gguf)")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a file is. `host` is a name or an address, `path` begins with a slash and keeps the query."""

    url: str
    secure: bool
    host: str
    port: int
    path: str

    @property
    def guarded(self) -> str:
        """As the egress guard wants it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def model(self) -> str:
        """The file's name without its ending: what the model is called unless a person says otherwise."""
        return self.path.partition("?")[0].rpartition("/")[2].removesuffix(".gguf")


def address_of(named: str, *, listed: Collection[str] = ()) -> Address:
    """Where the file is that a person named: a URL, or OWNER/REPOSITORY/FILE.gguf on the hub.

    `listed` are the hosts of the configuration: to private ones among them, and to this machine, plain http will do.

    Raises:
        ConfigError: neither, or http where others could read along and change the file.
    """
    if "://" not in named:
        found = _ON_HUB.fullmatch(named)
        if found is None:
            raise ConfigError(
                "That is no address: the catalogue holds none, for files move.",
                remedy="Give a URL, or OWNER/REPOSITORY/FILE.gguf for a file on the hub.",
            )
        named = HUB.format(**found.groupdict())
    try:
        parts = urlsplit(named)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
        parts = urlsplit("")
    if parts.scheme not in ("https", "http") or not host or not parts.path.endswith(".gguf") or not named.isascii():
        raise ConfigError("That is no URL of a GGUF file.", remedy="Give one as https://host/path/model.gguf.")
    if parts.username or parts.password:
        raise ConfigError(
            "A URL with a password is seen by others on this machine.", remedy="Fetch the file by other means."
        )
    secure = parts.scheme == "https"
    if not secure and not _private(host, listed):
        raise ConfigError(
            "Without https, others could read along and change the file.",
            remedy="Give an https URL; http is for this machine, and for private addresses listed in `allowed_hosts`.",
        )
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return Address(named, secure, host, port or (443 if secure else 80), path)


def next_address(address: Address, location: str, also: Collection[str]) -> Address:
    """Where a host sends on to: itself, or one of the hosts that a person named too.

    Raises:
        ModelError: another host, a place without https, or no address at all.
    """
    try:
        parts = urlsplit(urljoin(address.url, location))
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if not host or not location.isascii():
        raise ModelError(f"{address.host} sends on to no address.", remedy="Give another address.")
    if host != address.host and host not in also:
        raise ModelError(
            f"{address.host} sends on to {host}.",
            remedy=f"If that is where it keeps its files, add --also-host {host}.",
        )
    if address.secure and parts.scheme != "https":
        raise ModelError(f"{address.host} sends on to a place without https.", remedy="Give another address.")
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(parts.geturl(), secure, host, port or (443 if secure else 80), path)


def _private(host: str, listed: Collection[str]) -> bool:
    """Whether a host is this machine, or an address that is private and listed."""
    if host == "localhost":
        return True
    with suppress(ValueError):
        address = ipaddress.ip_address(host)
        return address.is_loopback or (address.is_private and _is_listed(address, listed))
    return False


def _is_listed(address: ipaddress.IPv4Address | ipaddress.IPv6Address, listed: Collection[str]) -> bool:
    for entry in listed:
        host = entry[1:].partition("]")[0] if entry.startswith("[") else entry
        host = host.partition(":")[0] if host.count(":") == 1 else host
        with suppress(ValueError):
            if address in ipaddress.ip_network(host, strict=False):
                return True
    return False
