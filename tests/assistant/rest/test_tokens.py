"""Tokens of the organisation's issuer over HTTP, beside API keys."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519

from assistant import membership
from assistant.settings import load_settings, with_flags
from assistant.wiring.oidc import oidc_tokens
from policies.errors import ConfigError
from tests.assistant.rest.conftest import Served, served

KEY = ed25519.Ed25519PrivateKey.generate()


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "keys.json"
    public = jwt.get_algorithm_by_name("EdDSA").to_jwk(KEY.public_key(), as_dict=True)
    path.write_text(json.dumps({"keys": [{**public, "kid": "1"}]}))
    return path


@pytest.fixture
def server(library: Path, keys: Path) -> Iterator[Served]:
    yield from served(
        oidc_issuer="https://login.clinic.example",
        oidc_audience="assistant",
        oidc_keys=str(keys),
        oidc_roles="dpo=officer, staff=reader",
    )


def bearer(*groups: str, **changed: object) -> dict[str, str]:
    now = int(time.time())
    claims = {"iss": "https://login.clinic.example", "aud": "assistant", "sub": "dana", "iat": now, "exp": now + 60}
    token = jwt.encode({**claims, "groups": groups, **changed}, KEY, algorithm="EdDSA", headers={"kid": "1"})
    return {"Authorization": f"Bearer {token}"}


def test_a_token_and_a_key_both_get_in_under_names_that_can_t_be_confused(server: Served) -> None:
    assert server.anonymous.get("/v1/me", headers=bearer("staff")).json() == {"name": "oidc:dana", "role": "reader"}
    assert server.as_role("user").get("/v1/me").status_code == 200


def test_a_token_that_does_not_count_is_told_what_every_other_is(server: Served) -> None:
    refused = [
        server.anonymous.get("/v1/me", headers=each)
        for each in (bearer("staff", aud="payroll"), bearer("staff", exp=1), bearer("visitors"), bearer())
    ]
    assert {response.status_code for response in refused} == {401} and len({response.text for response in refused}) == 1


def test_the_members_of_a_group_see_its_workspace(server: Served) -> None:
    membership.add_member(server.wiring, "default", "group:ward 3", "contributor", actor="test")
    query = {"query": "garage"}
    assert server.anonymous.post("/v1/search", json=query, headers=bearer("staff")).status_code == 404
    assert server.anonymous.post("/v1/search", json=query, headers=bearer("staff", "ward 3")).json()["hits"]
    assert server.wiring.storage.audit.entries(1)[0].event.actor == "oidc:dana"


def test_while_the_keys_can_t_be_read_tokens_wait_and_keys_get_in(server: Served, keys: Path) -> None:
    keys.write_text("{")
    response = server.anonymous.get("/v1/me", headers=bearer("staff"))
    assert response.status_code == 503 and str(keys) not in response.text
    assert server.as_role("user").get("/v1/me").status_code == 200


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        ({"oidc_keys": "keys.json"}, "`oidc_audience` is not"),
        ({"oidc_audience": "assistant"}, "come from one place"),
        ({"oidc_audience": "assistant", "oidc_keys": "keys.json", "oidc_discovery": True}, "come from one place"),
        ({"oidc_audience": "assistant", "oidc_keys": "none.json"}, r"none\.json can't be read"),
    ],
)
def test_settings_that_are_not_whole_are_refused_before_anything_listens(flags: dict[str, object], told: str) -> None:
    settings = with_flags(load_settings()[0], oidc_issuer="https://login.clinic.example", **flags)
    with pytest.raises(ConfigError, match=told):
        oidc_tokens(settings)
