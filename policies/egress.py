"""The egress guard: no connection beyond loopback and the addresses that the configuration lists.

It is an audit hook (PEP 578), so that it covers every library of the process and can't be removed, together
with a check in front of `socket.socket`'s own methods: given a host name they would ask the name server
before any hook is called.

It guards against mistakes and against libraries that send home, not against code that wants out: native code
makes system calls that no hook sees (which is why `benchmarks/no_connections.py` watches with strace), and a
child process has its own. Put a firewall or a network without a route beneath it.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any, Final

from policies.errors import ConfigError, EgressError
from policies.private_addresses import is_private

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_LOOPBACK: Final[tuple[Network, ...]] = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
_NAMES_HERE: Final = frozenset({"", "localhost", "localhost.localdomain", "ip6-localhost"})
_LISTENING: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - to be recognised, not to be bound
_NAME: Final = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})")
_SENDING: Final = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_NAMING: Final = frozenset({"socket.getaddrinfo", "socket.gethostbyname"})
_REVERSE: Final = frozenset({"socket.gethostbyaddr", "socket.getnameinfo"})


class _Guard:
    """What may be reached; widened only by `install_guard`."""

    def __init__(self) -> None:
        self._networks: list[tuple[Network, int | None]] = [(network, None) for network in _LOOPBACK]
        self._names: dict[str, set[int | None]] = {}
        self._private_names: dict[str, set[int | None]] = {}
        self._resolving = threading.local()

    def allow(self, entry: str, *, private: bool = False) -> None:
        host, port = _split(entry)
        try:
            self._networks.append((ipaddress.ip_network(host, strict=False), port))
        except ValueError:
            names = self._private_names if private else self._names
            names.setdefault(host.lower().rstrip("."), set()).add(port)

    def check_event(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _SENDING:
            self.check_address(arguments[0].family, arguments[1])
        elif event in _NAMING:
            self.check_name(arguments[0])
        elif event in _REVERSE:
            self.check_reverse(arguments[0])

    def check_address(self, family: int, address: Any) -> None:
        """Refuse an address about to be sent to. None: the socket is connected, hence was checked."""
        if (
            address is None
            or family == getattr(socket, "AF_UNIX", None)
            or family == getattr(socket, "AF_NETLINK", None)
        ):
            return
        if family not in (socket.AF_INET, socket.AF_INET6) or not isinstance(address, tuple):
            raise _refused()
        host, port = _text(address[0]), address[1]
        parsed = _parse(host)
        if parsed is None:
            self.check_name(host)
        elif not self._reachable(parsed, port):
            raise _refused()

    def check_name(self, host: Any) -> None:
        """Refuse to ask for a host that is not listed: the question itself would leave the machine."""
        if host is None or getattr(self._resolving, "now", False):
            return
        name = _text(host).lower().rstrip(".")
        parsed = _parse(name)
        if name in _NAMES_HERE or name in _LISTENING:
            return
        if parsed is not None:
            # An address in a name's place is no question to a server; its connection is judged with its port.
            return
        if name not in self._names and name not in self._private_names:
            raise _refused()
        self._learn(name)

    def check_reverse(self, host: Any) -> None:
        """Refuse to ask for the name of an address: that too goes to a name server."""
        address = _text(host[0] if isinstance(host, tuple) else host)
        parsed = _parse(address)
        if parsed is None:
            self.check_name(address)
        elif not self._reachable(parsed, None):
            raise _refused()

    def _reachable(self, address: Address, port: int | None) -> bool:
        return any(
            address in network and (port is None or allowed_port in (None, port))
            for network, allowed_port in self._networks
        )

    def _learn(self, name: str) -> None:
        """Note a listed name's addresses of this moment, so that the connection that follows passes."""
        self._resolving.now = True
        try:
            found = {entry[4][0] for entry in socket.getaddrinfo(name, None)}
        except OSError:
            return  # The caller asks the same question and gets the same answer.
        finally:
            self._resolving.now = False
        for text in found:
            parsed = _parse(str(text))
            ports = set(self._names.get(name, ()))
            if is_private(str(text)):
                ports |= self._private_names.get(name, set())
            for port in ports:
                known = (ipaddress.ip_network(parsed), port) if parsed else None
                if known and known not in self._networks:
                    self._networks.append(known)


_installed: _Guard | None = None
_installing = threading.Lock()


def install_guard(allowed: Iterable[str] = (), *, private: Iterable[str] = ()) -> None:
    """Guard this process from here on; it can't be undone. A second call widens what is allowed.

    `allowed` lists hosts: `10.0.0.7`, `10.0.0.0/24`, `llm.internal`, each with `:port` or without, IPv6 with
    a port as `[fd00::7]:8000`. `private` lists more of them, whose names may lead to private addresses only.

    Raises:
        ConfigError: an entry is none of these.
    """
    global _installed
    entries, private_entries = tuple(allowed), tuple(private)
    with _installing:
        guard = _installed or _Guard()
        for entry in entries:
            guard.allow(entry)
        for entry in private_entries:
            guard.allow(entry, private=True)
        if _installed is None:
            sys.addaudithook(guard.check_event)
            _check_names_first(guard)
            _installed = guard


def _check_names_first(guard: _Guard) -> None:
    """Judge host names before the C method resolves them."""

    def before(method: Callable[..., Any], place: int) -> Callable[..., Any]:
        def checked(self: socket.socket, *arguments: Any) -> Any:
            address = arguments[place] if -len(arguments) <= place < len(arguments) else None
            if isinstance(address, tuple) and self.family in (socket.AF_INET, socket.AF_INET6):
                guard.check_name(address[0])
            return method(self, *arguments)

        return checked

    # socket.socket inherits these from the C class; one set on it comes first, for ssl's sockets too.
    for name, place in (("connect", 0), ("connect_ex", 0), ("bind", 0), ("sendto", -1), ("sendmsg", 3)):
        if hasattr(socket.socket, name):
            setattr(socket.socket, name, before(getattr(socket.socket, name), place))


def _split(entry: str) -> tuple[str, int | None]:
    text = entry.strip()
    host, port = text, ""
    if text.startswith("["):
        host, _, port = text[1:].partition("]")
        port = port.removeprefix(":")
    elif text.count(":") == 1:
        host, _, port = text.partition(":")
    if not _is_host(host) or (port and not (port.isascii() and port.isdigit() and int(port) < 65536)):
        raise ConfigError(
            f"{entry!r} is no address that may be allowed.",
            remedy="Write a host, an address or a network: llm.internal:8000, 10.0.0.7, 10.0.0.0/24.",
        )
    return host, int(port) if port else None


def _is_host(text: str) -> bool:
    """Whether it is a name, or a network that parses."""
    if "/" not in text and ":" not in text:
        return _NAME.fullmatch(text) is not None
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _parse(host: str) -> Address | None:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def _text(host: Any) -> str:
    return host.decode("ascii", "replace") if isinstance(host, (bytes, bytearray)) else str(host)


def _refused() -> EgressError:
    # The address stays out of the message: a host name may carry what was to be sent.
    return EgressError(
        "A connection beyond this machine was refused.",
        remedy="If it is wanted, list its host under `allowed_hosts` in config.yaml.",
    )
