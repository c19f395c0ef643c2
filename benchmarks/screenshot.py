"""Takes the README's screenshot: the real server over the sample documents, the real page, a headless Chromium.

    python -m benchmarks.screenshot [--out docs/chat.png]

Data and keys lie in a folder that is deleted at the end. Run from the repository's root.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ui import browser, page

SAMPLES = Path(__file__).parents[1] / "samples" / "documents"
QUESTION = "How many weeks of parental leave can I take?"
SIZE = (1280, 800)
SOURCE = "[data-testid=stExpander] summary"


def main() -> int:
    """Take it; 0 when it was taken."""
    parser = argparse.ArgumentParser(description="Takes the README's screenshot.")
    parser.add_argument("--out", type=Path, default=Path("docs/chat.png"))
    out = parser.parse_args().out
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as (url, key):
        with page.running(url, key) as chat, browser.tab() as tab:
            tab.size(*SIZE)
            tab.open(chat)
            shoot(tab, out)
    print(f"{out}: {out.stat().st_size / 1000:.0f} kB")
    return 0


def shoot(tab: browser.Tab, out: Path) -> None:
    """Ask, open the first source, and look."""
    tab.type("textarea", QUESTION)
    tab.find(".prose.answer:not(.coming)")
    tab.see("confidence")
    tab.click(SOURCE)
    tab.find("mark")
    time.sleep(1)  # the source unfolds slowly
    tab.run("document.querySelector('#stMain').scrollTo(0, 0)")
    tab.screenshot(out)


@contextmanager
def server(folder: Path) -> Iterator[tuple[str, str]]:
    """The address and a key of a server over the sample documents, while it runs."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    environment = {**own, "ASSISTANT_HOME": str(folder / "data"), "ASSISTANT_KEYS": str(folder / "keys")}
    assistant = [sys.executable, "-m", "assistant"]
    subprocess.run([*assistant, "ingest", str(SAMPLES)], env=environment, check=True)
    made = subprocess.run(
        [*assistant, "keys", "create", "--name", "Front desk", "--role", "editor", "--json"],
        env=environment,
        check=True,
        capture_output=True,
    )
    port = page.free_port()
    process = subprocess.Popen([*assistant, "serve", "--port", str(port)], env=environment)
    try:
        _wait(f"http://127.0.0.1:{port}/ready", process)
        yield f"http://127.0.0.1:{port}", json.loads(made.stdout)["key"]
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=60):  # noqa: S310
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"the server did not get ready (exit status {process.poll()})")


if __name__ == "__main__":
    sys.exit(main())
