"""What is recorded of a model when it comes: `models.json`, replaced whole with each change."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from policies.errors import ModelError
from policies.folder_sync import sync_folder

MODEL, ADAPTER = "model", "adapter"
_FILE = "models.json"


@dataclass(frozen=True, slots=True)
class Model:
    """A model, or an adapter of one, as recorded.

    `size` is in bytes, `sha256` in hex, `parameters` a count, `context` in tokens (0: not known). `template` tells
    whether the file holds a chat template of its own. `base` names the model that an adapter belongs to, or that this
    one was quantized from.
    """

    name: str
    size: int
    sha256: str
    kind: str = MODEL
    architecture: str = ""
    quantization: str = ""
    parameters: int = 0
    context: int = 0
    template: bool = True
    base: str = ""


def model_to_json(model: Model) -> dict[str, Any]:
    """The shape of a model on the command line."""
    return asdict(model)


def read_record(folder: Path) -> dict[str, Model]:
    """Models and adapters by name.

    Raises:
        ModelError: the record can't be read.
    """
    try:
        rows = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return {row["name"]: Model(**row) for row in rows}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(
            "The record of the models can't be read.", remedy=f"Restore or delete {_FILE} in {folder}."
        ) from error


def write_record(folder: Path, models: Iterable[Model]) -> None:
    """Replace the record, so that a kill leaves the old one or the new one.

    Raises:
        OSError: it can't be written.
    """
    part = folder / f"{_FILE}.part"
    with part.open("w", encoding="utf-8") as file:
        json.dump([asdict(model) for model in models], file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, folder / _FILE)
    sync_folder(folder)
