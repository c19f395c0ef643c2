"""A word of a question that the asker's documents show is no name, unless they name somebody so."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from policies.loading import load_policy
from policies.presidio_redactor import PresidioRedactor
from policies.text import RedactedText
from tests.policies.dict_pseudonyms import DictPseudonyms
from tests.policies.listed_names_tagger import ListedNamesTagger

TAGGER = ListedNamesTagger("toner", "quillfeather", "tabitha", "young", "plimsoll")


class CapitalisedTagger(ListedNamesTagger):
    """Finds a listed word where it has a capital."""

    def tag_each(self, texts: Sequence[str]) -> list[list[tuple[str, int, int, float]]]:
        tags = super().tag_each(texts)
        return [[tag for tag in each if text[tag[1]].isupper()] for text, each in zip(texts, tags, strict=True)]


def asked(question: str, *shown: str, pseudonyms: DictPseudonyms | None = None) -> str:
    """The question as it is for somebody whose documents hold these words and tokens."""
    whole = PresidioRedactor(load_policy("gdpr"), pseudonyms or DictPseudonyms(), tagger=TAGGER)
    redactor = whole.for_asker(None, shown=lambda word: word.value.casefold() in map(str.casefold, shown))
    return redactor.redact(question, keep_tokens=True).text.value


@pytest.mark.parametrize("question", ["How much does toner cost?", "toner", "Toner", "Toner?"])
def test_a_word_that_the_documents_show_is_no_name_in_a_question(question: str) -> None:
    assert asked(question, "toner") == question
    assert "⟦PERSON_" in asked(question)


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("what did quillfeather say", "paper"),
        ("what did tabitha say", "tabitha"),
        ("what did young say", "young"),
        ("What did Plimsoll say?", "plimsoll"),
    ],
)
def test_rare_words_given_names_everyday_surnames_and_capitals_stay_names(question: str, word: str) -> None:
    assert "⟦PERSON_" in asked(question, word)


def test_a_word_stays_a_name_where_the_documents_name_somebody_so() -> None:
    pseudonyms = DictPseudonyms()
    token = pseudonyms.token("PERSON", "edda plimsoll", "Edda Plimsoll")
    assert asked("what did plimsoll say", "plimsoll", pseudonyms=pseudonyms) == "what did plimsoll say"
    assert token in asked("what did plimsoll say", "plimsoll", token, pseudonyms=pseudonyms)


def test_a_word_that_was_only_asked_about_becomes_a_word_again() -> None:
    pseudonyms = DictPseudonyms()
    assert "⟦PERSON_" in asked("How much does toner cost?", pseudonyms=pseudonyms)
    assert asked("How much does toner cost?", "toner", pseudonyms=pseudonyms) == "How much does toner cost?"


def test_documents_are_redacted_as_ever() -> None:
    redactor = PresidioRedactor(load_policy("gdpr"), DictPseudonyms(), tagger=TAGGER)
    assert "⟦PERSON_" in redactor.for_asker(None, shown=_all).redact("who has the toner").text.value


def _all(_: RedactedText) -> bool:
    return True


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("## 1. Cantina\n\nThe cantina opens at eight.", True),
        ("Cantina\n\nWe meet in the cantina.", True),
        ("Cantina called. Bring the cantina file.", False),
        ("Cantina called. Then cantina left.", False),
        ("Tabitha called. Bring the tabitha.", False),
    ],
)
def test_a_word_behind_an_article_elsewhere_in_the_text_is_no_name(text: str, stays: bool) -> None:
    redactor = PresidioRedactor(load_policy("gdpr"), DictPseudonyms(), tagger=CapitalisedTagger("cantina", "tabitha"))
    assert (redactor.redact(text).text.value == text) is stays
