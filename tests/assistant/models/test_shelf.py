"""The shelf of models: checked when added, recorded, verified ever after."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.models import ModelShelf
from assistant.models import shelf as shelf_module
from assistant.models.memory import Memory
from policies.errors import AuditError, ModelError
from tests.gguf_factory import write_adapter, write_model


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    return write_model(tmp_path / "small.gguf")


@pytest.fixture
def shelf(tmp_path: Path) -> ModelShelf:
    return ModelShelf(tmp_path / "models")


def contents(shelf_folder: Path) -> list[str]:
    return sorted(each.name for each in shelf_folder.iterdir() if each.name != "models.lock")


def test_an_added_model_is_listed_with_what_its_file_holds(shelf: ModelShelf, gguf: Path) -> None:
    told: list[tuple[int, int]] = []
    size = gguf.stat().st_size
    added = shelf.add(gguf, progress=lambda done, total: told.append((done, total)))
    gguf.unlink()
    assert shelf.list() == [added.model] and told[-1] == (size, size) and added.warnings == ()
    model = added.model
    assert (model.name, model.size, model.architecture, model.quantization) == ("small", size, "llama", "F32")
    assert (model.context, model.template) == (4096, True) and model.parameters > 10_000
    assert shelf.verified("small").read_bytes().startswith(b"GGUF")


def test_a_file_that_is_refused_leaves_nothing(shelf: ModelShelf, tmp_path: Path) -> None:
    path = tmp_path / "fake.gguf"
    path.write_bytes(b"PK\3\4 no model")
    with pytest.raises(ModelError, match="no GGUF"):
        shelf.add(path)
    assert shelf.list() == [] and not (tmp_path / "models").exists()


def test_an_altered_model_is_refused(shelf: ModelShelf, gguf: Path) -> None:
    shelf.add(gguf)
    path = shelf.verified("small")
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    for look in (shelf.verified, shelf.check):
        with pytest.raises(ModelError, match="sha256"):
            look("small")


def test_a_model_is_hashed_once_a_process_unless_its_file_changes(
    shelf: ModelShelf, gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.add(gguf)
    path = shelf.verified("small")
    monkeypatch.setattr(shelf_module, "sha256_of", lambda path: "read again")
    assert shelf.verified("small") == path
    os.utime(path, (1, 1))
    with pytest.raises(ModelError, match="sha256"):
        shelf.verified("small")


@pytest.mark.parametrize("name", ["auto", "reader", "none", "../up", "a b", "-x", "a" * 101])
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


def test_a_folder_that_can_not_be_written_is_told(shelf: ModelShelf, gguf: Path, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("in the way")
    with pytest.raises(ModelError, match="models can't be"):
        shelf.add(gguf)


def test_two_processes_add_one_after_the_other(gguf: Path, tmp_path: Path) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom assistant.models import ModelShelf\n"
        "ModelShelf(Path(sys.argv[1])).add(Path(sys.argv[2]), sys.argv[3])"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "models"), str(gguf), name]) for name in "abc"
    ]
    assert [each.wait(60) for each in started] == [0, 0, 0]
    assert [each.name for each in ModelShelf(tmp_path / "models").list()] == ["a", "b", "c"]


def test_nothing_is_listed_or_deleted_that_can_not_be_recorded(gguf: Path, tmp_path: Path) -> None:
    ModelShelf(tmp_path / "models").add(gguf, "first")

    def full(action: str, model: object) -> None:
        raise AuditError("The disk is full.", remedy="Free some space.")

    strict = ModelShelf(tmp_path / "models", full)
    with pytest.raises(AuditError):
        strict.add(gguf, "second")
    with pytest.raises(AuditError):
        strict.remove("first")
    assert [each.name for each in strict.list()] == ["first"] and strict.check("first")
    assert contents(tmp_path / "models") == ["first.gguf", "models.json"]


def test_a_record_of_an_earlier_version_is_read(shelf: ModelShelf, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "models.json").write_text('[{"name": "old", "size": 4, "sha256": "00"}]')
    assert [(each.name, each.kind) for each in shelf.list()] == [("old", "model")]


def test_an_add_that_was_killed_leaves_nothing_listed_and_the_next_one_works(gguf: Path, tmp_path: Path) -> None:
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom assistant.models import ModelShelf\n"
        "def die(done, total): os.kill(os.getpid(), signal.SIGKILL)\n"
        "ModelShelf(Path(sys.argv[1])).add(Path(sys.argv[2]), progress=die)"
    )
    killed = subprocess.run([sys.executable, "-c", script, tmp_path / "models", gguf], check=False)
    assert killed.returncode == -signal.SIGKILL and contents(tmp_path / "models") == ["small.gguf.part"]
    shelf = ModelShelf(tmp_path / "models")
    assert shelf.list() == []
    shelf.add(gguf)
    assert contents(tmp_path / "models") == ["models.json", "small.gguf"]
    assert shelf.verified("small")


def test_a_model_larger_than_the_machine_is_refused_unless_forced(
    shelf: ModelShelf, gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf_module, "memory", lambda: Memory(total=2**20, free=2**19))
    with pytest.raises(ModelError, match="this machine has"):
        shelf.add(gguf)
    assert "are free now" in shelf.add(gguf, force=True).warnings[0]


def test_an_adapter_belongs_to_its_model_and_is_no_model(shelf: ModelShelf, gguf: Path, tmp_path: Path) -> None:
    shelf.add(gguf)
    shelf.add(write_model(tmp_path / "other.gguf"))
    shelf.add_adapter(write_adapter(tmp_path / "letters.gguf"), "small")
    assert [each.name for each in shelf.list()] == ["other", "small"]
    assert [(each.name, each.base) for each in shelf.adapters()] == [("letters", "small")]
    assert shelf.verified_adapter("letters", "small") == tmp_path / "models" / "letters.gguf"
    assert shelf.verified_adapter("letters", "other") is None
    with pytest.raises(ModelError, match="can't answer alone"):
        shelf.verified("letters")
    with pytest.raises(ModelError, match="not an adapter"):
        shelf.verified_adapter("small", "small")
    with pytest.raises(ModelError, match="Adapters belong"):
        shelf.remove("small")


def test_an_adapter_fits_what_was_quantized_from_its_model(shelf: ModelShelf, gguf: Path, tmp_path: Path) -> None:
    shelf.add(gguf)
    shelf.add_adapter(write_adapter(tmp_path / "letters.gguf"), "small")
    shelf.take_in("small-Q8_0", lambda part: part.write_bytes(gguf.read_bytes()) and None, base="small")
    assert shelf.verified_adapter("letters", "small-Q8_0")


@pytest.mark.parametrize(
    ("written", "reason"),
    [({"architecture": "qwen2"}, "is an adapter for 'qwen2'"), ({"width": 64}, "doesn't fit 'small'")],
)
def test_an_adapter_of_another_model_is_refused(
    shelf: ModelShelf, gguf: Path, tmp_path: Path, written: dict[str, object], reason: str
) -> None:
    shelf.add(gguf)
    with pytest.raises(ModelError, match=reason):
        shelf.add_adapter(write_adapter(tmp_path / "other.gguf", **written), "small")  # type: ignore[arg-type]


def test_a_model_is_no_adapter_and_an_adapter_no_model(shelf: ModelShelf, gguf: Path, tmp_path: Path) -> None:
    shelf.add(gguf)
    with pytest.raises(ModelError, match="no LoRA adapter"):
        shelf.add_adapter(gguf, "small", "again")
    with pytest.raises(ModelError, match="is an adapter, not a model"):
        shelf.add(write_adapter(tmp_path / "letters.gguf"))
