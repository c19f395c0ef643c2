"""Who belongs to which workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from policies.errors import AccessError, ConfigError
from policies.members import Members, Principal
from policies.roles import Role

ANN = Principal("ann", Role.READER)
BEN = Principal("ben", Role.ADMIN, frozenset({"group:ward"}))


@pytest.fixture
def members(tmp_path: Path) -> Iterator[Members]:
    opened = Members(tmp_path / "access.db", bytes(32))
    yield opened
    opened.close()


def test_a_workspace_without_members_is_open_to_each_under_their_own_role(members: Members) -> None:
    standing = members.standing(BEN, "ward")
    assert standing is not None and standing.roles == (Role.ADMIN,)
    assert standing.labels == {"ben", "group:ward"}


def test_the_first_member_closes_a_workspace_and_no_other(members: Members) -> None:
    members.add("ward", "ann", "reader")
    assert members.standing(ANN, "ward") is not None
    assert members.standing(BEN, "ward") is None and members.standing(BEN, "kitchen") is not None
    assert members.closed() == {"ward"}


def test_removing_the_last_member_opens_nothing_and_reopening_does(members: Members) -> None:
    members.add("ward", "ann", "reader")
    members.remove("ward", "ann")
    assert members.standing(ANN, "ward") is None
    members.forget("ward")
    assert members.standing(ANN, "ward") is not None


def test_the_role_of_a_member_takes_the_place_of_the_keys(members: Members) -> None:
    members.add("ward", "ann", "contributor", ["hr"])
    members.add("ward", "ben", "reader")
    ann, ben = members.standing(ANN, "ward"), members.standing(BEN, "ward")
    assert ann is not None and ann.may("ingest") and ann.labels == {"ann", "hr"}
    assert ben is not None and not ben.may("ingest")
    assert members.somewhere(ANN, "ingest") and not members.somewhere(BEN, "ingest")


def test_groups_count_where_there_is_no_membership_of_ones_own(members: Members) -> None:
    members.add("ward", "group:ward", "contributor", ["night"])
    standing = members.standing(BEN, "ward")
    assert standing is not None and standing.may("ingest") and "night" in standing.labels
    members.add("ward", "ben", "reader")
    standing = members.standing(BEN, "ward")
    assert standing is not None and not standing.may("ingest") and "night" not in standing.labels


def test_a_key_that_is_called_like_a_person_of_the_issuer_is_not_that_person(members: Members) -> None:
    members.add("ward", "oidc:ann", "officer")
    assert members.standing(ANN, "ward") is None


def test_a_second_process_sees_a_removal_at_once(members: Members, tmp_path: Path) -> None:
    members.add("ward", "ann", "reader")
    server = Members(tmp_path / "access.db", bytes(32))
    assert server.standing(ANN, "ward") is not None
    members.remove("ward", "ann")
    assert server.standing(ANN, "ward") is None
    server.close()


@pytest.mark.parametrize(
    ("who", "role", "labels"),
    [
        ("", "reader", ()),
        ("a\nb", "reader", ()),
        ("x" * 101, "reader", ()),
        ("ann", "root", ()),
        ("ann", "user", [" "]),
    ],
)
def test_unfit_members_are_refused_and_close_nothing(
    members: Members, who: str, role: str, labels: tuple[str, ...]
) -> None:
    with pytest.raises(ConfigError):
        members.add("ward", who, role, labels)
    assert members.closed() == frozenset()


def test_removing_who_is_no_member_is_an_error(members: Members) -> None:
    with pytest.raises(AccessError):
        members.remove("ward", "nobody")
