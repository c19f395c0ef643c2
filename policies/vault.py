"""The pseudonym vault of one workspace: a value's token, and the value behind a token.

A value is found by HMAC-SHA256 over entity type and canonical value, under a key of the workspace. Its token's code is
HMAC-SHA256 over that, under the pseudonym key: four characters of base 58, others where two values would share a token
(compared without case, because people and models change case). What is written: the HMAC to find a value by, the
token, and the value sealed with AES-256-GCM bound to its token; all of that in a file that is encrypted as a whole,
under another key.

The pseudonym key stands on a random secret in that file, so that it can be exchanged and the old one destroyed
(`policies.token_exchange`). A token is stable as long as the vault or a backup of it is there; deleting a row makes its
token anonymous for good, for the same value will never get it again.
"""

from __future__ import annotations

import hmac
import os
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from policies.audit_events import AuditSink
from policies.canonical import canonical
from policies.errors import ConfigError, StorageError
from policies.keys import Keyring, derive
from policies.namesakes import Namesakes, Suggestion, suggest
from policies.pseudonyms import ALPHABET
from policies.restoration import Limit, Request, Restoration
from policies.restoring import disarmed
from policies.roles import Role
from policies.vault_table import FRESH_SECONDS, VaultTable

_SHORTEST_CODE: Final = 4
_LONGEST_CODE: Final = 12  # 58**12 > 2**70: no two values share one
_TRIES_OF_A_LENGTH: Final = 2
_TRIES: Final = 1 << 16
_NONCE_BYTES: Final = 12


