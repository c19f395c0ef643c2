"""Names in labelled fields: "Patient: Schneider, Maria", "| Next of kin | Tom Baker |", "Cc: Tom Baker; Ann Lee"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policies.evidence import Evidence
from policies.late_pattern import LatePattern
from policies.recognizers.finder import Finder, Found
from policies.recognizers.lexicon import is_given_name, is_stop
from policies.recognizers.name_shape import CREDENTIALS, RUN, Cue, name_in
from policies.words import Word

_ONE = r"""
(?:(?:patient|pt|client|customer|employee|staff|member|subscriber|insured|policy[ ]?holder|beneficiary
|guarantor|applicant|
candidate|student|pupil|tenant|landlord|lessee|lessor|buyer|seller|borrower|lender|claimant|defendant|plaintiff
|witness|
contact|account[ ]?holder|card[ ]?holder|user|donor|recipient|caller|guest|visitor|volunteer|resident|child
|infant|baby|
first|last|full|given|family|middle|maiden|birth|legal|preferred|former|nick|sur|fore|physician|doctor|provider
|doctor's|
patient's|mother's|father's|spouse|parent|guardian|emergency[ ]?contact|next[ ]?of[ ]?kin|manager|supervisor
|author)
(?:'s)?[ ]{0,2}/?[ ]?)?name(?:[ ]?of[ ]?(?:the\s)?(?:patient|employee|client|insured|physician|child|applicant
|parent|doctor|
provider|guardian|witness|tenant|landlord|member))?(?:[ ]?\(s\))?
|(?:re|regarding|subject)(?:[ ]?:[ ]?(?:patient|pt))?
|patient(?:[ ]?(?:details|identity|full[ ]?name))?|pt|client|customer|employee|insured|subscriber
|policy[ ]?holder|beneficiary|guarantor
|applicant|candidate|student|pupil|tenants?|landlord|lessee|lessor|buyer|seller|borrower|lender|claimant
|defendant|plaintiff
|witness(?:ed[ ]?by)?|contractor|consultant|freelancer|interviewer|interviewee|trainee|intern|new[ ]?hire
|line[ ]?manager|reporting[ ]?to|reports[ ]?to
|(?:primary[ ]?care|referring|attending|treating|admitting|ordering|consulting|family|responsible|discharging
|requesting|
operating|rendering|supervising|covering|prescribing|assistant|first[ ]?assistant)[ ]?(?:physician|doctor
|provider|clinician|surgeon|consultant|md|gp|
nurse|therapist|practitioner|dentist|psychiatrist)?|physician|doctor|gp|pcp|provider|clinician|surgeon
|anesthesiologist|anaesthetist|nurse|therapist|dentist
|pharmacist|midwife|case[ ]?(?:manager|worker)|social[ ]?worker|care[ ]?(?:coordinator|manager)|key[ ]?worker
|technician|radiologist|pathologist
|next[ ]?of[ ]?kin|nok|emergency[ ]?contact|contact(?:[ ]?person)?|point[ ]?of[ ]?contact|guardian
|legal[ ]?guardian|power[ ]?of[ ]?attorney|proxy|health[ ]?care[ ]?proxy|caregiver|carer
|spouse|husband|wife|partner|mother|father|parent|parents|son|daughter|brother|sister|child|children|sibling
|informant|accompanied[ ]?by
|manager|supervisor|team[ ]?lead|director|owner|author|editor|reviewer|approver|chair(?:person|man|woman)?
|secretary|minutes(?:[ ]?taken)?[ ]?by|minute[ ]?taker|note[ ]?taker|facilitator|moderator|host|organi[sz]er
|presenter|speaker|instructor|trainer|teacher|assignee|reporter
|(?:prepared|written|authored|reviewed|approved|signed|dictated|transcribed|recorded|completed|submitted
|requested|reported|issued|created|ordered|performed|verified|authori[sz]ed|collected|interpreted
|electronically[ ]?signed|e-?signed|checked|received|updated|entered|taken|raised|opened|closed|seen|examined
|referred|administered|witnessed|supervised|countersigned)[ ]?by
|signature(?:[ ]?of[ ]?[a-z]{3,12})?|signed|print(?:ed)?[ ]?name|/s/|attn|attention|c/o|from|sender|recipient
|to|deceased|survivor|payee|payer|account[ ]?holder|card[ ]?holder|bill[ ]?to|ship[ ]?to|sold[ ]?to|holder
|driver|passenger|registered[ ]?keeper
|patientin|patient/in|vorname|nachname|familienname|geburtsname|vor-?[ ]?und[ ]?(?:nachname|zuname)
|ansprechpartner(?:in)?|sachbearbeiter(?:in)?|versicherter?|versicherungsnehmer(?:in)?|mitarbeiter(?:in)?
|mieter(?:in)?|vermieter(?:in)?|kunde|kundin|mandant(?:in)?|hausarzt|hausärztin|überweisender[ ]?arzt
|behandelnder[ ]?arzt|behandelnde[ ]?ärztin|arzt|ärztin|notfallkontakt|angehörige[r]?|absender|empfänger
|kontoinhaber(?:in)?|unterschrift|verfasser(?:in)?|bearbeiter(?:in)?|betreuer(?:in)?|vorgesetzter?
|arbeitnehmer(?:in)?|auftraggeber(?:in)?|auftragnehmer(?:in)?|käufer(?:in)?|verkäufer(?:in)?|zeuge|zeugin
|nom(?:[ ]?(?:et[ ]?prénom|de[ ]?famille|de[ ]?naissance|du[ ]?patient|complet))?|prénom
|médecin(?:[ ]?traitant)?|patiente|personne[ ]?à[ ]?contacter|salariée?|employée?|locataire|bailleur|assurée?
|titulaire|destinataire|expéditeur
|nombre(?:[ ]?(?:y[ ]?apellidos|completo|del[ ]?paciente))?|apellidos?|paciente|médico|doctora?|empleado
|inquilino|titular|remitente|destinatario|persona[ ]?de[ ]?contacto|firmado
|nome(?:[ ]?e[ ]?cognome)?|cognome|paziente|medico(?:[ ]?curante)?|dipendente|intestatario|mittente
|naam|voornaam|achternaam|patiënt|huisarts|contactpersoon|werknemer|huurder
"""
_MANY = r"""present|attendees|attending|participants|in[ ]?attendance|apologies|absent|regrets|invitees|invited
|distribution|cc|bcc|copies?[ ]?to|copy|
team|members|team[ ]?members|panel|staff[ ]?present|teilnehmer(?:innen)?|anwesend(?:e)?|entschuldigt|verteiler
|participants|présents?|absents|asistentes|presentes|presenti|aanwezig|authors?|signatories|witnesses|tenants
|children|siblings"""


_ONE_LABEL = LatePattern(rf"(?i:{re.sub(chr(10), '', _ONE)})")
_MANY_LABEL = LatePattern(rf"(?i:{re.sub(chr(10), '', _MANY)})")
_WEAK_LABEL = LatePattern(
    r"(?i:re|regarding|subject|to|from|owner|provider|contact|holder|host|user|director"
    r"|manager|driver|attention|attn|copy|team|other)"
)
_LONGEST_LABEL = 45
_DECORATION = " \t*_#>•-"

# A separator with a value behind it is rare, a label is a long alternation: so the separator is looked for first.
_SEPARATED = LatePattern(
    rf"(?:[ ]?(?::|\||\t|=|[ ][-\u2013][ ]|\.{{3}}\.{{0,40}}|[ ]{{3}}))(?:\*\*|__)?[ \t*_"
    rf"|]{{0,40}}(?:\n[ \t]{{0,8}})?(?P<run>{RUN})",
    needs=r"[:|\t=]|[ ][-\u2013][ ]|\.{3}|[ ]{3}",
)
_FIRST = LatePattern(
    rf",[ ]?(?P<run>{RUN})(?=[ ]?(?:$|[\n(|;,\[.]|[ ]-|[ ]{{2}}|[ ](?i:dob|born|mrn|geb"
    rf"|aged?)\b))"
)
_LINE = re.compile(r"[^\n|]{2,600}")
_ENTRY = LatePattern(
    rf"(?:^|[,;&/(\t]|\band\b|\bund\b|\bet\b|\by\b|\+)[ ]{{0,2}}(?:(?:Drs?|Mr|Mrs|Ms|Prof"
    rf"|Herr|Frau)\.?[ ]){{0,2}}(?P<run>{RUN})"
)
_SMALL = LatePattern(
    r"(?:^|(?<=[\n|]))[ \t*_>•-]{0,6}(?i:(?:patient|employee|client|full|first|last|given"
    r"|family|contact)?[ ]?name|patient|employee|surname)"
    r"[ ]?:[ ]{0,3}(?P<run>[^\W\d_]{2,20}(?:[ -][^\W\d_]{2,20}){0,3})[ \t]*(?=$|[\n,;(|])",
    re.MULTILINE,
    needs=":",
)


class NamesByLabel(Finder):
    """Names in fields that hold a person: 0.85; in lists of persons: 0.75; in small letters: 0.6."""

    def __init__(self) -> None:
        super().__init__("name by label", ["PERSON"])

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Names, "Last, First" included."""
        for match in _SEPARATED.finditer(text):
            label = _label_before(text, match.start())
            if _ONE_LABEL.fullmatch(label):
                yield from _field(text, match, Cue.PHRASE if _WEAK_LABEL.fullmatch(label) else Cue.FIELD)
            elif _MANY_LABEL.fullmatch(label):
                yield from _list(text, match.start("run"))
        for match in _SMALL.finditer(text):
            parts = match["run"].casefold().replace("-", " ").split()
            if any(map(is_given_name, parts)) and not any(map(is_stop, parts)):
                yield Found("PERSON", *match.span("run"), 0.6, Evidence.CONTEXT)


