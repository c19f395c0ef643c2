"""The policy of a workspace, fixed once, whoever comes at the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.settings import load_settings
from assistant.wiring import Wiring
from assistant.workspaces import policy as policy_module
from assistant.workspaces.changing import ingest
from assistant.workspaces.policy import fixed_policy, settle_policy
from ingest.writer_lock import WriterLock
from policies.errors import BusyError, PolicyError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "ward"


@pytest.fixture
def wiring(tmp_path: Path) -> Iterator[Wiring]:
    settings, _ = load_settings({"ASSISTANT_HOME": f"{tmp_path}/home", "ASSISTANT_KEYS": f"{tmp_path}/keys"})
    with Wiring(settings) as wiring:
        yield wiring


def settle(folder: Path, asked: str | None, holds_documents: Callable[[], bool] = lambda: False) -> str:
    settle_policy(folder, asked, default="gdpr", holds_documents=holds_documents)
    policy = fixed_policy(folder)
    assert policy is not None
    return policy.name


def own(folder: Path, name: str, base: str) -> str:
    path = folder.parent / f"{name}.yaml"
    path.write_text(f"name: {name}\nextends: {base}\n", encoding="utf-8")
    return str(path)


def test_a_workspace_without_documents_takes_another_policy_and_one_with_documents_does_not(folder: Path) -> None:
    assert settle(folder, None) == "gdpr"
    assert settle(folder, "hipaa") == settle(folder, None) == "hipaa"
    with pytest.raises(PolicyError, match="for good"):
        settle(folder, "gdpr", lambda: True)
    assert settle(folder, "hipaa", lambda: True) == "hipaa"


def test_a_policy_is_not_exchanged_while_somebody_ingests(folder: Path) -> None:
    settle(folder, "gdpr")
    writing = WriterLock(folder / "writer.lock")
    with pytest.raises(BusyError):
        settle(folder, "hipaa")
    assert settle(folder, "gdpr") == "gdpr"
    writing.release()


def test_documents_that_came_before_the_lock_was_taken_keep_their_policy(folder: Path) -> None:
    settle(folder, "gdpr")
    asked = iter([False, True])
    with pytest.raises(PolicyError, match="for good"):
        settle(folder, "hipaa", lambda: next(asked))


def test_a_kill_between_copy_and_record_leaves_a_workspace_to_begin(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(folder, own(folder, "first", "gdpr"))
    second = own(folder, "second", "hipaa")
    with monkeypatch.context() as patched:
        patched.setattr(policy_module, "_write", _killed_before_the_record)
        with pytest.raises(KeyboardInterrupt):
            settle(folder, second)
    assert fixed_policy(folder) is None
    assert settle(folder, None) == "gdpr"


def _killed_before_the_record(path: Path, content: bytes) -> None:
    if path.suffix == ".json":
        raise KeyboardInterrupt
    path.write_bytes(content)


def test_who_opened_a_workspace_before_its_policy_was_exchanged_does_not_write_under_the_old_one(
    wiring: Wiring, tmp_path: Path
) -> None:
    (tmp_path / "note.txt").write_text("The boiler is in the cellar.\n", encoding="utf-8")
    early = wiring.workspace_to_fill("ward", policy="gdpr")
    settle_policy(early.folder, "hipaa", default="gdpr", holds_documents=lambda: False)
    with pytest.raises(PolicyError, match="hipaa"):
        ingest(early, [tmp_path / "note.txt"], actor="ada")


@pytest.mark.parametrize("asked", ["gdpr", "hipaa"])
def test_of_two_first_ingestions_at_once_one_policy_is_fixed(folder: Path, asked: str) -> None:
    """The other one comes while the first is about to take the lock."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(policy_module, "WriterLock", lambda path: _after_another(folder, path))
        if asked == "gdpr":
            settle_policy(folder, asked, default="gdpr", holds_documents=lambda: True)
        else:
            with pytest.raises(PolicyError, match="for good"):
                settle_policy(folder, asked, default="gdpr", holds_documents=lambda: True)
    assert settle(folder, None) == "gdpr"


def _after_another(folder: Path, path: Path) -> WriterLock:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(policy_module, "WriterLock", WriterLock)
        settle_policy(folder, "gdpr", default="gdpr", holds_documents=lambda: False)
    return WriterLock(path)
