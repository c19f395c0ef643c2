"""The organisation's OpenID Connect issuer, from the settings."""

from __future__ import annotations

from pathlib import Path

from assistant.settings import Settings
from policies.errors import ConfigError
from policies.oidc import OidcRules, OidcTokens
from policies.oidc_keys import DiscoveredKeys, KeyFile
from policies.roles import role_named


def oidc_tokens(settings: Settings) -> OidcTokens:
    """Make what verifies the issuer's tokens.

    Raises:
        ConfigError: there is no audience, not one source of keys, no such role, or the keys are not fit.
    """
    if not settings.oidc_audience:
        raise ConfigError(
            "`oidc_issuer` is set and `oidc_audience` is not.",
            remedy="Set it to what the issuer writes into tokens for this server: else those for others would count.",
        )
    if bool(settings.oidc_keys) == settings.oidc_discovery:
        raise ConfigError(
            "The issuer's keys come from one place.",
            remedy="Set `oidc_keys` to its JWKS file, or `oidc_discovery: true` to ask it.",
        )
    rules = OidcRules(
        issuer=settings.oidc_issuer,
        audience=settings.oidc_audience,
        name_claim=settings.oidc_name_claim,
        groups_claim=settings.oidc_groups_claim,
        roles=tuple((group, role_named(role)) for group, role in settings.oidc_roles),
        role=role_named(settings.oidc_role) if settings.oidc_role else None,
        max_age_seconds=settings.oidc_max_age_seconds,
    )
    keys = KeyFile(Path(settings.oidc_keys)) if settings.oidc_keys else DiscoveredKeys(settings.oidc_issuer)
    return OidcTokens(rules, keys)
