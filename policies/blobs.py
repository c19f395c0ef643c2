"""Blobs that decode to text: base64 (RFC 4648, also of URLs, also folded as in mail) and hexadecimal."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

MIN_BASE64: Final = 12
"""Characters of the shortest base64 that is tried: nine bytes. Shorter words are too often read as text by chance."""

MIN_HEX: Final = 16
"""Digits of the shortest hexadecimal blob: eight bytes. One in five thousand hashes of that length reads as text."""

_BASE64 = re.compile(
    rf"(?<![A-Za-z0-9+/_-])(?=[A-Za-z0-9+/_-]{{{MIN_BASE64 - 2}}})"
    r"(?:(?:[A-Za-z0-9+/_-]{40,}[ \t]*\r?\n[ \t]{0,8})+[A-Za-z0-9+/_-]{1,100}|[A-Za-z0-9+/_-]+)={0,2}"
)
_PIECE = re.compile(rf"[A-Za-z0-9]{{{MIN_BASE64 - 2},}}={{0,2}}")
_ANY_HEX = re.compile(rf"[0-9A-Fa-f]{{{MIN_HEX}}}|[0-9A-Fa-f]{{2}}([ :,-])(?:[0-9A-Fa-f]{{2}}\1){{3}}")
"""What a text without is not searched for hexadecimal blobs."""

_HEX = re.compile(
    r"(?<![^\W_])(?:0[xX])?(?:(?:[0-9A-Fa-f]{2}){20,}\s?\n\s{0,8})*"
    rf"(?:[0-9A-Fa-f]{{2}}){{{MIN_HEX // 2},}}(?![^\W_])"
    rf"|(?<![^\W_])[0-9A-Fa-f]{{2}}([ :,-])(?:[0-9A-Fa-f]{{2}}\1){{{MIN_HEX // 2 - 2},}}[0-9A-Fa-f]{{2}}(?![^\W_])"
)
_SAYS = re.compile(r"[^\W_]{3}")
_WHITE = str.maketrans("", "", "\n\r\t")


class Blob(NamedTuple):
    """Characters `start` to `end` (exclusive) decode to `text`."""

    start: int
    end: int
    text: str


def blobs(text: str) -> Iterator[Blob]:
    """The blobs of a text that decode to text, in time linear in its length; they may overlap."""
    for match in _HEX.finditer(text) if _ANY_HEX.search(text) else ():
        decoded = _hex(match.group())
        if decoded is not None:
            yield Blob(*match.span(), decoded)
    for match in _BASE64.finditer(text):
        blob = match.group()
        # Base64 has capitals and small letters; so do few words, and those at their start.
        if not (blob.islower() or blob.isupper() or blob[1:].islower()):
            yield from _in_run(blob, match.start())


def _in_run(run: str, at: int) -> Iterator[Blob]:
    """What a run of base64's characters decodes to; where it is a path or has hyphens, what its pieces do."""
    # Of folded lines the last may be a word of the text behind.
    for end in (len(run), run.rfind("\n")):
        decoded = _base64(run[:end]) if end > 0 else None
        if decoded is not None:
            yield Blob(at, at + len(run[:end].rstrip()), decoded)
            return
    for piece in _PIECE.finditer(run):
        decoded = _base64(piece.group()) if piece.group() != run else None
        if decoded is not None:
            yield Blob(at + piece.start(), at + piece.end(), decoded)


def _base64(blob: str) -> str | None:
    plain = "".join(blob.split()).rstrip("=")
    if len(plain) % 4 == 1:
        return None
    try:
        content = base64.b64decode(plain.replace("-", "+").replace("_", "/") + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error:
        return None
    return _text(content)


def _hex(blob: str) -> str | None:
    return _text(bytes.fromhex(re.sub(r"[^0-9A-Fa-f]", "", blob.removeprefix("0x").removeprefix("0X"))))


def _text(content: bytes) -> str | None:
    """Bytes as text in UTF-8, UTF-16 or Windows-1252; None where they are no text: an image, a hash, a key."""
    for encoding in _encodings(content):
        try:
            decoded = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Three bytes that make one letter of UTF-8 come by chance in a word; so does not a longer text of them.
        chance = len(content) < 2 * MIN_BASE64 and sum(map(str.isascii, decoded)) * 2 < len(decoded)
        if decoded.translate(_WHITE).isprintable() and _SAYS.search(decoded) and not chance:
            return decoded
    return None


def _encodings(content: bytes) -> tuple[str, ...]:
    if b"\x00" in content[:4] or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ("utf-16", "utf-16-be") if content[:1] != b"\x00" else ("utf-16-be",)
    # In what is no UTF-8, nearly all bytes must be plain letters: random bytes are not.
    plain = sum(0x20 <= byte < 0x7F for byte in content)
    return ("utf-8-sig", "cp1252") if plain * 10 >= len(content) * 9 else ("utf-8-sig",)
