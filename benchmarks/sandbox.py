"""A place of its own for a run of the product: data, keys, home and temporary files all lie in one folder."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KEPT = ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Folders under `root`; `environment` points the product, and every library that writes files, at them."""

    root: Path

    @property
    def written(self) -> Path:
        """Where everything that a run writes ends up."""
        return self.root / "written"

    @property
    def documents(self) -> Path:
        """What is ingested: not written by the product."""
        return self.root / "documents"

    def environment(self) -> dict[str, str]:
        """The environment of a command."""
        for name in ("data", "keys", "home", "tmp", "work"):
            (self.written / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        self.documents.mkdir(exist_ok=True)
        return {
            **{name: os.environ[name] for name in KEPT if name in os.environ},
            "ASSISTANT_HOME": str(self.written / "data"),
            "ASSISTANT_KEYS": str(self.written / "keys"),
            "HOME": str(self.written / "home"),
            "TMPDIR": str(self.written / "tmp"),
        }

    def run(self, *arguments: str, under: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
        """Run `assistant` with arguments; `under` is a command in front, such as strace's."""
        return subprocess.run(
            [*under, sys.executable, "-m", "assistant", *arguments],
            env=self.environment(),
            cwd=self.written / "work",
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    @contextmanager
    def served(
        self, module: str, *arguments: str, port: int, path: str, under: Sequence[str] = (), **variables: str
    ) -> Iterator[list[str]]:
        """Run `python -m module` until the block ends, from when `path` answers; then the list holds its output."""
        printed: list[str] = []
        log = self.root / f"{module}-{port}.log"
        with log.open("w") as file:
            process = subprocess.Popen(
                [*under, sys.executable, "-m", module, *arguments],
                env={**self.environment(), **variables},
                cwd=self.written / "work",
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                _wait(process, f"http://127.0.0.1:{port}{path}", log)
                yield printed
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGINT)
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
                printed += log.read_text(errors="replace").splitlines()


def free_port() -> int:
    """A port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def request(url: str, key: str, body: bytes | None = None, content_type: str = "application/json") -> str:
    """One HTTP request to the server; the body of any answer, an error's too."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": content_type}
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(url, body, headers), timeout=120) as answer:  # noqa: S310
            return str(answer.read().decode(errors="replace"))
    except urllib.error.HTTPError as error:
        return error.read().decode(errors="replace")


def upload(url: str, key: str, file: Path) -> str:
    """Upload one document as a browser does."""
    boundary = uuid.uuid4().hex
    body = b"".join(
        (
            f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{file.name}"\r\n'.encode(),
            b"Content-Type: application/octet-stream\r\n\r\n",
            file.read_bytes(),
            f"\r\n--{boundary}--\r\n".encode(),
        )
    )
    return request(url, key, body, f"multipart/form-data; boundary={boundary}")


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            opener.open(url, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{url} did not answer: {log.read_text(errors='replace')[-2000:]}")
