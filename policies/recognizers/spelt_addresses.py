"""E-mail addresses spelt out: "edda at example dot org", "edda [at] example (dot) org", "edda @ example.org"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policies.evidence import Evidence
from policies.recognizers.finder import Finder, Found
from policies.recognizers.lexicon import is_everyday
from policies.words import Word

_AT = re.compile(r"@|[(\[{<](?:at|AT|At|@|ät)[)\]}>]|(?<=\w[ _-])(?:at|AT|arobase|arroba|chiocciola)(?=[ _-]\w)")
_WORDS = ("at", "AT", "arobase", "arroba", "chiocciola")
_GAP = re.compile(r"[_-]|[ ]{0,2}")
_DOT_WORD = (
    r"(?:[ ]{0,2}(?:\((?:dot|DOT|Dot|\.|punkt)\)|\[(?:dot|DOT|Dot|\.|punkt)\]|\{(?:dot|DOT|\.)\})[ ]{0,2}"
    r"|[ ](?:dot|DOT|punkt|punto|point)[ ]|[_-](?:dot|DOT)[_-])"
)
_HOST = re.compile(rf"[^\W_][\w-]{{0,62}}(?P<dots>(?:(?:{_DOT_WORD}|[ ]?\.[ ]?)[\w-]{{1,63}}){{1,5}})(?![\w@])")
_LAST_DOT = re.compile(rf"(?:{_DOT_WORD}|[ ]?\.[ ]?)(?=[\w-]*\Z)")
_LOCAL = re.compile(rf"(?<![\w.+%-])[\w+%-]{{1,64}}(?:(?:{_DOT_WORD}|\.|[ ]?_[ ]?)[\w+%-]{{1,64}}){{0,6}}\Z")
_LONGEST_LOCAL = 100
_TOP_LEVEL = re.compile(
    r"(?i)[a-z]{2}|com|org|net|edu|gov|mil|int|info|biz|name|app|dev|online|email|mail|health|clinic|hospital|care|law|legal"
    r"|bank|cloud|tech|agency|example|test|local|invalid|internal|lan|corp"
)
"""Country codes have two letters; of the others, those in which mail is written to and read (RFC 2606 for examples)."""


class SpeltAddresses(Finder):
    """Score 0.7 where both signs are unmistakable, 0.6 otherwise."""

    def __init__(self) -> None:
        super().__init__("spelt email address", ["EMAIL_ADDRESS"])

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Addresses; a sentence in which something is "at" a place that is spelt so is none."""
        for match in _AT.finditer(text):
            gap = _GAP.match(text, match.end())
            host = _HOST.match(text, gap.end() if gap else match.end())
            end = _end(text, host) if host else None
            if host is None or end is None:
                continue
            before = match.start() - (match.group() in _WORDS)
            before = len(text[:before].rstrip(" ")) if text[before - 1 : before] == " " else before
            local = _LOCAL.search(text, max(0, before - _LONGEST_LOCAL), before)
            if local is None:
                continue
            plain_dots = re.search(_DOT_WORD, text[host.start() : end]) is None
            if match.group() == "@":
                # Without a space or a spelt dot it is an address as all are, found elsewhere.
                score = 0.0 if plain_dots and (before, host.start()) == match.span() else 0.6
            elif match.group() in _WORDS:
                score = 0.0 if plain_dots and not _is_composed(local.group()) else 0.6
            else:
                score = 0.7
            if score == 0.7 or (score and not _is_a_word(local.group())):
                yield Found("EMAIL_ADDRESS", local.start(), end, score, Evidence.PATTERN)


def _end(text: str, host: re.Match[str]) -> int | None:
    """Where a host ends that ends in a top-level domain; None where it has none."""
    end = host.end()
    while end > host.start("dots"):
        dot = _LAST_DOT.search(text, host.start("dots"), end)
        if dot is None:
            return None
        if _TOP_LEVEL.fullmatch(text, dot.end(), end) and not (dot.group() == ". " or text[dot.end()].isupper()):
            return end
        end = dot.start()
    return None


def _is_composed(local: str) -> bool:
    """Whether the part before "at" is none of a sentence's words: "edda.quill", "equill7"."""
    return re.search(r"[^\W\d][._]\w|\d", local) is not None


def _is_a_word(local: str) -> bool:
    """Whether the part before "at" is a plain word: "look at example dot org"."""
    return local.isalpha() and is_everyday(local.casefold())
