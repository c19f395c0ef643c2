"""Office files are ZIP archives: checked before anything in them is unpacked for good."""

from __future__ import annotations

import re
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from policies.errors import LoadError

MAX_UNPACKED = 500 * 2**20
MAX_XML = 64 * 2**20
"""Of one part: a parsed tree takes about ten times as much memory."""
MAX_ENTRIES = 10_000
MAX_RATIO = 200
_FREE_RATIO_BYTES = 2**20  # small parts may shrink much: a page of empty table cells
_BLOCK_BYTES = 2**20
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_OTHERS = {"xl/workbook.xml": "an Excel workbook", "ppt/presentation.xml": "a PowerPoint presentation"}


def check_archive(path: Path, name: str, *, needs: str) -> None:
    """Refuse an archive that is damaged, encrypted, of another kind, or made to exhaust the machine.

    Raises:
        LoadError: it is; `needs` is the entry that an archive of the right kind has.
    """
    try:
        with ZipFile(path) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise LoadError(
                    f"{name} is protected by a password.", remedy="Open it with its password and save it without one."
                )
            _check_sizes([(entry.file_size, entry.compress_size) for entry in entries], name)
            if any(entry.file_size > MAX_XML and _is_xml(entry) for entry in entries):
                raise LoadError(
                    f"{name} holds a part of more than {MAX_XML // 2**20} MiB of XML.",
                    remedy="Split it into smaller documents, or save it as PDF.",
                )
            names = {entry.filename for entry in entries}
            if needs not in names:
                raise _other_kind(names, name)
            for entry in entries:
                if _is_xml(entry):
                    with archive.open(entry) as part:
                        _check_declarations(part, name)
    except (BadZipFile, ZlibError, NotImplementedError, EOFError, OSError) as error:
        raise LoadError(
            f"{name} is damaged: it can't be unpacked ({type(error).__name__}).",
            remedy="Copy or export it again from where it came.",
        ) from None


def _is_xml(entry: ZipInfo) -> bool:
    return entry.filename.lower().endswith((".xml", ".rels"))


def _check_sizes(sizes: list[tuple[int, int]], name: str) -> None:
    unpacked = sum(size for size, _ in sizes)
    bomb = any(size > _FREE_RATIO_BYTES and size > MAX_RATIO * max(packed, 1) for size, packed in sizes)
    if len(sizes) > MAX_ENTRIES or unpacked > MAX_UNPACKED or bomb:
        raise LoadError(
            f"{name} unpacks to {unpacked / 2**20:.0f} MiB in {len(sizes)} parts: no sane document does.",
            remedy="Don't open it unless you know who made it; leave it out.",
        )


def _check_declarations(part: IO[bytes], name: str) -> None:
    """Office files declare no document types: where one stands, entities that multiply or read files would follow.

    Looked for in the whole part: a comment of any length may stand before it. Text can't hold these characters as they
    are, and without zero bytes UTF-16 reads as ASCII here.
    """
    tail = b""
    while block := part.read(_BLOCK_BYTES):
        block = tail + block.replace(b"\0", b"")
        if _DECLARED.search(block):
            raise LoadError(
                f"{name} declares XML entities, which no office program does.",
                remedy="Don't open it unless you know who made it; leave it out.",
            )
        tail = block[-32:]


def _other_kind(names: set[str], name: str) -> LoadError:
    kind = next((said for entry, said in _OTHERS.items() if entry in names), "a ZIP archive of another kind")
    return LoadError(
        f"{name} is {kind}, not a Word document.",
        remedy="Give it the suffix of its real format, or save its content as .docx, .pdf or .csv.",
    )
