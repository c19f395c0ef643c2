"""Encrypted SQLite files: the one place that opens them and translates their errors.

Cipher: ChaCha20-Poly1305 a page (SQLite3 Multiple Ciphers), so that an altered page does not decrypt. The
256-bit key is given raw: it is random already, and deriving it from a passphrase would cost 40 ms an opening
for nothing.

Journal: WAL. Its frames are encrypted as the pages are, a commit costs one sync instead of four (3.5 ms
against 15.6 ms on the slow disk this was measured on), and readers (the server) don't wait for the writer (an
ingestion). What WAL keeps of deleted rows is gone after `forget_deleted`, and the last connection to close
removes the file. Its price: the data folder must be on a local file system.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import apsw

from policies.errors import BusyError, KeyFileError, StorageError

KEY_BYTES: Final = 32
BUSY_MILLISECONDS: Final = 10_000
_PAGE_BYTES: Final = 4096


def open_database(path: Path, key: bytes, *, readonly: bool = False) -> apsw.Connection:
    """Open, or create with mode 0600, an encrypted database. The caller closes it.

    The connection may move between threads but serves one at a time.

    Raises:
        KeyFileError: the file was written with another key.
        StorageError: the file is missing (`readonly`), damaged, or can't be opened.
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"a database key has {KEY_BYTES} bytes")
    with storage_errors(path.name):
        if not readonly:
            _create_private(path)
        flags = apsw.SQLITE_OPEN_READONLY if readonly else apsw.SQLITE_OPEN_READWRITE
        connection = apsw.Connection(str(path), flags=flags)
        try:
            _unlock(connection, key)
            if not readonly:
                _configure_writer(connection)
        except apsw.NotADBError as error:
            connection.close()
            raise _unreadable(path) from error
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def transaction(connection: apsw.Connection) -> Iterator[None]:
    """All or nothing: takes the writer's lock at once, commits durably at the end, rolls back on any error.

    Raises:
        BusyError: another process held the writer's lock for 10 seconds.
        StorageError: the disk is full or the file is damaged.
    """
    with storage_errors(Path(connection.filename).name):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            # A full disk makes SQLite roll back on its own.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def forget_deleted(connection: apsw.Connection) -> None:
    """Leave nothing of deleted rows in the file or beside it: rebuilds the file and empties the WAL.

    Raises:
        BusyError: another process is reading or writing.
    """
    with storage_errors(Path(connection.filename).name):
        connection.execute("VACUUM")
        ((blocked, _, _),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    if blocked:
        raise BusyError(
            f"Deleted rows could not be cleared from {Path(connection.filename).name}: it is in use.",
            remedy="Stop the other process (a running server?) and try again.",
        )


@contextmanager
def storage_errors(name: str) -> Iterator[None]:
    """Translate apsw's errors; `name` is the database as a person is told of it."""
    try:
        yield
    except apsw.BusyError as error:
        raise BusyError(
            f"{name} is locked by another process.",
            remedy="Wait until the other command has finished, then try again.",
        ) from error
    except apsw.FullError as error:
        raise StorageError(
            f"{name} could not be written: the disk is full.",
            remedy="Free some space and run the command again; nothing was half written.",
        ) from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise StorageError(
            f"{name} is damaged: a page does not decrypt or is missing.",
            remedy="Restore the file from a backup, or delete it and ingest the documents again.",
        ) from error
    except (apsw.ReadOnlyError, apsw.PermissionsError, apsw.CantOpenError) as error:
        raise _not_accessible(name) from error
    except apsw.Error as error:
        raise StorageError(
            f"{name} could not be read or written ({type(error).__name__}).",
            remedy="Check the disk, then run `assistant doctor`.",
        ) from error


def _create_private(path: Path) -> None:
    """The file with mode 0600 before SQLite opens it; its journal gets the same mode."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise _not_accessible(path.name) from error


def _not_accessible(name: str) -> StorageError:
    return StorageError(
        f"{name} can't be opened for this.",
        remedy="Check that the data folder exists, is yours, and is on a disk that may be written.",
    )


def _unlock(connection: apsw.Connection, key: bytes) -> None:
    connection.set_busy_timeout(BUSY_MILLISECONDS)
    connection.execute("PRAGMA cipher='chacha20'")
    connection.execute(f"PRAGMA key='raw:{key.hex()}'")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchall()


def _configure_writer(connection: apsw.Connection) -> None:
    _write_ahead(connection)
    for pragma in (
        "journal_size_limit=0",
        "synchronous=FULL",
        "secure_delete=ON",
        "temp_store=MEMORY",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: apsw.Connection) -> None:
    """Switch to a write-ahead log. SQLite asks no busy handler there when another process switches at the same time."""
    until = monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except apsw.BusyError:
            if monotonic() > until:
                raise
            sleep(0.01)


def _unreadable(path: Path) -> StorageError | KeyFileError:
    """A first page that does not decrypt: damaged where the size shows it, else most likely another key."""
    if path.stat().st_size % _PAGE_BYTES:
        return StorageError(
            f"{path.name} is damaged: it was cut off.",
            remedy="Restore the file from a backup, or delete it and ingest the documents again.",
        )
    return KeyFileError(
        f"{path.name} does not open with this key: another one wrote it, or its first page is damaged.",
        remedy="Put back the key folder that belongs to this data folder, or restore the file from a backup.",
    )
