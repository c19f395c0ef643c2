"""Office files are ZIP archives: checked before anything in them is unpacked for good."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from policies.errors import LoadError

MAX_UNPACKED = 500 * 2**20
MAX_ENTRIES = 10_000
MAX_RATIO = 200
_FREE_RATIO_BYTES = 2**20  # small parts may shrink much: a page of empty table cells
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
            names = {entry.filename for entry in entries}
            if needs not in names:
                raise _other_kind(names, name)
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        _check_declarations(part.read(4096), name)
    except (BadZipFile, ZlibError, NotImplementedError, EOFError, OSError) as error:
        raise LoadError(
            f"{name} is damaged: it can't be unpacked ({type(error).__name__}).",
            remedy="Copy or export it again from where it came.",
        ) from None


def _check_sizes(sizes: list[tuple[int, int]], name: str) -> None:
    unpacked = sum(size for size, _ in sizes)
    bomb = any(size > _FREE_RATIO_BYTES and size > MAX_RATIO * max(packed, 1) for size, packed in sizes)
    if len(sizes) > MAX_ENTRIES or unpacked > MAX_UNPACKED or bomb:
        raise LoadError(
            f"{name} unpacks to {unpacked / 2**20:.0f} MiB in {len(sizes)} parts: no sane document does.",
            remedy="Don't open it unless you know who made it; leave it out.",
        )


def _check_declarations(head: bytes, name: str) -> None:
    """Office files declare no document types: where one stands, entities that multiply or read files would follow."""
    if _DECLARED.search(head):
        raise LoadError(
            f"{name} declares XML entities, which no office program does.",
            remedy="Don't open it unless you know who made it; leave it out.",
        )


def _other_kind(names: set[str], name: str) -> LoadError:
    kind = next((said for entry, said in _OTHERS.items() if entry in names), "a ZIP archive of another kind")
    return LoadError(
        f"{name} is {kind}, not a Word document.",
        remedy="Give it the suffix of its real format, or save its content as .docx, .pdf or .csv.",
    )
