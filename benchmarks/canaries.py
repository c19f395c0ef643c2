"""Plants identifiers in documents, uses the product, and looks for them in every byte that it wrote.

    python -m benchmarks.canaries [--inside]

The identifiers planted in the sample documents (samples/canaries.json) and some of this script's own, names too, are
ingested under `gdpr` and `hipaa` through the command line and over REST, asked and searched for, and one ingestion is
killed half way. Then every file in the data folder, the key folder, the home, temporary and working folders, and the
server's log is searched for each identifier: in UTF-8 and UTF-16, in any case, reversed, in hexadecimal, in base64 at
each of its three alignments, and inside gzip, zlib and zip streams. Exit status 1 on a find.

`--inside` also opens the encrypted files with their keys and looks at their rows: what the redactor missed is there. It
is a measure of redaction, not of storage, so it is told and does not fail the run.
"""

from __future__ import annotations

import argparse
import base64
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import save
from benchmarks.sandbox import Sandbox, free_port, request, upload

SAMPLES = Path(__file__).parents[1] / "samples"
POLICIES = ("gdpr", "hipaa")
SHORTEST = 6
"""Characters that an identifier has at least: shorter ones turn up in any megabyte of random bytes."""

OWN = {
    "letters/Referral of Zbigniew Quastelholt.txt": (
        "Patient: Zbigniew Quastelholt\nDate of birth: 17 October 1961\nSSN: 536-22-8726\nMRN: 88213477\n\n"
        "Dear colleague,\n\nI saw Mr. Quastelholt on 4 March 2024. He can be reached at zq.holt@mailbox.example or "
        "+1 202 555 0139, and lives at 77 Wolverton Street. Zbigniew Quastelholt takes 5 mg of amlodipine.\n"
    ),
    "notes.md": (
        "# Ward meeting\n\nPresent: Dr. Thandiwe Brockenhurst\n\n| Name | IBAN |\n|---|---|\n"
        "| Thandiwe Brockenhurst | GB82 WEST 1234 5698 7654 32 |\n\nThe ward opens at seven.\n"
    ),
    "accounts.csv": (
        "Name,Email,Card\nOluwaseun Farthingdale,o.farthingdale@mailbox.example,4929 1234 5678 9019\n"
        "Thandiwe Brockenhurst,t.brock@mailbox.example,5555 5555 5555 4444\n"
    ),
}
OWN_CANARIES = (
    "Zbigniew Quastelholt",
    "Quastelholt",
    "17 October 1961",
    "536-22-8726",
    "88213477",
    "zq.holt@mailbox.example",
    "202 555 0139",
    "77 Wolverton Street",
    "Thandiwe Brockenhurst",
    "Brockenhurst",
    "GB82 WEST 1234 5698 7654 32",
    "GB82WEST12345698765432",
    "Oluwaseun Farthingdale",
    "o.farthingdale@mailbox.example",
    "4929 1234 5678 9019",
    "4929123456789019",
)
PRIVATE_QUESTION = "Where does Zbigniew Quastelholt live, and what does he take?"
QUESTIONS = (PRIVATE_QUESTION, "When does the ward open?")


@dataclass(frozen=True, slots=True)
class Find:
    """An identifier, found: where, and in which disguise."""

    file: str
    canary: str
    disguise: str


def disguises(canary: str) -> dict[str, bytes]:
    """The byte strings that an identifier may hide as. Letters are lower case, but for base64."""
    lower = canary.casefold()
    plain = lower.encode()
    found = {
        "utf-8": plain,
        "utf-16": lower.encode("utf-16-le"),
        "utf-16 big-endian": lower.encode("utf-16-be"),
        "reversed": plain[::-1],
        "json escapes": json.dumps(lower)[1:-1].encode(),
        "url": lower.replace(" ", "%20").encode(),
        "hexadecimal": plain.hex().encode(),
    }
    # Case is part of base64 and hexadecimal, so these stand for the spelling that was planted.
    found["hexadecimal as planted"] = canary.encode().hex().encode()
    return found


def base64_disguises(canary: str) -> dict[str, bytes]:
    """What stands in base64 of any text that holds the identifier, whatever stands before it."""
    found = {}
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + canary.encode())
        # The characters that the neighbours share with the identifier are left out.
        found[f"base64, shifted by {shift}"] = encoded[(0, 2, 3)[shift] : -4]
    return found


