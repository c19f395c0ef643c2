"""The guard can't be removed, so each case runs in a process of its own."""

import subprocess
import sys
import textwrap

import pytest

from policies.egress import install_guard
from policies.errors import ConfigError

PREAMBLE = """
import asyncio, socket, ssl, tempfile, threading, urllib.request
from policies.egress import install_guard
from policies.errors import EgressError

def refused(call, *arguments):
    try:
        call(*arguments)
    except EgressError:
        return True
    except OSError as error:
        print("reached the network:", type(error).__name__)
        return False
    print("no error")
    return False

def listener(family=socket.AF_INET, address="127.0.0.1"):
    server = socket.socket(family)
    server.bind((address, 0))
    server.listen()
    return server
"""


def run(script: str) -> None:
    """Run a script that asserts; offline whatever the guard does, because the name is reserved (RFC 6761)."""
    done = subprocess.run(
        [sys.executable, "-c", PREAMBLE + textwrap.dedent(script)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


REFUSED = [
    ("connect", "socket.socket().connect, ('192.0.2.1', 80)"),
    ("connect_ex", "socket.socket().connect_ex, ('192.0.2.1', 80)"),
    ("connect by name", "socket.socket().connect, ('nowhere.invalid', 80)"),
    ("connect over IPv6", "socket.socket(socket.AF_INET6).connect, ('2001:db8::1', 80)"),
    ("connect to a mapped address", "socket.socket(socket.AF_INET6).connect, ('::ffff:192.0.2.1', 80)"),
    (
        "connect over TLS",
        "ssl._create_unverified_context().wrap_socket(socket.socket()).connect, ('nowhere.invalid', 443)",
    ),
    ("sendto", "socket.socket(type=socket.SOCK_DGRAM).sendto, b'x', ('192.0.2.1', 53)"),
    ("sendto with flags", "socket.socket(type=socket.SOCK_DGRAM).sendto, b'x', 0, ('nowhere.invalid', 53)"),
    ("sendmsg", "socket.socket(type=socket.SOCK_DGRAM).sendmsg, [b'x'], [], 0, ('192.0.2.1', 53)"),
    ("sendmsg by name", "socket.socket(type=socket.SOCK_DGRAM).sendmsg, [b'x'], [], 0, ('nowhere.invalid', 53)"),
    ("bind by name", "socket.socket().bind, ('nowhere.invalid', 0)"),
    ("getaddrinfo", "socket.getaddrinfo, 'nowhere.invalid', 80"),
    ("getaddrinfo of bytes", "socket.getaddrinfo, b'nowhere.invalid', 80"),
    ("gethostbyname", "socket.gethostbyname, 'nowhere.invalid'"),
    ("gethostbyname_ex", "socket.gethostbyname_ex, 'nowhere.invalid'"),
    ("gethostbyaddr", "socket.gethostbyaddr, '192.0.2.1'"),
    ("getnameinfo", "socket.getnameinfo, ('192.0.2.1', 80), 0"),
    ("create_connection", "socket.create_connection, ('nowhere.invalid', 80)"),
    ("urlopen", "urllib.request.build_opener(urllib.request.ProxyHandler({})).open, 'http://192.0.2.1/'"),
    ("a number for an address", "socket.socket().connect, ('3221225985', 80)"),
    ("broadcast", "socket.socket(type=socket.SOCK_DGRAM).sendto, b'x', ('<broadcast>', 53)"),
]


@pytest.mark.parametrize(("name", "call"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_leaves_the_machine_is_refused(name: str, call: str) -> None:
    run(f"install_guard()\nassert refused({call})")


def test_loopback_unix_sockets_and_a_server_work() -> None:
    run(
        """
        install_guard()
        for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET, "127.0.0.9")):
            server = listener(family, address)
            socket.create_connection(server.getsockname()[:2]).close()
        here = listener()
        port = here.getsockname()[1]
        socket.create_connection(("localhost", port)).close()
        mapped = socket.socket(socket.AF_INET6)
        mapped.connect(("::ffff:127.0.0.1", port))
        everywhere = listener(address="0.0.0.0")
        path = tempfile.mkdtemp() + "/s"
        server = socket.socket(socket.AF_UNIX); server.bind(path); server.listen()
        socket.socket(socket.AF_UNIX).connect(path)
        async def talk():
            server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            await reader.read(); writer.close(); server.close()
        asyncio.run(talk())
        left, right = socket.socketpair()
        left.sendall(b"x"); left.sendmsg([b"y"])
        """
    )


ALLOWED = [
    ("192.0.2.1", [("192.0.2.1", 80), ("192.0.2.1", 443)], [("192.0.2.2", 80)]),
    ("192.0.2.1:80", [("192.0.2.1", 80)], [("192.0.2.1", 443)]),
    ("192.0.2.0/24", [("192.0.2.200", 5)], [("192.0.3.1", 5)]),
    ("192.0.2.0/24:80", [("192.0.2.9", 80)], [("192.0.2.9", 81)]),
    ("2001:db8::/32", [("2001:db8::7", 80)], [("2001:db9::7", 80)]),
    ("[2001:db8::7]:80", [("2001:db8::7", 80)], [("2001:db8::7", 81)]),
]


@pytest.mark.parametrize(("entry", "passed", "refused"), ALLOWED, ids=[row[0] for row in ALLOWED])
def test_a_listed_address_passes_and_its_neighbour_does_not(
    entry: str, passed: list[tuple[str, int]], refused: list[tuple[str, int]]
) -> None:
    run(
        f"""
        def judged(address):
            family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
            probe = socket.socket(family, socket.SOCK_DGRAM)  # connecting it sends nothing
            try:
                probe.connect(address)
            except EgressError:
                return "refused"
            except OSError:
                pass  # no route here
            return "passed"
        install_guard(["{entry}"])
        assert {{judged(address) for address in {passed}}} == {{"passed"}}
        assert {{judged(address) for address in {refused}}} == {{"refused"}}
        """
    )


def test_a_listed_name_may_be_resolved_and_what_it_resolves_to_reached() -> None:
    run(
        """
        real = socket.getaddrinfo
        def answers(host, *rest, **more):  # a name server of our own, below the hook's event
            if host == "llm.internal":
                import sys
                sys.audit("socket.getaddrinfo", host, *(rest or (None,)), 0, 0, 0)
                return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.77", 8000))]
            return real(host, *rest, **more)
        socket.getaddrinfo = answers
        install_guard(["LLM.internal:8000"])
        assert refused(socket.socket(type=socket.SOCK_DGRAM).connect, ("192.0.2.77", 8000))
        socket.getaddrinfo("llm.internal", 8000)
        try:
            socket.socket(type=socket.SOCK_DGRAM).connect(("192.0.2.77", 8000))
        except EgressError:
            raise
        except OSError:
            pass  # no route here
        assert refused(socket.socket(type=socket.SOCK_DGRAM).connect, ("192.0.2.77", 22))
        assert refused(real, "other.internal", 8000)
        """
    )


def test_threads_are_guarded_and_a_second_call_only_widens() -> None:
    run(
        """
        install_guard()
        install_guard(["192.0.2.1:9"])
        seen = []
        thread = threading.Thread(target=lambda: seen.append(refused(socket.socket().connect, ("192.0.2.2", 80))))
        thread.start(); thread.join()
        assert seen == [True]
        try:
            socket.socket(type=socket.SOCK_DGRAM).connect(("192.0.2.1", 9))
        except EgressError:
            raise
        except OSError:
            pass
        """
    )


def test_the_refusal_names_the_setting_and_not_the_address() -> None:
    run(
        """
        install_guard()
        try:
            socket.getaddrinfo("ines-okafor.nowhere.invalid", 80)
        except EgressError as error:
            assert "allowed_hosts" in str(error) and "okafor" not in str(error)
        else:
            raise SystemExit("not refused")
        """
    )


@pytest.mark.parametrize(
    "entry", ["", "http://host", "host:port", "host:99999", ":80", "10.0.0.0/24/7", "a b", "10.0.0.0/99"]
)
def test_what_is_no_address_is_a_configuration_error(entry: str) -> None:
    with pytest.raises(ConfigError, match="allowed"):
        install_guard([entry])


def test_a_name_that_is_listed_as_private_opens_no_public_address() -> None:
    run(
        """
        real, leads_to = socket.getaddrinfo, "203.0.113.9"
        def answers(host, *rest, **more):  # a name server of our own, below the hook's event
            if host == "llm.internal":
                import sys
                sys.audit("socket.getaddrinfo", host, *(rest or (None,)), 0, 0, 0)
                return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (leads_to, 8000))]
            return real(host, *rest, **more)
        socket.getaddrinfo = answers
        install_guard(private=["llm.internal:8000", "10.99.0.1:8000"])
        socket.getaddrinfo("llm.internal", 8000)
        assert refused(socket.socket(type=socket.SOCK_DGRAM).connect, ("203.0.113.9", 8000))
        leads_to = "10.99.0.7"
        socket.getaddrinfo("llm.internal", 8000)
        for address in ("10.99.0.7", "10.99.0.1"):
            try:
                socket.socket(type=socket.SOCK_DGRAM).connect((address, 8000))
            except EgressError:
                raise
            except OSError:
                pass  # no route here
        assert refused(socket.socket(type=socket.SOCK_DGRAM).connect, ("10.99.0.7", 22))
        """
    )
