"""A server's network side: TLS, what it refuses to listen on, and an orderly end."""

from __future__ import annotations

import json
import signal
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.rest.server import _require_protection
from assistant.settings import load_settings, with_flags
from tests.assistant.cli.certificates import Certificates, certificates
from tests.assistant.cli.test_serve import free_port, running
from tests.assistant.library import assistant


def test_without_tls_nothing_listens_beyond_loopback_unless_a_proxy_is_said_to_protect_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refused = assistant("serve", "--host", "0.0.0.0", "--port", "0")  # noqa: S104
    assert refused.code == 1 and "tls_certificate" in refused.err and "behind_proxy" in refused.err
    monkeypatch.setenv("ASSISTANT_BEHIND_PROXY", "true")
    _require_protection(with_flags(load_settings()[0], host="0.0.0.0"))  # noqa: S104


@pytest.mark.parametrize(
    "files", [{"tls_certificate": "c.pem"}, {"tls_certificate": "none.pem", "tls_key": "none.key"}]
)
def test_files_of_tls_that_are_not_fit_are_refused_with_a_remedy(
    files: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in files.items():
        monkeypatch.setenv(f"ASSISTANT_{name.upper()}", value)
    outcome = assistant("serve", "--port", "0")
    assert outcome.code == 1 and "PEM" in outcome.err


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Certificates:
    made = certificates(tmp_path)
    monkeypatch.setenv("ASSISTANT_TLS_CERTIFICATE", str(made.server))
    monkeypatch.setenv("ASSISTANT_TLS_KEY", str(made.server_key))
    monkeypatch.setenv("ASSISTANT_TLS_CLIENT_CA", str(made.authority))
    return made


def test_a_client_without_a_certificate_of_the_authority_does_not_get_in(files: Certificates) -> None:
    port = free_port()
    url = f"https://127.0.0.1:{port}/health"
    stranger = ssl.create_default_context(cafile=str(files.authority))
    known = ssl.create_default_context(cafile=str(files.authority))
    known.load_cert_chain(files.client, files.client_key)
    with running("serve", "--port", port, url="") as process:
        response = opened(url, known, process)
        assert response.status == 200 and response.headers["Strict-Transport-Security"].startswith("max-age=")
        with pytest.raises(OSError):
            urllib.request.urlopen(url, context=stranger, timeout=10)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 0 and f"https://127.0.0.1:{port}".encode() in err


def opened(url: str, context: ssl.SSLContext, process: subprocess.Popen[bytes]) -> urllib.request.addinfourl:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, context=context, timeout=10) as response:  # noqa: S310
                return response
        except OSError:
            assert process.poll() is None
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


def test_sigterm_lets_an_answer_be_finished_and_sends_away_who_waits(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_ANSWERS_AT_ONCE", "1")
    key = assistant("keys", "create", "--name", "ann", "--role", "admin", "--json").json["key"]
    port = free_port()
    base = f"http://127.0.0.1:{port}"

    def send(path: str, body: object = None) -> tuple[int, str]:
        content = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        request = urllib.request.Request(base + path, content, headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    question = {"question": "When does the garage open?"}
    with running("serve", "--port", port, url=f"{base}/health") as process, ThreadPoolExecutor(2) as pool:
        # The first question loads the models, which leaves time to end the server under it.
        asked = [pool.submit(send, "/v1/ask", question) for _ in range(2)]
        while "assistant_answers_waiting 1" not in send("/metrics")[1]:
            assert not any(each.done() for each in asked)
        process.send_signal(signal.SIGTERM)
        answers = sorted(each.result()[0] for each in asked)
        finished = next(text for status, text in (each.result() for each in asked) if status == 200)
        _, err = process.communicate(timeout=60)
    assert answers == [200, 503] and json.loads(finished)["answered"]
    assert process.returncode == 0 and b"Traceback" not in err
