"""Names in labelled fields: "Patient: Schneider, Maria", "| Next of kin | Tom Baker |", "Cc: Tom Baker; Ann Lee"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policies.evidence import Evidence
from policies.recognizers.finder import Finder, Found
from policies.recognizers.lexicon import is_given_name, is_stop
from policies.recognizers.name_shape import CREDENTIALS, RUN, Cue, name_in

_ONE = r"""
(?:(?:patient|pt|client|customer|employee|staff|member|subscriber|insured|policy\s?holder|beneficiary|guarantor|applicant|
candidate|student|pupil|tenant|landlord|lessee|lessor|buyer|seller|borrower|lender|claimant|defendant|plaintiff|witness|
contact|account\s?holder|card\s?holder|user|donor|recipient|caller|guest|visitor|volunteer|resident|child|infant|baby|
first|last|full|given|family|middle|maiden|birth|legal|preferred|former|nick|sur|fore|physician|doctor|provider|doctor's|
patient's|mother's|father's|spouse|parent|guardian|emergency\s?contact|next\s?of\s?kin|manager|supervisor|author)
(?:'s)?[ ]{0,2}/?[ ]?)?name(?:\s?of\s?(?:the\s)?(?:patient|employee|client|insured|physician|child|applicant|parent|doctor|
provider|guardian|witness|tenant|landlord|member))?(?:\s?\(s\))?
|(?:re|regarding|subject)(?:\s?:\s?(?:patient|pt))?
|patient(?:\s?(?:details|identity|full\s?name))?|pt|client|customer|employee|insured|subscriber|policy\s?holder|beneficiary|guarantor
|applicant|candidate|student|pupil|tenants?|landlord|lessee|lessor|buyer|seller|borrower|lender|claimant|defendant|plaintiff
|witness(?:ed\s?by)?|contractor|consultant|freelancer|interviewer|interviewee|trainee|intern|new\s?hire|line\s?manager|reporting\s?to|reports\s?to
|(?:primary\s?care|referring|attending|treating|admitting|ordering|consulting|family|responsible|discharging|requesting|
operating|rendering|supervising|covering|prescribing|assistant|first\s?assistant)\s?(?:physician|doctor|provider|clinician|surgeon|consultant|md|gp|
nurse|therapist|practitioner|dentist|psychiatrist)?|physician|doctor|gp|pcp|provider|clinician|surgeon|anesthesiologist|anaesthetist|nurse|therapist|dentist
|pharmacist|midwife|case\s?(?:manager|worker)|social\s?worker|care\s?(?:coordinator|manager)|key\s?worker|technician|radiologist|pathologist
|next\s?of\s?kin|nok|emergency\s?contact|contact(?:\s?person)?|point\s?of\s?contact|guardian|legal\s?guardian|power\s?of\s?attorney|proxy|health\s?care\s?proxy|caregiver|carer
|spouse|husband|wife|partner|mother|father|parent|parents|son|daughter|brother|sister|child|children|sibling|informant|accompanied\s?by
|manager|supervisor|team\s?lead|director|owner|author|editor|reviewer|approver|chair(?:person|man|woman)?|secretary|minutes(?:\s?taken)?\s?by|minute\s?taker|note\s?taker|facilitator|moderator|host|organi[sz]er|presenter|speaker|instructor|trainer|teacher|assignee|reporter
|(?:prepared|written|authored|reviewed|approved|signed|dictated|transcribed|recorded|completed|submitted|requested|reported|issued|created|ordered|performed|verified|authori[sz]ed|collected|interpreted|electronically\s?signed|e-?signed|checked|received|updated|entered|taken|raised|opened|closed|seen|examined|referred|administered|witnessed|supervised|countersigned)\s?by
|signature(?:\s?of\s?[a-z]{3,12})?|signed|print(?:ed)?\s?name|/s/|attn|attention|c/o|from|sender|recipient|to|deceased|survivor|payee|payer|account\s?holder|card\s?holder|bill\s?to|ship\s?to|sold\s?to|holder|driver|passenger|registered\s?keeper
|patientin|patient/in|vorname|nachname|familienname|geburtsname|vor-?\s?und\s?(?:nachname|zuname)|ansprechpartner(?:in)?|sachbearbeiter(?:in)?|versicherter?|versicherungsnehmer(?:in)?|mitarbeiter(?:in)?|mieter(?:in)?|vermieter(?:in)?|kunde|kundin|mandant(?:in)?|hausarzt|hausärztin|überweisender\s?arzt|behandelnder\s?arzt|behandelnde\s?ärztin|arzt|ärztin|notfallkontakt|angehörige[r]?|absender|empfänger|kontoinhaber(?:in)?|unterschrift|verfasser(?:in)?|bearbeiter(?:in)?|betreuer(?:in)?|vorgesetzter?|arbeitnehmer(?:in)?|auftraggeber(?:in)?|auftragnehmer(?:in)?|käufer(?:in)?|verkäufer(?:in)?|zeuge|zeugin
|nom(?:\s?(?:et\s?prénom|de\s?famille|de\s?naissance|du\s?patient|complet))?|prénom|médecin(?:\s?traitant)?|patiente|personne\s?à\s?contacter|salariée?|employée?|locataire|bailleur|assurée?|titulaire|destinataire|expéditeur
|nombre(?:\s?(?:y\s?apellidos|completo|del\s?paciente))?|apellidos?|paciente|médico|doctora?|empleado|inquilino|titular|remitente|destinatario|persona\s?de\s?contacto|firmado
|nome(?:\s?e\s?cognome)?|cognome|paziente|medico(?:\s?curante)?|dipendente|intestatario|mittente
|naam|voornaam|achternaam|patiënt|huisarts|contactpersoon|werknemer|huurder
"""
_MANY = r"""present|attendees|attending|participants|in\s?attendance|apologies|absent|regrets|invitees|invited|distribution|cc|bcc|copies?\s?to|copy|
team|members|team\s?members|panel|staff\s?present|teilnehmer(?:innen)?|anwesend(?:e)?|entschuldigt|verteiler|participants|présents?|absents|asistentes|presentes|presenti|aanwezig|authors?|signatories|witnesses|tenants|children|siblings"""


def _label(words: str) -> str:
    return re.sub(r"\n", "", words).replace(r"\s?", r"[ ]?")


_HEAD = r"(?:^|(?<=[\n|;,.\t•*#>(\[])|(?<=[ ]{2})|(?<=\*\*))[ \t*_>•-]{0,6}"
_SEPARATOR = r"(?:\*\*|__)?[ \t]{0,20}(?::|\||\t|=|[ ]-[ ]|[ ]\u2013[ ]|\.{3,40}|[ ]{3})(?:\*\*|__)?[ \t*_|]{0,40}"
_VALUE = rf"(?P<run>{RUN})"
_FIELD = re.compile(rf"{_HEAD}(?i:(?P<label>{_label(_ONE)}))[ ]?{_SEPARATOR}(?:\n[ \t]{{0,8}})?{_VALUE}", re.MULTILINE)
_INLINE = re.compile(rf"\b(?i:(?P<label>{_label(_ONE)}))[ ]?:[ ]{{0,3}}{_VALUE}")
_FIRST = re.compile(rf",[ ]?(?P<run>{RUN})(?=[ ]?(?:$|[\n(|;,\[.]|[ ]-|[ ]{{2}}|[ ](?i:dob|born|mrn|geb|aged?)\b))")
_LIST = re.compile(rf"{_HEAD}(?i:{_label(_MANY)}){_SEPARATOR}(?P<list>[^\n|]{{2,600}})", re.MULTILINE)
_ENTRY = re.compile(rf"(?:^|[,;&/(\t]|\band\b|\bund\b|\bet\b|\by\b|\+)[ ]{{0,2}}(?:(?:Drs?|Mr|Mrs|Ms|Prof|Herr|Frau)\.?[ ]){{0,2}}(?P<run>{RUN})")
_SMALL = re.compile(
    rf"{_HEAD}(?i:(?:patient|employee|client|full|first|last|given|family|contact)?[ ]?name|patient|employee|surname)"
    r"[ ]?:[ ]{0,3}(?P<run>[^\W\d_]{2,20}(?:[ -][^\W\d_]{2,20}){0,3})[ \t]*(?=$|[\n,;(|])",
    re.MULTILINE,
)


class NamesByLabel(Finder):
    """Names in fields that hold a person: 0.85; in lists of persons: 0.75; in small letters: 0.6."""

    def __init__(self) -> None:
        super().__init__("name by label", ["PERSON"])

    def find(self, text: str) -> Iterator[Found]:
        """Names, "Last, First" included."""
        for pattern in (_FIELD, _INLINE):
            for match in pattern.finditer(text):
                yield from _field(text, match)
        for match in _LIST.finditer(text):
            for entry in _ENTRY.finditer(match["list"]):
                span = name_in(entry["run"], Cue.PHRASE)
                if span is not None:
                    start = match.start("list") + entry.start("run")
                    yield Found("PERSON", start + span[0], start + span[1], 0.75, Evidence.CONTEXT)
        for match in _SMALL.finditer(text):
            words = match["run"].casefold().replace("-", " ").split()
            if any(map(is_given_name, words)) and not any(map(is_stop, words)):
                yield Found("PERSON", *match.span("run"), 0.6, Evidence.CONTEXT)


def _field(text: str, match: re.Match[str]) -> Iterator[Found]:
    span = name_in(match["run"], Cue.FIELD)
    if span is None or match["run"][: span[0]].strip():
        return
    start, end = match.start("run") + span[0], match.start("run") + span[1]
    if end == match.end("run"):
        end = _with_first_name(text, start, end)
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
