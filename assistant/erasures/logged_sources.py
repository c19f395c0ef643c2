"""Sources that held what was erased, as the erasure log knows them: by keyed hashes of their content.

The file that a document was read from is the organisation's, and often stays where it was. Read again (by the nightly
ingestion, by an upgrade that changed the rules, into an index that is made anew) it would bring back whom an officer
erased. As long as it is the same file, byte for byte, it does not; a file that was changed is a new source.

Entries of before sources were hashed know documents alone. A document that was deleted then stays away whatever its
file says now, and one that was stored before then has everybody struck out again who was erased since it was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.erasures.holdings import Erased, striking_again
from ingest.store_sources import NotedSource
from ingest.striking import Strike
from policies.erased_subjects import ErasedSubjects
from policies.erasure_log import Erasure, ErasureLog, Hasher
from policies.errors import ErasedError
from policies.text import RedactedText, Redaction
from policies.vault import Vault


@dataclass(frozen=True, slots=True, repr=False)
class LoggedSources:
    """`ErasedSources` of one workspace: entries of the log, and the vault, which knows whose new pseudonyms are."""

    entries: Sequence[Erasure]
    hashed: Hasher
    vault: Vault | None

    @classmethod
    def of(cls, log: ErasureLog, workspace: str, vault: Vault | None) -> LoggedSources:
        """What the log has of a workspace; what was erased in an earlier one of that name is no matter.

        Raises:
            StorageError: the log was altered or can't be read.
        """
        entries = log.entries(workspace)
        begun = max((place for place, each in enumerate(entries, start=1) if each.kind == "workspace"), default=0)
        return cls(entries[begun:], log.hasher(workspace), vault)

    def refuse(self, document_id: str, content: str, stored: NotedSource | None) -> None:
        """See `ingest.erased.ErasedSources`."""
        source = self.hashed("source", content)
        # A document that is still there has a period of its own: only a copy of it was kept long enough.
        gone = [each for each in self.entries if source in each.hashes and not (stored and each.kind == "retention")]
        remedy = "Delete the file, or correct it: a file that was changed is read."
        if not gone and stored is None:
            document, sourced = self.hashed("document", document_id), self.hashed("sourced", document_id)
            gone = [
                each
                for each in self.entries
                if each.kind != "documents" and document in each.hashes and sourced not in each.hashes
            ]
            remedy = "Delete the file; a corrected one is read under another name or in another folder."
        if gone:
            why = "its retention was over" if gone[-1].kind == "retention" else "somebody in it was erased"
            raise ErasedError(
                f"It was deleted on {gone[-1].time[:10]}, because {why}, and is not read again.", remedy=remedy
            )

    def strike(self, content: str, stored: NotedSource | None) -> Strike | None:
        """See `ingest.erased.ErasedSources`."""
        hashed = self.hashed("struck source", content)
        read_before = stored.read_before_as(content) if stored is not None else ""
        hashes = [
            each.hashes
            for each in self.entries
            if hashed in each.hashes or (read_before and each.kind == "subject" and each.time >= read_before)
        ]
        if not hashes:
            return None
        known = ErasedSubjects(frozenset[str]().union(*hashes), self.hashed)

        def struck(texts: Sequence[RedactedText]) -> list[Redaction]:
            rows = list(self.vault.rows()) if self.vault else []  # read now: the document has new pseudonyms
            return striking_again(Erased(known, frozenset(known.tokens(rows))))(texts)

        return struck
