"""The scan sees what it must: across blocks, in either case and encoding; and says what it left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from policies import byte_scan
from policies.byte_scan import scan


@pytest.mark.parametrize(
    "content", [b"xx Halvorsen", "HALVORSEN".encode("utf-16-le"), b"\0" * 100 + b"halvorsen" + b"\xff" * 100]
)
def test_a_text_is_found_whatever_its_case_and_encoding(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file.bin").write_bytes(content)
    (tmp_path / "other.bin").write_bytes(b"Halvor and Sen")
    found = scan(tmp_path, ["Halvorsen"])
    assert found.remains == ("deep/file.bin",)
    assert (found.files, found.bytes) == (2, len(content) + 14)


def test_a_text_across_two_blocks_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(byte_scan, "_BLOCK_BYTES", 8)
    (tmp_path / "file").write_bytes(b"1234567Halvorsen890")
    assert scan(tmp_path, ["Halvorsen"]).remains == ("file",)


def test_raw_bytes_are_looked_for_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"\x01ABCDE\x02")
    assert scan(tmp_path, [], [b"ABCDE"]).remains == ("file",)
    assert scan(tmp_path, [], [b"abcde"]).remains == ()


def test_what_is_too_short_to_mean_anything_is_not_looked_for(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"Lee")
    assert scan(tmp_path, ["Lee"]).needles == 0


def test_folders_of_the_programs_own_are_passed_over(tmp_path: Path) -> None:
    for name in ("models", "data"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_bytes(b"Halvorsen")
    assert scan(tmp_path, ["Halvorsen"], passed_over=["models"]).remains == ("data/file",)