class Vault:
    """`Pseudonyms` in an encrypted file, for one workspace. Safe between threads and between processes."""

    def __init__(
        self,
        path: Path,
        key: bytes,
        pseudonym_key: bytes,
        audit: AuditSink,
        *,
        workspace: str = "default",
        limit: Limit | None = None,
    ) -> None:
        self._workspace = workspace
        self._audit = audit
        self._limit = limit
        self._lookup_hmac = hmac.new(derive(pseudonym_key, "lookup"), digestmod="sha256")
        self._code_key = derive(pseudonym_key, "code")
        self._aead = AESGCM(derive(key, "seal"))
        self._names: dict[str, str] = {}
        self._names_read_at = float("-inf")
        self._namesakes = Namesakes({})
        self._names_lock = threading.Lock()
        self._decoy = ("decoy", self._seal("decoy", "Somebody Something"))
        self._table = VaultTable(path, derive(key, "file"), self._candidates)

    @classmethod
    def open(
        cls, path: Path, *, workspace: str, keyring: Keyring, audit: AuditSink, limit: Limit | None = None
    ) -> Self:
        """The vault at `path`, made when it is not there. `limit` holds for all restoring."""
        keys = keyring.key("vault", workspace), keyring.key("pseudonyms", workspace)
        return cls(path, *keys, audit, workspace=workspace, limit=limit)

    def token(self, entity_type: str, canonical: str, value: str, *, asked: bool = False) -> str:
        """The value's token; made and remembered when it is new, durably unless inside `batch`.

        One that was made for a question (`asked`) is known to nobody, and goes with `forget_asked`, until it is asked
        for on behalf of a document.

        Raises:
            StorageError: it can't be written.
        """
        self._names_read_at = float("-inf")
        return self._table.token(
            self._lookup(entity_type, canonical), entity_type, lambda token: self._seal(token, value), asked=asked
        )

    def known(self, entity_type: str, canonical: str) -> str | None:
        """The value's token if a document gave it one. Sees what another process wrote within 50 ms."""
        return self._table.known(self._lookup(entity_type, canonical))

    def held(self, entity_type: str, canonical: str) -> str | None:
        """The value's token if the vault has one, for a document or for a question: for a data subject's rights."""
        return self._table.held(self._lookup(entity_type, canonical))

    def namesakes(self, name: str) -> list[str]:
        """Tokens of the persons known from documents whom a short canonical name may mean; their names are not told.

        What was read stays in memory as long as its row is there: a question costs what is new. Sees what another
        process wrote within 50 ms.
        """
        if time.monotonic() - self._names_read_at > FRESH_SECONDS:
            self._names_read_at = time.monotonic()
            # Read before the lock is taken: another thread's batch may hold the table, and ask for names itself.
            rows = [row for row in self._table.rows(asked=False) if row[0].startswith("⟦PERSON_")]
            with self._names_lock:
                if self._names.keys() != {token for token, _, _ in rows}:
                    self._names = {
                        token: self._names.get(token) or canonical("PERSON", self._unseal(current, sealed))
                        for token, current, sealed in rows
                    }
                    self._namesakes = Namesakes(self._names)
        merged = self._table.persons.merged()
        return list(dict.fromkeys(merged.get(token, token) for token in self._namesakes.fitting(name)))

    def suggestions(self) -> list[Suggestion]:
        """Pairs of persons who may be one, but for those that somebody looked at; neither name is told."""
        gone, apart = self._table.persons.merged(), self._table.persons.apart()
        known = self.rows(asked=False)
        rows = [(token, value) for token, value in known if token.startswith("⟦PERSON_") and token not in gone]
        return [each for each in suggest(rows) if frozenset((each.token, each.other)) not in apart]

    def merge(self, kept: str, other: str) -> None:
        """Say that two persons are one, under the token `kept`: names of both get it from now on, also read anew.

        Documents hold the other token until it is exchanged for `merging`'s; then call `end_merging`.

        Raises:
            ConfigError: one of them is no person of this vault, or they are one already.
        """
        self.require_persons(kept, other)
        self._names_read_at = float("-inf")
        self._table.persons.merge(kept, other)

    def split(self, token: str) -> str:
        """Undo a merge: who had a token before is a person of their own again; gives the token that stood for them.

        Documents hold that one until they are read again.

        Raises:
            ConfigError: the token was not merged.
        """
        kept = self.require_merged(token)
        self._names_read_at = float("-inf")
        self._table.persons.split(token)
        return kept

    def require_merged(self, token: str) -> str:
        """Pass, if a token was merged into another, which is given.

        Raises:
            ConfigError: it was not.
        """
        kept = self._table.persons.merged().get(token)
        if kept is None:
            raise ConfigError(
                "This pseudonym was not made one with another.",
                remedy="Name the second one of a merge, as an entry `persons_merged` of `assistant audit show` has it.",
            )
        return kept

    def parted(self) -> set[tuple[str, str]]:
        """Tokens that are persons of their own again, each with one that stood for them in between."""
        return self._table.persons.parted()

    def keep_apart(self, token: str, other: str) -> None:
        """Say that two persons are two: they are suggested no more.

        Raises:
            ConfigError: one of them is no person of this vault, or they are one already.
        """
        self.require_persons(token, other)
        self._table.persons.keep_apart(token, other)

    def merging(self) -> Mapping[str, str]:
        """Merged tokens that stored documents may hold still, and those that take their place."""
        return self._table.persons.merging()

    def end_merging(self) -> None:
        """Note that no document holds a merged token any more."""
        self._table.persons.end_merging()

    def merged(self) -> Mapping[str, str]:
        """Every merged token, and the one that its person has now."""
        return self._table.persons.merged()

    def require_persons(self, first: str, second: str) -> None:
        """Pass, if two tokens are those of two persons of this vault.

        Raises:
            ConfigError: they are not.
        """
        rows = self._table.sealed((first, second))
        merged = {token.casefold() for token in self._table.persons.merged()}
        people = all(each.startswith("⟦PERSON_") and each.casefold() not in merged for each in (first, second))
        if not people or None in rows or first.casefold() == second.casefold():
            raise ConfigError(
                "These are not two persons of this workspace.",
                remedy="Name two pseudonyms as `assistant subject namesakes` lists them.",
            )

    def issued(self, token: str) -> bool:
        """Whether a token, whatever its case, was made here; also one whose value was forgotten since."""
        return self._table.issued(token)

    def batch(self) -> AbstractContextManager[None]:
        """Write tokens made inside together, durable when the outermost block ends, or not at all."""
        return self._table.batch()

    def restore(self, text: str, *, actor: str, role: Role | str, reason: str, break_glass: bool = False) -> str:
        """The text with the values behind its tokens. Counted and audited before it returns.

        Tokens that the vault does not hold stay as they are, unless it holds none of them. What a document planted as a
        token comes back in double brackets.

        Raises:
            AccessError: the role may not, the reason is empty, or no token is known: all alike, with the same work.
            LimitError: too many values, or too many within an hour (`RateError`).
            AuditError: it could not be audited; nothing is shown.
        """
        return self._restoration(Request(actor, role, reason, break_glass)).whole(text)

    def restore_stream(
        self, pieces: Iterable[str], *, actor: str, role: Role | str, reason: str, break_glass: bool = False
    ) -> Iterator[str]:
        """As `restore`, piece by piece; a token that is split across pieces is put together first.

        Who may not is refused at once, before the first piece is asked for. Unknown tokens stay as they are.
        """
        return self._restoration(Request(actor, role, reason, break_glass)).stream(pieces)

    def restoration(self, *, actor: str, role: Role | str, reason: str, break_glass: bool = False) -> Restoration:
        """For texts that belong together, such as an answer and its quotes; who may not is refused at once.

        Raises:
            AccessError: the role may not, or the reason is empty.
        """
        opened = self._restoration(Request(actor, role, reason, break_glass))
        opened.require()
        return opened

    def delete(self, tokens: Iterable[str]) -> int:
        """Forget the values behind tokens, without a trace in the file; returns how many there were."""
        self._names_read_at = float("-inf")
        return self._table.delete(tokens)

    def forget_asked(self, used: Collection[str]) -> int:
        """Forget the values that only questions named, without a trace in the file; returns how many there were.

        `used` are the tokens that stored texts have: those stay. A token that goes is the value's again, should it be
        asked about anew: no text has it, and nobody's erasure was asked for.
        """
        self._names_read_at = float("-inf")
        return self._table.forget_asked(used)

    def asked(self) -> list[str]:
        """The tokens that were made for questions, and that no document asked for since."""
        return self._table.asked()

    def rows(self, *, asked: bool = True) -> Iterator[tuple[str, str]]:
        """Each token with the value behind it, for a data subject's rights; whoever asks audits it.

        Without `asked` those alone that documents gave. Nothing of another subject may leave the caller.
        """
        for token, current, sealed in self._table.rows(asked=asked):
            yield token, self._unseal(current, sealed)

    def last_erasure(self) -> int | None:
        """Number of the newest entry of the erasure log that was carried out here; None: none was noted yet."""
        return self._table.last_erasure()

    def note_erasure(self, number: int) -> None:
        """Note that the entries of the erasure log up to `number` are carried out."""
        self._table.note_erasure(number)

    def exchange_pending(self) -> bool:
        """Whether an exchange of all tokens was begun and is not at its end."""
        return self._table.exchange_pending()

    def begin_exchange(self) -> None:
        """Give every value a token under a new pseudonym key. Until `end_exchange` former tokens resolve as well.

        Does nothing while an exchange is pending.
        """
        self._table.begin_exchange(lambda old, new, sealed: self._seal(new, self._unseal(old, sealed)))

    def successors(self) -> Mapping[str, str]:
        """What each former token became; empty when no exchange is pending."""
        return self._table.successors()

    def aliases(self, token: str) -> list[str]:
        """The tokens of the value that a token stands for: itself alone, unless an exchange or a merge is pending.

        Of a person who was merged into another it is that one's.
        """
        kept = self._table.persons.merged().get(token, token)
        return [
            *self._table.aliases(kept),
            *(other for other, into in self._table.persons.merging().items() if into == kept),
        ]

    def end_exchange(self) -> None:
        """Destroy the old pseudonym key and all former tokens: what still holds one can't be restored any more."""
        self._table.end_exchange()

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

    def _candidates(self, secret: bytes, lookup: bytes, entity_type: str) -> Iterator[str]:
        """Tokens from the shortest on, none of which tells of another one.

        So many, because each time that a value leaves the vault and comes back (a rota that is corrected every week) it
        gets another one.
        """
        pseudonym_key = hmac.digest(self._code_key, secret, "sha256")
        for attempt in range(_TRIES):
            digest = hmac.digest(pseudonym_key, lookup + attempt.to_bytes(2, "big"), "sha256")
            number, code = int.from_bytes(digest, "big"), ""
            for _ in range(min(_SHORTEST_CODE + attempt // _TRIES_OF_A_LENGTH, _LONGEST_CODE)):
                number, digit = divmod(number, len(ALPHABET))
                code += ALPHABET[digit]
            yield f"⟦{entity_type}_{code}⟧"

    def _restoration(self, request: Request) -> Restoration:
        return Restoration(
            request, workspace=self._workspace, values=self._values, audit=self._audit, limit=self._limit
        )

    def _values(self, tokens: tuple[str, ...]) -> dict[str, str]:
        """Values by token as it is spelled in the text; unknown ones are absent, and cost what known ones do."""
        values: dict[str, str] = {}
        for token, row in zip(tokens, self._table.sealed(tokens), strict=True):
            value = self._unseal(*(row or self._decoy))
            if row:
                values[token] = disarmed(value)
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
