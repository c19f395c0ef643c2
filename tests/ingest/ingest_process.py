"""An ingestion in a process of its own, to be killed: `python -m tests.ingest.ingest_process HOME FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from ingest import pipeline
from tests.ingest.fakes import HidingRedactor
from tests.ingest.hashing_embedder import HashingEmbedder
from tests.ingest.indexing import open_index


def main() -> None:
    home, folder = map(Path, sys.argv[1:])
    pipeline.BATCH_CHUNKS = 8  # many small batches: many moments to be killed at
    with open_index(home) as index:
        print("open", flush=True)
        pipeline.ingest([folder], index=index, redactor=HidingRedactor(), embedder=HashingEmbedder())


if __name__ == "__main__":
    main()
