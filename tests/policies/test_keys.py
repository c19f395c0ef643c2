import json
import stat
from pathlib import Path

import pytest

from policies.errors import KeyFileError
from policies.keys import MASTERS, Keyring, create_keyring, open_keyring
from tests.policies.processes import output, start

HEX = {"store": "11" * 32, "vault": "22" * 32, "audit": "33" * 32}


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_keys_are_made_once_and_found_again(keys: Path, data: Path) -> None:
    made = create_keyring(keys, data=data)
    assert create_keyring(keys, data=data).checks() == made.checks()
    assert open_keyring(keys, data=data).checks() == made.checks()


def test_key_files_and_their_folder_are_closed_to_others(keys: Path, data: Path) -> None:
    create_keyring(keys, data=data)
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in keys.iterdir()} == {0o600}


def test_each_purpose_and_workspace_has_its_own_key(keys: Path, data: Path) -> None:
    ring = create_keyring(keys, data=data)
    purposes = ("store", "vault", "pseudonyms", "audit", "access")
    derived = {ring.key(purpose, place) for purpose in purposes for place in (None, "clinic", "office")}
    assert len(derived) == 15
    assert {len(key) for key in derived} == {32}
    masters = {bytes.fromhex((keys / f"{name}.key").read_text()) for name in MASTERS}
    assert len(masters) == 3 and not derived & masters


def test_derived_keys_are_those_of_hkdf_for_the_given_data_keys() -> None:
    # RFC 5869 by hand, with hmac alone: extract with a salt of zeros, expand one block.
    import hmac

    extracted = hmac.digest(bytes(32), bytes.fromhex(HEX["vault"]), "sha256")
    info = b"onprem-assistant/1/pseudonyms/workspace/clinic"
    expected = hmac.digest(extracted, info + b"\x01", "sha256")
    ring = Keyring({name: bytes.fromhex(text) for name, text in HEX.items()})
    assert ring.key("pseudonyms", "clinic") == expected


def test_nothing_shows_a_key(keys: Path, data: Path) -> None:
    ring = create_keyring(keys, data=data)
    for file in keys.glob("*.key"):
        secret = file.read_text().strip()
        assert secret not in repr(ring) + str(ring)
        assert secret not in (data / "keys.json").read_text()


def test_missing_keys_without_data_point_to_init(keys: Path, data: Path) -> None:
    with pytest.raises(KeyFileError, match="assistant init"):
        open_keyring(keys, data=data)


@pytest.mark.parametrize("lost", [("vault",), MASTERS])
def test_keys_lost_after_data_was_written_are_never_made_anew(keys: Path, data: Path, lost: tuple[str, ...]) -> None:
    create_keyring(keys, data=data)
    for name in lost:
        (keys / f"{name}.key").unlink()
    for attempt in (create_keyring, open_keyring):
        with pytest.raises(KeyFileError, match="backup"):
            attempt(keys, data=data)
    assert not any((keys / f"{name}.key").exists() for name in lost)


def test_a_database_alone_counts_as_data(keys: Path, data: Path) -> None:
    (data / "workspaces" / "w").mkdir(parents=True)
    (data / "workspaces" / "w" / "store.db").write_bytes(b"something")
    with pytest.raises(KeyFileError, match="backup"):
        create_keyring(keys, data=data)
    assert not keys.exists()


def test_keys_of_another_installation_are_refused(tmp_path: Path, keys: Path, data: Path) -> None:
    create_keyring(keys, data=data)
    create_keyring(tmp_path / "other", data=tmp_path / "elsewhere")
    with pytest.raises(KeyFileError, match="do not belong"):
        create_keyring(tmp_path / "other", data=data)


def test_one_exchanged_key_is_named(tmp_path: Path, keys: Path, data: Path) -> None:
    create_keyring(keys, data=data)
    (keys / "vault.key").write_text("ab" * 32)
    with pytest.raises(KeyFileError, match=r"\(vault\)"):
        open_keyring(keys, data=data)


