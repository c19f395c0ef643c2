"""Language models that people added: GGUF files, copied in, with the sha256 that they had when they came."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from policies.errors import ModelError

MAGIC = b"GGUF"  # the first four bytes, https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
_BLOCK = 8 * 2**20
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
RESERVED = ("auto", "reader")


@dataclass(frozen=True, slots=True)
class Model:
    """A model as recorded. `size` is in bytes, `sha256` in hex."""

    name: str
    size: int
    sha256: str


class ModelShelf:
    """The models in one folder: `NAME.gguf` and a record of them, `models.json`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def list(self) -> list[Model]:
        """All models, by name."""
        return sorted(self._read().values(), key=lambda model: model.name)

    def find(self, name: str) -> Model:
        """Return the model of that name.

        Raises:
            ModelError: there is none.
        """
        models = self._read()
        if name not in models:
            known = ", ".join(sorted(models)) or "none yet"
            raise ModelError(
                f"There is no model '{name}'.",
                remedy=f"Added models: {known}. `assistant models add FILE.gguf` adds one.",
            )
        return models[name]

    def add(self, source: Path, name: str | None = None, progress: Callable[[int, int], None] | None = None) -> Model:
        """Copy a GGUF file in. `progress` is told the bytes copied, and all.

        Raises:
            ModelError: no GGUF file, a name that is taken or unfit, or no room for the copy.
        """
        name = name or source.name.removesuffix(".gguf")
        models = self._read()
        if not _NAME.fullmatch(name) or name in RESERVED:
            raise ModelError(
                f"'{name}' can't be a model's name.",
                remedy="Give --name with letters, digits, '.', '-' and '_'; 'auto' and 'reader' are taken.",
            )
        if name in models:
            raise ModelError(
                f"There is a model '{name}' already.",
                remedy=f"Give another --name, or first: assistant models remove {name}",
            )
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self._folder / f"{name}.part"
        try:
            model = Model(name, source.stat().st_size, _copy(source, part, progress))
            os.replace(part, self._path(name))
        except OSError as error:
            raise ModelError(
                f"{source} can't be copied ({error.strerror}).",
                remedy="Check the file's name, its rights and the free disk.",
            ) from error
        finally:
            part.unlink(missing_ok=True)
        self._write({**models, name: model})
        return model

    def verified(self, name: str) -> Path:
        """Return the path of a model whose bytes are those that were added.

        Raises:
            ModelError: unknown, missing or altered.
        """
        model = self.find(name)
        path = self._path(name)
        try:
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ModelError(
                f"The file of model '{name}' can't be read.",
                remedy=f"Remove it and add it again: assistant models remove {name}",
            ) from error
        if sha256 != model.sha256:
            raise ModelError(
                f"Model '{name}' is not the file that was added: its sha256 differs.",
                remedy=f"Don't use it. Remove it and add it again from its source: assistant models remove {name}",
            )
        return path

    def remove(self, name: str) -> None:
        """Delete a model's file and record.

        Raises:
            ModelError: there is none.
        """
        self.find(name)
        self._path(name).unlink(missing_ok=True)
        self._write({key: model for key, model in self._read().items() if key != name})

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.gguf"

    def _read(self) -> dict[str, Model]:
        try:
            rows = json.loads((self._folder / "models.json").read_text(encoding="utf-8"))
            return {row["name"]: Model(**row) for row in rows}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ModelError(
                "The record of the models can't be read.", remedy=f"Restore or delete models.json in {self._folder}."
            ) from error

    def _write(self, models: dict[str, Model]) -> None:
        part = self._folder / "models.json.part"
        part.write_text(json.dumps([asdict(model) for model in models.values()], indent=1), encoding="utf-8")
        os.replace(part, self._folder / "models.json")


def model_to_json(model: Model) -> dict[str, Any]:
    """The shape of a model on the command line."""
    return asdict(model)


def _copy(source: Path, target: Path, progress: Callable[[int, int], None] | None) -> str:
    """Copy, hashing what is written on the way; returns the sha256."""
    digest = hashlib.sha256()
    total = source.stat().st_size
    done = 0
    with source.open("rb") as reading, target.open("xb") as writing:
        while block := reading.read(_BLOCK):
            if not done and not block.startswith(MAGIC):
                raise ModelError(
                    f"{source} is no GGUF file.", remedy="Convert the model to GGUF with llama.cpp's tools."
                )
            digest.update(block)
            writing.write(block)
            done += len(block)
            if progress:
                progress(done, total)
    if not done:
        raise ModelError(f"{source} is empty.", remedy="Download it again.")
    return digest.hexdigest()
