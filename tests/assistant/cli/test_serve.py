"""`assistant serve` and `assistant up` as processes."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.assistant.library import assistant


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return str(held.getsockname()[1])


@contextmanager
def running(*arguments: str, url: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", *arguments], stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        for _ in range(600):
            if not url or process.poll() is not None or answers(url):
                break
            time.sleep(0.1)
        yield process
    finally:
        process.kill()
        process.communicate()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310
            return bool(response.status == 200)
    except OSError:
        return False


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_server_tells_where_it_listens_and_how_to_make_a_key_and_ends_with_0(ending: signal.Signals) -> None:
    port = free_port()
    with running("serve", "--port", port, url=f"http://127.0.0.1:{port}/health") as process:
        process.send_signal(ending)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0 and out == b""
    assert f"http://127.0.0.1:{port}".encode() in err and b"assistant keys create" in err and b"Traceback" not in err


def test_the_log_of_a_server_holds_no_question_no_path_and_no_key(library: Path) -> None:
    port = free_port()
    key = assistant("keys", "create", "--name", "ann", "--role", "user", "--json").json["key"]
    with running("serve", "--port", port, url=f"http://127.0.0.1:{port}/health") as process:
        for url in (f"http://127.0.0.1:{port}/v1/search", f"http://127.0.0.1:{port}/v1/nowhere?q=Brandauer"):
            request = urllib.request.Request(url, json.dumps({"query": "Brandauer"}).encode())  # noqa: S310
            request.add_header("Authorization", f"Bearer {key}")
            request.add_header("Content-Type", "application/json")
            try:
                urllib.request.urlopen(request, timeout=60).close()  # noqa: S310
            except urllib.error.HTTPError as error:
                error.close()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert not re.search(rb"Brandauer|nowhere|oa_", out + err)


def test_a_port_that_is_taken_is_an_error_with_a_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        outcome = assistant("serve", "--port", str(held.getsockname()[1]))
    assert outcome.code == 1 and "--port" in outcome.err


@pytest.mark.skipif(importlib.util.find_spec("streamlit") is None, reason="the extra [ui] is not installed")
def test_server_and_page_start_and_stop_together_and_the_key_of_the_page_dies_with_them(library: Path) -> None:
    port, page = free_port(), free_port()
    with running("up", "--port", port, "--ui-port", page, url=f"http://127.0.0.1:{page}/") as process:
        assert answers(f"http://127.0.0.1:{port}/health") and answers(f"http://127.0.0.1:{page}/")
        held = assistant("keys", "list", "--json").json["keys"]
        assert [key["role"] for key in held] == ["contributor"]
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert not answers(f"http://127.0.0.1:{port}/health") and not answers(f"http://127.0.0.1:{page}/")
    assert assistant("keys", "list", "--json").json["keys"] == []
    assert os.environ.get("ASSISTANT_UI_KEY") is None
