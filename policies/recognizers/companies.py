"""Companies by their legal form: "Wren Joinery Limited" is nobody, "Hans Meier GmbH" names a man."""

from __future__ import annotations

import re
from itertools import pairwise

from policies.findings import Finding
from policies.recognizers.lexicon import is_everyday, is_given_name, is_surname

_FORM = (
    r"(?:Limited|Ltd\b|plc\b|PLC\b|LLP\b|LLC\b|L\.L\.C\.|Inc\b|Incorporated\b|Corp\b|Corporation\b|Pty\b|g?GmbH\b|mbH\b"
    r"|AG\b|SE\b|KGaA\b|KG\b|OHG\b|e\.V\.|S\.A\.S?\b|SA\b|SAS\b|SARL\b|S\.à r\.l\.|S\.L\.|S\.p\.A\.|SpA\b|S\.r\.l\."
    r"|Srl\b|B\.V\.|BV\b|N\.V\.|NV\b|a\.s\.|s\.r\.o\.|Oyj?\b|AB\b|ASA?\b|A/S\b|ApS\b|Sp\. z o\.o\.)"
)
_AHEAD = re.compile(rf"(?: (?:& )?[A-Z][\w'-]*){{0,3}}(?: & Co\.?)?,? {_FORM}")
_WITHIN = re.compile(rf".+ {_FORM}\.?")
_TRADE_FIRST = re.compile(
    r"(?:Stadtwerke|Sparkasse|Volksbank|Raiffeisenbank|Autohaus|Bäckerei|Metzgerei|Fleischerei|Druckerei|Schreinerei"
    r"|Tischlerei|Spedition|Brauerei|Molkerei|Gärtnerei|Ingenieurbüro|Architekturbüro|Reisebüro|Verkehrsbetriebe"
    r"|Wasserwerke?|Elektrizitätswerke?|Boulangerie|Garage|Imprimerie|Panadería|Talleres|Imprenta)[ ](?P<name>.+)"
)
_TRADE_LAST = re.compile(
    r"(?P<name>.+?)[ ](?:&[ ])?(?:Brandschutz|Aufzüge|Gebäudereinigung|Gebäudetechnik|Haustechnik|Elektrotechnik"
    r"|Sanitärtechnik|Sanitär|Heizungsbau|Metallbau|Tiefbau|Hochbau|Gartenbau|Maschinenbau|Bedachungen|Logistik"
    r"|Immobilien|Versicherungen|Werkzeuge|Büromöbel|Medizintechnik|Sicherheitstechnik|Plumbing|Roofing|Scaffolding"
    r"|Joinery|Motors|Logistics|Consulting|Holdings|Solutions|Electrical|Catering|Haulage|Interiors|Pharmaceuticals"
    r"|Diagnostics|Robotics|Instruments|Industries|Technologies|Systems|Elevators|Breweries|Bearings)"
)
"""Words of what a company does. They are no surnames, so what stands beside them names the company."""
_LONGEST = 80
_TITLED = re.compile(r"\b(?:M(?:rs?|s|iss|me)|Drs?|Prof|Sir|Herrn?|Frau|Sra?)\.? \Z")
_WORD = re.compile(r"[^\W\d_]+")


def without_companies(findings: list[Finding], text: str) -> list[Finding]:
    """The findings that are no part of a company's name. A person's whole name, or one behind a title, is kept."""
    return [
        each
        for each in findings
        if each.entity_type != "PERSON"
        or _TITLED.search(text, max(0, each.start - 12), each.start)
        or not _is_company(text, each.start, each.end)
    ]


def _is_company(text: str, start: int, end: int) -> bool:
    name = _name(text, start, end) or _beside_a_trade(text, start, end)
    if name is None:
        return False
    words = [word.casefold() for word in _WORD.findall(name) if len(word) > 1]
    # A first name and one that may be a last name behind it are a person's, whoever's company it is.
    person = any(is_given_name(first) and not _is_trade(second) for first, second in pairwise(words))
    return not person and not (len(words) == 1 and is_given_name(words[0]))


def _name(text: str, start: int, end: int) -> str | None:
    """The name in front of a legal form of which characters `start` to `end` are a part; None where there is none."""
    if _WITHIN.fullmatch(text, start, end):
        return text[start : text.rindex(" ", start, end) if " " in text[start:end] else end]
    ahead = _AHEAD.match(text, end, end + _LONGEST)
    if ahead is None:
        return None
    behind = re.sub(rf"{_FORM}\Z", "", ahead.group())
    return text[start:end] + behind


def _beside_a_trade(text: str, start: int, end: int) -> str | None:
    """The name that stands with its company's trade in characters `start` to `end`, or right before it."""
    found = _TRADE_FIRST.fullmatch(text, start, end) or _TRADE_LAST.fullmatch(text, start, end)
    if found is not None:
        return found["name"]
    line_end = text.find("\n", end, end + 40)
    ahead = _TRADE_LAST.match(text, start, line_end if line_end >= 0 else min(len(text), end + 40))
    return text[start:end] if ahead is not None and ahead.end("name") == end else None


def _is_trade(word: str) -> bool:
    return is_everyday(word) and not is_surname(word)
