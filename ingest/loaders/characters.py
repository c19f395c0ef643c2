"""Bytes to clean characters: encodings, line ends, and what no text should hold."""

from __future__ import annotations

import codecs
import re
import unicodedata

from policies.errors import LoadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark starts with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_SPACES = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
# Soft hyphen, joiners that print nothing, direction marks. U+200C and U+200D mean something in some scripts.
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x34F, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)
_TAGS = dict.fromkeys(range(0xE0000, 0xE0080))  # letters that nothing shows and programs read
_CONTROLS = {code: None for code in [*range(0x20), *range(0x7F, 0xA0)] if chr(code) not in "\t\n"}
_UNWANTED: dict[int, str | None] = {**_CONTROLS, **_SPACES, **_INVISIBLE, **_TAGS, **_LIGATURES}
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x1b")
_SAMPLE = 65_536
_MAX_CONTROLS = 0.02
_FEW_CONTROLS = 8  # what a printer's page break or a damaged byte leaves even in a short text


def decode(data: bytes, name: str) -> str:
    r"""The characters of a text file.

    A byte order mark decides; then UTF-16 without a mark, told by where its zero bytes stand; then UTF-8; then
    Windows-1252, which any other 8-bit Western text nearly is (the WHATWG's rule for unlabelled pages). Line ends come
    out as `\\n`; control characters, soft hyphens and direction marks are dropped.

    Raises:
        LoadError: the bytes are no text.
    """
    return clean(_decode(data, name))


def clean(text: str) -> str:
    """Text without control and invisible characters, one kind of space and of line end, ligatures spelt out.

    Full NFKC would turn "10²" into "102" and "½" into "1⁄2"; only what reads the same is changed.
    """
    return unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text).translate(_UNWANTED))


def squeeze(text: str) -> str:
    """One line: every run of white space is one space, none at the ends."""
    return " ".join(text.split())


def _decode(data: bytes, name: str) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, name)
    sample = data[:_SAMPLE]
    if wide := _utf16_without_mark(sample):
        return _strictly(data, wide, name)
    controls = sum(byte < 0x20 and byte not in _TEXT_CONTROLS for byte in sample)
    if controls > max(_FEW_CONTROLS, _MAX_CONTROLS * len(sample)):
        raise _not_text(name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Five bytes have no meaning in Windows-1252; in a file that is mostly readable they are noise.
        text = data.decode("cp1252", errors="replace")
    if text.count("\ufffd") > _MAX_CONTROLS * len(text):
        raise LoadError(
            f"{name} is in an encoding that can't be told: neither UTF-8, UTF-16 nor Windows-1252.",
            remedy="Open it where it was made and save it as UTF-8.",
        )
    return text


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise LoadError(
            f"{name}: the file says that it is {encoding.upper()} but is damaged at byte {error.start}.",
            remedy="Open it where it was made and save it again as UTF-8.",
        ) from None


def _utf16_without_mark(sample: bytes) -> str | None:
    """Western text in UTF-16 has a zero in nearly every second byte, and only there."""
    pairs = len(sample) // 2
    if pairs < 4:
        return None
    even, odd = sample[0 : 2 * pairs : 2].count(0) / pairs, sample[1 : 2 * pairs : 2].count(0) / pairs
    if odd > 0.7 and even < 0.05:
        return "utf-16-le"
    if even > 0.7 and odd < 0.05:
        return "utf-16-be"
    return None


def _not_text(name: str) -> LoadError:
    return LoadError(
        f"{name} is not a text file: its bytes are binary.",
        remedy="Give it the suffix of its real format, or leave it out.",
    )
