"""What an erasure could have left, looked for in every file as it lies there, and behind encryption."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.erasures.erasure import MOST_NEEDLES, NOT_SCANNED, Needles, spread
from assistant.erasures.holdings import Matcher, holdings
from ingest.index import Index
from policies.byte_scan import Scan, scan
from policies.vault import Vault

_TOKEN_LIKE = re.compile(r"⟦\w+⟧")  # the full-text index has tokens in small letters
_VECTOR_FLOATS = 8
_BATCH = 16


@dataclass(frozen=True, slots=True)
class Traces:
    """Looks for traces in one workspace (`folder`) and in all of the data folder (`home`)."""

    home: Path
    folder: Path
    index: Index
    vault: Vault | None

    def heads(self, document_ids: Sequence[str]) -> list[bytes]:
        """The first floats of some of the vectors of documents, and the ids under which they lie, as bytes."""
        chunk_ids = [chunk.chunk_id for key in document_ids for chunk in self.index.chunks_of(key)]
        some = spread(chunk_ids, MOST_NEEDLES)
        heads = [row[:_VECTOR_FLOATS].tobytes() for row in self.index.vectors_of(spread(document_ids, MOST_NEEDLES))]
        return [*(each.encode() for each in some), *spread(heads, MOST_NEEDLES)]

    def look(self, matcher: Matcher | None, needles: Needles) -> tuple[Scan, list[str]]:
        """Look; gives what was looked through, and in words what was found."""
        looked = self._scanned(needles)
        remains = [f"bytes in {path}" for path in looked.remains]
        holds = self.index.duties.holds()
        # What a held document names stays, to read that document by; whatever else is a trace also where some are held.
        kept = {token.casefold() for token in self.index.tokens(list(holds))} if holds else set()
        if matcher is not None:
            left = [each for each in holdings(self.index, matcher) if each.document.document_id not in holds]
            remains += [f"document {each.document.document_id}" for each in left]
            tokens = [token for token, _ in self.vault.rows()] if self.vault else []
            if any(matcher.has(token) and token.casefold() not in kept for token in tokens):
                remains.append("vault")
            gone = {needle.casefold() for needle in needles.texts if needle.startswith("⟦")} - kept
            said = (word.casefold() for text in self.index.traces() for word in _TOKEN_LIKE.findall(text))
            remains += ["store"] if any(word in gone for word in said) else []
        remains += [f"store: {finding.problem}" for finding in self.index.check()]
        remains += ["store: pages that were given up"] if self.index.unused_pages() else []
        return looked, remains

    def _scanned(self, needles: Needles) -> Scan:
        # A passage that another workspace holds too has the same vector there, and that one is nobody's trace.
        others = sorted(each for each in self.folder.parent.iterdir() if each.is_dir() and each != self.folder)
        shown = [each.relative_to(self.home).as_posix() for each in others]
        vectors = set(needles.raw) - self._heads_in_use()
        scans = [(Path(), scan(self.home, needles.texts, vectors, passed_over=(*NOT_SCANNED, *shown)))]
        scans += [(each.relative_to(self.home), scan(each, needles.texts)) for each in others]
        return Scan(
            sum(each.files for _, each in scans),
            sum(each.bytes for _, each in scans),
            scans[0][1].needles,
            tuple((below / path).as_posix() for below, each in scans for path in each.remains),
        )

    def _heads_in_use(self) -> set[bytes]:
        """Heads of the vectors that are stored: a passage that was not changed has the vector that it had."""
        ids = list(self.index.fingerprints())
        return {
            row[:_VECTOR_FLOATS].tobytes()
            for start in range(0, len(ids), _BATCH)
            for row in self.index.vectors_of(ids[start : start + _BATCH])
        }
