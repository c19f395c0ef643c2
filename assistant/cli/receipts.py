"""How commands tell what they erased."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.cli.terminal import Terminal

if TYPE_CHECKING:
    from assistant.erasure import Outcome
    from assistant.workspace import Workspace


def show_outcomes(outcomes: Sequence[tuple[Workspace, Outcome]], terminal: Terminal) -> int:
    """Tell each workspace's outcome; 1 when a scan found something left."""
    from assistant.subject_shapes import NOT_STORED, outcomes_to_json

    if terminal.json_only:
        terminal.value(outcomes_to_json(outcomes))
    for workspace, outcome in outcomes:
        fields = outcome.receipt["receipt"]
        done, looked = fields["erased"], fields["scan"]
        terminal.say(
            f"Workspace '{workspace.name}': {done['documents_deleted']} documents deleted, "
            f"{done['documents_redacted']} redacted ({done['mentions']} mentions), "
            f"{done['vault_rows']} values forgotten",
            "bold",
        )
        terminal.say(f"  {looked['files']} files ({looked['bytes']:,} bytes) were looked through", "dim")
        for document_id in fields["held"]:
            terminal.warn(f"{document_id} is under legal hold and was left as it is.")
        for remains in looked["remains"]:
            terminal.warn(f"Something is left in {remains}.")
        if not fields["log_apart_from_data"]:
            terminal.warn("The erasure log lies in the data folder. Set ASSISTANT_RECORDS to a folder elsewhere.")
        terminal.say(f"  receipt {outcome.path}")
    terminal.note(f"Originals: {NOT_STORED['originals']}.")
    return 0 if all(outcome.clean for _, outcome in outcomes) else 1
