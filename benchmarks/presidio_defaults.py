"""Presidio as it comes, in a process of its own: `python -m benchmarks.presidio_defaults TEXTS.jsonl`.

`AnalyzerEngine` with its predefined recognisers for English and its threshold of 0. Its usual spaCy model
(`en_core_web_lg`) finds names, places and dates; where it is not installed, it is left out and the result says so:
then words come from a blank English pipeline, lower-cased instead of lemmatised. Prints one JSON value.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

MODEL = "en_core_web_lg"


def main() -> None:
    """Analyse each text (one JSON string a line) and print the findings with their times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    texts = [json.loads(line) for line in parser.parse_args().texts.read_text("utf-8").splitlines()]
    # Engines that nobody asked for would be imported for ten seconds; Presidio provides for their absence.
    sys.modules.update({name: None for name in ("torch", "transformers", "stanza")})  # type: ignore[misc]
    analyzer, model = _analyzer()
    analyzer.analyze("ready", language="en")
    found, began, worked = [], time.perf_counter(), time.process_time()
    for text in texts:
        results = analyzer.analyze(text, language="en")
        found.append([[each.entity_type, each.start, each.end] for each in results])
    seconds = {"seconds": time.perf_counter() - began, "processor_seconds": time.process_time() - worked}
    print(json.dumps({"model": model, **seconds, "found": found}))


def _analyzer() -> tuple[Any, str | None]:
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine
    from spacy.language import Language

    # Without this the e-mail recogniser would ask the network for the list of public suffixes.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    if spacy.util.is_package(MODEL):
        return AnalyzerEngine(), MODEL

    def lower_case(doc: Any) -> Any:
        for token in doc:
            token.lemma_ = token.lower_
        return doc

    Language.component("lower_case", func=lower_case)

    class Blank(SpacyNlpEngine):  # type: ignore[misc]  # Presidio has no types
        def __init__(self) -> None:
            super().__init__(models=[{"lang_code": "en", "model_name": "blank"}])
            pipeline = spacy.blank("en")
            pipeline.add_pipe("lower_case")
            self.nlp = {"en": pipeline}

    return AnalyzerEngine(nlp_engine=Blank(), supported_languages=["en"]), None


if __name__ == "__main__":
    main()
