"""Where sentences begin and end, by rules that hold in most languages.

A newline always ends a sentence: loaders join lines that were only wrapped, so the newlines that are left separate
list items, table rows and labelled lines. Within a line a sentence ends at `.`, `!`, `?` or `…` with the closing quotes
and brackets after it, when white space follows and neither an abbreviation, an initial nor a list number ends there.
"""

from __future__ import annotations

import re

from policies.calendar_words import MONTHS, SHORT_MONTHS

_END = re.compile(r"""[.!?…]+["'”’»)\]]*(?=\s)|[。！？][」』”’）]*""")
_VISIBLE_LINE = re.compile(r"\S[^\n]*")
_WORD_BEFORE = re.compile(r"[^\s(\[{<\"'“‘«/]*$")
_MARKER = re.compile(r"[([]?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlIVXL]{1,6})")
_DAY = re.compile(r"(?:[12]?\d|3[01])")
# A day and a month that are written with a stop between them: "am 3. Oktober".
_BEHIND_DAY = re.compile(rf"(?:{'|'.join((*MONTHS['de'], 'Jänner', *SHORT_MONTHS['de']))})\b")
_DOTTED = re.compile(r"(?:\w\.)+\w")

# Never the last word of a sentence.
_BEFORE_NAMES = frozenset(
    "mr mrs ms mx dr prof sr sra st rev hon fr sgt lt col gen capt cmdr gov sen rep pres hr frau herr dott mme mlle "
    "messrs mses drs profs revs cllr cllrs sens reps govs gens cols capts sgts "
    "e.g i.e eg ie v vs cf viz al resp incl excl approx ca bzw z.b d.h u.a".split()
)
# An abbreviation only before a number or a token: "No. 5", "p. 3", "Fig. 2"; else a word like others.
_BEFORE_NUMBERS = frozenset(
    "no nos nr fig figs tab sec sect ch chap art par para p pp vol ed eq eqs ref refs ext tel rm apt ste bldg item "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
# Ends a sentence only when what follows clearly begins one.
_EITHER = frozenset(
    "etc inc ltd co corp llc jr bros dept est min max u.s u.k u.n e.u a.m p.m ph.d m.d b.a m.a b.sc m.sc d.c "
    "usw usf ave blvd rd st mon tue wed thu fri sat sun hrs govt assn".split()
)
_STARTERS = frozenset(
    "a an the this that these those he she it we you they i his her its our your their there here in on at if when "
    "while as after before for from to with by but and or so no not however please see all any each every both "
    "who what where why how is are was were do does did has have will may must can should employees staff patients "
    "patient".split()
)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Sentences as (start, end) offsets: trimmed, disjoint, in order, and around every visible character.

    A row of a table (a line that begins with a pipe) is one sentence.
    """
    spans: list[tuple[int, int]] = []
    for line in _VISIBLE_LINE.finditer(text):
        start, end = line.start(), line.start() + len(line.group().rstrip())
        if text[start] != "|":
            for found in _END.finditer(text, start, end):
                if found.end() < end and _ends_sentence(text, start, found.start(), found.end(), end):
                    spans.append((start, found.end()))
                    start = _skip_space(text, found.end())
        spans.append((start, end))
    return spans


def _skip_space(text: str, at: int) -> int:
    while text[at].isspace():
        at += 1
    return at


def _ends_sentence(text: str, start: int, mark: int, after: int, line_end: int) -> bool:
    at = _skip_space(text, after)
    following = text[at : min(at + 40, line_end)]
    if text[mark] in "。！？":
        return True
    if text[mark] != "." or (after - mark > 1 and text[mark:after].strip(".") == "" and not _opens(following)):
        return not following[0].islower()
    if after - mark == 1:
        word = _word(text, start, mark)
        if _is_marker(text, start, mark) or _is_abbreviation(word, following):
            return False
        if _DAY.fullmatch(word) and _BEHIND_DAY.match(following):
            return False
    return _opens(following)


def _word(text: str, start: int, mark: int) -> str:
    found = _WORD_BEFORE.search(text, max(start, mark - 30), mark)
    return found.group() if found else ""


def _is_marker(text: str, start: int, mark: int) -> bool:
    """Whether the line so far is only a number or letter of a list: "3.", "- 2.", "b."."""
    return _MARKER.fullmatch(text[start:mark].lstrip("-*•–# ")) is not None if mark - start < 16 else False


def _opens(following: str) -> bool:
    """Whether a sentence may begin so: anything but a small letter or a punctuation mark that goes on."""
    first = following.lstrip("\"'“‘«([*_")[:1]
    return bool(first) and not first.islower() and first not in ",;:.)]}%=<>+"


def _is_abbreviation(word: str, following: str) -> bool:
    lowered = word.lower()
    if lowered in _BEFORE_NAMES:
        return True
    if lowered in _BEFORE_NUMBERS:
        return following[:1].isdigit() or following[:1] in "⟦[#"
    if lowered in _EITHER or _DOTTED.fullmatch(lowered):
        first = re.match(r"\w+", following.lstrip("\"'“‘«(["))
        return first is None or first.group().lower() not in _STARTERS
    # An initial: "J. Smith", but not the "I" of "so did I. Then".
    return len(word) == 1 and word.isupper() and word != "I" and following[:1].isupper()
