from collections.abc import Iterator
from pathlib import Path

import pytest

from policies.access import PERMISSIONS, ApiKeys, Principal, Role, may, require, role_named
from policies.errors import AccessError, ConfigError


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[ApiKeys]:
    with ApiKeys(tmp_path / "access.db", bytes(32)) as keys:
        yield keys


def test_a_key_names_its_holder_and_role(keys: ApiKeys) -> None:
    assert keys.verify(keys.create("front desk", "user")) == Principal("front desk", Role.USER)


def test_a_revoked_key_fails_at_once_in_every_process(keys: ApiKeys, tmp_path: Path) -> None:
    secret = keys.create("front desk", Role.USER)
    with ApiKeys(tmp_path / "access.db", bytes(32)) as server:
        assert server.verify(secret)
        keys.revoke("front desk")
        with pytest.raises(AccessError):
            server.verify(secret)


def test_unknown_malformed_altered_and_revoked_answer_alike(keys: ApiKeys) -> None:
    secret = keys.create("front desk", Role.USER)
    gone = keys.create("gone", Role.ADMIN)
    keys.revoke("gone")
    last = "A" if secret[-1] != "A" else "B"
    attempts = ["", "oa_", gone, secret[:-1] + last, secret[:-1], secret + "x", secret.replace("oa_", "ob_")]
    refusals = set()
    for attempt in attempts:
        with pytest.raises(AccessError) as caught:
            keys.verify(attempt)
        refusals.add(str(caught.value))
    assert len(refusals) == 1


def test_the_list_shows_names_and_roles_but_no_secret(keys: ApiKeys) -> None:
    secret = keys.create("front desk", Role.USER)
    keys.create("dpo", Role.OFFICER)
    assert [(key.name, key.role) for key in keys.list()] == [("front desk", Role.USER), ("dpo", Role.OFFICER)]
    assert secret.rpartition("_")[2] not in repr(keys.list())


def test_the_file_holds_no_key_even_for_who_can_read_it(keys: ApiKeys, tmp_path: Path) -> None:
    secret = keys.create("front desk", Role.USER)
    rows = repr(keys._connection.execute("SELECT * FROM api_keys").fetchall())
    assert secret not in rows and secret.rpartition("_")[2] not in rows


def test_a_name_is_taken_once(keys: ApiKeys) -> None:
    keys.create("front desk", Role.USER)
    with pytest.raises(ConfigError, match="already"):
        keys.create("front desk", Role.USER)


@pytest.mark.parametrize("name", ["", " x", "a\nb", "x" * 65, "⟦PERSON_k7Q2⟧"])
def test_an_unfit_name_is_refused(keys: ApiKeys, name: str) -> None:
    with pytest.raises(ConfigError):
        keys.create(name, Role.USER)


def test_an_unknown_role_is_refused_with_the_choice(keys: ApiKeys) -> None:
    with pytest.raises(ConfigError, match="reader, contributor, officer, auditor, admin"):
        keys.create("x", "root")
    assert role_named("officer") is Role.OFFICER


def test_revoking_what_is_not_there_is_an_error(keys: ApiKeys) -> None:
    with pytest.raises(AccessError):
        keys.revoke("nobody")


def test_only_the_officer_sees_names_and_only_the_admin_hands_out_keys() -> None:
    assert [role for role in Role if may(role, "restore")] == [Role.OFFICER]
    assert [role for role in Role if may(role, "subject")] == [Role.OFFICER]
    assert [role for role in Role if may(role, "keys")] == [Role.ADMIN]
    assert set(PERMISSIONS) == set(Role)


def test_requiring_what_a_role_lacks_raises() -> None:
    require(Role.CONTRIBUTOR, "ingest")
    with pytest.raises(AccessError, match="reader"):
        require(Role.READER, "ingest")


@pytest.mark.parametrize(
    ("former", "role"), [("user", Role.READER), ("editor", Role.CONTRIBUTOR), ("privacy-officer", Role.OFFICER)]
)
def test_a_key_of_a_former_role_opens_under_the_role_that_it_became(keys: ApiKeys, former: str, role: Role) -> None:
    secret = keys.create("front desk", "admin")
    keys._connection.execute("UPDATE api_keys SET role = ?", (former,))
    assert keys.verify(secret).role is role and keys.list()[0].role is role
    assert role_named(former) is role


def test_an_auditor_reads_the_trail_and_no_document() -> None:
    assert PERMISSIONS[Role.AUDITOR] == {"audit", "metrics"}
