"""Street addresses as written in the US, the UK, Germany, France, Spain, Italy and the Netherlands; postal codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policies.evidence import Evidence
from policies.late_pattern import LatePattern
from policies.recognizers.finder import Finder, Found
from policies.words import LOWER, UPPER, Word

_CAP = rf"[{UPPER}][{UPPER}{LOWER}'.-]{{1,30}}"
STATE = (
    r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA"
    r"|PR|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
)
STATE_NAME = (
    r"(?:Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida"
    r"|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|"
    r"Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota"
    r"|Mississippi|Missouri|Montana|Nebraska|Nevada|"
    r"New (?:Hampshire|Jersey|Mexico|York)|North (?:Carolina|Dakota)|Ohio|Oklahoma|Oregon"
    r"|Pennsylvania|Rhode Island|"
    r"South (?:Carolina|Dakota)|Tennessee|Texas|Utah|Vermont|Virginia|Washington"
    r"|West Virginia|Wisconsin|Wyoming)"
)
_ZIP = r"\d{5}(?:-\d{4})?(?!\d|-\d)"
_AREA_UK = (
    r"(?:A[BL]|B[ABDHLNRSTX]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]"
    r"|L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE)"
)
"""The 124 postcode areas: other letters open no code."""
_POSTCODE_UK = rf"(?:GIR ?0AA|{_AREA_UK}\d{{1,2}}[A-HJKMNPR-Y]? ?\d[ABD-HJLNP-UW-Z]{{2}})"
_COMPASS = r"(?:N|S|E|W|NE|NW|SE|SW|N\.|S\.|E\.|W\.|North|South|East|West)"
_TYPE = (
    r"(?:Street|St|Avenue|Ave|Av|Road|Rd|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd|Way"
    r"|Place|Pl|Terrace|Ter|Circle|Cir|Parkway|Pkwy|"
    r"Highway|Hwy|Square|Sq|Close|Crescent|Cres|Gardens|Gdns|Grove|Mews|Row|Hill|Walk|Loop"
    r"|Trail|Trl|Alley|Plaza|Broadway|Quay|Green|"
    r"Park|View|Rise|Gate|Wharf|Esplanade|Expressway|Turnpike|Pike|Bend|Run|Path|Crossing"
    r"|Point|Parade|Promenade|Arcade|Strand|Ridge|Heights|Hts|Meadows?|Common|Commons|Yard|"
    r"Bypass|Camp|Cape|Causeway|Center|Centre|Circles|Cliffs?|Club|Corner|Corners|Course"
    r"|Courts|Coves?|Creek|Crest|Crossroads?|Curve|"
    r"Dale|Dam|Divide|Drives|Estates?|Extension|Falls|Ferry|Fields?|Flats?|Fords?|Forest"
    r"|Forges?|Forks?|Fort|Freeway|Garden|Gateway|"
    r"Glens?|Groves|Harbors?|Haven|Hills|Hollow|Inlet|Islands?|Isle|Junctions?|Keys?"
    r"|Knolls?|Lakes?|Landing|Lights?|Locks?|Lodge|Mall|"
    r"Manors?|Mills?|Mission|Motorway|Mount|Mountains?|Neck|Orchard|Oval|Overpass|Parks"
    r"|Parkways|Pass|Passage|Pines?|Plains?|Plazas|"
    r"Points|Ports?|Prairie|Radial|Ramp|Ranch|Rapids?|Rest|Ridges|River|Roads|Route"
    r"|Shoals?|Shores?|Skyway|Springs?|Spur|Squares|"
    r"Station|Stravenue|Stream|Streets|Summit|Throughway|Trace|Track|Trafficway|Tunnel"
    r"|Underpass|Unions?|Valleys?|Viaduct|Views|Villages?|"
    r"Ville|Vista|Walks|Wall|Ways|Wells?|"
    r"STREET|ST|AVENUE|AVE|ROAD|RD|LANE|LN|DRIVE|DR|COURT|CT|BOULEVARD|BLVD|WAY|PLACE|PL)"
)
_UNIT = (
    r"(?:,? ?(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Fl|Room|Rm|Bldg|Building|APT|STE"
    r"|UNIT|#)\.? ?#?(?:[A-Z]\b|[A-Z]?-?\d{1,5}[A-Za-z]?))"
)
_TOWN = rf"(?:St\. |San |Santa |Los |Las |New |Fort |Mount )?{_CAP}(?: {_CAP}){{0,2}}"

_ENGLISH = LatePattern(
    rf"(?<![\w.,/$€£-])(?:(?:Flat|Apt|Apartment|Unit"
    rf"|Suite) ?#?\w{{1,5}},? )?\d{{1,6}}[A-Za-z]?(?:[-/](?:\d{{1,5}}[A-Za-z]?|[A-Z]))? "
    rf"(?:{_COMPASS} )?"
    rf"(?:(?:{_CAP}|\d{{1,3}}(?:st|nd|rd|th)|the|of) ){{1,5}}{_TYPE}\b\.?(?: {_COMPASS}\b)?{_UNIT}?"
    rf"(?:,? ?\n?[ ]*{_TOWN}(?=,? (?:{STATE}|{STATE_NAME}|{_POSTCODE_UK})\b))?",
    needs=r"\d[A-Za-z]?(?:[-/][A-Z])? (?:the|of|\d|[^\W\d_a-z])",
)
_HOUSE = (
    r"(?:House|Cottage|Rectory|Vicarage|Farm|Farmhouse|Barn|Lodge|Hall|Manor|Grange|Priory|Croft|Stables|Villa"
    r"|Bungalow|Chapel|Mill)"
)
_HOUSE_WITHOUT_NUMBER = LatePattern(
    rf"(?m)^[ \t]*(?P<value>(?:{_CAP} ){{1,4}}(?:{_HOUSE}|{_TYPE}))(?=,?[ \t]*\n(?:[^\n]{{1,40}}\n){{0,2}}"
    rf"(?:[^\n]{{1,40}}[ ,])?{_POSTCODE_UK}[ \t]*$)",
    needs=r"\d[A-Z]{2}",
)
"""A line of a British address that has a name in place of a number, above the line with the code."""
_ENDS_A_SENTENCE = re.compile(r"[A-Za-z]{5}\.$")
"""A full stop behind a whole word; abbreviations ("Ave.") are shorter."""
_BOX = LatePattern(
    (
        r"\b(?:P\.? ?O\.? ?Box|Post Office Box|Postfach|Apartado(?: de Correos)?"
        r"|Casella Postale|Postbus) ?(?:#|n°|No\.?)? ?\d(?:[\d ]{0,8}\d)?\b"
    ),
    re.IGNORECASE,
    needs=r"\d",
)
_WITH_UNIT = LatePattern(
    rf"(?<![\w.,/$€£-])\d{{1,6}}[A-Za-z]?(?: {_CAP}){{1,4}},? (?:Apt|Apartment|Suite|Ste"
    rf"|Unit)\.? ?#?\d{{1,5}}\b",
    needs=r"Apt|Apartment|Suite|Ste|Unit",
)
_FLAT = LatePattern(
    r"(?<![\w-])(?:Flat|Studio|Apartment|Wohnung|Appartement|Piso) \d{1,4}[A-Za-z]?"
    r"(?=[ ]?[,\n])",
    needs=r" \d",
)
_FRENCH_BOX = LatePattern(r"(?<![\w-])B\.?P\.? ?\d{2,5}(?=[ ,\n]{1,3}\d{5} [A-Z])", needs=r"\d{5} [A-Z]")
_MILITARY = LatePattern(
    r"\b(?:PSC|CMR|Unit|USNS|USNV|USS) [\w ]{2,20},? (?:Box \d{1,6}|(?:APO|FPO|DPO)"
    r"(?:,? A[AEP])?(?: \d{5})?)",
    needs=r"PSC|CMR|Unit|USN|USS",
)
_RURAL_ROUTE = LatePattern(
    r"\b(?:RR|R\.R\.|HC|Rural Route|Highway Contract) ?#?\d{1,4},? (?:Box|BOX) \d{1,5}[A-Z]?\b", needs=r"B(?:ox|OX) \d"
)
_TOWN_AND_STATE = LatePattern(rf"(?<![\w'-])(?P<value>{_TOWN}), (?:{STATE}|{STATE_NAME}),? {_ZIP}", needs=r"\d{5}")
_GERMAN = LatePattern(
    rf"(?<![\w-])(?:(?:[{UPPER}][{LOWER}]{{1,20}}[- ]){{0,3}}(?:[{UPPER}][{LOWER}]{{1,24}}"
    r"(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ring|ufer|damm|steig|chaussee|graben"
    r"|pfad|stieg|markt|hof|berg|"
    r"straat|laan|plein|gracht|kade|singel|dreef|gat(?:a|an|en)|vägen|veien|vegen|gade|vej|katu|kuja|polku|tie)|(?:Stra"
    r"(?:ß|ss)e|Str\.|Weg|Platz|Allee|Gasse|Ring|Ufer|Damm|Chaussee))"
    rf"|(?:[{UPPER}][{LOWER}]{{2,24}} ){{1,3}}(?:katu|kuja|polku|tie)"
    rf"|[{UPPER}][{LOWER}]{{1,24}}-(?:Straße|Strasse|Str\.|Weg|Platz|Allee|Ring|Ufer))"
    r" \d{1,4} ?[a-hA-H]?(?: ?[-/] ?\d{1,4}[a-h]?)?(?![\w%]| ?(?:mg|ml|km|cm|Euro|€|Uhr))"
    r"(?:,? ?(?:\d\. (?:OG|Stock)|EG|Whg\.? ?\d+))?",
    needs=r" \d",
)
_GERMAN_PREPOSITION = LatePattern(
    rf"(?<![\w-])(?:Am|An der|An den|Auf der|Auf dem|Im|In der|In den|Zum|Zur|Unter den"
    rf"|Hinter der|Vor dem|Beim|Alte|Neue) [{UPPER}][{LOWER}]{{2,20}}"
    rf"(?:[ -][{UPPER}][{LOWER}]{{2,20}})?"
    r" \d{1,3} ?[a-h]?(?=,? ?\n? ?(?:[A-Z]{1,2}-)?\d{4,5} [A-ZÄÖÜ])",
    needs=r"\d{4} [A-ZÄÖÜ]",
)
_ROMANCE = LatePattern(
    r"(?<![\w.,/-])\d{1,4}(?: ?(?:bis|ter|quater|[A-D]))?,? (?:rue|avenue|av\.|boulevard"
    r"|bd\.?|place|chemin|allées?|impasse|quai|route|cours|passage|square|faubourg|sentier"
    r"|voie|Rue|Avenue|Boulevard|Place|Chemin)"
    rf" (?:(?:de la |de l'|du |des |de |d'|aux? |la |le "
    rf"|les )?[{UPPER}][{UPPER}{LOWER}'-]{{1,24}}[ -]?){{1,5}}",
    needs=r"\d",
)
_SOUTHERN = LatePattern(
    r"(?<![\w-])(?:Calle|C/|C\.|Avenida|Avda\.?|Av\.|Plaza|Pza\.?|Paseo|Pº|Ronda|Carrer"
    r"|Carretera|Camino|Travesía|Via|Viale|Piazza|Piazzale|Corso|Largo|Vicolo|Rua|Travessa"
    r"|Praça|Largo|Estrada|ul\.|ulica|al\.|aleja|pl\.|plac|os\.|osiedle|Jl\.|Jalan|Gg\.|Gang|Av"
    r"|R\.(?= d[aeo]s? ))"
    rf" (?:(?:de la |de los |de las |del |della |dei |delle |de |di |da |do |dos |das "
    rf"|y )?[{UPPER}][{UPPER}{LOWER}'.-]{{1,24}} ?){{1,5}},? ?(?:(?:n[.º°]?|No\.) ?)?"
    rf"(?:\d{{1,4}}(?:/\d{{1,4}})?|[Ss]/[Nn]\b)(?: ?[a-zA-Z]\b)?(?:,? ?\d{{1,2}}[º°ª][ -]?[A-Za-z]?)?(?![\w%])",
    needs=r"\d|[Ss]/[Nn]",
)
_CODE_AND_TOWN = LatePattern(
    rf"(?:(?<=\n)|(?<=, )|(?<=,)|(?<=\| ))[ \t]{{0,8}}(?P<value>(?:(?:D|A|CH|F|B|L|NL|I|E"
    rf"|DE|AT|FR)-)?(?:\d{{4}} ?[A-Z]{{2}}|\d{{5}}|\d{{4}}|\d\d-\d{{3}}"
    rf"|\d{{4}}-\d{{3}}|\d{{3}} \d\d) [{UPPER}][{LOWER}'-]{{2,24}}(?:[ -](?:am |an der |im |sur |de la "
    rf"|[{UPPER}])[{LOWER}'-]{{2,24}}){{0,3}}(?: \(?\d{{1,2}}(?:e|er)?\b\)?)?)[ \t]{{0,8}}"
    rf"(?=\n|$|,|\||\.|;| ?\()",
    needs=r"\d{4}|\d\d-\d{3}|\d{3} \d\d",
)
_YEAR_FIRST = re.compile(r"(?:19|20)\d\d ")
_PREFIXED_CODE = LatePattern(
    rf"(?<![\w-])(?:D|A|CH|F|NL|DE|AT|FR)-\d{{4,5}}(?: [{UPPER}][{LOWER}-]{{2,24}})?(?!\w)", needs=r"-\d{4}"
)
_LABEL = LatePattern(
    r"(?i)(?:^|(?<=[\n|;,.(]))[ \t*_>•-]{0,6}(?:(?:home|residential|mailing|postal|billing"
    r"|shipping|street|current|permanent|private|work|business|office|delivery|patient"
    r"|employee|registered|property)?\s?address|residence|domicile|"
    r"(?:privat)?anschrift|wohnanschrift|(?:wohn)?adresse|wohnhaft(?:\sin)?|wohnort"
    r"|dirección|domicilio|indirizzo|residenza|adres|woonplaats|endereço|morada|adress"
    r"|adresse\spostale)"
    r"(?:\*\*)?[ \t]{0,10}[:|=](?:\*\*)?[ \t*_|]{0,20}(?P<value>(?=[^\n|;]{0,100}\d)[^\n|;]{5,120})",
    re.MULTILINE,
    needs=r"[:|=]",
)
_ZIP_BEHIND_STATE = LatePattern(
    rf"\b(?!ID,?[ ]{{1,2}}(?!83[2-8]))(?:{STATE}|{STATE_NAME}|[A-Z]\.[A-Z]\.),?[ ]{{1,2}}(?P<value>{_ZIP})",
    needs=r"\d{5}",
)
"""Behind "ID" only what can be a code of Idaho: others are the number of somebody."""
_ZIP_BEHIND_TOWN = LatePattern(
    r"\b(?:[Ll]iv(?:es?|ed|ing)|[Rr]esid(?:es?|ed|ing)|[Hh]ome|[Aa]ddress|[Mm]oved|[Mm]ail|[Ss]end|[Ss]hip(?:ped)?)\b"
    rf"[^\n|;]{{3,80}}?,[ ]{_TOWN},[ ](?P<value>\d{{5}}(?:-\d{{4}})?)(?=[,.;)\n]|\Z)",
    needs=r"\d{5}",
)
"""Behind an unknown town, where the sentence says that somebody lives there."""
_ANOTHER_ZIP = re.compile(rf"(?:[,;/]|,? (?:and|or|to))[ ]?(?P<value>{_ZIP})")
_ZIP_LABEL = LatePattern(
    rf"(?i)(?<![^\W_])(?:zips?|zip[-_ ]?codes?|zip\+4|postal[_ ]?codes?)\\?[\"'>]?[ ]{{0,2}}[:|#=]?[ |*]{{0,6}}(?:is )?"
    rf"\\?[\"']?(?P<value>{_ZIP})",
    needs=r"\d{5}",
)
_ZIP_PLUS_4 = LatePattern(r"(?<![\w.-])\d{5}-\d{4}(?![\w-])", needs=r"\d{5}-\d")
_UK_CODE = LatePattern(rf"(?<![\w-]){_POSTCODE_UK}(?![\w-])", needs=r"\d[A-Z]{2}")
_EU_CODE_LABEL = LatePattern(
    r"(?i)\b(?:plz|postleitzahl|code postal|cp|código postal|c\.p\.|cap|post[_ ]?code"
    r"|postal[_ ]?code|postinumero|postnummer|kod pocztowy)[\"'>]?[ ]{0,2}[:|=]?[ |*]{0,6}[\"']?"
    r"(?P<value>\d{4,5}(?:-\d{3})?(?: ?[A-Z]{2})?|\d\d-\d{3}"
    r"|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})(?!\w)",
    needs=r"\d",
)


class Addresses(Finder):
    """Streets with numbers score 0.75, towns before state and ZIP 0.75, labelled addresses 0.85."""

    def __init__(self) -> None:
        super().__init__("address", ["STREET_ADDRESS", "US_ZIP", "POSTAL_CODE"])

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Addresses without state and ZIP, which are findings of their own."""
        for pattern in (
            _ENGLISH,
            _BOX,
            _WITH_UNIT,
            _FLAT,
            _FRENCH_BOX,
            _MILITARY,
            _RURAL_ROUTE,
            _GERMAN,
            _GERMAN_PREPOSITION,
            _ROMANCE,
            _SOUTHERN,
            _PREFIXED_CODE,
        ):
            for match in pattern.finditer(text):
                full_stop = pattern is _ENGLISH and _ENDS_A_SENTENCE.search(match.group()) is not None
                yield Found("STREET_ADDRESS", match.start(), match.end() - full_stop, 0.75, Evidence.PATTERN)
        for pattern, score, evidence in (
            (_TOWN_AND_STATE, 0.75, Evidence.PATTERN),
            (_CODE_AND_TOWN, 0.6, Evidence.PATTERN),
            (_HOUSE_WITHOUT_NUMBER, 0.75, Evidence.PATTERN),
            (_LABEL, 0.85, Evidence.CONTEXT),
        ):
            for match in pattern.finditer(text):
                start, end = match.span("value")
                if pattern is _CODE_AND_TOWN and _YEAR_FIRST.match(text, start):
                    continue
                end = start + len(text[start:end].rstrip(" ,"))
                code = _ZIP_BEHIND_STATE.search(text, start, end) if pattern is _LABEL else None
                if code is not None:
                    # State and ZIP behind a labelled address are findings of their own.
                    yield Found(
                        "STREET_ADDRESS", start, start + len(text[start : code.start()].rstrip(" ,")), score, evidence
                    )
                else:
                    yield Found("STREET_ADDRESS", start, end, score, evidence)
        for pattern in (_ZIP_BEHIND_STATE, _ZIP_BEHIND_TOWN, _ZIP_LABEL):
            for match in pattern.finditer(text):
                another: re.Match[str] | None = match
                while another is not None:
                    yield Found("US_ZIP", *another.span("value"), 0.85, Evidence.CONTEXT)
                    another = _ANOTHER_ZIP.match(text, another.end()) if pattern is _ZIP_LABEL else None
        for match in _ZIP_PLUS_4.finditer(text):
            yield Found("US_ZIP", *match.span(), 0.5, Evidence.PATTERN)
        for match in _UK_CODE.finditer(text):
            yield Found("POSTAL_CODE", *match.span(), 0.6 if " " in match.group() else 0.3, Evidence.PATTERN)
        for match in _EU_CODE_LABEL.finditer(text):
            yield Found("POSTAL_CODE", *match.span("value"), 0.7, Evidence.CONTEXT)
