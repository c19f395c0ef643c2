"""The sample documents are what their script makes, and hold what the list of canaries says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.loaders import load
from samples import build_samples

DOCUMENTS = build_samples.DOCUMENTS
CANARIES = json.loads((build_samples.HERE / "canaries.json").read_text(encoding="utf-8"))


def text_of(path: Path) -> str:
    document = load(path, path.name)
    return f"{document.title}\n{document.text}"


def test_the_documents_of_the_repository_are_those_that_the_script_builds(tmp_path: Path) -> None:
    for path in build_samples.build(tmp_path):
        assert text_of(path) == text_of(DOCUMENTS / path.name)


def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    first = {path.name: path.read_bytes() for path in build_samples.build(tmp_path / "one")}
    assert first == {path.name: path.read_bytes() for path in build_samples.build(tmp_path / "two")}


@pytest.mark.parametrize("canary", CANARIES, ids=lambda canary: canary["value"])
def test_each_canary_stands_in_its_file(canary: dict[str, str]) -> None:
    assert canary["value"] in text_of(DOCUMENTS / canary["file"])


def test_phone_numbers_and_addresses_are_of_the_ranges_kept_for_fiction() -> None:
    for canary in CANARIES:
        assert canary["entity_type"] != "PHONE_NUMBER" or "555-01" in canary["value"]
        assert canary["entity_type"] != "EMAIL_ADDRESS" or canary["value"].endswith("@example.org")
