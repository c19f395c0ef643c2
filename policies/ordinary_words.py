"""Ordinary words that were taken for names: "toner" in a question, "Canteen" in a heading.

Of a word alone a tagger often cannot tell whether it is a rare surname. The text can that says "the canteen" elsewhere,
and for a question the documents: whoever asks may read them as they are redacted, and where those show the word, it
protects nobody to hide it in the question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from policies.findings import Finding
from policies.pseudonyms import Pseudonyms
from policies.recognizers.lexicon import is_act, is_everyday, is_given_name, is_listed_name, is_stop, is_surname
from policies.recognizers.names_known import KNOWN
from policies.recognizers.tagger import TAGGER
from policies.text import RedactedText
from policies.words import fold

_WORD = re.compile(r"[^\W\d_]{3,}")
_NOUN = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Oo]ur|[Yy]our|[Tt]his|[Ee]ach|[Ee]very)[ ](?P<noun>[^\W\d_]{3,})"
    r"(?=[ ]?[.,;:!?)\n]|\Z|[ ](?P<next>[^\W\d_]+))"
)
_AROUND = " \t\n?!.\"'"


def without_common_nouns(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """The findings without lone words that a tagger alone found and that the text has behind an article as well.

    There in small letters, and found by nobody: "1. Canteen" above "The canteen opens at eight." Listed names stay.
    """
    doubtful = {each: each.value(text).casefold() for each in findings if _is_lone_and_unlisted(text, each)}
    if not doubtful:
        return list(findings)
    names = {each.start for each in findings}
    nouns = {
        match["noun"]
        for match in _NOUN.finditer(text)
        if match["noun"].islower() and match.start("noun") not in names and _may_follow_a_noun(match["next"])
    }
    return [each for each in findings if doubtful.get(each) not in nouns]


def _is_lone_and_unlisted(text: str, finding: Finding) -> bool:
    word = finding.value(text)
    if finding.entity_type != "PERSON" or finding.recognizer != TAGGER or not _WORD.fullmatch(word):
        return False
    return not is_listed_name(word.casefold())


def _may_follow_a_noun(word: str | None) -> bool:
    """Whether a word behind "the canteen" shows it to be the noun: "the quillfeather case" may be about a person."""
    return word is None or is_stop(word) or is_act(word) or (word.endswith("s") and is_everyday(word.removesuffix("s")))


def without_ordinary_words(
    text: str, findings: Sequence[Finding], shown: Callable[[RedactedText], bool], pseudonyms: Pseudonyms | None
) -> list[Finding]:
    """The findings of a question without the words that the asker's documents show and that name nobody there.

    `shown` tells whether a document that the asker may read holds a word or a token. A given name stays a finding, and
    so does a surname that is an everyday word too ("young"): those stand in any documents.
    """
    return [each for each in findings if not _is_ordinary(text, each, shown, pseudonyms)]


def _is_ordinary(
    text: str, finding: Finding, shown: Callable[[RedactedText], bool], pseudonyms: Pseudonyms | None
) -> bool:
    word = finding.value(text)
    if finding.entity_type != "PERSON" or finding.recognizer not in (TAGGER, KNOWN) or not _WORD.fullmatch(word):
        return False
    if not (word.islower() or word == text.strip(_AROUND)):
        return False
    folded = word.casefold()
    if is_given_name(folded) or (is_surname(folded) and is_everyday(folded)):
        return False
    return shown(RedactedText(word)) and not any(shown(RedactedText(token)) for token in _tokens(word, pseudonyms))


def _tokens(word: str, pseudonyms: Pseudonyms | None) -> Sequence[str]:
    """The tokens of whom a word may name; one that was only asked about is in the vault and in no document."""
    if pseudonyms is None:
        return ()
    known = pseudonyms.known("PERSON", fold(word))
    return (*pseudonyms.namesakes(fold(word)), *([known] if known else ()))
