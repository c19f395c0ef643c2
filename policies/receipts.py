"""Receipts of erasure: what was erased and what the scan afterwards found, signed with Ed25519 (RFC 8032).

The signing key is derived from the keyring, so a receipt is verified by whoever holds the keys. It also carries the
public key: someone outside who was given that key before needs nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from policies.errors import AuditError

_ALGORITHM: Final = "Ed25519"


@dataclass(frozen=True, slots=True)
class ReceiptSigner:
    """Signs and verifies receipts. `key`: 32 bytes (`Keyring.key("receipts")`), the seed of the private key."""

    key: bytes = field(repr=False)

    @property
    def public_key(self) -> str:
        """The public key, 64 hexadecimal digits."""
        return self._private().public_key().public_bytes_raw().hex()

    def sign(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The receipt with these fields: they, and the signature over their canonical JSON."""
        signature = self._private().sign(_canonical(fields)).hex()
        signed = {"algorithm": _ALGORITHM, "public_key": self.public_key, "value": signature}
        return {"receipt": dict(fields), "signature": signed}

    def verify(self, text: str) -> dict[str, Any]:
        """The fields of a receipt as it was written to a file.

        Raises:
            AuditError: it is none, was altered, or was signed under other keys.
        """
        try:
            whole = json.loads(text)
            fields, signed = dict(whole["receipt"]), dict(whole["signature"])
            value, public_key = bytes.fromhex(signed["value"]), str(signed["public_key"])
        except (ValueError, KeyError, TypeError) as error:
            raise AuditError(
                "That is no receipt.", remedy="Name the file that `assistant subject erase` wrote."
            ) from error
        if signed.get("algorithm") != _ALGORITHM or public_key != self.public_key:
            raise AuditError(
                "The receipt was signed under other keys.",
                remedy="Verify it where it was made, with ASSISTANT_KEYS naming the keys of that installation.",
            )
        try:
            self._private().public_key().verify(value, _canonical(fields))
        except InvalidSignature as error:
            raise AuditError(
                "The receipt was altered after it was signed.", remedy="Ask for the original file."
            ) from error
        return fields

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.key)


def _canonical(fields: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys and no white space, UTF-8: what anybody can make again from the file."""
    return json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
