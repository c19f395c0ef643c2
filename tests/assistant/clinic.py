"""A workspace as erasure sees it: real index, vault, log and trail, and an embedder that costs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.erasures.erasing import Eraser
from assistant.erasures.erasure import Demand, Outcome
from assistant.erasures.holdings import Identified, identify
from assistant.erasures.records import Records
from assistant.erasures.together import erase_together
from ingest.stored import NewDocument
from policies.canonical import canonical
from policies.erasure_log import ErasureLog
from policies.keys import Keyring, create_keyring
from policies.receipts import ReceiptSigner
from policies.subjects import Subject
from policies.vault import Vault
from tests.ingest.indexing import EMBEDDER, new_document, open_index
from tests.policies.recording_audit import RecordingAudit

VALUES = {
    "edda": ("PERSON", "Edda Halvorsen"),
    "mail": ("EMAIL_ADDRESS", "edda.halvorsen@example.org"),
    "phone": ("PHONE_NUMBER", "+1 212-555-0164"),
    "emil": ("PERSON", "Emil Lund"),
    "ruth": ("PERSON", "Ruth Achterberg"),
}
DOCUMENTS = {
    "notes": "{edda} and {emil} met. Write to {mail}, says {edda}.",
    "form": "Form of {edda}, phone {phone}, who likes the pool.",
    "rota": "{emil} opens the hall, {ruth} shuts it.",
    "leak": "The clerk wrote Edda Halvorsen in full, and Halvorsen again.",
}


@dataclass(frozen=True, slots=True)
class Clinic:
    """Folders and keys; `open` gives what erases."""

    data: Path
    keys: Path
    audit: RecordingAudit

    @property
    def folder(self) -> Path:
        return self.data / "workspaces" / "clinic"

    @property
    def keyring(self) -> Keyring:
        return create_keyring(self.keys, data=self.data)

    @property
    def log(self) -> ErasureLog:
        return ErasureLog(self.keys / "erasures.log", self.keyring.key("erasures"))

    @contextmanager
    def open(self, *, writable: bool = True, catch_up: bool = True) -> Iterator[Eraser]:
        """What erases, over open files; as a workspace does, it catches up first."""
        keyring = self.keyring
        vault = Vault.open(self.folder / "vault.db", workspace="clinic", keyring=keyring, audit=self.audit)
        with vault, open_index(self.folder, writable=writable) as index:
            eraser = Eraser(
                workspace="clinic",
                folder=self.folder,
                home=self.data,
                index=index,
                vault=vault,
                embedder=EMBEDDER,
                records=Records(self.keys, self.log, ReceiptSigner(keyring.key("receipts")), apart=True),
                audit=self.audit,
                job_key=bytes(32),
                actor="dana",
            )
            if writable and catch_up:
                eraser.catch_up()
            yield eraser

    def fill(self) -> dict[str, str]:
        """Store the documents; gives the tokens by name."""
        with self.open() as eraser:
            return fill(eraser)

    def erase(self, *who: str, **options: object) -> Outcome:
        with self.open() as eraser:
            demand = Demand(kind="subject", subject=identified(eraser, *who), **options)  # type: ignore[arg-type]
            return erase_together([(eraser, demand)])

    def texts(self) -> dict[str, str]:
        """What the documents say, by id."""
        with open_index(self.folder, writable=False) as index:
            found = {each.document_id: index.text(each.document_id) for each in index.documents()}
        return {key: text.value for key, text in found.items() if text is not None}

    def values(self) -> set[str]:
        """What the vault holds."""
        with self.open(catch_up=False) as eraser:
            assert eraser.vault is not None
            return {value for _, value in eraser.vault.rows()}


def clinic_in(folder: Path) -> Clinic:
    return Clinic(folder / "data", folder / "keys", RecordingAudit())


def fill(eraser: Eraser) -> dict[str, str]:
    """Store the documents; gives the tokens by name."""
    vault, index = eraser.vault, eraser.index
    assert vault is not None
    tokens = {name: vault.token(kind, canonical(kind, value), value) for name, (kind, value) in VALUES.items()}
    index.put([document(key, text.format(**tokens)) for key, text in DOCUMENTS.items()])
    return tokens


def document(key: str, text: str) -> NewDocument:
    """A document whose fingerprint says nothing of its text, as a real one."""
    return replace(new_document(key, text, name=f"{key}.txt"), fingerprint=f"fingerprint of {key}")


def identified(eraser: Eraser, *who: str) -> Identified:
    assert eraser.vault is not None
    return identify(Subject.named(*who), list(eraser.vault.rows()), eraser.vault.held)
