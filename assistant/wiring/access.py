"""Who may come in, where they belong, and how much they may see."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from assistant.settings import Settings
from assistant.wiring.storage import Storage

if TYPE_CHECKING:
    from policies.access import ApiKeys
    from policies.members import Members
    from policies.oidc import OidcTokens
    from policies.restore_limit import RestoreLimit

_FILE = "access.db"


class Access:
    """API keys, members of workspaces, the issuer's tokens, and the count of restored values."""

    def __init__(self, settings: Settings, storage: Storage) -> None:
        self._settings = settings
        self._storage = storage

    @cached_property
    def api_keys(self) -> ApiKeys:
        """Who may come in over REST."""
        from policies.access import ApiKeys

        keys = ApiKeys.open(self._storage.home() / _FILE, keyring=self._storage.keyring)
        self._storage.closing(keys.close)
        return keys

    @cached_property
    def members(self) -> Members:
        """Who belongs to which workspace."""
        from policies.members import Members

        members = Members.open(self._storage.home() / _FILE, keyring=self._storage.keyring)
        self._storage.closing(members.close)
        return members

    @cached_property
    def oidc(self) -> OidcTokens | None:
        """Who verifies tokens of the organisation's issuer; None: there are API keys alone.

        Raises:
            ConfigError: the settings of the issuer are not whole, or its keys are not fit.
        """
        from assistant.wiring.oidc import oidc_tokens

        return oidc_tokens(self._settings) if self._settings.oidc_issuer else None

    @cached_property
    def restore_limit(self) -> RestoreLimit:
        """How many values behind pseudonyms each person was shown within the hour."""
        from policies.restore_limit import RestoreLimit

        per_hour = self._settings.restored_values_per_hour
        limit = RestoreLimit.open(self._storage.home() / _FILE, keyring=self._storage.keyring, per_hour=per_hour)
        self._storage.closing(limit.close)
        return limit
