"""Places below a state that their form or label gives away: counties, labelled towns, a town before its state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policies.evidence import Evidence
from policies.late_pattern import LatePattern
from policies.recognizers.addresses import STATE, STATE_NAME
from policies.recognizers.finder import Finder, Found
from policies.recognizers.large_places import is_large_place
from policies.recognizers.lexicon import is_given_name, is_place, is_stop
from policies.words import LOWER, UPPER, Word

_CAP = rf"[{UPPER}][{UPPER}{LOWER}'’-]{{1,24}}"
_DAY = r" (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_PARTS = rf"{_CAP}(?:[ -](?:(?:am|an der|im|upon|on(?!{_DAY})|sur|de la|de|del|la|le|les|St\.?) )?{_CAP}){{0,3}}"
_COUNTY = LatePattern(
    rf"(?<![\w'-])(?P<value>(?:{_CAP} ){{1,3}}(?:County|Parish|Borough|Township))(?![\w-]|\s(?:Council|Court|Hospital"
    r"|Jail|Board|Clerk|Health|Department|Sheriff))"
    r"|(?<![\w'-])(?P<of>(?:County|Township|Borough|Landkreis|Kreis|Bezirk|Département|Provincia) (?:of |de |del )?"
    rf"{_CAP})",
    needs=r"County|Parish|Borough|Township|Landkreis|Kreis|Bezirk|Département|Provincia",
)
_PLACE = (
    r"(?:(?:home|birth|mailing|current)?\s?(?:city|town|village|county|district"
    r"|municipality|parish|precinct|neighbou?rhood|borough)(?:\s?/\s?town)?|place\sof\s(?:birth|residence)"
    r"|birth\s?place|hometown|ort|wohnort|geburtsort|stadt|gemeinde|landkreis|kreis|stadtteil"
    r"|ville|commune|lieu\sde\s(?:naissance|résidence)|département|canton|arrondissement"
    r"|ciudad|localidad|municipio|población|provincia|lugar\sde\s(?:nacimiento|residencia)|comarca|barrio)"
)
_LABEL = LatePattern(
    rf"(?im)(?:^|(?<=[\n|;,.(]))[ \t*_>•-]{{0,6}}{_PLACE}"
    rf"(?:\*\*)?[ \t]{{0,10}}[:|=](?:\*\*)?[ \t*_|]{{0,20}}(?P<value>(?-i:{_PARTS}))(?=[ \t]*(?:$|[|;,.(\n/]))",
    needs=r"[:|=]",
)
_QUOTED = LatePattern(
    rf"(?i)(?<![^\W_])(?P<quote>\\?[\"']?){_PLACE}(?:(?P=quote)[ ]?[:=][ ]?\\?[\"'](?P<value>(?-i:{_PARTS}))\\?[\"']"
    rf"|>(?P<of>(?-i:{_PARTS}))</)",
    needs=r"[\"'<]",
)
"""As JSON, settings and XML write them: `"city": "Ulm"`, `<city>Ulm</city>`."""
_BEFORE_STATE = LatePattern(
    rf"(?<![\w'-])(?P<value>{_CAP}(?: {_CAP}){{0,2}}), (?:{STATE}|{STATE_NAME})(?![\w-])", needs=r", [A-Z]"
)
_DOCTOR = re.compile(r"(?:MD|PA)(?![\w-])(?!,?[ ]{1,2}\d{5}(?!\d))")
_LEADS_TO_PLACE = re.compile(r"(?i)(?:\b(?:in|at|near|from|to|of|around|outside)|[,:|(])[ ]\Z")
_LIVES = LatePattern(
    r"\b(?:[Ll]ives?|[Ll]ived|[Ll]iving|[Rr]esid(?:es|ed|ing|ent)|[Bb]orn(?: and raised)?|[Rr]aised|[Mm]oved|[Gg]rew up"
    r"|[Nn]ative|[Ww]ohnhaft|[Ww]ohnt|[Gg]eboren|[Nn]ée?|[Hh]abite|[Dd]omiciliée?|[Rr]éside|[Vv]ive|[Rr]eside"
    r"|[Nn]acid[oa]|[Nn]atural) "
    r"(?:alone |together )?(?:in|at|near|from|of|to|from|à|en|de) (?:the (?:city|town|village) of )?"
    rf"(?P<value>{_PARTS})",
    needs=r" (?:in|at|near|from|of|to|à|en|de) (?:the |[^\W\d_a-z])",
)
_DECIMAL_COORDINATES = LatePattern(
    r"(?<![\w.,/-])(?P<value>[-+]?[1-8]\d\.\d{4,8}°?(?: ?[NS])?,? ?[-+]?(?:1?\d)?\d\.\d{4,8}°?(?: ?[EW]\b)?)(?![\w.%])",
    needs=r"\d\.\d{4}",
)
_COORDINATES = LatePattern(
    r"(?<![\w.])(?P<value>\d{1,3}° ?\d{1,2}(?:\.\d{1,6})?['′] ?(?:\d{1,2}(?:\.\d{1,4})?(?:[\"″]|'') ?)?[NSEWO]"
    r"(?:,? ?\d{1,3}° ?\d{1,2}(?:\.\d{1,6})?['′] ?(?:\d{1,2}(?:\.\d{1,4})?(?:[\"″]|'') ?)?[NSEWO])?)(?!\w)",
    needs="°",
)
"""Four decimals of a degree are eleven metres."""
_SIGNED = LatePattern(rf"\b[Ss]igned (?:and dated )?at (?P<value>{_PARTS})(?=[ ]on\b|,? \d|,? the \d)", needs="igned ")


def _is_before_state(text: str, match: re.Match[str], first: str) -> bool:
    """Whether a town stands before its state, and not a name before a doctor's letters: "R. Vasquez-Ito, MD"."""
    start, end = match.span("value")
    if _DOCTOR.match(text, end + 2) is None:
        return True
    return is_place(first) or (_is_led_to(text, start) and not is_given_name(first))


def _is_led_to(text: str, start: int) -> bool:
    """Whether what stands in front leads to a place: "in Towson, MD", "Location: Towson, MD"."""
    return _LEADS_TO_PLACE.search(text, max(0, start - 12), start) is not None


class Places(Finder):
    """Labelled places score 0.8, the others 0.6. States, countries and what is larger are none (`large_places`)."""

    def __init__(self) -> None:
        super().__init__("place", ["LOCATION"])

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Places without the state or the country behind them."""
        for pattern, score, evidence in (
            (_LABEL, 0.8, Evidence.CONTEXT),
            (_QUOTED, 0.8, Evidence.CONTEXT),
            (_COUNTY, 0.6, Evidence.PATTERN),
            (_DECIMAL_COORDINATES, 0.6, Evidence.PATTERN),
            (_COORDINATES, 0.6, Evidence.PATTERN),
            (_BEFORE_STATE, 0.6, Evidence.PATTERN),
            (_LIVES, 0.6, Evidence.HEURISTIC),
            (_SIGNED, 0.6, Evidence.HEURISTIC),
        ):
            for match in pattern.finditer(text):
                group = "value" if match["value"] else "of"
                first = match[group].split()[0].casefold()
                if pattern is _BEFORE_STATE and not _is_before_state(text, match, first):
                    continue
                if not is_large_place(match[group]) and not is_stop(first):
                    yield Found("LOCATION", *match.span(group), score, evidence)
