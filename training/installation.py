"""An installation that lasts as long as a measurement: its data, its keys and nothing of the user's own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.settings import load_settings
from assistant.wiring import Wiring


@contextmanager
def temporary_installation(**environment: str) -> Iterator[tuple[Wiring, Path]]:
    """A new installation and a folder for whatever goes into it; both are gone afterwards.

    `environment` holds further settings, such as `ASSISTANT_POLICY`.
    """
    with tempfile.TemporaryDirectory() as folder:
        own = {"ASSISTANT_HOME": f"{folder}/home", "ASSISTANT_KEYS": f"{folder}/keys"}
        settings, _ = load_settings({**own, **environment})
        with Wiring(settings) as wiring:
            yield wiring, Path(folder)
