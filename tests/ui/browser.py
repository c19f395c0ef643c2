"""A headless Chromium, driven through the DevTools protocol over loopback."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
    # Names resolve to nothing but loopback, so that a leak shows as a failed request, not as a look-up.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def binary() -> str | None:
    """The browser's path, None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Tab:
    """One page of the browser. `requests` are the addresses that it asked for."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._number = 0
        self.requests: list[str] = []
        for domain in ("Page", "Runtime", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call one method; its result."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=30))
            if message.get("method") == "Network.requestWillBeSent":
                self.requests.append(message["params"]["request"]["url"])
            if message.get("id") == self._number:
                assert "error" not in message, message["error"]
                return dict(message["result"])

    def size(self, width: int, height: int, scale: float = 1.0) -> None:
        """Set the window's size in CSS pixels."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=width < 640,
        )

    def open(self, url: str) -> None:
        """Go to an address."""
        self.send("Page.navigate", url=url)

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression."""
        result = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def wait(self, script: str, seconds: float = 30.0) -> Any:
        """The expression's value, as soon as it is true.

        Raises:
            AssertionError: it was not in time; says what the page shows instead.
        """
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if value := self.run(script):
                return value
            time.sleep(0.1)
        raise AssertionError(f"never true: {script}\n{self.run('document.body.innerText')}")

    def see(self, text: str, seconds: float = 30.0) -> None:
        """Wait until the page shows that text."""
        self.wait(f"document.body?.innerText.includes({json.dumps(text)})", seconds)

    def find(self, selector: str) -> None:
        """Wait until the page holds such an element."""
        self.wait(f"!!document.querySelector({json.dumps(selector)})")

    def click(self, selector: str, containing: str = "") -> None:
        """Click the first element of that selector that holds that text."""
        find = (
            f"[...document.querySelectorAll({json.dumps(selector)})]"
            f".find(one => one.innerText.includes({json.dumps(containing)}))"
        )
        self.wait(f"!!{find}")
        self.run(f"{find}.scrollIntoView({{block: 'center'}}); {find}.click()")

    def type(self, selector: str, text: str) -> None:
        """Type into a field and send it: by its form's button where it stands in a form, else by Enter."""
        self.find(selector)
        field = f"document.querySelector({json.dumps(selector)})"
        self.run(f"{field}.focus()")
        self.send("Input.insertText", text=text)
        # Streamlit drops an Enter that comes before the form knows its button; a person is never that fast.
        if self.run(f"!!{field}.closest('[data-testid=stForm]')"):
            button = f"{field}.closest('[data-testid=stForm]').querySelector('[data-testid=stFormSubmitButton] button')"
            self.wait(f"!!{button}")
            self.run(f"{button}.click()")
            return
        for kind in ("keyDown", "keyUp"):
            self.send(
                "Input.dispatchKeyEvent",
                type=kind,
                key="Enter",
                code="Enter",
                windowsVirtualKeyCode=13,
                **({"text": "\r"} if kind == "keyDown" else {}),
            )

    def screenshot(self, path: Path) -> None:
        """Write what the window shows as a PNG."""
        data = self.send("Page.captureScreenshot", format="png")["data"]
        path.write_bytes(base64.b64decode(data))


@contextmanager
def tab() -> Iterator[Tab]:
    """A fresh browser with an empty profile and one page, closed at the end."""
    path = binary()
    assert path is not None, "no Chromium on this machine"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [path, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with connect(_page(Path(profile)), max_size=2**26, open_timeout=20, proxy=None) as socket:
                yield Tab(socket)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _page(profile: Path) -> str:
    """The address of the first page's DevTools, once the browser has written down its port."""
    file, end = profile / "DevToolsActivePort", time.monotonic() + 30
    while not (file.exists() and file.read_text().count("\n")):
        assert time.monotonic() < end, "Chromium did not start"
        time.sleep(0.05)
    port = int(file.read_text().splitlines()[0])
    while time.monotonic() < end:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=10) as answer:
            pages = [one for one in json.load(answer) if one["type"] == "page"]
        if pages:
            return str(pages[0]["webSocketDebuggerUrl"])
        time.sleep(0.05)
    raise AssertionError("Chromium opened no page")
