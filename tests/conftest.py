"""What every test stands on: no socket beyond loopback, and a data and key folder of its own."""

from __future__ import annotations

import ipaddress
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

# A shell starts its background jobs with Ctrl-C ignored, and what tests start would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

LOOPBACK_NAMES = {"localhost", "", None}


class BeyondLoopback(BaseException):
    """A test tried to reach the network. Not an `Exception`, so that no product code can swallow it."""


def _refuse_beyond_loopback(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return  # a UNIX socket, or not a socket's event
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in LOOPBACK_NAMES:
        return
    try:
        loopback = ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise BeyondLoopback(f"{event}: tests reach loopback only")


# An audit hook, because it also sees what C extensions and already bound names of `socket` do. It can't be removed,
# which is as it should be: it belongs to the test process.
sys.addaudithook(_refuse_beyond_loopback)


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the settings, data or keys of the person who runs it, nor those of another test."""
    for variable in [name for name in os.environ if name.startswith("ASSISTANT_")]:
        monkeypatch.delenv(variable)
    folder = tmp_path_factory.mktemp("assistant", numbered=True)
    monkeypatch.setenv("ASSISTANT_HOME", str(folder / "data"))
    monkeypatch.setenv("ASSISTANT_KEYS", str(folder / "keys"))


@pytest.fixture
def home() -> Path:
    """The data folder of this test; not there yet."""
    return Path(os.environ["ASSISTANT_HOME"])
