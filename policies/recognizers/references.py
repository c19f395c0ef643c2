"""References: numbers and names that point at a published thing, and at no person.

Versions, sections, standards, statutes and published court decisions look like dates, addresses and names. What stands
wholly within one is passed over, unless a checksum or a label says what it is. The names of a case stay only where its
place in a law report follows: those of a case that is pending are personal data.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from policies.evidence import Evidence
from policies.findings import Finding

_NUMBER = r"v?\d[\w./:()-]*"
_KIND = (
    r"(?:[Vv]ersions?|[Rr]eleases?|[Bb]uilds?|[Vv]er\.|[Rr]ev\.|[Rr]evisions?|[Ff]irmware|[Kk]ernel|[Pp]atch|[Dd]river"
    r"|[Ss]ections?|[Ss]ec\.|[Ss]ect\.|[Aa]rticles?|[Aa]rt\.|[Cc]hapters?|[Cc]hap\.|[Cc]lauses?|[Pp]aragraphs?|[Pp]aras?\."
    r"|[Ff]igures?|[Ff]igs?\.|[Tt]ables?|[Aa]ppendix|[Aa]nnex|[Ee]xhibit|[Rr]ules?|[Rr]equirements?|[Ee]quations?"
    r"|[Aa]bschnitt|[Kk]apitel|[Aa]bs\.|[Nn]r\.|Tabelle|Abbildung|Anhang|[Ss]ección|[Aa]rtículo|[Cc]apítulo|[Cc]hapitre"
    r"|ISO(?:/IEC)?|IEC|DIN|IEEE|RFC|NIST|ASTM|CVE|CWE|ICD-?1[01]|CPT|HCPCS|DOI|doi|arXiv|ISBN|ISSN|CAS|SKU"
    r"|[Bb]luetooth|USB|TLS|SSL|HTTP|HTML|PCI DSS|Android|iOS|macOS|Ubuntu|Debian|Fedora|Windows(?: Server)?"
    r"|Python|Java|PHP|MySQL|PostgreSQL|Node(?:\.js)?|Linux|Chrome|Firefox|OpenSSL|[Mm]odel|[Pp]art|[Cc]atalogue|[Pp]atent|[Rr]oom|[Ii]tem)"
)
_NUMBERED = re.compile(
    rf"(?<![\w-])(?:{_KIND}(?:[ ](?:number|no\.?|nr\.?))?[ :#-]{{0,2}}|§{{1,2}}[ ]?|v(?=\d+\.))(?={_NUMBER}){_NUMBER}"
    rf"(?:(?:,|,? (?:and|or|to|not|through|und|bis|oder|y|et)|[ ]?[-\u2013])[ ]{_NUMBER}){{0,8}}"
)
_STATUTE = re.compile(
    r"\d{1,3} (?:U\. ?S\. ?C\.?(?: ?A\.)?|USC|C\. ?F\. ?R\.?|CFR|Fed\. ?Reg\.|Stat\.)(?: (?:Part|§{1,2}))? ?[\w.()-]+"
    r"|(?:[A-Z][A-Za-z]{1,8}\. ){1,3}(?:Code|Stat\.|Rev\. Stat\.|Proc\.|R\.|[PE]\.|Ann\.) ?§{0,2} ?\d[\w.()-]*"
)
_REPORTER = (
    r"(?:[A-Z][A-Za-z']{0,8}\. ?(?:[A-Z][A-Za-z']{0,6}\.? ?){0,3}(?:2d|3d|4th|5th)?|AC|QB|KB|Ch|WLR|All ER|Exch|Fam|ICR"
    r"|IRLR|ER|ECR|CLR|SCR|DLR|BGHZ|BGHSt|BVerfGE|BVerwGE|BAGE|BSGE|NJW)"
)
_REPORT = re.compile(
    rf"\b\d{{1,4}} {_REPORTER} ?(?:\([^()\n]{{1,20}}\) )?(?:at )?\d{{1,5}}"
    rf"|[\[(](?:1[5-9]|20)\d\d[\])] (?:\d{{1,2}} )?(?:{_REPORTER}|[A-Z]{{3,6}}(?: (?:Civ|Crim|Ch|QB|Fam))?) ?\d{{1,5}}"
    rf"|\b(?:BGHZ|BGHSt|BVerfGE|BVerwGE|BAGE|BSGE) \d{{1,3}}, \d{{1,4}}"
    rf"|\b(?:ECLI:)?EU:[CTF]:(?:19|20)\d\d:\d{{1,5}}"
)
_MORE = re.compile(rf"(?:, (?:{_REPORT.pattern}|\d{{1,5}}))*(?: \((?:[A-Z][\w. ]{{1,30}} )?(?:1[5-9]|20)\d\d\))?")
_PARTY = r"[A-Z][\w.'&-]*(?:,? (?:[A-Z&][\w.'&-]*|of|the|de|van|von|and|ex rel\.|et al\.)){0,9}"
_CASE = re.compile(
    rf"(?:{_PARTY} v(?:s?\.)? {_PARTY}|(?:In re|Ex parte|(?:In the )?Matter of) {_PARTY}"
    rf"|{_PARTY},? \(?(?:Joined )?Cases? [CTF][-\u2011]\d{{1,4}}/\d\d\)?),? ?\Z"
)
_LONGEST_CASE = 140
_WINDOW = 60
_VERSUS = re.compile(r" vs?\.? [A-Z]|\bIn re |\bEx parte |Matter of |\b\d{1,4} [A-Z]\.|\bEU:[CTF]:")
_COUNT = re.compile(r"(?<!\d)(?:0 )?1 2 3 4(?: \d{1,2})+")

_WHOLE_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:1[89]|20)\d\d|(?:1[89]|20)\d\d[/-]\d{1,2}[/-]\d{1,2}")

_PASSED_OVER = {"PHONE_NUMBER": 0.5, "IP_ADDRESS": 0.7}
"""Findings by a pattern that so many numbers have that a reference goes before it, up to this score."""


def without_references(findings: list[Finding], text: str) -> list[Finding]:
    """The findings that are more than a part of a reference."""
    doubtful = [finding for finding in findings if _is_doubtful(finding, text)]
    cases = _cases(text) if doubtful and _VERSUS.search(text) else []
    within = {finding for finding in doubtful if _is_numbered(finding, text) or _is_in(finding, cases)}
    return [finding for finding in findings if finding not in within] if within else findings


def _is_doubtful(finding: Finding, text: str) -> bool:
    if finding.evidence == Evidence.HEURISTIC:
        return finding.entity_type != "DATE_TIME" or _WHOLE_DATE.fullmatch(finding.value(text)) is None
    return finding.evidence == Evidence.PATTERN and finding.score <= _PASSED_OVER.get(finding.entity_type, 0.0)


def _is_numbered(finding: Finding, text: str) -> bool:
    """Whether a finding with a digit or an abbreviation stands within a version, a section, a statute or a count."""
    if not (text[finding.end - 1 : finding.end + 1].count(".") or any(map(str.isdigit, finding.value(text)))):
        return False
    start, end = max(0, finding.start - _WINDOW), finding.end + _WINDOW
    return any(
        match.start() <= finding.start and finding.end <= match.end()
        for pattern in (_NUMBERED, _STATUTE, _COUNT)
        for match in pattern.finditer(text, start, end)
    )


def _cases(text: str) -> list[tuple[int, int]]:
    """Where published cases stand, in order: the parties, the place in the report, the year."""
    spans = []
    for report in _REPORT.finditer(text):
        case = _CASE.search(text, max(0, report.start() - _LONGEST_CASE), report.start())
        more = _MORE.match(text, report.end())
        spans.append(((case or report).start(), more.end() if more else report.end()))
    return spans


def _is_in(finding: Finding, spans: list[tuple[int, int]]) -> bool:
    # One case may begin within the place of another; the two before tell.
    index = bisect_right(spans, finding.start, key=lambda span: span[0])
    return any(finding.end <= end for _, end in spans[max(0, index - 2) : index])
