"""The HTTP app over the library, and keys for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant import installation
from assistant.rest.app import create_app
from assistant.rest.places import Places
from assistant.settings import Settings, load_settings, with_flags
from assistant.wiring import Wiring


@dataclass(frozen=True, slots=True)
class Served:
    """An app in this process: its parts, and a client for each role."""

    wiring: Wiring
    anonymous: TestClient
    as_role: Callable[[str], TestClient]
    places: Places

    @property
    def editor(self) -> TestClient:
        return self.as_role("editor")


def served(**flags: object) -> Iterator[Served]:
    settings: Settings = with_flags(load_settings()[0], **flags)
    with Wiring(settings) as wiring:
        app = create_app(wiring, settings)

        def client(role: str) -> TestClient:
            name = f"{role} {len(wiring.access.api_keys.list())}"
            key = installation.create_api_key(wiring, name, role, actor="test")
            return TestClient(app, headers={"Authorization": f"Bearer {key}"}, raise_server_exceptions=False)

        yield Served(wiring, TestClient(app, raise_server_exceptions=False), client, app.state.places)


@pytest.fixture
def server(library: Path) -> Iterator[Served]:
    """The library, served."""
    yield from served()


@pytest.fixture
def small_server(library: Path) -> Iterator[Served]:
    """The library, served with small limits."""
    yield from served(
        max_upload_bytes=2000,
        max_upload_files=2,
        max_body_bytes=2000,
        max_question_characters=50,
        requests_per_minute=3,
    )
