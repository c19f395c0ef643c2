"""Letters of other scripts that look like Latin ones, in a word that is otherwise Latin.

The pairs are those of Unicode Technical Standard 39 (confusables) that a reader of English takes for one another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from policies.rewriting import Rewrite

_PAIRS = (
    # Cyrillic
    "аaАAВBеeЕEёeЁEѐeкkКKмmМMнhНHоoОOрpРPсcСCтtТTуyУYүyҮYхxХXіiІIїiЇIјjЈJѕsЅSԁdԛqԚQԝwԜWһhҺHӏlӀIѵvѴVьbпnгrиuЗ3"
    # Greek
    "αaΑAάaΆAΒBβbεeΕEέeΈEΖZηnΗHήnΉHιiΙIίiΊIϊiκkΚKΜMνvΝNοoΟOόoΌOρpΡPτtΤTυuΥYύuΎYχxΧXωwγyϲcϹCϳjϜF"
    # Armenian
    "օoՕOսuՍUոnհhցgզqՏSԼLԱUյjւi"
    # Latin: small capitals, phonetic letters
    "ᴀAʙBᴄCᴅDᴇEꜰFɢGʜHɪIᴊJᴋKʟLᴍMɴNᴏOᴘPʀRꜱSᴛTᴜUᴠVᴡWʏYᴢZɑaɡgⅼlⅽcⅾdⅿmⅰiⅴvⅹx"
)
LATIN: Final = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))

_LOOKALIKES = "".join(map(re.escape, LATIN))
_WORD = re.compile(rf"(?<![^\W\d_])[^\W\d_]*[{_LOOKALIKES}][^\W\d_]*")
_ANY = re.compile(f"[{_LOOKALIKES}]")
_AROUND = 40
"""Characters before and behind a word that tell which script its text is in."""


def lookalikes(text: str) -> Iterator[Rewrite]:
    """Each letter that is to be read as a Latin one, in order."""
    if _ANY.search(text) is None:
        return
    for match in _WORD.finditer(text):
        word, start = match.group(), match.start()
        others = [letter for letter in word if letter not in LATIN]
        if not all(map(_is_latin, others)) or not (others or _among_latin(text, *match.span())):
            continue
        for place, letter in enumerate(word, start):
            if letter in LATIN:
                yield Rewrite(place, place + 1, LATIN[letter])


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN")


def _among_latin(text: str, start: int, end: int) -> bool:
    """Whether a word of such letters alone, two or more, stands between words that are Latin for certain."""
    around = text[max(0, start - _AROUND) : start] + text[end : end + _AROUND]
    letters = [letter for letter in around if letter.isalpha()]
    return end - start > 1 and bool(letters) and all(letter in LATIN or _is_latin(letter) for letter in letters)