def test_making_keys_that_was_interrupted_is_completed(keys: Path, data: Path) -> None:
    create_keyring(keys, data=data)
    kept = (keys / "store.key").read_text()
    (keys / "audit.key").unlink()
    (data / "keys.json").unlink()
    create_keyring(keys, data=data)
    assert (keys / "store.key").read_text() == kept
    assert (keys / "audit.key").exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_is_refused_with_the_chmod(keys: Path, data: Path, mode: int) -> None:
    create_keyring(keys, data=data)
    (keys / "store.key").chmod(mode)
    with pytest.raises(KeyFileError, match=f"chmod 600 {keys / 'store.key'}"):
        open_keyring(keys, data=data)


def test_a_key_folder_that_others_may_enter_is_refused_with_the_chmod(keys: Path, data: Path) -> None:
    create_keyring(keys, data=data)
    keys.chmod(0o755)
    with pytest.raises(KeyFileError, match=f"chmod 700 {keys}"):
        open_keyring(keys, data=data)


def test_a_key_folder_inside_the_data_folder_is_refused(data: Path) -> None:
    with pytest.raises(KeyFileError, match="ASSISTANT_KEYS"):
        create_keyring(data / "keys", data=data)


@pytest.mark.parametrize("content", ["", "ab" * 31, "ab" * 33, "zz" * 32, "\xff\xfe"])
def test_a_cut_off_or_altered_key_file_is_an_error_that_does_not_show_it(keys: Path, data: Path, content: str) -> None:
    create_keyring(keys, data=data)
    (keys / "audit.key").write_bytes(content.encode("latin-1"))
    with pytest.raises(KeyFileError, match=r"audit\.key") as caught:
        create_keyring(keys, data=data)
    assert not content or content not in str(caught.value)


def test_keys_may_be_handed_in_and_nothing_is_written(keys: Path, data: Path) -> None:
    ring = create_keyring(keys, data=data, overrides=HEX)
    assert not keys.exists()
    assert open_keyring(keys, data=data, overrides=HEX).checks() == ring.checks()
    with pytest.raises(KeyFileError, match="do not belong"):
        open_keyring(keys, data=data, overrides={**HEX, "store": "44" * 32})


def test_keys_handed_in_by_halves_are_refused(keys: Path, data: Path) -> None:
    with pytest.raises(KeyFileError, match="all the keys there or none"):
        create_keyring(keys, data=data, overrides={"store": "11" * 32})


def test_mounted_secrets_are_read_whatever_their_mode(tmp_path: Path, data: Path) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir(mode=0o755)
    for name, text in HEX.items():
        (secrets / f"{name}.key").write_text(text)
        (secrets / f"{name}.key").chmod(0o444)
    made = create_keyring(secrets, data=data, source="mounted")
    assert open_keyring(tmp_path, data=data, overrides=HEX).checks() == made.checks()


def test_a_lacking_mounted_secret_is_not_made(tmp_path: Path, data: Path) -> None:
    (tmp_path / "secrets").mkdir()
    with pytest.raises(KeyFileError, match="openssl rand -hex 32"):
        create_keyring(tmp_path / "secrets", data=data, source="mounted")


def test_a_damaged_fingerprint_file_is_an_error(keys: Path, data: Path) -> None:
    create_keyring(keys, data=data)
    (data / "keys.json").write_text(json.dumps({"version": 1}))
    with pytest.raises(KeyFileError, match=r"keys\.json is damaged"):
        open_keyring(keys, data=data)


def test_two_processes_that_make_keys_at_once_end_with_the_same(tmp_path: Path) -> None:
    script = """
    for attempt in "012345":
        print(create_keyring(home / attempt / "keys", data=home / attempt / "data").fingerprint())
    """
    racers = [start(script, tmp_path) for _ in range(4)]
    assert len({output(racer) for racer in racers}) == 1
    for home in tmp_path.iterdir():
        assert sorted(file.name for file in (home / "keys").iterdir()) == ["audit.key", "store.key", "vault.key"]
