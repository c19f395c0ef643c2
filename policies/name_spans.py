"""Where a name found begins and ends: one finding a person, and nothing but the name in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from policies.evidence import Evidence
from policies.findings import Finding
from policies.person_names import TITLES
from policies.recognizers.lexicon import is_everyday, is_folded_given_name, is_folded_surname
from policies.recognizers.table_headers import NAME, entity_of, is_harmless_header
from policies.words import LOWER, UPPER, fold

_CUT = re.compile(
    rf"[\t|\n]+|[ ]{{3,}}|(?<=[ ][JS]r)[.][ ]+(?=[{UPPER}])|(?<=[{LOWER}]{{3}})[.!?;][ ]+(?=[{UPPER}])"
    rf"|[ ]+(?=(?:Mr|Mrs|Ms|Herrn?|Frau|Madame|Monsieur|Señora?)\.?[ ])"
    r"|[ ]+(?:i\.[ ]?[AV]\.|ppa\.|p\.[ ]?p\.)[ ]+"
)
_LABEL = re.compile(
    r"(?i)(?:(?:re|cc|attn|pt|patient|consignee|consignor|sender|recipient|payee|payer|buyer|seller|customer|client"
    r"|tenant|landlord|employee|witness|driver|passenger|guardian|applicant|student|teacher|manager|supervisor|dear"
    r"|hi|hello|schrieb|unk)\b[.:]?|(?:br|kr|vg|rgds|thx|mvh|mfg|lg)\b[.:,]?)[ ]+(?=\S)"
)
_LABEL_GOES_ON = re.compile(r"(?:[ ][^\W\d_]{2,12}){0,2}(?:[ ]?\.{0,60}[ ]?[:#=]|\.?[ ](?=\d))")
_LABELLED_LINE = re.compile(r"[^\n:.]{1,40}(?:\.{2,60}[ ]?)?:")
_MOST_LABEL_WORDS = 2
_REVERSED = re.compile(r",[ ]{1,2}")
_OPENS = re.compile(r"(?:\A|[\n|\t:;(\"]|\b(?:by|of|for|to|from|name|von|für|par|por)[ ])[ \t*>-]*\Z")
_CLOSES = re.compile(r"[ \t*\"]*(?:\Z|[\n|\t;()\"]|\.(?:\s|\Z))")
_SURNAME = re.compile(rf"([{UPPER}][^\W\d_]+(?:-[^\W\d_]+)?),[ ](?=[^\n]*\d)")
_INITIALS = re.compile(rf",[ ](?:[{UPPER}][.][ ]?){{0,2}}[{UPPER}][.](?![{UPPER}{LOWER}])")
_INITIAL = re.compile(rf"[{UPPER}][.]")
_ONE_UNIT = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_TWO_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?, ?[^\W\d_]+(?:-[^\W\d_]+)?")
_A_WORD = re.compile(r"[^\s,;]+")
_LONGEST_BETWEEN = 40
_ADDRESS = re.compile(r", \d")


def mended(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """The findings with one for each person's name, and no label in front of it; disjoint and in order, as they are.

    Those that hold two names are cut, and those that are two parts of one name are put together.
    """
    surnames = {finding.value(text).rpartition(" ")[2] for finding in findings if _is_person(finding)}
    findings = [
        replace(each, entity_type="PERSON") if _is_name_not_address(text, each, surnames) else each for each in findings
    ]
    full = {each.value(text) for each in findings if _is_person(each) and " " in each.value(text)}
    findings = [_balanced(text, each) for each in findings]
    cut: list[Finding] = []
    for index, finding in enumerate(findings):
        following = findings[index + 1] if index + 1 < len(findings) else None
        if not _is_person(finding):
            cut.append(finding)
        elif _is_in_a_list(text, cut[-1] if cut else None, finding, following):
            comma = text.index(",", finding.start)
            cut += (replace(finding, end=comma), replace(finding, start=_behind_comma(text, comma)))
        else:
            for piece in _pieces(text, finding):
                name = _without_label_behind(text, piece)
                cut += _two_names(text, name, full) if name else ()
    together: list[Finding] = []
    for index, finding in enumerate(cut):
        if _is_person(finding):
            limit = cut[index + 1].start if index + 1 < len(cut) else len(text)
            finding = replace(finding, end=_end_with_initials(text, finding, limit))
        if together and (end := _end_within_address(text, together[-1], finding)):
            together[-1] = replace(together[-1], end=end)
            finding = replace(finding, start=_behind_comma(text, end))
        if together and _is_one_name(text, together[-1], finding):
            first = together[-1]
            strongest = min(first, finding, key=Finding.strength)
            together[-1] = replace(strongest, start=first.start, end=finding.end)
        else:
            together.append(finding)
    return together


def _is_person(finding: Finding) -> bool:
    return finding.entity_type == "PERSON"


def _is_name_not_address(text: str, finding: Finding, surnames: Collection[str]) -> bool:
    """Whether what was taken for a street has no number, and the surname of somebody named elsewhere.

    And a first name; or the address itself stands behind it: "owner Tadesse Desta, 99 Mill Lane".
    """
    value = finding.value(text).rstrip(" ,")
    if finding.entity_type != "STREET_ADDRESS" or any(map(str.isdigit, value)):
        return False
    words = value.split()
    if not 1 < len(words) < 5 or words[-1] not in surnames:
        return False
    if is_folded_given_name(fold(words[0].split("-")[0])) or any(map(_INITIAL.fullmatch, words)):
        return True
    return len(words) < 4 and not any(map(_is_plain, words)) and _ADDRESS.match(text, finding.end) is not None


def _is_plain(word: str) -> bool:
    return word.islower() or is_everyday(word.casefold())


def _is_in_a_list(text: str, before: Finding | None, finding: Finding, following: Finding | None) -> bool:
    """Whether "Anna, Tom" are two of a list of single names: "Anna, Tom, Ruth"."""
    if _TWO_WORDS.fullmatch(finding.value(text)) is None:
        return False
    return any(
        first is not None and second is not None and _is_person(first) and _is_person(second)
        and _REVERSED.fullmatch(text, first.end, second.start) is not None
        for first, second in ((before, finding), (finding, following))
    )  # fmt: skip


def _behind_comma(text: str, comma: int) -> int:
    return comma + 1 + (text[comma + 1] == " ")


def _pieces(text: str, finding: Finding) -> Iterator[Finding]:
    """The names in a finding that runs over a cell, a sentence, or a form of address between two names."""
    start = finding.start
    for cut in (*_CUT.finditer(text, finding.start, finding.end), None):
        end = cut.start() if cut else finding.end
        if cut is not None and not _is_border(text, start, cut, finding.end):
            continue
        label = _LABEL.match(text, start, end)
        if label and not is_folded_given_name(fold(label.group().rstrip(" .:,"))):
            start = label.end()
        if start < end:
            yield replace(finding, start=start, end=end)
        start = cut.end() if cut else end


def _without_label_behind(text: str, name: Finding) -> Finding | None:
    """A name without the beginning of the label that follows: "Goñi NHC: 4471". None: it is a label as a whole.

    Many surnames are labels too ("Adaeze Price: good morning"): one word alone is left only before a comma.
    """
    behind = _LABEL_GOES_ON.match(text, name.end)
    if behind is None:
        return name
    words = list(_A_WORD.finditer(text, name.start, name.end))
    goes_on = any(map(str.isalpha, behind.group()))
    for place, word in enumerate(words):
        if place < len(words) - _MOST_LABEL_WORDS or (not goes_on and any(map(_is_listed, words[place:]))):
            continue
        label = text[word.start() : behind.end()].rstrip(" .:#=")
        if entity_of(label) in (None, NAME) and not is_harmless_header(label):
            continue
        if place == 0:
            plain = len(words) == 1 or not any(map(_is_maybe_a_name, words))
            return None if plain and name.evidence == Evidence.HEURISTIC else name
        left = text[name.start : word.start()].rstrip(" ,;/|-")
        if place > 1 or "," in text[words[0].end() : word.start()]:
            return replace(name, end=name.start + len(left))
    return name


def _is_maybe_a_name(word: re.Match[str]) -> bool:
    return _is_listed(word) or not is_everyday(word.group().casefold())


def _is_listed(word: re.Match[str]) -> bool:
    return is_folded_given_name(fold(word.group())) or is_folded_surname(fold(word.group()))


def _two_names(text: str, finding: Finding, full: Collection[str]) -> list[Finding]:
    """A finding that is two names, each of which stands elsewhere too: columns of signatures read as one line."""
    for gap in re.finditer(" ", finding.value(text)):
        first = replace(finding, end=finding.start + gap.start())
        second = replace(finding, start=finding.start + gap.end())
        if first.value(text) in full and second.value(text) in full:
            return [first, second]
    return [finding]


def _balanced(text: str, finding: Finding) -> Finding:
    """A finding without the bracket or the quote of a pair whose other half stands outside of it."""
    value = finding.value(text)
    if value.startswith("(") and ")" not in value and text[finding.end : finding.end + 1] == ")":
        return replace(finding, start=finding.start + 1)
    if value.endswith('"') and value.count('"') == 1 and text[finding.start - 1 : finding.start] == '"':
        return replace(finding, end=finding.end - 1)
    return finding


def _is_border(text: str, start: int, cut: re.Match[str], end: int) -> bool:
    """Whether a name ends here: not where a line ends within one, and not behind an abbreviated title."""
    mark = cut.group()
    if mark == "\n":
        halves = text[start : cut.start()].split(), text[cut.end() : end].split()
        return min(map(len, halves)) > 1 or _LABELLED_LINE.match(text, cut.end()) is not None
    if "." in mark:
        last = text[start : cut.start()].rpartition(" ")[2]
        return fold(last) in ("jr", "sr") or (fold(last) not in TITLES and len(last) > 4)
    return bool(text[start : cut.start()].strip())


def _end_with_initials(text: str, name: Finding, limit: int) -> int:
    """Where a surname ends with the initials behind its comma: "Brandt, A."."""
    initials = _INITIALS.match(text, name.end, limit)
    return initials.end() if initials and _ONE_UNIT.fullmatch(name.value(text)) else name.end


def _end_within_address(text: str, name: Finding, address: Finding) -> int:
    """Where a name ends whose surname was taken for the address's beginning: "Maria Brandt, 7 Mill Lane"; else 0."""
    if not _is_person(name) or address.entity_type != "STREET_ADDRESS" or address.start - name.end != 1:
        return 0
    surname = _SURNAME.match(text, address.start, address.end)
    return surname.end(1) if surname and len(name.value(text).split()) == 1 else 0


def _is_one_name(text: str, first: Finding, second: Finding) -> bool:
    if not (_is_person(first) and _is_person(second)):
        return False
    between = text[first.end : second.start]
    words, more = first.value(text).split(), second.value(text).split()
    if between == ". " and len(words) == 1 and len(words[0]) == 1 and words[0].isupper():
        return len(more) < 4
    if between in (" ", "-"):
        return min(len(words), len(more)) == 1 and len(words) + len(more) < 5 and "," not in first.value(text)
    if not _REVERSED.fullmatch(between) or len(words) != 1 or not 0 < len(more) < 3:
        return False
    if _INITIALS.fullmatch(text, first.end, second.end):
        return True
    before = text[max(0, first.start - _LONGEST_BETWEEN) : first.start]
    if not (_OPENS.search(before) and _CLOSES.match(text, second.end)):
        return False
    given, surname = (fold(word.split("-")[0]) for word in (more[0], words[0]))
    return not is_folded_given_name(surname) or (is_folded_given_name(given) and is_folded_surname(surname))
