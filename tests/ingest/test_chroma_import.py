"""Chroma comes without what it drags along, and works."""

import subprocess
import sys
from pathlib import Path

SPARED = ("click", "rich", "pygments", "grpc", "opentelemetry.exporter", "jsonschema", "overrides")

STORE_AND_ASK = """
import sys
from pathlib import Path

import numpy as np

from ingest.chroma import ChromaVectors

vectors = ChromaVectors(Path(sys.argv[1]))
vectors.add(["a", "b"], np.eye(2, 4, dtype=np.float32))
found = vectors.query(np.eye(1, 4, dtype=np.float32)[0], 1)
vectors.close()
"""


def run(program: str, *arguments: str) -> str:
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_vectors_are_stored_and_found_without_what_is_spared(tmp_path: Path) -> None:
    program = f"{STORE_AND_ASK}\nprint(found[0][0], [name for name in {SPARED} if name in sys.modules])"
    assert run(program, str(tmp_path)) == "a []"


def test_afterwards_the_real_packages_can_be_imported() -> None:
    program = (
        "from ingest.chroma_import import import_chroma\n"
        "import_chroma()\n"
        "import jsonschema, overrides\n"
        "jsonschema.validate({}, {'type': 'object'})\n"
        "print(jsonschema.__file__ is not None, overrides.__file__ is not None)"
    )
    assert run(program) == "True True"
