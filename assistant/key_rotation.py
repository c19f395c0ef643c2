"""Rotating the master keys of an installation: audited before and after, one rotation at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from assistant.settings import handed_in_keys
from policies.audit_events import AuditEvent

if TYPE_CHECKING:
    from assistant.wiring import Wiring
    from policies.key_rotation import Exchange
    from policies.keys import Source


def rotate_encryption(wiring: Wiring, *, actor: str, new_keys: Path | None = None) -> Exchange:
    """Exchange the master keys, or complete an exchange that was interrupted; no data is rewritten.

    A server that runs goes on: the keys that it works with stay.

    Raises:
        AuditError: its beginning could not be audited; nothing was begun.
        BusyError: another rotation runs.
        KeyFileError: a key is missing, wrong or can't be written; what is in place still opens the data.
    """
    from assistant.installation import INSTALLATION
    from ingest.writer_lock import WriterLock
    from policies.key_rotation import rotate_masters

    settings = wiring.settings
    audit = wiring.storage.audit  # opens the keyring first: wrong keys are told before anything begins
    lock = WriterLock(settings.home / "keys.lock", what="The key folder")
    try:
        audit.record(AuditEvent.keys_rotated(actor, INSTALLATION, kind="encryption", step="begun"))
        done = rotate_masters(
            settings.keys,
            data=settings.home,
            overrides=handed_in_keys(),
            source=cast("Source", settings.key_source),
            new_keys=new_keys,
        )
        step = "completed" if done == "done" else done
        audit.record(AuditEvent.keys_rotated(actor, INSTALLATION, kind="encryption", step=step))
        return done
    finally:
        lock.release()
