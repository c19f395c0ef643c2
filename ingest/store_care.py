"""Care for `store.db` itself: whether it is sound, and all that can be read in it, for whoever looks for traces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Literal

import apsw

from ingest.store_duties import Rows
from policies.errors import StorageError


class StoreCare:
    """Examines the file; `writing` is None for a reader."""

    def __init__(
        self, connection: apsw.Connection, rows: Rows, writing: Callable[[], AbstractContextManager[None]] | None
    ) -> None:
        self._connection = connection
        self._rows = rows
        self._writing = writing

    def broken(self) -> Literal["pages", "words"] | None:
        """Name what of the file itself is wrong: a page, or a full-text index that does not match the chunks.

        A reader can tell only whether each chunk is in the full-text index; a writer compares word by word.
        """
        if self._rows("PRAGMA quick_check(1)", ()) != [("ok",)]:
            return "pages"
        if self._rows("SELECT row FROM chunks EXCEPT SELECT id FROM words_docsize", ()) or self._rows(
            "SELECT id FROM words_docsize EXCEPT SELECT row FROM chunks", ()
        ):
            return "words"
        if self._writing is not None:
            try:
                with self._writing():
                    self._connection.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
            except StorageError:
                return "words"
        return None

    def misplaced(self) -> int:
        """How many chunks are not the characters of their document that they say."""
        count = 0
        for (document_id,) in self._rows("SELECT document_id FROM documents", ()):
            # Not by SQL: its substr() ends at a NUL.
            ((text,),) = self._rows("SELECT text FROM documents WHERE document_id = ?", (document_id,))
            chunks = self._rows('SELECT start, "end", text FROM chunks WHERE document_id = ?', (document_id,))
            count += sum(text[start:end] != part for start, end, part in chunks)
        return count

    def rebuild_words(self) -> None:
        """Make the full-text index anew from the chunks. The store is open for writing."""
        if self._writing is None:
            raise StorageError("The store is open for reading only.", remedy="Open the workspace for writing.")
        with self._writing():
            self._connection.execute("INSERT INTO words (words) VALUES ('rebuild')")
            self._connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'revision'")

    def contents(self) -> Iterator[str]:
        """Every text of every table, and every word of the full-text index."""
        for (table,) in self._rows("SELECT name FROM sqlite_master WHERE type = 'table'", ()):
            if table.startswith(("words_", "sqlite_")) or table == "words":
                continue
            for row in self._rows(f'SELECT * FROM "{table}"', ()):  # noqa: S608 - a table's own name
                yield from (value for value in row if isinstance(value, str))
        self._rows("CREATE VIRTUAL TABLE IF NOT EXISTS temp.said USING fts5vocab('main', 'words', 'row')", ())
        yield from (term for (term,) in self._rows("SELECT term FROM temp.said", ()))

    def unused_pages(self) -> int:
        """Pages that the file gave up and has not overwritten yet."""
        return int(self._rows("PRAGMA freelist_count", ())[0][0])
