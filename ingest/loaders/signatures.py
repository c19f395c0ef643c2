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
    b"\x89PNG\r\n": "PNG picture",
    b"\xff\xd8\xff": "JPEG picture",
    b"GIF8": "GIF picture",
    b"II*\x00": "TIFF picture",
    b"MM\x00*": "TIFF picture",
    b"\x1f\x8b": "gzip archive",
    b"7z\xbc\xaf\x27\x1c": "7-Zip archive",
    b"SQLite format 3": "SQLite database",
    b"\x7fELF": "program",
    b"MZ\x90\x00": "program",
}
_EXPECTED: Final = {".pdf": "PDF", ".docx": "ZIP"}
_HINTS: Final = {
    "PDF": "Rename it to end in .pdf.",
    "ZIP": "If it is a Word document, rename it to end in .docx; if it is an archive, unpack it first.",
    "OLE": "Open it in Word or LibreOffice, remove a password if it has one, and save it as .docx.",
    "RTF": "Open it in Word or LibreOffice and save it as .docx.",
}


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


def _kind(head: bytes) -> str | None:
    for mark, kind in _KINDS.items():
        if head.startswith(mark):
            return kind
    # A PDF may have up to 1,024 bytes of other data in front (PDF 32000-1, Annex H, note 13).
    return "PDF" if b"%PDF-" in head and b"\x00" not in head[: head.index(b"%PDF-")] else None
