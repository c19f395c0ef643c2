"""The pseudonym vault of one workspace: a value's token, and the value behind a token.

A token's code is HMAC-SHA256 under the workspace's key over entity type and canonical value, four characters of
base 58, more where two values would share a token (compared without case, because people and models change case).
What is written: the HMAC to find a value by, the token, and the value sealed with AES-256-GCM bound to its token; all
of that in a file that is encrypted as a whole, under another key. So a token is stable even when the vault is rebuilt,
and deleting a row makes its token anonymous for good.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from policies.audit_events import AuditEvent, AuditSink
from policies.errors import AccessError, StorageError
from policies.keys import Keyring, derive
from policies.pseudonyms import ALPHABET
from policies.restoring import replace_tokens, tokens_in, whole_tokens
from policies.roles import Role, may
from policies.vault_table import VaultTable

_SHORTEST_CODE: Final = 4
_LONGEST_CODE: Final = 43  # 58**43 < 2**256: all that a SHA-256 can tell apart
_NONCE_BYTES: Final = 12


class Vault:
    """`Pseudonyms` in an encrypted file, for one workspace. Safe between threads and between processes."""

    def __init__(
        self, path: Path, key: bytes, pseudonym_key: bytes, audit: AuditSink, *, workspace: str = "default"
    ) -> None:
        self._workspace = workspace
        self._audit = audit
        self._lookup_hmac = hmac.new(derive(pseudonym_key, "lookup"), digestmod="sha256")
        self._code_key = derive(pseudonym_key, "code")
        self._aead = AESGCM(derive(key, "seal"))
        self._decoy = ("decoy", self._seal("decoy", "Somebody Something"))
        self._table = VaultTable(path, derive(key, "file"))

    @classmethod
    def open(cls, path: Path, *, workspace: str, keyring: Keyring, audit: AuditSink) -> Self:
        """The vault at `path`, made when it is not there."""
        keys = keyring.key("vault", workspace), keyring.key("pseudonyms", workspace)
        return cls(path, *keys, audit, workspace=workspace)

    def token(self, entity_type: str, canonical: str, value: str) -> str:
        """The value's token; made and remembered when it is new, durably unless inside `batch`.

        Raises:
            StorageError: it can't be written.
        """
        return self._table.token(
            self._lookup(entity_type, canonical),
            self._candidates(entity_type, canonical),
            lambda token: self._seal(token, value),
        )

    def known(self, entity_type: str, canonical: str) -> str | None:
        """The value's token if there is one. Sees what another process wrote within 50 ms."""
        return self._table.known(self._lookup(entity_type, canonical))

    def batch(self) -> AbstractContextManager[None]:
        """Write tokens made inside together, durable when the outermost block ends, or not at all."""
        return self._table.batch()

    def restore(self, text: str, *, actor: str, role: Role | str, reason: str) -> str:
        """The text with the values behind its tokens. Audited before it returns.

        Tokens that the vault does not hold stay as they are, unless it holds none of them.

        Raises:
            AccessError: the role may not, the reason is empty, or no token is known: all alike, with the same work.
            AuditError: it could not be audited; nothing is shown.
        """
        tokens = tokens_in(text)
        values = self._values(tokens)
        if not (_may_restore(role, reason) and (values or not tokens)):
            self._audit.record(AuditEvent.restore_refused(actor, self._workspace, tokens, reason, role=str(role)))
            raise _refusal()
        self._audit.record(AuditEvent.restored(actor, self._workspace, tokens, reason, role=str(role)))
        return replace_tokens(text, values)

    def restore_stream(self, pieces: Iterable[str], *, actor: str, role: Role | str, reason: str) -> Iterator[str]:
        """As `restore`, piece by piece; a token that is split across pieces is put together first.

        Who may not is refused at once, before the first piece is asked for. Unknown tokens stay as they are.
        """
        if not _may_restore(role, reason):
            self._audit.record(AuditEvent.restore_refused(actor, self._workspace, (), reason, role=str(role)))
            raise _refusal()
        return self._restore_pieces(pieces, actor, str(role), reason)

    def delete(self, tokens: Iterable[str]) -> int:
        """Forget the values behind tokens, without a trace in the file; returns how many there were."""
        return self._table.delete(tokens)

    def rows(self) -> Iterator[tuple[str, str]]:
        """Each token with the value behind it, for a data subject's rights; whoever asks audits it.

        Nothing of another subject may leave the caller.
        """
        for token, sealed in self._table.rows():
            yield token, self._unseal(token, sealed)

    def last_erasure(self) -> int | None:
        """Number of the newest entry of the erasure log that was carried out here; None: none was noted yet."""
        return self._table.last_erasure()

    def note_erasure(self, number: int) -> None:
        """Note that the entries of the erasure log up to `number` are carried out."""
        self._table.note_erasure(number)

    def count(self) -> int:
        """How many values the vault holds."""
        return self._table.count()

    def close(self) -> None:
        """Close the file."""
        self._table.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _lookup(self, entity_type: str, canonical: str) -> bytes:
        digest = self._lookup_hmac.copy()
        digest.update(f"{entity_type}\0{canonical}".encode())
        return digest.digest()

    def _candidates(self, entity_type: str, canonical: str) -> Iterator[str]:
        """Tokens from the shortest on, each the one before with a character more."""
        number = int.from_bytes(hmac.digest(self._code_key, f"{entity_type}\0{canonical}".encode(), "sha256"), "big")
        code = ""
        while len(code) < _LONGEST_CODE:
            number, digit = divmod(number, len(ALPHABET))
            code += ALPHABET[digit]
            if len(code) >= _SHORTEST_CODE:
                yield f"⟦{entity_type}_{code}⟧"

    def _values(self, tokens: tuple[str, ...]) -> dict[str, str]:
        """Values by token as it is spelled in the text; unknown ones are absent, and cost what known ones do."""
        values: dict[str, str] = {}
        for token, row in zip(tokens, self._table.sealed(tokens), strict=True):
            value = self._unseal(*(row or self._decoy))
            if row:
                values[token] = value
        return values

    def _seal(self, token: str, value: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, value.encode(), token.encode())

    def _unseal(self, token: str, sealed: bytes) -> str:
        try:
            return self._aead.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], token.encode()).decode()
        except InvalidTag as error:
            raise StorageError(
                "A row of the vault was altered or moved.", remedy="Restore vault.db from a backup."
            ) from error

    def _restore_pieces(self, pieces: Iterable[str], actor: str, role: str, reason: str) -> Iterator[str]:
        for piece in whole_tokens(pieces):
            values = self._values(tokens_in(piece))
            if values:
                self._audit.record(AuditEvent.restored(actor, self._workspace, values, reason, role=role))
            yield replace_tokens(piece, values)


def _may_restore(role: Role | str, reason: str) -> bool:
    return role in set(Role) and may(Role(role), "restore") and bool(reason.strip())


def _refusal() -> AccessError:
    return AccessError(
        "This can't be restored.",
        remedy="It needs the role officer, a reason, and a pseudonym that this workspace holds.",
    )