def search(content: bytes, canaries: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(identifier, disguise) of all that stand in the bytes, and in the compressed streams that they hold."""
    for layer, part in (("", content), *(("compressed ", inner) for inner in streams(content))):
        lower = part.lower()
        for canary in canaries:
            for disguise, pattern in disguises(canary).items():
                if pattern in lower:
                    yield canary, layer + disguise
            for disguise, pattern in base64_disguises(canary).items():
                if pattern in part or pattern.translate(URL_SAFE) in part:
                    yield canary, layer + disguise


URL_SAFE = bytes.maketrans(b"+/", b"-_")
STREAM_STARTS = {
    b"\x1f\x8b\x08": 31,
    b"\x78\x01": 15,
    b"\x78\x5e": 15,
    b"\x78\x9c": 15,
    b"\x78\xda": 15,
    b"PK\x03\x04": -15,
}


def streams(content: bytes) -> Iterator[bytes]:
    """What the gzip, zlib and zip streams in the bytes unpack to."""
    for start, window in STREAM_STARTS.items():
        place = content.find(start)
        while place >= 0:
            begin = place
            if window < 0:  # a zip member: the name and the extra field come before the data
                name, extra = (int.from_bytes(content[place + at : place + at + 2], "little") for at in (26, 28))
                begin += 30 + name + extra
            try:
                unpacked = zlib.decompressobj(window).decompress(content[begin : begin + 50_000_000], 50_000_000)
            except zlib.error:
                unpacked = b""
            if len(unpacked) > SHORTEST:
                yield unpacked
            place = content.find(start, place + 1)


def look(sandbox: Sandbox, canaries: tuple[str, ...]) -> tuple[list[Find], int, int]:
    """Every find in names and bytes of what was written, with the files and bytes that were looked at."""
    finds: set[Find] = set()
    files = size = 0
    for file in [*sandbox.written.rglob("*"), *sandbox.root.glob("*.log")]:
        name = str(file.relative_to(sandbox.root))
        finds |= {Find(name, canary, f"name, {how}") for canary, how in search(name.encode(), canaries)}
        if file.is_file():
            content = file.read_bytes()
            files, size = files + 1, size + len(content)
            finds |= {Find(name, canary, how) for canary, how in search(content, canaries)}
    return sorted(finds, key=lambda find: (find.file, find.canary, find.disguise)), files, size


def self_check() -> None:
    """Each disguise is found where it stands, or the search proves nothing."""
    import gzip

    canary = "Zbigniew Quastelholt"
    text = f"He met {canary} there.".encode()
    hidden = [
        text,
        text.upper(),
        text.decode().encode("utf-16-le"),
        text[::-1],
        text.hex().encode(),
        gzip.compress(text),
    ]
    hidden += [base64.b64encode(b"x" * shift + text) for shift in range(3)] + [b"ab" + zlib.compress(text) + b"cd"]
    missed = [content for content in hidden if not list(search(content, (canary,)))]
    if missed or any(search(b"nothing of the sort", (canary,))):
        raise SystemExit(f"the search itself is broken: {len(missed)} disguises missed")


def main(arguments: list[str] | None = None) -> int:
    """Plant, use, look; 1 on a find or when a step failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--inside", action="store_true", help="also look at the rows of the encrypted files")
    options = parser.parse_args(arguments)
    self_check()
    planted = json.loads((SAMPLES / "canaries.json").read_text("utf-8"))
    values = {entry["value"] for entry in planted} | set(OWN_CANARIES)
    canaries = tuple(sorted(value for value in values if len(value) >= SHORTEST))
    with tempfile.TemporaryDirectory() as folder:
        sandbox = Sandbox(Path(folder))
        sandbox.environment()
        _plant(sandbox)
        failed = _use(sandbox)
        finds, files, size = look(sandbox, canaries)
        missed = _inside(sandbox, canaries) if options.inside else {}
    print(f"{len(canaries)} identifiers, {files} files, {size / 2**20:.1f} MiB, {len(finds)} finds")
    for find in finds:
        print(f"  FOUND {find.canary!r} in {find.file} ({find.disguise})")
    for step in failed:
        print(f"  FAILED {step}")
    for place, found in missed.items():
        print(f"  not redacted, but encrypted, in {place}: {', '.join(found) or 'none'}")
    save(
        "canaries",
        {
            "identifiers": len(canaries),
            "files": files,
            "mebibytes": round(size / 2**20, 1),
            "finds": [f"{find.file}: {find.disguise}" for find in finds],
            "failed": failed,
            "not_redacted": {place: len(found) for place, found in missed.items()},
        },
    )
    return 1 if finds or failed else 0


def _plant(sandbox: Sandbox) -> None:
    shutil.copytree(SAMPLES / "documents", sandbox.documents / "samples")
    for name, text in OWN.items():
        file = sandbox.documents / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def _use(sandbox: Sandbox) -> list[str]:
    """Everything that reads or writes; returns the steps that failed."""
    failed: list[str] = []

    def step(*arguments: str) -> None:
        done = sandbox.run(*arguments)
        # What a person is shown may hold what they typed; what is kept may not. So the output goes to no file here.
        if done.returncode:
            failed.append(f"{arguments[0]}: {done.stderr.strip()[-200:]}")

    for policy in POLICIES:
        _kill_half_way(sandbox, policy)
        step("ingest", str(sandbox.documents), "--policy", policy, "--workspace", policy)
        for question in QUESTIONS:
            step("ask", question, "--workspace", policy, "--json")
            step("search", question, "--workspace", policy, "--json")
        step("redact", str(sandbox.documents / "notes.md"), "--policy", policy)
        step("documents", "list", "--workspace", policy)
    step("audit", "verify")
    made = sandbox.run("keys", "create", "--name", "canaries", "--role", "editor", "--json")
    key = json.loads(made.stdout)["key"]
    port = free_port()
    with sandbox.served("assistant", "serve", "--port", str(port), port=port, path="/health"):
        base = f"http://127.0.0.1:{port}/v1"
        answers = [upload(f"{base}/documents", key, sandbox.documents / name) for name in OWN]
        for path, body in (
            ("ask", {"question": PRIVATE_QUESTION, "workspace": "gdpr"}),
            ("search", {"query": PRIVATE_QUESTION, "workspace": "hipaa"}),
            ("redact", {"text": OWN["notes.md"], "policy": "gdpr"}),
        ):
            answers.append(request(f"{base}/{path}", key, json.dumps(body).encode()))
        request(f"{base}/ask", key, f"{PRIVATE_QUESTION} is no JSON".encode())
        request(f"{base}/documents/{OWN_CANARIES[1]}", key)
        failed += [f"REST: {answer[:200]}" for answer in answers if "error" in json.loads(answer)]
    return failed


def _kill_half_way(sandbox: Sandbox, policy: str) -> None:
    """Leave what a power cut would leave."""
    command = [sys.executable, "-m", "assistant", "ingest", str(sandbox.documents), "--policy", policy]
    process = subprocess.Popen(
        [*command, "--workspace", policy],
        env=sandbox.environment(),
        cwd=sandbox.written / "work",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(4)
    process.send_signal(signal.SIGKILL)
    process.wait()


def _inside(sandbox: Sandbox, canaries: tuple[str, ...]) -> dict[str, list[str]]:
    """Identifiers that stand in the rows of each encrypted store, spelled as they were planted."""
    from policies.database import open_database
    from policies.keys import open_keyring

    data = sandbox.written / "data"
    keyring = open_keyring(sandbox.written / "keys", data=data)
    missed: dict[str, list[str]] = {}
    for policy in POLICIES:
        file = data / "workspaces" / policy / "store.db"
        connection = open_database(file, keyring.key("store", policy), readonly=True)
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'")
        rows = "\n".join(
            repr(connection.execute(f'SELECT * FROM "{table}"').fetchall())  # noqa: S608 - names from the schema
            for (table,) in tables.fetchall()
        ).casefold()
        connection.close()
        if "amlodipine" not in rows:  # what is nobody's name is kept, or there was nothing to look at
            raise SystemExit(f"the store of {policy} does not hold what was ingested")
        missed[f"store of {policy}"] = [canary for canary in canaries if canary.casefold() in rows]
    return missed


if __name__ == "__main__":
    sys.exit(main())
