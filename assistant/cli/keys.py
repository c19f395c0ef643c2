"""Create, list and revoke the keys of people and programs; rotate those that protect the data."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.options import add_json, add_workspace
from assistant.cli.session import Session

if TYPE_CHECKING:
    from policies.access import ApiKey

ROLES = ("reader", "contributor", "officer", "auditor", "admin")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(dest="action", metavar="create|list|revoke|rotate", required=True)
    creating = actions.add_parser("create", help="make a key; it is shown once and stored hashed")
    creating.add_argument("--name", required=True, metavar="N", help="whose key it is, as the audit will name it")
    creating.add_argument(
        "--role",
        required=True,
        choices=(*ROLES, "user", "editor"),
        metavar="R",
        help="what it may do: " + ", ".join(ROLES),
    )
    revoking = actions.add_parser("revoke", help="make a key useless, at once")
    revoking.add_argument("name", metavar="NAME", help="whose key")
    listing = actions.add_parser("list", help="names and roles, never the keys")
    rotating = actions.add_parser("rotate", help="put data or pseudonyms under new keys; destroy the old ones")
    kinds = rotating.add_subparsers(dest="kind", metavar="encryption|pseudonyms", required=True)
    encryption = kinds.add_parser("encryption", help="new master keys in the key folder; no data is rewritten")
    encryption.add_argument(
        "--new-keys",
        type=Path,
        metavar="FOLDER",
        help="new store.key, vault.key and audit.key, where keys are mounted or in the environment",
    )
    pseudonyms = kinds.add_parser("pseudonyms", help="new pseudonyms in every document of a workspace")
    add_workspace(pseudonyms)
    for action in (creating, listing, revoking, encryption, pseudonyms):
        add_json(action)


def run(options: argparse.Namespace, session: Session) -> int:
    """Do the action that was asked for."""
    from assistant import installation

    if options.action == "rotate":
        return _rotate_encryption(options, session) if options.kind == "encryption" else _rotate(options, session)
    terminal = session.terminal
    with session.wiring() as wiring:
        if options.action == "create":
            secret = installation.create_api_key(wiring, options.name, options.role, actor=session.actor)
            if terminal.json_only:
                terminal.value({"key": secret, "name": options.name, "role": options.role})
            else:
                terminal.say(secret, "bold green")
                terminal.note("This is the only time that the key is shown.")
        elif options.action == "revoke":
            installation.revoke_api_key(wiring, options.name, actor=session.actor)
            if terminal.json_only:
                terminal.value({"revoked": True, "name": options.name})
            else:
                terminal.say(f"The key of '{options.name}' is revoked.", "green")
        else:
            held = wiring.access.api_keys.list()
            if terminal.json_only:
                terminal.value({"keys": [_shown(key) for key in held]})
            elif not held:
                terminal.say("No keys yet. Next: assistant keys create --name NAME --role reader", "yellow")
            else:
                for key in held:
                    terminal.say(f"{key.name}  {key.role.value}  since {key.created_at}")
    return 0


def _rotate_encryption(options: argparse.Namespace, session: Session) -> int:
    from assistant.key_rotation import rotate_encryption
    from policies.wrapped_keys import is_unwrapped

    terminal = session.terminal
    with session.wiring() as wiring:
        if is_unwrapped(session.settings.home):
            terminal.warn(
                "This installation is from when master keys were the data keys: an old key file can still be used to"
                " read its files, though not with this program. Destroy every copy of it, or ingest into a new one."
            )
        done = rotate_encryption(wiring, actor=session.actor, new_keys=options.new_keys)
    if terminal.json_only:
        terminal.value({"rotated": "encryption", "completed": done == "done"})
    elif done == "done":
        terminal.say("The master keys are new, and the old ones open nothing here any more.", "green")
        terminal.note(
            "Back up the key folder now. A backup of the data that was made before opens only with the keys of its"
            " time: keep those apart for as long as you keep it, and then destroy both."
        )
    else:
        terminal.say("The old keys and the new ones open the data now.", "yellow")
        terminal.note(
            "Put the new keys in the place of the old ones, then run `assistant keys rotate encryption` once more."
        )
    return 0


def _rotate(options: argparse.Namespace, session: Session) -> int:
    from assistant.workspaces.changing import rotate_pseudonyms

    terminal = session.terminal
    with session.wiring() as wiring, terminal.progress("Exchanging pseudonyms") as progress:
        workspace = wiring.workspace(options.workspace)
        done = rotate_pseudonyms(workspace, actor=session.actor, progress=progress)
    if terminal.json_only:
        terminal.value(
            {
                "rotated": "pseudonyms",
                "workspace": workspace.name,
                "pseudonyms": done.pseudonyms,
                "documents": done.documents,
                "resumed": done.resumed,
            }
        )
        return 0
    terminal.say(
        f"Workspace '{workspace.name}': {done.pseudonyms} pseudonyms are new, in {done.documents} documents.", "green"
    )
    terminal.note("The old key is destroyed: texts that were copied out before can't be restored any more.")
    return 0


def _shown(key: ApiKey) -> dict[str, str]:
    return {"name": key.name, "role": key.role.value, "created_at": key.created_at}
