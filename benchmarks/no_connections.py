"""Shows that nothing leaves the machine: each command under strace, and every address that a system call named.

    python -m benchmarks.no_connections

strace sees what an audit hook can't: connections of native code and of child processes. Loopback, UNIX sockets and
netlink (a question to the machine's own kernel) are counted; any other address is printed, and the exit status is 1.
A first, wanted connection to a reserved address proves that the watch works. Linux only; needs `strace`.
"""

from __future__ import annotations

import ipaddress
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from benchmarks.machine import save
from benchmarks.sandbox import Sandbox, free_port, request, upload

SAMPLES = Path(__file__).parents[1] / "samples" / "documents"
CALLS = "connect,sendto,sendmsg,sendmmsg"
FAMILY = re.compile(r"sa_family=(AF_\w+)")
INET = re.compile(r'inet_addr\("([0-9.]+)"\)|inet_pton\(AF_INET6, "([0-9a-fA-F:.]+)"')
PORT = re.compile(r"sin6?_port=htons\((\d+)\)")
LINGER_SECONDS = 30
PERSON = "Ingrid Solheim"
"""Somebody whom the sample documents name."""
QUIET_FAMILIES = {"AF_UNIX", "AF_LOCAL", "AF_NETLINK", "AF_UNSPEC"}


