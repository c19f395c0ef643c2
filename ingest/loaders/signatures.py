"""What a file is by its first bytes, so that a wrong suffix gets a clear message."""

from __future__ import annotations

from typing import Final

from policies.errors import LoadError

_KINDS: Final = {
    b"%PDF-": "PDF",
    b"PK\x03\x04": "ZIP",
    b"PK\x05\x06": "ZIP",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "OLE",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "gzip archive",
    b"7z\xbc\xaf\x27\x1c": "7-Zip archive",
    b"SQLite format 3": "SQLite database",
    b"\x7fELF": "program",
    b"MZ\x90\x00": "program",
}
_PICTURES: Final = {
    b"\x89PNG\r\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"II+\x00": "TIFF",
    b"MM\x00+": "TIFF",
    b"\x00\x00\x00\x0cjP": "JPEG 2000",
    b"\xff\x4f\xff\x51": "JPEG 2000",
    b"\xff\x0a": "JPEG XL",
    b"8BPS": "Photoshop",
}
_ISO_PICTURES: Final = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis", b"jxl ", b"crx ")
_EXPECTED: Final = {".pdf": "PDF", ".docx": "ZIP"}
_HINTS: Final = {
    "PDF": "Rename it to end in .pdf.",
    "ZIP": "If it is a Word document, rename it to end in .docx; if it is an archive, unpack it first.",
    "OLE": "Open it in Word or LibreOffice, remove a password if it has one, and save it as .docx.",
    "RTF": "Open it in Word or LibreOffice and save it as .docx.",
}


def refuse_pictures(head: bytes, name: str) -> None:
    """Refuse a picture, whatever its suffix. Neither it nor what its camera noted (EXIF, a DICOM header) is read.

    Raises:
        LoadError: it is one.
    """
    kind = _picture(head)
    if kind is not None:
        raise LoadError(
            f"{name} is a picture ({kind}): pictures are not read, since a photograph identifies a person.",
            remedy="Leave it out; if it is a scanned page, run text recognition (OCR) over it and ingest the PDF.",
        )


def check_signature(head: bytes, suffix: str, name: str) -> None:
    """Refuse a file whose first bytes belong to another format than its suffix.

    Raises:
        LoadError: they do; the message says which format it is and what to do.
    """
    found = _kind(head)
    expected = _EXPECTED.get(suffix)
    if found == expected:
        return
    if found == "OLE" and expected == "ZIP":
        raise LoadError(
            f"{name} is an old Word file (.doc) or a password-protected document, not a readable .docx.",
            remedy=_HINTS["OLE"],
        )
    if found is not None:
        said = "a ZIP container" if found == "ZIP" else f"a {found}"
        raise LoadError(
            f"{name} ends in {suffix} but is {said}.".replace("is a OLE", "is an old Office file"),
            remedy=_HINTS.get(found, "Give it the suffix of its real format, or leave it out."),
        )
    what = "a PDF" if expected == "PDF" else "a Word document"
    raise LoadError(
        f"{name} ends in {suffix} but is not {what}.",
        remedy="Give it the suffix of its real format, or export it again where it was made.",
    )


def _picture(head: bytes) -> str | None:
    for mark, kind in _PICTURES.items():
        if head.startswith(mark):
            return kind
    if head[128:132] == b"DICM":  # PS3.10, section 7.1: behind a preamble of any content
        return "DICOM"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WebP"
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return "BMP"
    return "HEIF" if head[4:8] == b"ftyp" and head[8:12] in _ISO_PICTURES else None


def _kind(head: bytes) -> str | None:
    for mark, kind in _KINDS.items():
        if head.startswith(mark):
            return kind
    # A PDF may have up to 1,024 bytes of other data in front (PDF 32000-1, Annex H, note 13).
    return "PDF" if b"%PDF-" in head and b"\x00" not in head[: head.index(b"%PDF-")] else None
