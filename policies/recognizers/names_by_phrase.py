"""Names that the words around them give away: "seen by", "her husband", "patient", "aged 43", "hereinafter"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policies.evidence import Evidence
from policies.late_pattern import LatePattern
from policies.recognizers.finder import Finder, Found
from policies.recognizers.lexicon import is_everyday, is_given_name
from policies.recognizers.name_shape import CAPITALISED, RUN, Cue, name_in
from policies.words import Word

_RELATIVE = (
    r"(?:husband|wife|spouse|partner|son|daughter|child|mother|father|mum|mom|dad|parent"
    r"|sister|brother|sibling|twin|aunt|uncle|"
    r"cousin|niece|nephew|grandmother|grandfather|grandson|granddaughter|grandma|grandpa"
    r"|fianc[ée]e?|girlfriend|boyfriend|"
    r"neighbou?r|friend|roommate|carer|caregiver|guardian|stepmother|stepfather|stepson"
    r"|stepdaughter|son-in-law|daughter-in-law|"
    r"mother-in-law|father-in-law|sister-in-law|brother-in-law|widow|widower|ex-wife"
    r"|ex-husband|boss|manager|supervisor|colleague|"
    r"co-worker|assistant|lawyer|attorney|solicitor|therapist|doctor|GP|physician|dentist"
    r"|nurse|midwife|teacher|landlord|tenant)"
)
_FAMILY = LatePattern(
    rf"""(?:\b(?:[Hh]er|[Hh]is|[Mm]y|[Yy]our|[Tt]heir|[Oo]ur|[Tt]he|[Aa]|'s)\ (?:[a-z]{{3,12}}\ )?(?:husband|wife|spouse
    |partner|son|daughter|mother|father|mum|mom|dad|sister|brother|twin|aunt|uncle|cousin|niece|nephew|(?:mother|father|son|daughter|sister|brother)-in-law
    |step(?:mother|father|son|daughter)|grandmother|grandfather|grandson|
    granddaughter|fianc[ée]e?|girlfriend|boyfriend|friend|neighbou?r|carer|caregiver|guardian|widow|widower|
    parents|children|sons|daughters|sisters|brothers|twins|grandparents|kids),?\ (?:is\ |was\ |named\ |called\ |\()?
    |\b(?:(?:(?:[Mm]other|[Ff]ather|[Ss]on|[Dd]aughter|[Ss]ister|[Bb]rother)-in-law)|Husband|Wife|Son|Daughter|Mother|Father|Sister|Brother|Mum|Mom|Dad|Partner|Aunt|Uncle|Niece|Nephew|
    Ehemann|Ehefrau|Ehegatte|Sohn|Tochter|Mutter|Vater|Bruder|Schwester|Enkel|Enkelin|Schwager|Schwägerin|Onkel|Tante|Nichte|
    Neffe),?\ \(?)(?P<run>{RUN})(?:(?:,|\ and|\ &|\ und)\ (?P<second>{RUN}))?""",
    re.VERBOSE,
    needs=r"[ (][^\W\d_a-z]",
)
_CALLED = LatePattern(
    rf"(?:^|(?<=[.!?\n] )|(?<=\n))(?:[Cc]all|[Aa]sk|[Cc]ontact|[Tt]ell|[Rr]emind|[Nn]otify"
    rf"|[Ii]nform|[Tt]hank|[Tt]ext|[Pp]hone|[Mm]eet|Thanks)"
    rf" (?P<run>{RUN})",
    re.MULTILINE,
    needs=r"(?:[Cc]all|[Aa]sk|[Cc]ontact|[Tt]ell|[Rr]emind|[Nn]otify|[Ii]nform|[Tt]hanks?|[Tt]ext|[Pp]hone|[Mm]eet) ",
)
_VOCATIVE = LatePattern(
    rf"(?:^|(?<=[.!?] )|(?<=\n))(?P<run>{CAPITALISED}),(?= (?:could|can|would|will|please"
    rf"|do|did|are|have|thank|thanks|let|you|I|we|"
    r"what|when|where|how|kannst|könntest|bitte|hast|peux|pourriez|podrías)\b)",
    re.MULTILINE,
    needs=r"[^\W\d_], [^\W\d_]",
)
_SPEAKER = LatePattern(
    rf"(?:^|(?<=\n))[ \t>]{{0,4}}\[?\(?\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?"
    rf"(?: ?[AaPp][Mm])?\]?\)?[ ,-]{{1,3}}(?P<run>{RUN})(?=[ ]?[:>])",
    re.MULTILINE,
    needs=r"\d[:.]\d\d",
)
_GERMAN_RELATIVE = (
    r"(?:Ehemann|Ehefrau|Ehegatte|Lebensgefährt(?:e|in)|Sohn|Tochter|Mutter|Vater|Bruder"
    r"|Schwester|Partner(?:in)?|Mann|Frau|Enkel(?:in)?|"
    r"Nachbar(?:in)?|Freund(?:in)?|Kolleg(?:e|in|en)|Hausarzt|Hausärztin|Betreuer(?:in)?"
    r"|Patient(?:in|en)?|Mandant(?:in)?|Mieter(?:in)?|Versicherten?)"
)
_FRENCH_RELATIVE = (
    r"(?:mari|femme|épouse|époux|fils|fille|mère|père|frère|sœur|soeur|compagn(?:on|e)"
    r"|collègue|patiente?|voisine?|médecin)"
)
_SPANISH_RELATIVE = (
    r"(?:esposo|esposa|marido|mujer|hijo|hija|madre|padre|hermano|hermana|pareja|paciente"
    r"|compañer[oa]|vecin[oa]|marito|moglie|figli[oa]|madre|padre|fratello|sorella)"
)
_DONE = (
    r"(?:seen|examined|treated|evaluated|assessed|reviewed|signed|co-?signed|countersigned"
    r"|dictated|transcribed|reported|prepared|written|"
    r"authored|approved|authori[sz]ed|performed|supervised|managed|referred|ordered"
    r"|prescribed|administered|witnessed|accompanied|interpreted|"
    r"read|verified|completed|submitted|requested|recorded|documented|interviewed"
    r"|consented|admitted|discharged|operated|followed|brought in|"
    r"driven|represented|owned|led|chaired|presented|taught|hired|employed|contacted"
    r"|called|noted|confirmed|conducted|attended|edited|compiled|taken|sent|filed|raised"
    r"|moved|seconded)"
)
_AFTER = LatePattern(
    rf"""(?:
      \b{_DONE}\ (?:\w+ly\ )?by\ (?:(?:my|our|the|her|his|your|a)\ )?(?:[a-z]{{3,20}}\ ){{0,2}}
    | \b(?:[Hh]er|[Hh]is|[Mm]y|[Yy]our|[Tt]heir|[Oo]ur|[Tt]he|[Aa]|'s|patient's
        |[Tt]he\ patient's)\ (?:[a-z]{{3,12}}\ )?{_RELATIVE},?\ (?:(?:is|was|named|called)\ )?
    | \b(?:[Ii]hre?n?|[Ss]eine?n?|[Dd]er|[Dd]ie|[Dd]en|[Dd]em|[Dd]es|[Mm]eine?n?
        |[Uu]nsere?n?)\ {_GERMAN_RELATIVE},?\ 
    | \b(?:[Ss]on|[Ss]a|[Mm]on|[Mm]a|[Ll]e|[Ll]a|[Vv]otre|[Nn]otre)\ {_FRENCH_RELATIVE},?\ 
    | \b(?:[Ss]u|[Mm]i|[Ee]l|[Ll]a|[Ss]ua|[Ss]uo|[Ii]l|[Mm]io|[Mm]ia)\ {_SPANISH_RELATIVE},?\ 
    | \b(?:[Pp]atient|[Cc]lient|[Ee]mployee|[Cc]olleague|[Tt]enant|[Rr]esident|[Aa]pplicant|[Cc]laimant
        |[Pp]laintiff|[Dd]efendant|[Ww]itness|[Ss]tudent|[Cc]ustomer|[Cc]andidate|[Nn]urse|[Tt]echnician
        |[Tt]herapist|[Cc]ontractor|[Mm]ember|[Pp]atientin|[Pp]t\.?|[Mm]anager|[Dd]irector|[Ss]upervisor
        |[Ss]ecretary|[Rr]eceptionist|[Cc]oordinator|[Oo]fficer|[Ss]urgeon|[Pp]hysician|[Cc]onsultant
        |[Ss]pecialist|[Aa]ttorney|[Nn]otary|[Jj]udge|[Mm]idwife|[Pp]sychologist|[Pp]sychiatrist|[Dd]entist
        |[Pp]harmacist)(?:\ name)?,?\ (?:named\ |is\ |called\ )?
    | \b(?:[Mm]y\ name\ is|[Nn]ame\ is|[Ii]ch\ heiße|[Mm]ein\ Name\ ist|[Jj]e\ m'appelle|[Mm]e\ llamo
        |[Mm]i\ chiamo|[Ii]\ am|I'm|[Tt]his\ is|[Nn]amed|[Cc]alled|namens|nommée?|llamad[oa]|known\ as|alias
        |a\.?k\.?a\.?|née|nee|geb\.|geborene|born|formerly)\ 
    | \b(?:spoke|spoken|speak|met|meet|talked|consulted|discussed|appointment|interview|meeting|call
        |conversation|session|lunch)\ (?:\w+\ ){{0,2}}(?:with|to)\ (?:(?:her|his|my|the|our
        |your)\ (?:[a-z-]{{3,20}}\ ){{1,2}})?
    | \b(?:under\ the\ care\ of|on\ behalf\ of|care\ of|c/o|attention\ of|in\ memory\ of|estate\ of|behalf\ of
        |referral\ from|letter\ from|call\ from|email\ from|e-mail\ from|message\ from|note\ from|reply\ from|ask\ for
        |copy\ to|regards\ to|sent\ to|addressed\ to|assigned\ to|reports?\ to|refer(?:red)?\ to|transferred\ to
        |copied\ to|forward(?:ed)?\ to|reach|contact|call|email|ask|tell|notify|inform|visited|appointed|met
        |saw|interviewed|phoned|telephoned|found|asked|told|informed|contacted|thanked|emailed|e-mailed|invited
        |texted|advised|reminded|supported|helped|taught|examined|assessed|treated|nominated|recommended
        |represented|reached|hire[sd]?|promoted|thank|congratulate|welcome|introduce|between|by\ and\ between
        |resignation\ of|employment\ of|case\ of|complaint\ (?:by|from|of)|statement\ (?:by|from|of)
        |daughter\ of|son\ of|wife\ of|husband\ of|mother\ of|father\ of|widow\ of|sister\ of|brother\ of
        |parents\ of)\ 
    )(?P<run>{RUN})""",
    re.VERBOSE,
    needs=r" [^\W\d_a-z]",
)
_SINGLE_AFTER = LatePattern(
    rf"\b(?:[Hh]i|[Hh]ello|[Dd]ear|[Tt]hanks|[Tt]hank you|[Ww]elcome"
    rf"|[Cc]ongratulations)[ ,]{{1,2}}(?P<run>{CAPITALISED})(?=[ ]?[,.!:;\n])",
    needs=r"[ ,][^\W\d_a-z]",
)
_BEFORE = LatePattern(
    rf"""(?<![\w'-])(?P<run>{RUN})(?=
      \ ?[(\[]\ ?(?:DOB|D\.O\.B|dob|born|b\.|\*|geb\.|geboren|née?e?|nacid[oa]|nat[oa]|MRN|aged?|[1-9]?\d(?:\)
        |\ (?:years|yrs|y/?o|J\.|Jahre|ans|años))|1[01]\d\)|hereinafter|hereafter|the\ ["']
        |["'](?:the\ )?(?:[Ee]mployee|[Tt]enant|[Ll]andlord|[Cc]ontractor|[Cc]onsultant|[Bb]uyer|[Ss]eller
        |[Bb]orrower|[Ll]essor|[Ll]essee|[Cc]lient|[Ee]xecutive)|he/|she/|they/|patient|employee|ID\b|id\b
        |Patient|m/|f/|[MF]\)|[MF],)
    | ,?\ (?:DOB|D\.O\.B\.?|date\ of\ birth|born\ (?:on|in|\d)|aged?\ \d|who\ was\ born|geboren|geb\.
        |née?e?\ (?:le|en)|nacid[oa]\ |nat[oa]\ il|MRN|\(?[1-9]?\d(?:\ |-)(?:years?|yrs?|y/?o|year)\b
        |ist\ ein[e]?\ \d|is\ an?\ (?:very\ |pleasant\ |lovely\ |delightful\ |well-)?[a-z-]{{0,12}}\ ?\d{{1,3}}\b)
    | ,\ (?:an?\ )?(?:\w+\ )?\d{{1,3}}(?:\ |-)(?:years?|yrs?|y/?o|J\.|Jahre|jährige|ans|años|anni)
    | ,\ \d{{2}},
    | ,?\ (?:residing|wohnhaft|domiciliée?|demeurant|domiciliad[oa]|residente|born|living)\ (?:at|in|à|en|a|on)\b
    | ,\ (?:hereinafter|hereafter|nachfolgend|ci-après|en\ adelante|of\ \d|tenant|landlord|employee
        |the\ (?:tenant|landlord|employee|patient|undersigned))
    )""",
    re.VERBOSE,
    needs=(
        r"[(\[]|, |\d|DOB|D\.O\.B|birth|born|geb|né|nacid|nat[oa] il|MRN|residing|wohnhaft|domicili|demeurant"
        r"|residente|living"
    ),
)
_VERBS = (
    r"(?:was|is|has|had|said|says|reports?|reported|denies|denied|called|asked|wants?"
    r"|wanted|wrote|came|went|will|would|complains?|complained|"
    r"states?|stated|presents?|presented|agreed|takes?|lives|lived|works|worked|feels?"
    r"|felt|explained|mentioned|confirmed|noted|added|told|"
    r"suffers|suffered|returned|attended|arrived|tolerated|remains|underwent|received"
    r"|thinks|believes|joined|started|left|resigned|requested|"
    r"hat|ist|war|wurde|klagt|berichtet|berichtete|kam|wird|leidet|stellte|a|est|était|se"
    r"|refiere|presenta|acude|è|ha)"
)
_SUBJECT = LatePattern(
    rf"(?<![\w'.&/-])(?P<run>{CAPITALISED})(?=(?:'s)?[ ]{_VERBS}[ ])",
    needs=rf"(?<![\w'.&/-])[^\W\d_a-z](?:[^\W\d_]|['-])*[ ]{_VERBS}[ ]",
)


class NamesByPhrase(Finder):
    """Names after or before a telling phrase score 0.7; a lone given name that does something, 0.5."""

    def __init__(self) -> None:
        super().__init__("name by phrase", ["PERSON"])

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Names that the phrase and their own words speak for."""
        for pattern, cue in _CUES.items():
            for match in pattern.finditer(text):
                yield from _names(match, cue, starts=pattern in (_AFTER, _FAMILY, _CALLED))
        for match in _SUBJECT.finditer(text):
            word = match["run"].casefold()
            if is_given_name(word) and not is_everyday(word) and not _goes_on(text, match.start()):
                yield Found("PERSON", *match.span("run"), 0.5, Evidence.HEURISTIC)


_CUES = {
    _AFTER: Cue.PHRASE,
    _FAMILY: Cue.FIELD,
    _CALLED: Cue.PHRASE,
    _BEFORE: Cue.PHRASE,
    _SINGLE_AFTER: Cue.PHRASE,
    _VOCATIVE: Cue.PHRASE,
    _SPEAKER: Cue.FIELD,
}


def _names(match: re.Match[str], cue: Cue, *, starts: bool) -> Iterator[Found]:
    """The names of a match; with `starts`, a name must begin right behind the phrase."""
    for group in ("run", "second"):
        run = match.groupdict().get(group)
        span = name_in(run, cue) if run else None
        if run and span is not None and not (starts and run[: span[0]].strip()):
            start = match.start(group)
            yield Found("PERSON", start + span[0], start + span[1], 0.7, Evidence.HEURISTIC)


def _goes_on(text: str, start: int) -> bool:
    """Whether a capitalised word or "St." stands right before: then the word ends something else."""
    before = text[max(0, start - 24) : start].rstrip(" ").rsplit(" ", 1)[-1]
    return (
        before[:1].isupper() and text[start - 1 : start] == " " and before[-1:] not in ",;:!?" and before[-1:] != "\n"
    )
