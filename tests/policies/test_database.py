import errno
import os
import resource
import signal
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from policies.database import forget_deleted, open_database, transaction
from policies.errors import BusyError, KeyFileError, StorageError
from tests.policies.processes import output, start

KEY = bytes(range(32))
SENTENCE = "The lighthouse keeper counted eleven herons. "


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "birds.db"
    connection = open_database(path, KEY)
    with transaction(connection):
        connection.execute("CREATE TABLE birds (id INTEGER PRIMARY KEY, text TEXT)")
        connection.executemany("INSERT INTO birds (text) VALUES (?)", ((SENTENCE * 20,) for _ in range(200)))
    connection.close()
    return path


def texts(path: Path, key: bytes = KEY) -> int:
    connection = open_database(path, key)
    try:
        with transaction(connection):
            return len(connection.execute("SELECT text FROM birds").fetchall())
    finally:
        connection.close()


def test_what_was_written_is_read_back_with_the_key(path: Path) -> None:
    assert texts(path) == 200


def test_no_file_holds_readable_text_while_a_large_transaction_is_open(path: Path) -> None:
    connection = open_database(path, KEY)
    connection.execute("PRAGMA cache_size=10")
    with transaction(connection):
        connection.execute("UPDATE birds SET text = text || text")
        files = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    connection.close()
    assert "birds.db-wal" in files and len(files["birds.db-wal"]) > 100_000
    assert all(b"heron" not in content and b"SQLite" not in content for content in files.values())


def test_the_files_are_closed_to_others(path: Path) -> None:
    connection = open_database(path, KEY)
    with transaction(connection):
        connection.execute("DELETE FROM birds WHERE id = 1")
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    connection.close()
    assert len(modes) == 3 and set(modes.values()) == {0o600}


def test_another_key_is_told_as_such(path: Path) -> None:
    with pytest.raises(KeyFileError, match="another one wrote it"):
        open_database(path, bytes(32))


@pytest.mark.parametrize("length", [100, 5000])
def test_a_cut_off_file_is_damaged_not_another_key(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(StorageError, match="damaged"):
        texts(path)


def test_a_file_that_lacks_its_last_pages_is_damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-8192])
    with pytest.raises(StorageError, match="damaged"):
        texts(path)


def test_one_altered_bit_does_not_pass(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(StorageError, match="damaged"):
        texts(path)


def test_a_read_only_opening_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        open_database(tmp_path / "none.db", KEY, readonly=True)
    assert not list(tmp_path.iterdir())


def test_a_read_only_opening_reads_and_does_not_write(path: Path) -> None:
    connection = open_database(path, KEY, readonly=True)
    assert connection.execute("SELECT count(*) FROM birds").fetchall() == [(200,)]
    with pytest.raises(StorageError), transaction(connection):
        connection.execute("DELETE FROM birds")
    connection.close()
    assert texts(path) == 200


def test_an_error_rolls_everything_back(path: Path) -> None:
    connection = open_database(path, KEY)
    with pytest.raises(LookupError), transaction(connection):
        connection.execute("DELETE FROM birds")
        raise LookupError
    connection.close()
    assert texts(path) == 200


def test_a_second_writer_is_told_to_wait(path: Path) -> None:
    first, second = open_database(path, KEY), open_database(path, KEY)
    second.set_busy_timeout(50)
    with transaction(first), pytest.raises(BusyError, match=r"birds\.db is locked"), transaction(second):
        pytest.fail("two writers at once")
    first.close()
    second.close()


def test_a_reader_does_not_wait_for_the_writer(path: Path) -> None:
    writer, reader = open_database(path, KEY), open_database(path, KEY)
    reader.set_busy_timeout(0)
    with transaction(writer):
        writer.execute("DELETE FROM birds")
        assert reader.execute("SELECT count(*) FROM birds").fetchall() == [(200,)]
    assert reader.execute("SELECT count(*) FROM birds").fetchall() == [(0,)]
    writer.close()
    reader.close()


def test_a_foreign_error_is_always_translated(path: Path) -> None:
    connection = open_database(path, KEY)
    with pytest.raises(StorageError) as caught, transaction(connection):
        connection.execute("SELECT * FROM no_such_table")
    connection.close()
    assert isinstance(caught.value.__cause__, apsw.Error)


def test_deleted_rows_leave_no_page_behind(path: Path) -> None:
    before = path.stat().st_size
    connection = open_database(path, KEY)
    with transaction(connection):
        connection.execute("DELETE FROM birds")
    forget_deleted(connection)
    assert path.stat().st_size < before / 4
    assert (path.parent / "birds.db-wal").stat().st_size == 0
    connection.close()


def test_forgetting_says_when_another_process_is_in_the_way(path: Path) -> None:
    connection, reader = open_database(path, KEY), open_database(path, KEY)
    connection.set_busy_timeout(50)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM birds").fetchall()
    with transaction(connection):
        connection.execute("DELETE FROM birds")
    with pytest.raises(BusyError):
        forget_deleted(connection)
    reader.close()
    connection.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KiB: a mount where we may, a limit of file size where we may not."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode == 0:
        yield folder
        subprocess.run(["umount", str(folder)], check=True)
        return
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (256 * 1024, before[1]))
    yield folder
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_is_told_and_leaves_what_was_there(small_disk: Path) -> None:
    connection = open_database(small_disk / "full.db", KEY)
    with transaction(connection):
        connection.execute("CREATE TABLE birds (id INTEGER PRIMARY KEY, text TEXT)")
        connection.execute("INSERT INTO birds (text) VALUES ('one')")
    with pytest.raises(StorageError) as caught, transaction(connection):
        connection.executemany("INSERT INTO birds (text) VALUES (?)", ((os.urandom(2000).hex(),) for _ in range(500)))
    assert not isinstance(caught.value, BusyError) and "disk" in str(caught.value).lower()
    assert connection.execute("SELECT text FROM birds").fetchall() == [("one",)]
    connection.close()


def test_a_folder_that_is_none_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="data folder") as caught:
        open_database(tmp_path / "file" / "store.db", KEY)
    assert isinstance(caught.value.__cause__, OSError) and caught.value.__cause__.errno in (errno.ENOTDIR, errno.EEXIST)


def test_a_process_killed_while_writing_leaves_whole_transactions(tmp_path: Path) -> None:
    script = """
    from policies.database import open_database, transaction
    connection = open_database(home / "killed.db", bytes(range(32)))
    connection.execute("PRAGMA cache_size=10")
    with transaction(connection):
        connection.execute("CREATE TABLE IF NOT EXISTS pairs (id INTEGER PRIMARY KEY, text TEXT)")
    number = 0
    while True:
        with transaction(connection):
            for half in range(50):
                connection.execute("INSERT INTO pairs (text) VALUES (?)", (f"{number} " * 400,))
        number += 1
        print(number, flush=True)
    """
    promised = 0
    for wait in (1, 2, 3):
        process = start(script, tmp_path)
        assert process.stdout is not None
        for _ in range(wait):
            assert process.stdout.readline()
            promised += 1
        process.send_signal(signal.SIGKILL)
        promised += len(process.stdout.read().split())
        process.wait()
        process.stdout.close()
        assert process.stderr is not None
        process.stderr.close()
        connection = open_database(tmp_path / "killed.db", KEY)
        ((rows,),) = connection.execute("SELECT count(*) FROM pairs").fetchall()
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()
        assert rows % 50 == 0
        assert rows >= promised * 50
        promised = rows // 50
    assert output(start("print('the machine still starts processes')", tmp_path))
