"""What a person's name looks like, and how much of a run of capitalised words is one."""

from __future__ import annotations

import re
from enum import IntEnum

from policies.late_pattern import LatePattern
from policies.recognizers.lexicon import (
    is_everyday,
    is_given_name,
    is_listed_name,
    is_place,
    is_plain,
    is_short_form,
    is_stop,
    is_surname,
    is_surname_by_form,
)
from policies.words import LOWER, UPPER

CAPITALISED = (
    rf"(?:[{UPPER}][{UPPER}{LOWER}]*(?:-[{UPPER}{LOWER}]+|'[{UPPER}](?:[{UPPER}{LOWER}]+|"
    rf"(?![{LOWER}]))|'(?!ve|re|ll)[{LOWER}]{{2,}}(?:'[{LOWER}]\b)?)*)"
)
INITIAL = rf"(?:[{UPPER}]\.)"
PARTICLE = (
    r"(?:van der|van den|van de|van't|von der|von und zu|von dem|de la|de los|de las|de"
    r"|del|della|di|da|dos|das|do|du|"
    r"des|van|von|vom|zu|zur|zum|ter|ten|te|le|el|al|bin|ibn|ben|bint|y|e|af|av)"
)
RUN = (
    rf"(?:{INITIAL}[ ]?|(?:{PARTICLE}[ ])?{CAPITALISED})"
    rf"(?:[ ]{{0,2}}{INITIAL}|[ ]{{1,2}}(?:{PARTICLE}[ ])?{CAPITALISED}){{0,4}}"
)
"""Up to five capitalised words or initials on one line, with particles between them."""

CREDENTIALS = (
    r"(?:M\.?D\.?|D\.?O\.?|R\.?N\.?|N\.?P\.?|PA(?:-C)?|Ph\.?D\.?|DDS|DMD|DVM|Esq\.?|CPA"
    r"|LCSW|LPC|MSW|DPT|PT|OTR(?:/L)?|"
    r"PharmD|FACC|FACS|FRCP|FRCS|MBBS|MRCP|MPH|MBA|BSN|MSN|APRN|FNP(?:-C)?|CRNA|JD|J\.D\.|MSc|BSc|Dr\. med\.)"
)

_PART = LatePattern(rf"{INITIAL}|{CAPITALISED}")


class Cue(IntEnum):
    """How strongly the place tells that a name stands there."""

    NONE = 0
    """Nowhere in particular: the words themselves must prove it."""
    PHRASE = 1
    """After "seen by" and the like: often a name, sometimes a department."""
    FIELD = 2
    """In a field, a salutation or a signature: a name unless the words speak against it."""
    TITLE = 3
    """After a title: a name, but for what ends it."""


def name_in(run: str, cue: Cue) -> tuple[int, int] | None:
    """Where in a run of capitalised words a name stands, as offsets; None where there is none."""
    parts = [(match.group(), match.start(), match.end()) for match in _PART.finditer(run)]
    while parts and cue is not Cue.TITLE and _ends_a_name(parts[0][0]) and not _opens_a_name(parts):
        parts.pop(0)
    words: list[tuple[str, int, int]] = []
    for part in parts:
        if words and _ends_a_name(part[0]) and not _fits_after(words[-1][0], part[0]):
            break
        if not words and _ends_a_name(part[0]) and not _opens_a_name(parts):
            if not (cue is Cue.TITLE and is_surname(part[0].casefold())):
                break
        words.append(part)
    if not words or not _plausible([word for word, _, _ in words], cue):
        return None
    return words[0][1], words[-1][2]


def is_name(run: str, cue: Cue) -> bool:
    """Whether a run is a name from end to end."""
    return name_in(run, cue) == (0, len(run))


def _ends_a_name(word: str) -> bool:
    folded = word.casefold().rstrip(".")
    return len(folded) > 1 and is_stop(folded) and not (is_given_name(folded) and is_surname(folded))


def _opens_a_name(parts: list[tuple[str, int, int]]) -> bool:
    """Whether a stop word is a given name right before a surname: "Will Young"."""
    return len(parts) > 1 and _both_listed([parts[0][0].casefold(), parts[1][0].casefold()])


