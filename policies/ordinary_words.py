"""Ordinary words that a question has and that were taken for names: "toner", where a price list tells its price.

Of a word alone, in small letters, a tagger often cannot tell whether it is a rare surname. The documents can: whoever
asks may read them as they are redacted, and where those show the word, it hides nobody to hide it in the question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from policies.findings import Finding
from policies.pseudonyms import Pseudonyms
from policies.recognizers.lexicon import is_everyday, is_given_name, is_surname
from policies.recognizers.names_known import KNOWN
from policies.recognizers.tagger import TAGGER
from policies.text import RedactedText
from policies.words import fold

_WORD = re.compile(r"[^\W\d_]{3,}")
_AROUND = " \t\n?!.\"'"


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