def _label_before(text: str, end: int) -> str:
    """What stands before a separator: from the start of the line, of the cell or of the sentence on."""
    before = text[max(0, end - _LONGEST_LABEL) : end]
    piece = re.split(r"[\n|;,.\t>(\[\]:]|[ ]{2}", before.rstrip(_DECORATION))[-1]
    return piece.strip(_DECORATION)


def _list(text: str, start: int) -> Iterator[Found]:
    line = _LINE.match(text, start)
    for entry in _ENTRY.finditer(line.group()) if line else ():
        span = name_in(entry["run"], Cue.PHRASE)
        if span is not None:
            at = start + entry.start("run")
            yield Found("PERSON", at + span[0], at + span[1], 0.75, Evidence.CONTEXT)


def _field(text: str, match: re.Match[str], cue: Cue) -> Iterator[Found]:
    span = name_in(match["run"], cue) or name_in(match["run"], Cue.FIELD)
    if span is None or match["run"][: span[0]].strip():
        return
    start, end = match.start("run") + span[0], match.start("run") + span[1]
    whole = _with_first_name(text, start, end) if end == match.end("run") else end
    if whole == end and name_in(match["run"], cue) is None:
        return
    end = whole
    yield Found("PERSON", start, end, 0.85, Evidence.CONTEXT)


def _with_first_name(text: str, start: int, end: int) -> int:
    """The end of "Last, First" where a first name follows a comma; else the end of the last name."""
    match = _FIRST.match(text, end)
    if match is None or re.match(rf",[ ]?{CREDENTIALS}(?![\w'])", text[end : end + 12]):
        return end
    first = match["run"]
    words = first.split()
    if name_in(first, Cue.FIELD) != (0, len(first)):
        return end
    alone = " " not in text[start:end].strip()
    if (alone and len(words) <= 3) or is_given_name(words[0].casefold()):
        return match.end("run")
    return end
