"""The pipeline that most people build today, timed by stage: `python -m benchmarks.usual_pipeline FOLDER --weights W`.

PyPDFLoader and TextLoader, RecursiveCharacterTextSplitter, Presidio with its defaults over the same recognisers as
ours (they read our tokens, which also spares it the cost of its usual spaCy model), HuggingFaceEmbeddings over the same
MiniLM weights, and Chroma with text and metadata. Prints one JSON value.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Ingest one folder and print the seconds a stage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--weights", required=True, help="folder of all-MiniLM-L6-v2 for sentence-transformers")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()

    began = time.perf_counter()
    import torch
    from langchain_chroma import Chroma
    from langchain_community.document_loaders import PyPDFLoader, TextLoader
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_anonymizer import AnonymizerEngine

    from policies.context_words import ContextWords
    from policies.light_nlp import LANGUAGE, LightNlpEngine
    from policies.loading import load_policy
    from policies.recognizers.registry import recognizers_for

    torch.set_num_threads(arguments.threads)
    recognizers = recognizers_for(load_policy("hipaa"), None, None)
    analyzer = AnalyzerEngine(
        registry=RecognizerRegistry(recognizers=recognizers, supported_languages=[LANGUAGE]),
        nlp_engine=LightNlpEngine(),
        context_aware_enhancer=ContextWords(),
        supported_languages=[LANGUAGE],
    )
    anonymizer = AnonymizerEngine()
    embeddings = HuggingFaceEmbeddings(model_name=arguments.weights, model_kwargs={"device": "cpu"})
    stages = {"start": time.perf_counter() - began}

    def stage(name: str, since: float) -> float:
        now = time.perf_counter()
        stages[name] = stages.get(name, 0.0) + now - since
        return now

    clock = time.perf_counter()
    documents: list[Document] = []
    files = sorted(path for path in arguments.folder.rglob("*") if path.is_file())
    for path in files:
        loader = PyPDFLoader(str(path)) if path.suffix == ".pdf" else TextLoader(str(path), encoding="utf-8")
        documents += loader.load()
    clock = stage("load", clock)
    chunks = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(documents)
    clock = stage("chunk", clock)
    for chunk in chunks:
        findings = analyzer.analyze(chunk.page_content, language=LANGUAGE)
        chunk.page_content = anonymizer.anonymize(chunk.page_content, findings).text
    clock = stage("redact", clock)
    vectors = embeddings.embed_documents([chunk.page_content for chunk in chunks])
    clock = stage("embed", clock)
    with tempfile.TemporaryDirectory() as folder:
        store = Chroma(persist_directory=folder, embedding_function=_Given(vectors))
        store.add_documents(chunks)
        stage("store", clock)
    print(
        json.dumps(
            {
                "documents": len(files),
                "characters": sum(len(document.page_content) for document in documents),
                "chunks": len(chunks),
                "stages": stages,
                "seconds": sum(seconds for name, seconds in stages.items() if name != "start"),
            }
        )
    )


class _Given:
    """Hands over vectors that are made already, so that embedding and storing are timed apart."""

    def __init__(self, vectors: list[list[float]]) -> None:
        self._vectors = vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The next vectors, one a text."""
        given, self._vectors = self._vectors[: len(texts)], self._vectors[len(texts) :]
        return given

    def embed_query(self, text: str) -> list[float]:
        """Not needed: nothing is searched here."""
        raise NotImplementedError


if __name__ == "__main__":
    main()
