"""The NLP engine that Presidio is fed with: tokens by a regular expression, no model, no download."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from policies.words import words_of

LANGUAGE = "en"
"""Presidio files recognisers by language; ours read all of theirs at once, so one name stands for them."""


class LightNlpEngine(NlpEngine):  # type: ignore[misc]  # Presidio has no types
    """Words and their offsets: what context words are looked for in."""

    def load(self) -> None:
        """Nothing to load."""

    def is_loaded(self) -> bool:
        """Always."""
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """The words of a text as tokens (`policies.words.Word`), with their offsets; no entities, no lemmas."""
        words = words_of(text)
        return NlpArtifacts([], words, [word.start for word in words], [], None, language)

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1, **_kwargs: object
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        """Each text with its tokens."""
        for text in texts:
            yield text, self.process_text(text, language)

    def is_stopword(self, word: str, language: str) -> bool:
        """No list of stop words: context words are matched whole, so that none gets in the way."""
        return False

    def is_punct(self, word: str, language: str) -> bool:
        """Whether a token is punctuation."""
        return not word[:1].isalnum()

    def get_supported_entities(self) -> list[str]:
        """None: the engine recognises nothing itself."""
        return []

    def get_supported_languages(self) -> list[str]:
        """The one name that stands for all languages."""
        return [LANGUAGE]
