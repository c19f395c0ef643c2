r"""Characters written as codes: `%4A`, `&#74;`, `&eacute;`, `\u004a`, `=C3=A9`, `=?utf-8?q?...?=`.

Codes of codes (`%2541`, `&amp;#65;`) are undone at once, however deep. What is no valid code stays as it is: "100%",
"R&D;", "a=10".
"""

from __future__ import annotations

import base64
import binascii
import html
import quopri
import re
from collections.abc import Iterator

from policies.rewriting import Rewrite

_ANY = re.compile(r"%[0-9A-Fa-f]{2}|&(?:#|[A-Za-z]\w{1,31};)|\\[uUxnrt]|=(?:[0-9A-F]{2}|\r?\n|\?)")
"""What a text without is not searched for."""


def _utf8(prefix: str) -> str:
    """One character as its UTF-8 bytes, each with a prefix (RFC 3629, section 4); controls are left out."""
    byte = prefix + "{}"
    tail = byte.format("[89ABab][0-9A-Fa-f]")
    return "|".join(
        (
            byte.format("(?:[2-6][0-9A-Fa-f]|7[0-9A-Ea-e]|0[9AaDd])"),
            byte.format("(?:[Cc][2-9A-Fa-f]|[Dd][0-9A-Fa-f])") + tail,
            byte.format("[Ee][0-9A-Fa-f]") + tail * 2,
            byte.format("[Ff][0-4]") + tail * 3,
        )
    )


_CODES = re.compile(
    rf"(?P<percent>{_utf8('%(?:25)*')})"
    r"|(?P<entity>&(?:amp;)*(?:#[0-9]{1,7};?|#[xX][0-9A-Fa-f]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};))"
    r"|(?P<unicode>\\+u[dD][89ABab][0-9A-Fa-f]{2}\\+u[dD][C-Fc-f][0-9A-Fa-f]{2}|\\+u[0-9A-Fa-f]{4}"
    r"|\\+u\{[0-9A-Fa-f]{1,6}\}|\\+U[0-9A-Fa-f]{8})"
    rf"|(?P<hex>{_utf8(chr(92) * 2 + '+x')})"
    r"|(?P<space>\\+(?:r\\+)?[nrt](?=[A-Z0-9\s\"'\\-]))"
    r"|(?P<word>=\?[\w-]{2,30}\?[bBqQ]\?[^?\s]{1,500}\?=(?:\s+(?==\?[\w-]{2,30}\?[bBqQ]\?))?)"
    rf"|(?P<at>(?<=\w)=40(?=\w[\w-]*(?:\.|=2E)\w))"
    r"|(?P<mail>=(?:3D)*(?:[CD][0-9A-F]=[89AB][0-9A-F]|E[0-9A-F](?:=[89AB][0-9A-F]){2}|F[0-4](?:=[89AB][0-9A-F]){3}))"
)
_MAIL_CODES = re.compile(rf"(?P<soft>=[ \t]*\r?\n)|{_CODES.pattern}|(?P<byte>=(?:3D)*[0-9A-F]{{2}})")
"""In quoted-printable (RFC 2045, section 6.7) any byte may be coded, and a line goes on behind "=" at its end."""

_IS_MAIL = re.compile(r"(?i:quoted-printable)|=3D|\S=[ \t]*\r?\n\S")
_HEX = re.compile(r"[0-9A-Fa-f]{2}")


def escapes(text: str) -> Iterator[Rewrite]:
    """Codes and the characters that they stand for, in order."""
    if _ANY.search(text) is None:
        return
    codes = _MAIL_CODES if "=" in text and _IS_MAIL.search(text) else _CODES
    for match in codes.finditer(text):
        code = match.group()
        plain = _plain(match.lastgroup or "", code)
        if plain is not None and plain != code:
            yield Rewrite(*match.span(), plain)


def _plain(kind: str, code: str) -> str | None:
    """The characters behind a code; None where it is none."""
    match kind:
        case "percent":
            return _decoded(re.sub(r"%(?:25)+(?=[0-9A-Fa-f]{2})", "%", code), "%")
        case "entity":
            return _entity("&" + code[1:].replace("amp;", "") if not re.fullmatch(r"&(?:amp;)+", code) else "&amp;")
        case "unicode":
            units = [int(unit, 16) for unit in re.findall(r"[uU]\{?([0-9A-Fa-f]+)", code)]
            return _characters(units)
        case "hex":
            return _decoded(re.sub(r"\\+x", "%", code), "%")
        case "space":
            return "\t" if code.endswith("t") else "\n"
        case "word":
            return _word(code)
        case "at":
            return "@"
        case "mail":
            return _decoded(re.sub(r"=(?:3D)+(?=[0-9A-F]{2})", "=", code), "=")
        case "soft":
            return ""
        case _:
            plain = bytes([int(code[-2:], 16)]).decode("cp1252", "replace")
            return plain if plain.isprintable() or plain.isspace() else None


def _decoded(code: str, prefix: str) -> str | None:
    try:
        return bytes.fromhex(code.replace(prefix, "")).decode("utf-8")
    except ValueError:
        return None


def _entity(code: str) -> str | None:
    plain = html.unescape(code)
    return plain if plain != code and "\ufffd" not in plain else None


def _characters(units: list[int]) -> str | None:
    try:
        plain = b"".join(unit.to_bytes(2, "big") if unit < 0x10000 else chr(unit).encode("utf-16-be") for unit in units)
        return plain.decode("utf-16-be")
    except ValueError:
        return None


def _word(code: str) -> str | None:
    """An encoded word of a mail's header (RFC 2047)."""
    charset, kind, value = code.strip()[2:-2].split("?", 2)
    try:
        if kind in "bB":
            content = base64.b64decode(value + "=" * (-len(value) % 4))
        else:
            content = quopri.decodestring(value.replace("_", " ").encode("ascii"))
        return content.decode(charset)
    except (ValueError, LookupError, binascii.Error):
        return None
