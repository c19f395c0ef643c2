"""`models pull`: the one command that connects beyond the configuration, and only if told to."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli.options import add_json
from assistant.cli.session import Session
from assistant.cli.terminal import Terminal
from policies.errors import ConfigError, ModelError

if TYPE_CHECKING:
    from assistant.models import ModelShelf


def arguments(actions: Any) -> None:
    """Declare what the action takes; `actions` is argparse's."""
    pulling = actions.add_parser("pull", help="fetch a GGUF file from a hub or a mirror; connects only with --online")
    pulling.add_argument("address", metavar="URL|NAME", help="https://… or OWNER/REPOSITORY/FILE.gguf on the hub")
    pulling.add_argument("--online", action="store_true", help="allow this one connection")
    pulling.add_argument("--sha256", type=_sha256, metavar="HEX", help="what the file must have; else you are asked")
    pulling.add_argument("--name", metavar="NAME", help="what to call it (default: the file's name)")
    pulling.add_argument(
        "--also-host", action="append", default=[], metavar="HOST", help="a host that the first one sends on to"
    )
    add_json(pulling)


def pull(options: argparse.Namespace, shelf: ModelShelf, session: Session) -> int:
    """Fetch, show the checksum, and add the file once somebody or --sha256 has confirmed it."""
    from assistant import installation
    from assistant.models import model_to_json
    from assistant.models.addresses import address_of
    from assistant.models.digests import sha256_of
    from assistant.models.pulling import fetch, forget
    from policies.egress import install_guard

    if not options.online:
        raise ConfigError(
            "Nothing is fetched without --online.", remedy="Add --online, or fetch the file by other means."
        )
    terminal, settings = session.terminal, session.settings
    address = address_of(options.address, listed=settings.allowed_hosts)
    name = options.name or address.model
    shelf.refuse_name(name)
    folder = settings.home / "models"
    with session.wiring() as wiring:

        def record(step: str, sha256: str = "") -> None:
            installation.record_fetch(wiring, actor=session.actor, host=address.host, step=step, sha256=sha256)

        record("begun")  # before the guard opens: what can't be audited is not done
        install_guard([address.guarded, *(f"{host}:443" for host in options.also_host)])
        with terminal.progress("Fetching") as progress:
            part = fetch(address, folder, also=options.also_host, progress=progress)
        found = sha256_of(part)
        terminal.note(f"sha256 {found}")
        if not _trusted(found, options.sha256, terminal):
            forget(part)
            record("distrusted", found)
            raise ModelError(
                f"The file is not the one that was wanted: its sha256 is {found}.",
                remedy="It was deleted. Check the address, and what the publisher says.",
            )
        added = shelf.take_in(name, lambda target: _move(part, target), sha256=found)
        forget(part)
        record("added", found)
    for warning in added.warnings:
        terminal.warn(warning)
    terminal.say(f"'{name}' was added. Next: assistant ask QUESTION --engine {name}", "green")
    if terminal.json_only:
        terminal.value({**model_to_json(added.model), "warnings": list(added.warnings)})
    return 0


def _trusted(found: str, wanted: str | None, terminal: Terminal) -> bool:
    """Whether the file is the one that --sha256 names, or that a person confirms.

    Raises:
        ModelError: nobody named it, and there is nobody to ask; the file is kept.
    """
    if wanted is not None:
        return found == wanted
    if terminal.json_only or not sys.stdin.isatty():
        raise ModelError(
            f"The file was fetched and is not trusted yet: its sha256 is {found}.",
            remedy=f"Compare it with what the publisher says, then run the same command with --sha256 {found}",
        )
    terminal.note("Compare it with what the publisher says. Type 'yes' if they are the same:")
    return sys.stdin.readline().strip().lower() == "yes"


def _move(part: Path, target: Path) -> None:
    part.replace(target)


def _sha256(raw: str) -> str:
    if not re.fullmatch(r"[0-9a-fA-F]{64}", raw):
        raise argparse.ArgumentTypeError("expected 64 hexadecimal digits")
    return raw.lower()
