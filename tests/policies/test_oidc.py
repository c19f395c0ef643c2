"""Tokens of an OpenID Connect issuer: which count, and what hostile ones try."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from policies.errors import AccessError, ConfigError
from policies.members import Principal
from policies.oidc import OidcRules, OidcTokens
from policies.oidc_keys import DiscoveredKeys, KeyFile
from policies.roles import Role

ISSUER, AUDIENCE = "https://login.clinic.example", "assistant"
RULES = OidcRules(
    issuer=ISSUER, audience=AUDIENCE, roles=(("dpo", Role.OFFICER), ("staff", Role.READER)), max_age_seconds=3600
)
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC = ec.generate_private_key(ec.SECP256R1())
ED = ed25519.Ed25519PrivateKey.generate()
PRIVATE = {"RS256": RSA, "ES256": EC, "EdDSA": ED}


def public(key: Any, kid: str | None, **more: object) -> dict[str, Any]:
    algorithm = next(name for name, each in {**PRIVATE, "RS256 ": OTHER_RSA}.items() if each is key).strip()
    made: dict[str, Any] = jwt.get_algorithm_by_name(algorithm).to_jwk(key.public_key(), as_dict=True)
    made.pop("key_ops", None)
    return {**made, **({} if kid is None else {"kid": kid}), **more}


def write(path: Path, *keys: dict[str, Any]) -> Path:
    part = path.with_suffix(".part")
    part.write_text(json.dumps({"keys": keys}))
    os.replace(part, path)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path / "keys.json", *(public(key, name) for name, key in PRIVATE.items()))


@pytest.fixture
def tokens(path: Path) -> OidcTokens:
    return OidcTokens(RULES, KeyFile(path))


def claims(**changed: object) -> dict[str, Any]:
    now = int(time.time())
    told = {"iss": ISSUER, "aud": AUDIENCE, "sub": "dana", "iat": now, "exp": now + 300, "groups": ["staff", "ward 3"]}
    return {name: value for name, value in {**told, **changed}.items() if value is not None}


def signed(payload: dict[str, Any], algorithm: str = "RS256", key: Any = None, **header: Any) -> str:
    content = json.dumps(payload).encode()  # `jwt.encode` refuses to make some of what hostile ones send
    key = key or PRIVATE[algorithm]
    return jwt.PyJWS().encode(content, key, algorithm=algorithm, headers={"kid": algorithm, **header})


def unsigned(header: dict[str, Any], payload: dict[str, Any], secret: bytes | None = None) -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=") for each in (header, payload)]
    body = b".".join(parts)
    signature = b"" if secret is None else hmac.digest(secret, body, hashlib.sha256().name)
    return (body + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


@pytest.mark.parametrize("algorithm", PRIVATE)
def test_a_token_names_its_bearer_their_groups_and_role(tokens: OidcTokens, algorithm: str) -> None:
    expected = Principal("oidc:dana", Role.READER, frozenset({"group:staff", "group:ward 3"}))
    assert tokens.verify(signed(claims(), algorithm)) == expected


def test_the_first_group_of_the_rules_that_a_token_has_gives_the_role(tokens: OidcTokens) -> None:
    assert tokens.verify(signed(claims(groups=["staff", "dpo"]))).role is Role.OFFICER


def test_without_a_group_of_the_rules_the_role_is_the_rules_own_or_nobody_gets_in(path: Path) -> None:
    token = signed(claims(groups=["visitors"]))
    with pytest.raises(AccessError):
        OidcTokens(RULES, KeyFile(path)).verify(token)
    assert OidcTokens(replace(RULES, role=Role.READER), KeyFile(path)).verify(token).role is Role.READER


def test_claims_may_lie_deeper_or_be_called_like_an_address(path: Path) -> None:
    rules = replace(RULES, groups_claim="realm_access.roles", name_claim="https://clinic.example/name")
    token = signed(claims(groups=None, realm_access={"roles": ["staff"]}, **{"https://clinic.example/name": "Dana Ng"}))
    assert OidcTokens(rules, KeyFile(path)).verify(token).name == "oidc:Dana Ng"


NOW = int(time.time())
PUBLIC_PEM = RSA.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
HOSTILE = {
    "nothing": "",
    "no token": "a.b.c",
    "not ASCII": signed(claims()) + "é",
    "altered": signed(claims())[:-4] + "AAAA",
    "unsigned": unsigned({"alg": "none", "kid": "RS256"}, claims()),
    "none, spelled otherwise": unsigned({"alg": "nOnE", "kid": "RS256"}, claims()),
    "public key taken for a secret": unsigned({"alg": "HS256", "kid": "RS256"}, claims(), PUBLIC_PEM),
    "algorithm of another key": signed(claims(), "ES256", kid="RS256"),
    "weaker sibling of the algorithm": signed(claims(), "RS512", RSA, kid="RS256"),
    "another's key": signed(claims(), "RS256", OTHER_RSA),
    "key that it brings along": signed(claims(), "RS256", OTHER_RSA, jwk=public(OTHER_RSA, "RS256")),
    "key that it points to": signed(claims(), "RS256", OTHER_RSA, jku="https://evil.example/keys"),
    "unknown kid": signed(claims(), kid="elsewhere"),
    "kid that is a path": signed(claims(), kid="../../keys"),
    "no kid": jwt.encode(claims(), RSA, algorithm="RS256"),
    "kid that is no text": unsigned({"alg": "RS256", "kid": ["RS256"]}, claims()),
    "critical extension": signed(claims(), crit=["exp2"], exp2=1),
    "another issuer": signed(claims(iss="https://login.clinic.example.evil.example")),
    "issuers in a list": signed(claims(iss=[ISSUER])),
    "no issuer": signed(claims(iss=None)),
    "another audience": signed(claims(aud="payroll")),
    "no audience": signed(claims(aud=None)),
    "expired": signed(claims(exp=NOW - 300, iat=NOW - 600)),
    "never expires": signed(claims(exp=None)),
    "expiry that is no number": signed(claims(exp="soon")),
    "expiry without end": signed(claims(exp=float("inf"))),
    "not yet valid": signed(claims(nbf=NOW + 600)),
    "issued in the future": signed(claims(iat=NOW + 600)),
    "issued at no time": signed(claims(iat=float("nan"))),
    "of no age": signed(claims(iat=None)),
    "too old": signed(claims(iat=NOW - 7200)),
    "huge": signed(claims(filler="x" * 20_000)),
    "deep": "e" + base64.urlsafe_b64encode(b"[" * 9000).decode() + ".e30.AA",
    "no name": signed(claims(sub=None)),
    "empty name": signed(claims(sub="")),
    "name that is no text": signed(claims(sub=["dana"])),
    "name of two lines": signed(claims(sub="dana\nadmin")),
    "name with an override of direction": signed(claims(sub="dana\u202egro")),
    "name with an invisible space": signed(claims(sub="dana\u200b")),
    "name not in its normal form": signed(claims(sub="ﬁona")),
    "name with spaces around": signed(claims(sub=" dana")),
    "long name": signed(claims(sub="d" * 91)),
    "groups that are none": signed(claims(groups={"staff": True})),
}


@pytest.mark.parametrize("token", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_token_is_refused_as_every_other_is(tokens: OidcTokens, token: str) -> None:
    with pytest.raises(AccessError, match=r"^This token is not valid\."):
        tokens.verify(token)


@pytest.mark.parametrize("name", ["Zoë Ångström", "李雷", "Мария", "dana@clinic.example"])
def test_names_of_any_script_are_kept_as_they_are(tokens: OidcTokens, name: str) -> None:
    assert tokens.verify(signed(claims(sub=name))).name == f"oidc:{name}"


def test_a_clock_that_is_a_little_off_is_forgiven(tokens: OidcTokens) -> None:
    assert tokens.verify(signed(claims(exp=int(time.time()) - 30, iat=int(time.time()) - 300)))
    assert tokens.verify(signed(claims(iat=int(time.time()) + 30)))


def test_new_keys_count_and_withdrawn_ones_do_not_from_the_next_token_on(tokens: OidcTokens, path: Path) -> None:
    former, successor = signed(claims()), signed(claims(), "RS256", OTHER_RSA, kid="next")
    assert tokens.verify(former)
    write(path, public(OTHER_RSA, "next"))
    assert tokens.verify(successor)
    with pytest.raises(AccessError):
        tokens.verify(former)


def test_while_the_file_of_keys_is_broken_or_gone_nobody_gets_in(tokens: OidcTokens, path: Path) -> None:
    path.write_text("{")
    with pytest.raises(ConfigError):
        tokens.verify(signed(claims()))
    path.unlink()
    with pytest.raises(ConfigError):
        tokens.verify(signed(claims()))


SMALL = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - to be refused
SMALL_JWK = {
    **{k: v for k, v in jwt.get_algorithm_by_name("RS256").to_jwk(SMALL.public_key(), as_dict=True).items()},
    "kid": "a",
}


@pytest.mark.parametrize(
    ("keys", "holds"),
    [
        ([], "no key with a `kid`"),
        (["RS256"], "no JSON with a list of keys"),
        ([{"kty": "oct", "k": "c2VjcmV0", "kid": "a"}], "a secret"),
        ([{**public(ED, "a"), "d": "c2VjcmV0"}], "a secret"),
        ([public(RSA, "a"), public(EC, "a")], "two keys of one id"),
        ([public(RSA, None)], "no key with a `kid`"),
        ([public(RSA, "a", use="enc")], "no key with a `kid`"),
        ([public(RSA, "a", alg="HS256")], "no key with a `kid`"),
        ([{"kty": "RSA", "n": "AQAB", "kid": "a"}], "a key that can't be read"),
        ([SMALL_JWK], "less than 2048 bits"),
    ],
)
def test_a_file_without_fit_keys_is_refused_for_what_is_wrong_with_it(
    tmp_path: Path, keys: list[Any], holds: str
) -> None:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"keys": keys}))
    with pytest.raises(ConfigError, match=f"holds .*{holds}.*JWKS"):
        KeyFile(path)


# ---- discovery

DESCRIPTION = "/.well-known/openid-configuration"


class Issuer(BaseHTTPRequestHandler):
    told: dict[str, Any]
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status, body = self.told.get(self.path, (404, {}))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", body)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def issuer() -> Iterator[tuple[str, type[Issuer]]]:
    handler = type("OneIssuer", (Issuer,), {"told": {}, "asked": []})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}"
        handler.told = {
            DESCRIPTION: (200, {"issuer": url, "jwks_uri": f"{url}/keys"}),
            "/keys": (200, {"keys": [public(RSA, "RS256")]}),
        }
        yield url, handler
        server.shutdown()
        thread.join()


def test_discovered_keys_are_asked_for_once_and_again_for_an_unknown_id_but_not_often(
    issuer: tuple[str, type[Issuer]],
) -> None:
    url, handler = issuer
    now = 0.0
    keys = DiscoveredKeys(url, clock=lambda: now)
    assert handler.asked == []
    assert keys.key("RS256") is not None and keys.key("made up") is None and keys.key("RS256") is not None
    assert handler.asked.count("/keys") == 1
    handler.told["/keys"] = (200, {"keys": [public(OTHER_RSA, "next")]})
    now = 61.0
    assert keys.key("next") is not None and keys.key("RS256") is None
    assert handler.asked.count("/keys") == 2


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"issuer": "http://127.0.0.1:1", "jwks_uri": "{url}/keys"}),
        (200, []),
        (302, "{url}/elsewhere"),
        (500, {}),
    ],
)
def test_an_issuer_that_describes_another_or_sends_elsewhere_is_not_believed(
    issuer: tuple[str, type[Issuer]], answer: tuple[int, Any]
) -> None:
    url, handler = issuer
    # Elsewhere stands what would be believed, and the keys can be had: only the check keeps them out.
    handler.told["/elsewhere"] = handler.told[DESCRIPTION]
    handler.told[DESCRIPTION] = json.loads(json.dumps(answer).replace("{url}", url))
    with pytest.raises(ConfigError):
        DiscoveredKeys(url).key("RS256")
    assert handler.asked == [DESCRIPTION]


def test_an_issuer_is_not_asked_without_tls() -> None:
    with pytest.raises(ConfigError, match="https"):
        DiscoveredKeys("http://login.clinic.example").key("RS256")
