"""What is named after a person, and names nobody: diseases, signs, methods, programs.

A name of these lists is passed over only where the words behind it say what it names: "Addison's disease" stays,
"Addison's mother" does not.
"""

from __future__ import annotations

import re

from policies.recognizers.lexicon import is_eponym_head

_EPONYMS = frozenset(
    (
        "addison alzheimer apgar asperger achilles babinski baker barrett barthel basedow bayes bechterew behçet"
        " bell bernoulli boyle braden brady bradford bright broca bunsen burkitt celsius chagas charcot child"
        " chvostek colles conn coombs cooley cori crohn cushing daubert dercum dijkstra doppler down dupuytren"
        " ebstein ehlers epstein erlenmeyer euler ewing fabry fallot fanconi faraday fisher foley fournier fourier"
        " freud friedreich frey gauss gaucher gaussian gilbert glasgow gödel goodpasture gram graves guillain-"
        " barré hansen hartmann hashimoto heimlich hickman hirschsprung hodgkin holter homans horner huntington"
        " kaplan kaposi karnofsky kawasaki kelvin kernig klinefelter koch korsakoff krebs kussmaul laplace lewy"
        " lyme mallory marfan markov maxwell mcburney mcmurray meckel mendel meniere ménière merkel miranda mohs"
        " monro moore morison"
        " morton murphy newton nyquist ockham ohm osgood osler paget pareto parkinson pascal pearson"
        " peyronie petri poisson pott prader raynaud reiter rett reye riemann rinne romberg rorschach salk"
        " schlatter scheuermann sjögren spearman stokes sydenham takayasu tanner tay tinel tourette trendelenburg"
        " trousseau turing turner valsalva virchow waldenström weber wegener wernicke whipple willebrand wilms"
        " wilson wolff zenker ziehl"
    ).split()
)
_OWN_HEADS = frozenset(
    (
        "disease syndrome sign lymphoma palsy sarcoma phenomenon law laws theorem formula reflex contracture"
        " thyroiditis oesophagus esophagus tumour tumor ataxia chorea cyst point node nodes fever paradox"
        " principle razor algorithm criteria triad dementia anaemia anemia dystrophy gangrene diverticulum pouch"
        " duct gland krankheit tendon equation equations"
    ).split()
)
"""What stands behind "Baker's" and is not Mr Baker's own."""

_HEADS = _OWN_HEADS | frozenset(
    (
        "line ring tube stain stains dish flask burner monitor ultrasound virus cell cells island islands chain"
        " process filter transform series constant number numbers correlation machine warning warnings motion"
        " hearing standard doctrine salad"
    ).split()
)
_SOFTWARE_AND_NAMES = frozenset({"jenkins"})
"""Programs that are called as people are: only a list of programs tells."""

_LONGEST_ITEM = 24
_ITEM_BEFORE = re.compile(r"\b(?P<item>[^\W\d_]+)(?:, | and | or |, and )\Z")
_ITEM_BEHIND = re.compile(r"(?:, and | and | or |, )(?P<item>[^\W\d_]+)")
_SOFTWARE = frozenset(
    (
        "ansible angular azure bitbucket bookworm confluence datadog django docker drupal grafana graphite gradle"
        " grammarly hadoop heroku joomla jira jupyter kafka kibana kubernetes"
        " laravel magento mariadb mastodon matomo maven moodle"
        " nagios neo4j nextcloud nginx openstack pandas postman prometheus pytorch redis selenium sentry shopify"
        " snowflake splunk sqlite tableau tensorflow terraform trello typo3 ubuntu vagrant wireshark wordpress"
        " xcode zabbix zotero"
        " safari firefox chrome chromium thunderbird outlook"
    ).split()
)
"""Programs that are nobody's name."""

_ORGANISMS = frozenset(
    (
        "klebsiella pseudomonas staphylococcus streptococcus enterococcus escherichia salmonella shigella listeria"
        " legionella neisseria haemophilus aspergillus clostridium clostridioides helicobacter mycobacterium borrelia"
        " bordetella serratia enterobacter acinetobacter citrobacter bacteroides"
    ).split()
)
"""Genera of microbes: they open as names do, and are nobody's."""

