"""How commands tell what they erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from assistant.cli.terminal import Terminal

if TYPE_CHECKING:
    from assistant.erasures.erasure import Outcome


def show_outcome(outcome: Outcome | None, terminal: Terminal, **more: object) -> int:
    """Tell what was done in each workspace, in JSON with what else the command tells; 1 when a scan found something."""
    from assistant.rights.shapes import NOT_STORED, outcome_to_json

    if terminal.json_only:
        terminal.value({**more, **outcome_to_json(outcome)})
    if outcome is None:
        terminal.say("There is no workspace yet.", "yellow")
        return 0
    fields = outcome.receipt["receipt"]
    for each in fields["workspaces"]:
        done, looked = each["erased"], each["scan"]
        terminal.say(
            f"Workspace '{each['workspace']}': {done['documents_deleted']} documents deleted, "
            f"{done['documents_redacted']} redacted ({done['mentions']} mentions), "
            f"{done['vault_rows']} values forgotten",
            "bold",
        )
        terminal.say(f"  {looked['files']} files ({looked['bytes']:,} bytes) were looked through", "dim")
        for document_id in each["held"]:
            terminal.warn(f"{document_id} is under legal hold and was left as it is.")
    tell_user(fields.get("as_user") or {}, terminal)
    for remains in fields["scan"]["remains"]:
        terminal.warn(f"Something is left in {remains}.")
    if not fields["log_apart_from_data"]:
        terminal.warn("The erasure log lies in the data folder. Set ASSISTANT_RECORDS to a folder elsewhere.")
    terminal.say(f"  receipt {outcome.path}")
    terminal.note(f"Originals: {NOT_STORED['originals']}.")
    return 0 if outcome.clean else 1


def tell_user(user: Mapping[str, object], terminal: Terminal) -> None:
    """Tell what of access and trail bears a subject's name, and what can be done about it."""
    if user.get("remedy"):
        what = f"{user['api_keys']} API key(s) and {user['memberships']} membership(s) bear the name"
        terminal.say(f"{what}: {user['remedy']}.", "yellow")
    if user.get("kept"):
        terminal.say(f"{user['audit_entries']} audit entries name them as a user; {user['kept']}.", "yellow")
