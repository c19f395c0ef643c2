"""The small models that come with the product, and an embedder of one's own: loaded with the first text."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.onnx_reader import OnnxReader
    from ingest.embedder import Embedder
    from policies.recognizers.tagger import Tagger


class Models:
    """Embedder, reader and tagger; language models are engines (`assistant.wiring.engines`)."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def embedder(self) -> Embedder:
        """The embedder of the settings."""
        if self._settings.embedder:
            from ingest.sentence_transformer_embedder import SentenceTransformerEmbedder

            return SentenceTransformerEmbedder(Path(self._settings.embedder), threads=self._settings.cores)
        from ingest.onnx_embedder import OnnxEmbedder

        return OnnxEmbedder(threads=self._settings.cores)

    @cached_property
    def reading_model(self) -> OnnxReader:
        """The trained model that ranks passages, finds answers in them and judges claims."""
        from assistant.onnx_reader import OnnxReader

        return OnnxReader(threads=self._settings.cores)

    @cached_property
    def tagger(self) -> Tagger:
        """The embedded tagger of personal data."""
        from policies.recognizers.onnx_tagger import OnnxTagger

        return OnnxTagger(threads=self._settings.cores)