def beyond(trace: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """Addresses beyond this machine, and the quiet ones, of a trace: (beyond, quiet), each counted."""
    outside: Counter[str] = Counter()
    quiet: Counter[str] = Counter()
    for line in trace:
        for family in FAMILY.findall(line):
            if family in QUIET_FAMILIES:
                quiet[family] += 1
                continue
            found = INET.search(line)
            address = (found.group(1) or found.group(2)) if found else "?"
            port = PORT.search(line)
            if _is_loopback(address):
                quiet["loopback"] += 1
            else:
                outside[f"{address}:{port.group(1) if port else '?'}"] += 1
    return outside, quiet


def _is_loopback(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return bool((mapped or parsed).is_loopback)


class Watch:
    """Runs commands under strace and collects what they reached."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.outside: dict[str, Counter[str]] = {}
        self.failed: list[str] = []
        self._number = 0

    def under(self, label: str) -> list[str]:
        """What to put in front of a command."""
        self._number += 1
        self._trace = self.sandbox.root / f"{self._number:02d}-{label}.trace"
        return ["strace", "-f", "-qq", "-s", "0", "-e", f"trace={CALLS}", "-o", str(self._trace)]

    def judge(self, label: str) -> None:
        """Read the last trace."""
        with self._trace.open(errors="replace") as trace:
            outside, quiet = beyond(trace)
        self.outside[label] = outside
        seen = ", ".join(f"{name} {count}" for name, count in sorted(quiet.items())) or "no address at all"
        print(f"{'LEAVES' if outside else 'stays ':6} {label:24} {dict(outside) or seen}", flush=True)

    def command(self, label: str, *arguments: str) -> None:
        """Run `assistant` with arguments and judge it; a command that fails proves nothing and is told."""
        done = self.sandbox.run(*arguments, under=self.under(label))
        self.judge(label)
        if done.returncode:
            self.failed.append(label)
            print(f"       {label} failed: {done.stderr.strip()[-300:]}", flush=True)


def control(sandbox: Sandbox) -> bool:
    """Whether the watch sees a connection that is made on purpose (to an address reserved for documentation)."""
    watch = Watch(sandbox)
    reach = "import socket; s = socket.socket(type=socket.SOCK_DGRAM); s.connect_ex(('192.0.2.1', 9))"
    subprocess.run([*watch.under("control"), sys.executable, "-c", reach], check=False, env=sandbox.environment())
    with watch._trace.open(errors="replace") as trace:
        return "192.0.2.1:9" in beyond(trace)[0]


def main() -> int:
    """Run every command; 1 when an address beyond the machine was named, or a command failed."""
    if not shutil.which("strace"):
        print("strace is not installed", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        sandbox = Sandbox(Path(folder))
        sandbox.environment()
        if not control(sandbox):
            print("the watch saw nothing of a connection made on purpose: strace may not trace here", file=sys.stderr)
            return 2
        watch = Watch(sandbox)
        for policy in ("hipaa", "gdpr"):
            watch.command(f"ingest {policy}", "ingest", str(SAMPLES), "--policy", policy, "--workspace", policy)
        question = "How many weeks of parental leave can I take?"
        watch.command("ask", "ask", question, "--workspace", "gdpr", "--json")
        watch.command("search", "search", question, "--workspace", "gdpr", "--json")
        watch.command("redact", "redact", str(next(SAMPLES.glob("*.md"))), "--policy", "gdpr")
        watch.command("documents list", "documents", "list", "--workspace", "gdpr")
        _duties(watch, Path(folder) / "given")
        watch.command("audit verify", "audit", "verify")
        watch.command("doctor", "doctor")
        _serve(watch, question)
        _page(watch)
        strays = _strays(sandbox)
    leaves = {label: dict(outside) for label, outside in watch.outside.items() if outside}
    found = {"beyond_loopback": leaves, "failed": watch.failed, "stray_files": strays}
    save("no_connections", {"commands": list(watch.outside), **found})
    print(f"{len(watch.outside)} commands, {len(leaves)} of them beyond this machine, {len(watch.failed)} failed")
    print(f"files in the home and temporary folders: {', '.join(strays) or 'none'}")
    return 1 if leaves or watch.failed or strays else 0


def _duties(watch: Watch, given: Path) -> None:
    """The commands of a privacy officer; `given` is where their files lie."""
    labelled = given / "labelled"
    labelled.mkdir(parents=True)
    (labelled / "note.txt").write_text("Seen by Dr. [[PERSON:Ilse Tannhauser]] on [[DATE_TIME:4 May 2021]].\n", "utf-8")
    letter = given / "letter.txt"
    letter.write_text("A letter without a pseudonym.\n", "utf-8")
    gdpr = ("--workspace", "gdpr")
    hold = ("documents", "hold", "fee-list-2024.csv", "--reason", "a watched command")
    window = ("--from", "2000-01-01", "--to", "2100-01-01")
    review = str(given / "review.jsonl")
    watch.command("documents hold", *hold, *gdpr)
    watch.command("subject find", "subject", "find", PERSON, *gdpr)
    watch.command("subject export", "subject", "export", PERSON, "--out", str(given / "export"), *gdpr)
    watch.command("restore", "restore", str(letter), "--reason", "a watched command", *gdpr)
    watch.command("subject erase", "subject", "erase", PERSON, "--yes", *gdpr)
    watch.command("purge", "purge", *gdpr)
    watch.command("keys rotate encryption", "keys", "rotate", "encryption")
    watch.command("keys rotate pseudonyms", "keys", "rotate", "pseudonyms", *gdpr)
    watch.command("policy check", "policy", "check", "hipaa")
    watch.command("policy evaluate", "policy", "evaluate", str(labelled), "--policy", "hipaa", "--review", review)
    for kind in ("processing", "dpia", "hipaa"):
        watch.command(f"report {kind}", "report", kind, "--out", str(given / f"{kind}.html"))
    watch.command("incident export", "incident", "export", *window, "--out", str(given / "incident"))


def _strays(sandbox: Sandbox) -> list[str]:
    """Files left in the home or temporary folder: nothing of ours belongs there, and telemetry queues there first."""
    folders = [sandbox.written / name for name in ("home", "tmp", "work")]
    return sorted(str(f.relative_to(sandbox.written)) for top in folders for f in top.rglob("*") if f.is_file())


def _serve(watch: Watch, question: str) -> None:
    made = watch.sandbox.run("keys", "create", "--name", "watch", "--role", "editor", "--json")
    key = json.loads(made.stdout)["key"]
    port = free_port()
    under = watch.under("serve")
    with watch.sandbox.served("assistant", "serve", "--port", str(port), port=port, path="/health", under=under):
        base = f"http://127.0.0.1:{port}/v1"
        answers = {"upload": upload(f"{base}/documents", key, next(SAMPLES.glob("*.csv")))}
        for path, body in (("ask", {"question": question, "workspace": "gdpr"}), ("search", {"query": question})):
            answers[path] = request(f"{base}/{path}", key, json.dumps(body).encode())
        watch.failed += [f"serve: {path}" for path, answer in answers.items() if "error" in json.loads(answer)]
        # What reports in the background takes its time: onnxruntime's first upload came within 25 seconds.
        time.sleep(LINGER_SECONDS)
    watch.judge("serve, upload, ask")


def _page(watch: Watch) -> None:
    port = free_port()
    under = watch.under("ui")
    with watch.sandbox.served("ui", port=port, path="/", under=under, ASSISTANT_UI_PORT=str(port)):
        request(f"http://127.0.0.1:{port}/_stcore/health", "")
    watch.judge("ui")


if __name__ == "__main__":
    sys.exit(main())
