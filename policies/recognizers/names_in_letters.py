"""Names where letters and e-mails put them: salutation, signature, reply line, address in angle brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policies.evidence import Evidence
from policies.late_pattern import LatePattern
from policies.recognizers.finder import Finder, Found
from policies.recognizers.name_shape import CREDENTIALS, RUN, Cue, name_in
from policies.words import Word

_TITLES = (
    r"(?:(?:Dr|Mr|Mrs|Ms|Miss|Mx|Prof|Professor|Sir|Madam|Herrn?|Frau|Monsieur|Madame|Mme"
    r"|Mlle|Sra?|Señora?|Don|Doña|Dott|Sig|Signora?|mevrouw|heer|med|Dipl\.-Ing)\.?(?:ssa"
    r"|ra)?[ ]){0,4}"
)
_GREETING = (
    r"(?:Dear|DEAR|My dear|Hi|HI|Hello|Hey|Hiya|Good (?:morning|afternoon|evening|day)"
    r"|Greetings|Thanks|Thank you|Many thanks|"
    r"Congratulations|Welcome|Happy birthday|Sehr geehrter?|Geehrter?|Liebe[rs]?|Hallo"
    r"|Moin|Servus|Grüezi|Guten (?:Tag|Morgen|Abend)|Chère?|Bonjour|"
    r"Bonsoir|Salut|Estimad[oa]|Querid[oa]|Hola|Buen(?:os|as) (?:días|tardes|noches)"
    r"|Gentil(?:e|issim[oa])|Egregi[oa]|Car[oa]|Ciao|"
    r"Buongiorno|Geachte|Beste|Lieve|Hoi|Bästa|Hej|Kära|Kjære|Kære|Szanown[ya]|Drogi|Droga"
    r"|Cześć|Prezad[oa]|Car[oa]|Olá|Exm[oa]\.?)"
)
_SALUTATION = LatePattern(
    rf"(?:^|(?<=[\n>.!?\"'(|]))[ \t>]{{0,8}}{_GREETING},?[ ]{_TITLES}(?P<run>{RUN})"
    rf"(?:(?:,| and| &| und| et| y| e)[ ]{_TITLES}(?P<second>{RUN}))?(?=[ ]?(?:[,:!.;\u2014\u2013-]|$|\n))",
    re.MULTILINE,
    needs=rf"{_GREETING},?[ ]",
)
_CLOSING = (
    r"(?:(?:yours|very|most)?[ ]?(?:sincerely|truly|faithfully|respectfully|cordially)"
    r"(?:[ ]yours)?|respectfully[ ]submitted|"
    r"(?:with[ ])?(?:my[ ])?(?:kind|kindest|best|warm|warmest|many|friendly)?[ ]?regards"
    r"|best(?:[ ]wishes)?|all[ ]the[ ]best|(?:many[ ])?thanks(?:[ ]again| in advance)?|"
    r"thank[ ]you(?:[ ]very much| so much| again)?|cheers|take[ ]care|yours|warmly|cordially|love|x{2,4}|"
    r"mit[ ](?:freundlichen|besten|herzlichen|kollegialen|lieben|vielen)[ ](?:grüßen"
    r"|grüssen|gruß)|(?:viele|beste|liebe|freundliche|herzliche|schöne)[ ](?:grüße|grüsse)"
    r"|"
    r"hochachtungsvoll|mfg|lg|(?:bien[ ])?cordialement|(?:sincères"
    r"|meilleures)[ ]salutations|bien[ ]à[ ]vous|salutations[ ]distinguées|"
    r"atentamente|(?:un[ ]cordial[ ])?saludos?(?:[ ]cordiales)?|un[ ]abrazo|(?:cordiali"
    r"|distinti)[ ]saluti|un[ ]cordiale[ ]saluto|"
    r"(?:met[ ])?(?:vriendelijke|hartelijke)[ ](?:groet|groeten)|"
    r"(?:med[ ])?vänliga[ ]hälsningar|med[ ]vennlig[ ]hilsen|venlig[ ]hilsen|"
    r"z[ ]poważaniem|com[ ]os[ ]melhores[ ]cumprimentos|atenciosamente|ystävällisin[ ]terveisin|"
    r"gezeichnet|gez\.|signed|/s/|\(signed\)|electronically[ ]signed(?:[ ]by)?)"
)
_SIGNATURE = LatePattern(
    rf"(?:^|(?<=[.!?] )|(?<=[.!?]))[ \t>*_]{{0,8}}(?i:{_CLOSING})[ ]?[,.!:]?[ \t*_]{{0,8}}"
    rf"(?:\r?\n[ \t>_.*-]{{0,60}}){{0,5}}"
    rf"(?:i\.[ ]?[AV]\.[ ]|ppa\.[ ]|p\.p\.[ ])?{_TITLES}(?P<run>{RUN})(?=[ ]?(?:$|\n|,|\|"
    rf"|\(|\u2013|-|{CREDENTIALS}))",
    re.MULTILINE,
    needs=r"(?s:.)[^\W\d_a-z]",
)
_SLASH = LatePattern(rf"/s/[ ]{{0,4}}(?:\n[ ]{{0,8}})?(?P<run>{RUN})", needs="/s/")
_RUN_BEFORE = LatePattern(rf"(?P<run>{RUN})\Z")
_REVERSED_BEFORE = LatePattern(rf"(?P<run>{RUN}),[ ](?P<second>{RUN})\Z")
_WROTE = re.compile(
    r"[ ](?:(?:<|\[mailto:)[^<>\n]{3,120}[>\]][ ]?)?(?:wrote|schrieb|a écrit|escribió"
    r"|ha scritto|schreef)[ ]?:"
)
_ANGLE = re.compile(r"\"?[ ]{1,2}[<(\[][ ]?(?:mailto:)?[\w.+%'-]{1,64}@[\w.-]{3,120}")
_LONGEST_RUN = 80
_MENTION = LatePattern(rf"(?<![\w.@])@(?P<run>{RUN})", needs="@")


class NamesInLetters(Finder):
    """Names in a salutation or signature score 0.8."""

    def __init__(self) -> None:
        super().__init__("name in a letter", ["PERSON"])

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Names without titles and greetings."""
        for pattern, cue, score in (
            (_SALUTATION, Cue.FIELD, 0.8),
            (_SIGNATURE, Cue.FIELD, 0.8),
            (_SLASH, Cue.FIELD, 0.8),
            (_MENTION, Cue.PHRASE, 0.6),
        ):
            for match in pattern.finditer(text):
                yield from self._names(match, cue, score)
        for before in (_WROTE, _ANGLE):
            for match in before.finditer(text):
                yield from self._before(text, match.start())

    def _before(self, text: str, end: int) -> Iterator[Found]:
        """The name that ends where an address or "wrote:" begins: "Tom Baker <...", "Baker, Tom <..."."""
        first = max(0, end - _LONGEST_RUN)
        before = text[first:end]
        reverse = _REVERSED_BEFORE.search(before)
        last = name_in(reverse["run"], Cue.FIELD) if reverse else None
        if reverse and last and last[1] == len(reverse["run"]) and name_in(reverse["second"], Cue.FIELD):
            yield Found("PERSON", first + reverse.start("run") + last[0], end, 0.8, Evidence.CONTEXT)
        elif match := _RUN_BEFORE.search(before):
            span = name_in(match["run"], Cue.FIELD)
            if span is not None:
                start = first + match.start("run")
                yield Found("PERSON", start + span[0], start + span[1], 0.8, Evidence.CONTEXT)

    def _names(self, match: re.Match[str], cue: Cue, score: float) -> Iterator[Found]:
        for group in ("run", "second"):
            run = match.groupdict().get(group)
            span = name_in(run, cue) if run else None
            if span is not None:
                start = match.start(group)
                yield Found("PERSON", start + span[0], start + span[1], score, Evidence.CONTEXT)
