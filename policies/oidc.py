"""Bearer tokens of an OpenID Connect issuer, verified with its public keys from a file.

A token counts when it is signed with an asymmetric algorithm (RFC 8725, 3.1: we name which) under a key of the issuer
that its `kid` names, comes from the issuer (`iss`), is meant for us (`aud`), and is neither expired nor older than
`max_age_seconds`. What fails answers alike: whoever tries learns nothing of which check it was.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from policies.errors import AccessError
from policies.members import Principal
from policies.roles import Role

ALGORITHMS: Final = ("RS256", "ES256", "EdDSA")
LEEWAY_SECONDS: Final = 60
LONGEST_TOKEN: Final = 16_384
_LONGEST_NAME: Final = 90
_MOST_GROUPS: Final = 200


class SigningKeys(Protocol):
    """Where the issuer's public keys are."""

    def key(self, kid: str) -> Any:
        """The key (a `jwt.PyJWK`) of that id, None when there is none.

        Raises:
            ConfigError: the keys can't be had; nobody gets in by a token then.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcRules:
    """What a token must say. Claims may be paths: `realm_access.roles`.

    `roles` gives the role of a group, in order: the first that a token has counts. `role` is for tokens with none of
    them; None: they are refused.
    """

    issuer: str
    audience: str
    name_claim: str = "sub"
    groups_claim: str = "groups"
    roles: tuple[tuple[str, Role], ...] = ()
    role: Role | None = None
    max_age_seconds: int = 86_400


class OidcTokens:
    """Tells who bears a token. Safe between threads."""

    def __init__(self, rules: OidcRules, keys: SigningKeys) -> None:
        self._rules = rules
        self._keys = keys

    def verify(self, token: str) -> Principal:
        """Whose token this is: `oidc:NAME`, with the groups `group:NAME`.

        Raises:
            AccessError: it does not count; all reasons alike.
            ConfigError: the issuer's keys can't be had.
        """
        claims = self._claims(token)
        rules = self._rules
        name = _told(_claim(claims, rules.name_claim))
        groups = _groups(_claim(claims, rules.groups_claim))
        role = next((role for group, role in rules.roles if group in groups), rules.role)
        if name is None or role is None:
            raise _refused()
        return Principal(f"oidc:{name}", role, frozenset(f"group:{group}" for group in groups))

    def _claims(self, token: str) -> dict[str, Any]:
        import jwt

        if len(token) > LONGEST_TOKEN or not token.isascii():
            raise _refused()
        try:
            header = jwt.get_unverified_header(token)
            kid, algorithm = header.get("kid"), header.get("alg")
            if not isinstance(kid, str) or algorithm not in ALGORITHMS:
                raise _refused()
            key = self._keys.key(kid)
            # The key says what it is for, not the token: else a public key might be taken for a shared secret.
            if key is None or key.algorithm_name != algorithm:
                raise _refused()
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                issuer=self._rules.issuer,
                audience=self._rules.audience,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "iss", "aud"]},
            )
            age = time.time() - float(claims["iat"])
        except (jwt.PyJWTError, ArithmeticError, RecursionError, TypeError, ValueError) as error:
            raise _refused() from error
        # Written so that a claim of "not a number" is no way around it.
        if not age <= self._rules.max_age_seconds + LEEWAY_SECONDS:
            raise _refused()
        return claims


def _claim(claims: Mapping[str, Any], path: str) -> Any:
    """The value at a path; a claim that is called like the whole path counts first (`https://clinic.example/groups`)."""
    if path in claims:
        return claims[path]
    value: Any = claims
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _told(value: Any) -> str | None:
    """A name that can stand in the audit trail and be told from others; None: it can't.

    Names are compared letter by letter. One that is not in its normal form is refused, not mended: two accounts of the
    issuer would become one.
    """
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_NAME or value != value.strip():
        return None
    return value if value.isprintable() and unicodedata.normalize("NFKC", value) == value else None


def _groups(value: Any) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    return tuple(group for group in map(_told, listed[:_MOST_GROUPS]) if group is not None)


def _refused() -> AccessError:
    return AccessError("This token is not valid.", remedy="Sign in again; if it stays, ask an administrator.")
