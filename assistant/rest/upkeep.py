"""What a server does beside its requests: it carries out erasures that another process began and did not end."""

from __future__ import annotations

import logging
import threading
from types import TracebackType
from typing import Final, Self

from assistant.wiring import Wiring
from policies.errors import AssistantError

_log = logging.getLogger(__name__)

EVERY_SECONDS: Final = 60.0


class Upkeep:
    """Looks at the erasure log at once and then every `seconds`, in a thread of its own, until it is left.

    Requests look themselves before they read; this is for the workspace that nobody asks.
    """

    def __init__(self, wiring: Wiring, seconds: float = EVERY_SECONDS) -> None:
        self._wiring = wiring
        self._seconds = seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End; an erasure that is being carried out is finished first."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                self._wiring.carry_out_erasures()
            except AssistantError as error:
                _log.warning("What the erasure log has could not be carried out: %s", error)
            if self._ended.wait(self._seconds):
                return