def _fits_after(before: str, word: str) -> bool:
    """Whether a stop word is a surname right behind a given name: "Maria March", "Tom Church"."""
    given = before.casefold()
    return is_surname(word.casefold()) and is_given_name(given) and not is_everyday(given)


_INNER_CAPITAL = LatePattern(
    rf"(?!(?:Mc|Mac|De|Del|Di|Da|Du|La|Le|Lo|Van|Von|Fitz|St|Jo|Mary|Ann"
    rf"|[A-Z]')[{UPPER}])[{UPPER}]+[{LOWER}]+[{UPPER}]|[{UPPER}]{{2,}}[{LOWER}]"
)


def _is_brand(word: str) -> bool:
    """Whether a capital stands within a word, and not as in "McKay": "AdTrav", "PoC"."""
    return any(_INNER_CAPITAL.search(piece) for piece in word.split("-"))


def _is_abbreviation(word: str, cue: Cue) -> bool:
    """Whether a word is a few capitals and no name: "GSA". In a field a name that is a plain word too counts."""
    folded = word.casefold().rstrip(".")
    if len(folded) == 1 or not word.isupper() or len(word) > 6:
        return len(folded) == 1
    listed = is_listed_name(folded)
    return not (listed if cue >= Cue.FIELD else _known(folded))


def _plausible(words: list[str], cue: Cue) -> bool:
    folded = [word.casefold().rstrip(".") for word in words]
    real = [word for word in folded if len(word) > 1]
    if not real:
        return cue >= Cue.FIELD and len(folded) > 1
    if any(_is_brand(word) for word in words) or all(_is_abbreviation(word, cue) for word in words):
        return False
    if cue is Cue.TITLE:
        return True
    known = [_known(word) for word in real]
    plain = [is_everyday(word) and not is_surname(word) and not is_given_name(word) for word in real]
    if cue is Cue.FIELD:
        listed = is_given_name(real[0]) or is_surname(real[-1])
        return any(known) or not all(is_everyday(word) for word in real) or (listed and not is_stop(real[-1]))
    if len(real) == 1 and len(folded) == 1:
        return cue is Cue.PHRASE and known[0]
    if plain[-1] or (is_place(real[0]) and not is_surname(real[-1])):
        return False
    if len(real) == 1:
        return known[0] if cue is Cue.NONE else not is_everyday(real[0])
    if cue is Cue.PHRASE:
        return (known[0] or known[-1] or not (is_everyday(real[0]) or is_everyday(real[-1]))) or _both_listed(real)
    return _proves(real)


def _known(word: str) -> bool:
    """Whether a word is a name before it is anything else."""
    pieces = re.split(r"['-]", word)
    if is_surname_by_form(word) and not is_everyday(word):
        return True
    return any(is_listed_name(piece) and not is_everyday(piece) for piece in (word, *pieces))


def _both_listed(words: list[str]) -> bool:
    """Whether plain words are a given name and a surname in this order: "Will Young"."""
    return len(words) > 1 and is_given_name(words[0]) and is_surname(words[-1])


def _proves(words: list[str]) -> bool:
    """Whether words alone, in any sentence, are a given name and a surname."""
    given, surname = words[0], words[-1]
    sure_given = any(is_given_name(piece) and not is_everyday(piece) for piece in given.split("-"))
    sure_surname = any(is_surname(piece) and not is_everyday(piece) for piece in re.split(r"['-]", surname))
    if sure_given:
        return is_surname(surname) or not is_everyday(surname)
    if is_surname_by_form(surname) and not (is_everyday(surname) or is_everyday(given)):
        return True
    if sure_surname and is_surname(given) and not (is_everyday(given) or is_place(surname)):
        # The surname first: "Tanaka Hiroshi".
        return is_given_name(surname)
    town = is_place(given) and is_given_name(given) and not is_everyday(surname)
    if (is_short_form(given) or town) and is_surname(surname):
        return not (is_stop(surname) or is_place(surname) or is_plain(surname))
    return sure_surname and is_given_name(given) and not is_stop(given)
