"""Create, list and revoke the keys that let people and programs use the server."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from assistant.cli.options import add_json
from assistant.cli.session import Session

if TYPE_CHECKING:
    from policies.access import ApiKey

ROLES = ("user", "editor", "officer", "admin")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(dest="action", metavar="create|list|revoke", required=True)
    creating = actions.add_parser("create", help="make a key; it is shown once and stored hashed")
    creating.add_argument("--name", required=True, metavar="N", help="whose key it is, as the audit will name it")
    creating.add_argument("--role", required=True, choices=ROLES, help="what it may do")
    revoking = actions.add_parser("revoke", help="make a key useless, at once")
    revoking.add_argument("name", metavar="NAME", help="whose key")
    for action in (creating, actions.add_parser("list", help="names and roles, never the keys"), revoking):
        add_json(action)


def run(options: argparse.Namespace, session: Session) -> int:
    """Do the action that was asked for."""
    terminal = session.terminal
    with session.wiring() as wiring:
        if options.action == "create":
            secret = wiring.create_api_key(options.name, options.role, actor=session.actor)
            if terminal.json_only:
                terminal.value({"key": secret, "name": options.name, "role": options.role})
            else:
                terminal.say(secret, "bold green")
                terminal.note("This is the only time that the key is shown.")
        elif options.action == "revoke":
            wiring.revoke_api_key(options.name, actor=session.actor)
            if terminal.json_only:
                terminal.value({"revoked": True, "name": options.name})
            else:
                terminal.say(f"The key of '{options.name}' is revoked.", "green")
        else:
            held = wiring.api_keys.list()
            if terminal.json_only:
                terminal.value({"keys": [_shown(key) for key in held]})
            elif not held:
                terminal.say("No keys yet. Next: assistant keys create --name NAME --role user", "yellow")
            else:
                for key in held:
                    terminal.say(f"{key.name}  {key.role.value}  since {key.created_at}")
    return 0


def _shown(key: ApiKey) -> dict[str, str]:
    return {"name": key.name, "role": key.role.value, "created_at": key.created_at}
