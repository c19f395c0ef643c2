"""Words of a text, made comparable: case folded, stemmed lightly, without the words that every text has."""

from __future__ import annotations

import re
import unicodedata

from ingest.lexical_query import STOP_WORDS as RETRIEVAL_STOP_WORDS

TOKEN = re.compile(r"⟦[A-Z_]+_[A-Za-z0-9]+⟧")
"""A pseudonym as the vault makes them."""

_WORD = re.compile(r"⟦[^⟦⟧\s]+⟧|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")

_CODE = re.compile(r"[^\W_]+(?:[.,'’]\d+)*")

STOP_WORDS = RETRIEVAL_STOP_WORDS | {"many", "much", "t", "tell"}
"""Words without content: those that retrieval leaves out too, and what questions are asked with."""

_DENIALS = frozenset("no not never none neither nor cannot without".split())

NUMBER_WORDS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "ninety": "90", "hundred": "100"}


def words(text: str) -> list[str]:
    """The words of a text in order, case folded; a pseudonym is one word and keeps its case."""
    found = _WORD.findall(unicodedata.normalize("NFKC", text))
    return [word if word.startswith("⟦") else word.casefold().replace("’", "'") for word in found]


def words_and_codes(text: str) -> list[str]:
    """The words, numbers and codes of a text in order, case folded: "K40" is one, as a table's cell names its row."""
    return _CODE.findall(text.casefold())


def stem(word: str) -> str:
    """A light stem: what is left without the endings of English inflection (after Harman's S stemmer, 1991).

    It need not be a word. Numbers in letters become digits, so that "thirty" meets "30".
    """
    if word.startswith("⟦") or word[:1].isdigit():
        return word
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word]
    word = singular(word)
    for ending in ("ational", "ation", "ition", "ments", "ment", "ing", "ed", "ly", "er", "or", "ion"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    if len(word) > 4 and word[-1] == "e":
        word = word[:-1]
    if len(word) > 4 and word[-1] == "y":
        word = word[:-1] + "i"
    return word


def singular(word: str) -> str:
    """A word without the ending of a plural, of "she opens" or of an owner, as far as spelling tells."""
    word = word.removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "ches", "shes", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def content_stems(text: str) -> list[str]:
    """Stems of the words that carry content, in order, repeats kept."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS and (len(word) > 1 or word.isdigit())]


def denies(word: str) -> bool:
    """Whether a word, as `words` gives it, makes the contrary of what is said."""
    return word in _DENIALS or word.endswith("n't")


def tokens(text: str) -> frozenset[str]:
    """The pseudonyms that stand in a text."""
    return frozenset(TOKEN.findall(text))
