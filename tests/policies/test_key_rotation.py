"""Exchanging master keys: what opens before, between and after, and what a kill leaves."""

import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from policies import key_rotation
from policies.errors import KeyFileError
from policies.key_rotation import rotate_masters
from policies.key_sources import KeyFolder
from policies.keys import MASTERS, create_keyring, open_keyring
from policies.wrapped_keys import check_value, is_unwrapped, read_wrapped_keys
from tests.policies.processes import start


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


class Killed(BaseException):
    """Stands for the end of the process."""


def test_new_masters_open_the_same_data_keys_and_no_database_is_touched(keys: Path, data: Path) -> None:
    before = create_keyring(keys, data=data)
    (data / "some.db").write_bytes(b"pages")
    old = {file.name: file.read_text() for file in keys.iterdir()}
    assert rotate_masters(keys, data=data) == "done"
    assert open_keyring(keys, data=data).checks() == before.checks()
    new = {file.name: file.read_text() for file in keys.iterdir()}
    assert new.keys() == old.keys() and not set(new.values()) & set(old.values())
    assert (data / "some.db").read_bytes() == b"pages"
    assert {file.stat().st_mode & 0o777 for file in keys.iterdir()} == {0o600}


def test_an_old_master_opens_nothing_but_the_backup_of_its_time(tmp_path: Path, keys: Path, data: Path) -> None:
    before = create_keyring(keys, data=data)
    shutil.copytree(keys, tmp_path / "old keys")
    shutil.copytree(data, tmp_path / "backup")
    rotate_masters(keys, data=data)
    with pytest.raises(KeyFileError, match="only the new keys open it"):
        open_keyring(tmp_path / "old keys", data=data)
    with pytest.raises(KeyFileError, match="a backup of the data only those of its time"):
        open_keyring(keys, data=tmp_path / "backup")
    assert open_keyring(tmp_path / "old keys", data=tmp_path / "backup").checks() == before.checks()


@pytest.mark.parametrize("step", range(5))
def test_whatever_step_it_ends_at_the_data_opens_and_the_same_call_completes_it(
    keys: Path, data: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = create_keyring(keys, data=data).checks()
    old = {name: (keys / f"{name}.key").read_text() for name in MASTERS}
    left = [step]

    def ending(do: Callable[..., None]) -> Callable[..., None]:
        def ended(*arguments: object) -> None:
            if left[0] == 0:
                raise Killed
            left[0] -= 1
            do(*arguments)

        return ended

    with monkeypatch.context() as patched:
        patched.setattr(key_rotation, "write_wrapped_keys", ending(key_rotation.write_wrapped_keys))
        patched.setattr(KeyFolder, "replace", ending(KeyFolder.replace))
        with pytest.raises(Killed):
            rotate_masters(keys, data=data)
    assert open_keyring(keys, data=data).checks() == before
    assert rotate_masters(keys, data=data) == "done"
    assert open_keyring(keys, data=data).checks() == before
    wrapped = read_wrapped_keys(data)
    assert wrapped is not None and not wrapped.pending
    for name in MASTERS:
        assert (keys / f"{name}.key").read_text() != old[name]
        assert wrapped.unwrap(name, bytes.fromhex(old[name])) is None


def test_a_kill_at_any_moment_leaves_keys_that_open_the_data(tmp_path: Path, keys: Path, data: Path) -> None:
    before = create_keyring(keys, data=data).checks()
    script = """
    from policies.key_rotation import rotate_masters
    print("ready", flush=True)
    while True:
        rotate_masters(home / "keys", data=home / "data")
    """
    for _ in range(3):
        process = start(script, tmp_path)
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        time.sleep(random.uniform(0, 0.1))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        process.stderr.close()
        assert open_keyring(keys, data=data).checks() == before
    assert rotate_masters(keys, data=data) == "done"


def test_keys_that_we_can_t_write_are_exchanged_by_hand_between_two_calls(tmp_path: Path, data: Path) -> None:
    old, new = ({name: f"{digit}{n}" * 32 for n, name in enumerate(MASTERS)} for digit in "ab")
    before = create_keyring(tmp_path, data=data, overrides=old).checks()
    with pytest.raises(KeyFileError, match="--new-keys"):
        rotate_masters(tmp_path, data=data, overrides=old)
    folder = tmp_path / "new"
    folder.mkdir(mode=0o700)
    for name, text in new.items():
        (folder / f"{name}.key").write_text(text)
        (folder / f"{name}.key").chmod(0o600)
    assert rotate_masters(tmp_path, data=data, overrides=old, new_keys=folder) == "prepared"
    for either in (old, new, {**old, "vault": new["vault"]}):
        assert open_keyring(tmp_path, data=data, overrides=either).checks() == before
    assert rotate_masters(tmp_path, data=data, overrides=new) == "done"
    assert open_keyring(tmp_path, data=data, overrides=new).checks() == before
    with pytest.raises(KeyFileError, match="do not belong"):
        open_keyring(tmp_path, data=data, overrides=old)


def test_an_installation_whose_masters_were_its_data_keys_is_opened_and_wrapped(keys: Path, data: Path) -> None:
    import json

    create_keyring(keys, data=data)
    masters = {name: bytes.fromhex((keys / f"{name}.key").read_text()) for name in MASTERS}
    checks = {name: check_value(master) for name, master in masters.items()}
    (data / "keys.json").write_text(json.dumps({"version": 1, "checks": checks}))
    assert open_keyring(keys, data=data).checks() == checks
    assert is_unwrapped(data)
    assert rotate_masters(keys, data=data) == "done"
    assert open_keyring(keys, data=data).checks() == checks
    assert not is_unwrapped(data)


def test_the_system_s_keyring_takes_new_keys(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[tuple[str, str], str] = {}
    fake, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    errors.KeyringError = RuntimeError  # type: ignore[attr-defined]
    fake.errors = errors  # type: ignore[attr-defined]
    fake.get_password = lambda service, name: kept.get((service, name))  # type: ignore[attr-defined]
    fake.set_password = lambda service, name, value: kept.__setitem__((service, name), value)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", fake)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    before = create_keyring(tmp_path, data=data, source="os").checks()
    old = dict(kept)
    assert rotate_masters(tmp_path, data=data, source="os") == "done"
    assert open_keyring(tmp_path, data=data, source="os").checks() == before
    assert kept.keys() == old.keys() and not set(kept.values()) & set(old.values())


def test_data_whose_wrapped_keys_are_lost_get_no_new_ones(keys: Path, data: Path) -> None:
    create_keyring(keys, data=data)
    (data / "some.db").write_bytes(b"pages")
    (data / "keys.json").unlink()
    for attempt in (create_keyring, open_keyring):
        with pytest.raises(KeyFileError, match=r"keys\.json is missing"):
            attempt(keys, data=data)
    assert not (data / "keys.json").exists()