_GRADED = re.compile(
    r"(?i)(?:bosniak|gleason|mallampati|killip|forrest|fontaine|garden|salter[- ]harris|gustilo|kellgren|lauge"
    r"|frankel|hoehn|tanner|fitzpatrick|braden|apgar|bethesda|(?-i:NYHA|ASA))(?: (?:grade|class|type|score|stage))?"
    r" (?-i:I(?! [a-z])|(?!I )[IVX]{1,4}|\d{1,2}(?! [A-Z]))[a-cF]?(?![\w.])"
)
"""A class or a grade that is called after somebody: "Bosniak II". A surname may open as a numeral does ("Ingram"), an
initial has a full stop, "I saw" is a sentence, and a number before a capital opens an address."""

_BEHIND = re.compile(
    r"(?P<own>'s)?(?:,? (?:(?:and|or|und|et|y) )?[^\W\d_]+(?:'s|[ ]?-[^\W\d_]+)){0,3}(?P<words>(?:[ ][^\W\d_]+){1,2})"
)
_NAMED = re.compile(r"[^\W\d_]+ (?:signs?|tests?|reflex|score|scale|curve|syndrome|disease)")
"""An eponym found together with what is named."""

_ALONE = re.compile(r"'s(?=[.,;:)]|\Z| (?:and|or|is|was|in|with|since|are)\b)")
_AGREEMENT = re.compile(
    r"'?s? (?:[a-z]+ )?(?:Agreement|Accords?|Convention|Protocol|Treaty|Declaration|Charter|Process|Rules|Principles"
    r"|Criteria|Classification|Score|Scale|Consensus|Stock Exchange|process|protocol|criteria|classification|score)\b"
)
_ILLNESSES = frozenset("alzheimer parkinson crohn huntington hodgkin tourette asperger raynaud addison cushing".split())


def is_eponym(folded: str) -> bool:
    """Whether things are named after somebody of this name, in small letters."""
    return folded in _EPONYMS


def names_a_thing(text: str, entity_type: str, start: int, end: int) -> bool:
    """Whether a name found at `start` to `end` of a text is that of a disease, a method, a program or an agreement."""
    last = re.split(r"[ -]", text[start:end].casefold())[-1].removesuffix("'s")
    whole = text[start:end].casefold().removesuffix("'s")
    if last in _SOFTWARE:
        return whole == last
    if whole in _SOFTWARE_AND_NAMES and _is_listed_with_software(text, start, end):
        return True
    graded = _GRADED.match(text, start)
    if whole.split(" ")[0] in _ORGANISMS or (graded and end <= graded.end()):
        return True
    if entity_type == "LOCATION":
        return _AGREEMENT.match(text, end) is not None
    if entity_type == "PERSON" and _NAMED.fullmatch(text, start, end) and whole.split(" ")[0] in _EPONYMS:
        return True
    if entity_type != "PERSON" or not (last in _EPONYMS or whole in _EPONYMS) or " " in whole:
        return False
    if text[start:end].endswith("'s"):
        end -= 2
    behind = _BEHIND.match(text, end)
    heads = behind["words"].casefold().split() if behind else []
    if any(head in _OWN_HEADS if behind and behind["own"] else _is_head(head) for head in heads):
        return True
    return last in _ILLNESSES and _ALONE.match(text, end) is not None


def _is_listed_with_software(text: str, start: int, end: int) -> bool:
    """Whether the item before or behind is a program: "Jenkins, Grafana and Apache Kafka"."""
    before, behind = _ITEM_BEFORE.search(text, max(0, start - _LONGEST_ITEM), start), _ITEM_BEHIND.match(text, end)
    return any(item is not None and item["item"].casefold() in _SOFTWARE for item in (before, behind))


def _is_head(word: str) -> bool:
    return is_eponym_head(word) or word in _HEADS
