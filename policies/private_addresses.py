"""Addresses that only an organisation's own network reaches, and names that lead nowhere else."""

from __future__ import annotations

import ipaddress
import socket
from typing import Final

from policies.errors import EgressError

PRIVATE: Final = tuple(
    ipaddress.ip_network(network)
    # RFC 1122 and RFC 4291: this machine. RFC 1918 and RFC 4193: private networks. Nothing else: link-local addresses
    # hold clouds' metadata services, and 100.64.0.0/10 (RFC 6598) is shared with strangers.
    for network in ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)


def is_private(address: str) -> bool:
    """Whether a literal IPv4 or IPv6 address belongs to this machine or a private network; a name does not."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return any(parsed in network for network in PRIVATE)


def private_address(host: str, port: int) -> str:
    """The literal address to connect to for a host, asked for anew each time and private.

    Connect to what this returns and never to the name: between two questions a name server may change its mind (DNS
    rebinding). A name with one public address among private ones is refused as a whole.

    Raises:
        EgressError: the host has a public address.
        OSError: the host has none, or the egress guard does not let it be asked for.
    """
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found:
        raise OSError("no address")
    if not all(is_private(address) for address in found):
        raise EgressError(
            "A language model's host leads to a public address; it was not connected to.",
            remedy="List hosts of the organisation's own network under `remote_engines` in config.yaml.",
        )
    return found[0]
