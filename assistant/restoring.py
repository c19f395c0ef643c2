"""Restoring pseudonyms, the last step before something is shown: for a text, and for an answer with its quotes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from policies.audit_events import AuditEvent
from policies.errors import PolicyError
from policies.restoration import Request, Restoration

if TYPE_CHECKING:
    from assistant.wiring import Wiring


def restore(text: str, request: Request, wiring: Wiring, workspace: str | None) -> str:
    """A text with the values behind a workspace's tokens.

    Raises:
        AccessError: role, reason or tokens are not fit; all alike.
        LimitError: too many values, or too many within an hour (`RateError`).
        PolicyError: the workspace's policy forbids to break the glass.
        AuditError: it could not be audited; nothing is shown.
        BusyError: something is still to be erased here, and another command or request writes.
    """
    name = _checked(request, wiring, workspace)
    return wiring.privacy.vault(name).restore(
        text, actor=request.actor, role=request.role, reason=request.reason, break_glass=request.break_glass
    )


def restoration(request: Request, wiring: Wiring, workspace: str | None) -> Restoration:
    """A reading behind the tokens of what will be answered; who may not is refused before anything is asked.

    Raises:
        as `restore`.
    """
    name = _checked(request, wiring, workspace)
    return wiring.privacy.vault(name).restoration(
        actor=request.actor, role=request.role, reason=request.reason, break_glass=request.break_glass
    )


def restored(shape: dict[str, object], reading: Restoration) -> dict[str, object]:
    """A JSON shape with values in each of its texts, counted and audited together before.

    Raises:
        LimitError, AuditError: as `restore`; nothing is shown.
    """
    reading.reveal(_texts(shape))
    return {name: _shown(value, reading) for name, value in shape.items()}


def _checked(request: Request, wiring: Wiring, workspace: str | None) -> str:
    opened = wiring.workspace(workspace)
    if wiring.storage.has_vault(opened.name):
        opened.catch_up()  # a restored backup holds names that were erased since it was made
    if request.break_glass and not opened.policy.break_glass:
        wiring.storage.audit.record(
            AuditEvent.restore_refused(
                request.actor, opened.name, (), request.reason, role=str(request.role), policy=opened.policy.name
            )
        )
        raise PolicyError(
            f"The policy '{opened.policy.name}' forbids to break the glass.",
            remedy="Ask someone with the role officer to restore it.",
        )
    return opened.name


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _shown(value: Any, reading: Restoration) -> Any:
    if isinstance(value, str):
        return reading.shown(value)
    if isinstance(value, dict):
        return {name: _shown(each, reading) for name, each in value.items()}
    return [_shown(each, reading) for each in value] if isinstance(value, list) else value
