"""Exchanging the pseudonym key of a vault."""

import random
import signal
import time
from pathlib import Path

import pytest

from policies.database import open_database
from policies.errors import AccessError
from policies.keys import Keyring, create_keyring, derive
from policies.vault import Vault
from tests.policies.processes import start
from tests.policies.vaults import opened

WHY = {"actor": "dana", "role": "officer", "reason": "case 17"}
PEOPLE = {f"person {n}": f"Person {n}" for n in range(20)}


def named(vault: Vault) -> dict[str, str]:
    with vault.batch():
        return {name: vault.token("PERSON", name, value) for name, value in PEOPLE.items()}


def test_while_it_lasts_old_and_new_tokens_resolve_and_new_ones_are_made_under_the_new_key(vault: Vault) -> None:
    old = named(vault)
    vault.begin_exchange()
    new = named(vault)
    assert vault.exchange_pending() and not set(old.values()) & set(new.values())
    for name, value in PEOPLE.items():
        assert vault.restore(f"{old[name]} {new[name]}", **WHY) == f"{value} {value}"
        assert vault.known("PERSON", name) == new[name]
        assert vault.successors()[old[name]] == new[name]
        assert vault.aliases(new[name]) == vault.aliases(old[name]) == [new[name], old[name]]
    assert vault.count() == len(PEOPLE)


def test_at_its_end_the_old_tokens_are_unknown_and_were_never_issued(vault: Vault) -> None:
    old = named(vault)
    vault.begin_exchange()
    vault.end_exchange()
    assert not vault.exchange_pending() and not vault.successors()
    for token in old.values():
        assert vault.aliases(token) == [token]
        assert not vault.issued(token)
        with pytest.raises(AccessError):
            vault.restore(token, **WHY)
    for name, token in named(vault).items():
        assert vault.restore(token, **WHY) == PEOPLE[name]


def test_beginning_twice_is_beginning_once(vault: Vault) -> None:
    old = named(vault)
    vault.begin_exchange()
    new = named(vault)
    vault.begin_exchange()
    assert named(vault) == new and vault.restore(old["person 3"], **WHY) == "Person 3"


def test_another_process_makes_its_next_tokens_under_the_new_key(vault: Vault, path: Path, keyring: Keyring) -> None:
    with opened(path, keyring) as other:
        other.token("PERSON", "person 1", "Person 1")
        vault.begin_exchange()
        vault.end_exchange()
        assert other.token("PERSON", "person 1", "Person 1") == vault.known("PERSON", "person 1")
        later = other.token("PERSON", "someone else", "Someone Else")
    vault.delete([later])
    assert later not in vault.token("PERSON", "someone else", "Someone Else")


def test_who_is_erased_in_the_middle_is_erased_under_both_tokens(vault: Vault) -> None:
    old = named(vault)
    vault.begin_exchange()
    assert dict(vault.rows())[old["person 5"]] == "Person 5"
    assert vault.delete([old["person 5"]]) == 1
    for token in (old["person 5"], vault.successors()[old["person 5"]]):
        with pytest.raises(AccessError):
            vault.restore(token, **WHY)
        assert vault.issued(token)


def test_tokens_of_the_erased_are_exchanged_too_and_stay_anonymous(vault: Vault) -> None:
    old = named(vault)
    vault.delete([old["person 5"]])
    vault.begin_exchange()
    successor = vault.successors()[old["person 5"]]
    vault.end_exchange()
    assert vault.issued(successor) and not vault.issued(old["person 5"])
    assert vault.token("PERSON", "person 5", "Person 5") != successor


def test_the_old_secret_is_destroyed(vault: Vault, path: Path, keyring: Keyring) -> None:
    def secrets() -> list[bytes]:
        connection = open_database(path, derive(keyring.key("vault", "clinic"), "file"))
        rows = connection.execute("SELECT secret FROM generations ORDER BY number").fetchall()
        connection.close()
        return [row[0] for row in rows]

    (old,) = secrets()
    vault.begin_exchange()
    assert secrets()[0] == old and len(secrets()) == 2
    vault.end_exchange()
    (new,) = secrets()
    assert new != old and len(new) == len(old) == 32


def test_an_end_that_was_cut_off_after_its_commit_is_still_pending(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    from policies import vault_table

    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    old = named(vault)
    vault.begin_exchange()
    with monkeypatch.context() as patched:
        patched.setattr(vault_table, "forget_deleted", killed)
        with pytest.raises(Killed):
            vault.end_exchange()
    assert vault.exchange_pending() and not vault.issued(old["person 1"])
    vault.end_exchange()
    assert not vault.exchange_pending()


def test_a_kill_at_any_moment_leaves_a_vault_in_which_every_present_token_opens(tmp_path: Path) -> None:
    script = """
    keyring = create_keyring(home / "keys", data=home / "data")
    vault = Vault.open(home / "data" / "vault.db", workspace="clinic", keyring=keyring, audit=RecordingAudit())
    with vault.batch():
        for n in range(20):
            vault.token("PERSON", f"person {n}", f"Person {n}")
    print("ready", flush=True)
    while True:
        vault.begin_exchange()
        vault.end_exchange()
    """
    for _ in range(3):
        process = start(script, tmp_path)
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(random.uniform(0, 0.2))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        process.stderr.close()
        keyring = create_keyring(tmp_path / "keys", data=tmp_path / "data")
        with opened(tmp_path / "data" / "vault.db", keyring) as vault:
            assert vault.count() == 20
            for name, value in PEOPLE.items():
                token = vault.known("PERSON", name)
                assert token is not None and vault.restore(token, **WHY) == value
            for old, new in vault.successors().items():
                assert vault.restore(old, **WHY) == vault.restore(new, **WHY)
            vault.end_exchange()
            assert not vault.exchange_pending()
