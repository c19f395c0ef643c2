"""Runs the app under uvicorn: with TLS from files, an orderly end, and logs that hold no content."""

from __future__ import annotations

import ipaddress
import signal
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn

from assistant.rest.app import create_app
from assistant.rest.places import Places
from assistant.rest.upkeep import Upkeep
from assistant.settings import Settings
from assistant.wiring import Wiring
from policies.errors import ConfigError


def serve(wiring: Wiring, settings: Settings, *, announce: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; answers that are being written are finished, within `shutdown_seconds`.

    Raises:
        ConfigError: the address is in use or not this machine's, can be reached without TLS, or the files of TLS are
            not fit; or the settings of the issuer of tokens are not.
    """
    context = _tls(settings)
    _require_protection(settings)
    wiring.access.oidc  # noqa: B018 - what is wrong with it is told now, not to the first who comes
    listening = _bound(settings.host, settings.port)
    host, port = listening.getsockname()[:2]
    scheme = "https" if context else "http"
    announce(f"Listening on {scheme}://{f'[{host}]' if ':' in host else host}:{port}  (Ctrl-C stops)")
    app = create_app(wiring, settings)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,  # a line a request would hold query strings
        server_header=False,
        timeout_graceful_shutdown=settings.shutdown_seconds,
        timeout_keep_alive=30,
        # Clients' addresses are personal data, and what a header says of them is nobody's proof.
        proxy_headers=False,
    )
    if context is not None:
        config.load()
        config.ssl = context
    with _ended_by_signals(), Upkeep(wiring):
        _Server(config, app.state.places).run(sockets=[listening])


class _Server(uvicorn.Server):
    """uvicorn's server, which at its end sends away who only waits: there is time for what is begun, for no more."""

    def __init__(self, config: uvicorn.Config, places: Places) -> None:
        super().__init__(config)
        self._places = places

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, end the waiting, finish the rest."""
        self._places.close()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End; a second signal ends at once."""
        if self.should_exit:
            self.force_exit = True
        super().handle_exit(sig, frame)


def _tls(settings: Settings) -> ssl.SSLContext | None:
    """Load certificate, key and the authority of clients' certificates; TLS 1.2 at least."""
    if not settings.tls_certificate and not settings.tls_key and not settings.tls_client_ca:
        return None
    if not settings.tls_certificate or not settings.tls_key:
        raise ConfigError(
            "TLS needs both a certificate and its key.", remedy="Set `tls_certificate` and `tls_key` to PEM files."
        )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        # An empty password: a key that is encrypted fails instead of asking on the terminal.
        context.load_cert_chain(settings.tls_certificate, settings.tls_key, password="")
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"{settings.tls_certificate} and {settings.tls_key} can't be used for TLS ({type(error).__name__}).",
            remedy="Give a certificate chain and its unencrypted key, PEM files that this account may read.",
        ) from error
    if settings.tls_client_ca:
        context.verify_mode = ssl.CERT_REQUIRED
        try:
            context.load_verify_locations(settings.tls_client_ca)
        except (OSError, ValueError) as error:
            raise ConfigError(
                f"{settings.tls_client_ca} holds no certificates of an authority.", remedy="Give a PEM file."
            ) from error
    return context


def _require_protection(settings: Settings) -> None:
    """Keys and answers don't cross a network in the clear, unless somebody says that a proxy protects them."""
    if _is_loopback(settings.host) or settings.tls_certificate or settings.behind_proxy:
        return
    raise ConfigError(
        f"{settings.host} can be reached from other machines, and there is no TLS.",
        remedy="Set `tls_certificate` and `tls_key`, or `behind_proxy: true` where a proxy with TLS stands in front.",
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Make Ctrl-C and SIGTERM the ordinary end of a server, after which its caller cleans up.

    uvicorn raises the signal once more when it has stopped; by default SIGTERM would end the process on the spot.
    """

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)


def _bound(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except OSError as error:
        raise ConfigError(
            f"{host}:{port} can't be listened on ({error.strerror}).",
            remedy="Stop what listens there (an assistant that runs already?), or give another --port.",
        ) from error
    return bound
