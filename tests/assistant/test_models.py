"""The shelf of models: GGUF only, recorded when added, verified ever after."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.models import ModelShelf
from policies.errors import ModelError


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    path = tmp_path / "small.gguf"
    path.write_bytes(b"GGUF" + bytes(1000))
    return path


@pytest.fixture
def shelf(tmp_path: Path) -> ModelShelf:
    return ModelShelf(tmp_path / "models")


def test_an_added_model_is_listed_and_its_file_is_a_copy(shelf: ModelShelf, gguf: Path) -> None:
    told: list[tuple[int, int]] = []
    model = shelf.add(gguf, progress=lambda done, total: told.append((done, total)))
    gguf.unlink()
    assert shelf.list() == [model] and model.name == "small" and told[-1] == (1004, 1004)
    assert shelf.verified("small").read_bytes().startswith(b"GGUF")


def test_a_file_of_another_format_is_refused_and_leaves_nothing(shelf: ModelShelf, tmp_path: Path) -> None:
    path = tmp_path / "fake.gguf"
    path.write_bytes(b"PK\3\4 no model")
    with pytest.raises(ModelError, match="no GGUF"):
        shelf.add(path)
    assert shelf.list() == [] and list((tmp_path / "models").iterdir()) == []


def test_an_altered_model_is_refused(shelf: ModelShelf, gguf: Path) -> None:
    shelf.add(gguf)
    path = shelf.verified("small")
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(ModelError, match="sha256"):
        shelf.verified("small")


@pytest.mark.parametrize("name", ["auto", "reader", "../up", "a b", "-x", "a" * 101])
def test_an_unfit_name_is_refused(shelf: ModelShelf, gguf: Path, name: str) -> None:
    with pytest.raises(ModelError, match="can't be a model's name"):
        shelf.add(gguf, name)


def test_a_taken_name_is_refused(shelf: ModelShelf, gguf: Path) -> None:
    shelf.add(gguf)
    with pytest.raises(ModelError, match="already"):
        shelf.add(gguf)


def test_a_removed_model_is_unknown(shelf: ModelShelf, gguf: Path) -> None:
    shelf.add(gguf)
    shelf.remove("small")
    with pytest.raises(ModelError, match="no model"):
        shelf.find("small")


def test_a_missing_file_is_an_error_with_its_name(shelf: ModelShelf, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere"):
        shelf.add(tmp_path / "nowhere.gguf")
