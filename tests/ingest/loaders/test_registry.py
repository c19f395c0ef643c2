"""Which file goes to which loader, and what is refused before any loader sees it."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

import ingest.loaders
from ingest.loaders import load
from policies.errors import LoadError
from tests.ingest.loaders import files


@pytest.mark.parametrize("name", ["mail.eml", "sheet.xlsx", "README"])
def test_an_unknown_type_is_refused_with_the_list_of_known_ones(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("x")
    with pytest.raises(LoadError, match="not supported") as caught:
        load(path, name)
    assert ".docx" in caught.value.remedy


def test_a_suffix_counts_in_capitals_too(tmp_path: Path) -> None:
    path = tmp_path / "NOTE.TXT"
    path.write_text("The gate shuts at nine.")
    assert load(path, "NOTE.TXT").text == "The gate shuts at nine."


def test_a_missing_file_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"gone\.txt can't be read"):
        load(tmp_path / "gone.txt", "gone.txt")


def test_a_file_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest.loaders, "MAX_BYTES", 10)
    path = tmp_path / "long.txt"
    path.write_text("longer than ten bytes")
    with pytest.raises(LoadError, match="at most"):
        load(path, "long.txt")


def test_a_pdf_called_txt_is_told_to_be_renamed(tmp_path: Path) -> None:
    path = files.pdf(tmp_path / "letter.txt", files.lines("Dear all"))
    with pytest.raises(LoadError, match=r"ends in \.txt but is a PDF") as caught:
        load(path, "letter.txt")
    assert ".pdf" in caught.value.remedy


def test_a_word_document_called_pdf_is_told_to_be_renamed(tmp_path: Path) -> None:
    path = files.word(tmp_path / "letter.pdf", lambda document: document.add_paragraph("Dear all"))
    with pytest.raises(LoadError, match="ZIP container") as caught:
        load(path, "letter.pdf")
    assert ".docx" in caught.value.remedy


def test_a_text_called_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_text("Dear all")
    with pytest.raises(LoadError, match="is not a PDF"):
        load(path, "letter.pdf")


def test_an_encrypted_or_old_word_file_is_told_to_be_saved_again(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000))
    with pytest.raises(LoadError, match="password-protected"):
        load(path, "letter.docx")


def photograph(kind: str) -> bytes:
    """A small picture of a kind, whose camera noted a name where it can."""
    from PIL import Image

    file, picture = BytesIO(), Image.new("RGB", (8, 8), "grey")
    exif = picture.getexif()
    exif[0x013B] = "Ifeoma Oduya"
    picture.save(file, kind, **({"exif": exif} if kind in ("JPEG", "PNG", "TIFF", "WEBP") else {}))
    return file.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "GIF", "BMP", "WEBP", "DICOM", "HEIF"])
@pytest.mark.parametrize("suffix", [".jpg", ".txt", ".pdf", ""])
def test_a_picture_is_refused_as_one_whatever_it_is_called(kind: str, suffix: str, tmp_path: Path) -> None:
    made = {
        "DICOM": lambda: bytes(128) + b"DICM" + b"Oduya^Ifeoma",
        "HEIF": lambda: b"\0\0\0\x18ftypheic" + bytes(64),
    }.get(kind, lambda: photograph(kind))
    path = tmp_path / f"ward{suffix}"
    path.write_bytes(made())
    with pytest.raises(LoadError, match=rf"ward{suffix} is a picture") as caught:
        load(path, path.name)
    assert "OCR" in caught.value.remedy and "Oduya" not in str(caught.value)


def test_importing_the_loaders_imports_no_parser() -> None:
    code = "import sys, ingest.loaders; print([m for m in ('pypdf', 'docx', 'lxml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
