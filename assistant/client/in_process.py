"""The same questions as over HTTP, asked of an installation in this process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.client.reading import read
from assistant.client.shapes import Answer, Hits

if TYPE_CHECKING:
    from assistant.conversations.conversation import Exchange
    from assistant.workspaces.workspace import Workspace


class InProcess:
    """One workspace of this process. Redaction, gate and audit are those of every question; `actor` is whom it names.

    Every method raises `AssistantError`.
    """

    def __init__(self, workspace: Workspace, *, actor: str) -> None:
        self._workspace = workspace
        self._actor = actor

    def ask(self, question: str, *, engine: str | None = None, history: Sequence[tuple[str, str]] = ()) -> Answer:
        """Answer a question, or refuse. `history`: earlier questions with their answers, oldest first."""
        from assistant.shapes import answer_to_json

        said = _exchanges(history)
        answer = self._workspace.ask(question, actor=self._actor, engine=engine, history=said)
        return read(Answer, answer_to_json(answer))

    def stream(
        self, question: str, *, engine: str | None = None, history: Sequence[tuple[str, str]] = ()
    ) -> Iterator[str | Answer]:
        """Each sentence of the answer when it has been checked, then the whole `Answer`, once, last."""
        from assistant.shapes import answer_to_json
        from policies.text import RedactedText

        said = _exchanges(history)
        for piece in self._workspace.stream(question, actor=self._actor, engine=engine, history=said):
            yield piece.value if isinstance(piece, RedactedText) else read(Answer, answer_to_json(piece))

    def search(self, query: str, *, k: int = 10) -> Hits:
        """Find at most `k` passages, best first."""
        from assistant.shapes import hits_to_json

        return read(Hits, hits_to_json(*self._workspace.search(query, k, actor=self._actor)))


@contextmanager
def in_process(*, actor: str, workspace: str | None = None) -> Iterator[InProcess]:
    """Open the installation of this account in this process, closed again at the end.

    From here on the process reaches nothing beyond loopback and the hosts that the settings list, and the telemetry of
    libraries is off, as for every command; software that needs the network asks a server through `Client`.

    Raises:
        AssistantError: settings, keys or data are not fit.
    """
    from assistant.settings import load_settings, silence_telemetry
    from assistant.wiring import Wiring
    from policies.egress import install_guard

    settings, _ = load_settings()
    silence_telemetry()
    install_guard(settings.allowed_hosts, private=settings.engine_hosts)
    with Wiring(settings) as wiring:
        yield InProcess(wiring.workspace(workspace), actor=actor)


def _exchanges(history: Sequence[tuple[str, str]]) -> list[Exchange]:
    from assistant.conversations.conversation import Exchange

    return [Exchange(*each) for each in history]
