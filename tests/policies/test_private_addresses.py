from __future__ import annotations

import socket
from typing import Any

import pytest

from policies.errors import EgressError
from policies.private_addresses import is_private, private_address


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.7", "172.16.0.1", "172.31.255.255", "192.168.1.1", "::1", "fd00::7", "::ffff:10.0.0.7"],
)
def test_addresses_of_ones_own_network_are_private(address: str) -> None:
    assert is_private(address)


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8", "172.32.0.1", "169.254.169.254", "100.64.0.1", "192.0.2.1", "2001:db8::1", "fe80::1%eth0", "::",
        "::ffff:8.8.8.8", "64:ff9b::a00:7", "localhost", "",
    ],
)  # fmt: skip
def test_any_other_address_is_not_nor_is_a_name(address: str) -> None:
    assert not is_private(address)


def resolving_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def answer(host: str, port: int, *_: Any, **__: Any) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


def test_a_name_leads_to_its_private_address(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving_to(monkeypatch, "10.0.0.7")
    assert private_address("llm.internal", 8000) == "10.0.0.7"


def test_one_public_address_among_private_ones_is_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving_to(monkeypatch, "10.0.0.7", "203.0.113.9")
    with pytest.raises(EgressError):
        private_address("llm.internal", 8000)


def test_a_name_without_an_address_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving_to(monkeypatch)
    with pytest.raises(OSError, match="no address"):
        private_address("llm.internal", 8000)
