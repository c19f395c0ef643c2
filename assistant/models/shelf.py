"""The models of an installation: GGUF files, copied in, with the sha256 that they had when they came."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.models.digests import Progress, copy_hashed, sha256_of
from assistant.models.gguf_header import read_header
from assistant.models.inspection import Inspection, inspect_adapter, inspect_model, memory_warning, refuse_too_large
from assistant.models.memory import memory
from assistant.models.record import ADAPTER, MODEL, Model, read_record, write_record
from policies.errors import ModelError
from policies.file_lock import locked_file
from policies.folder_sync import sync_folder

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
RESERVED = ("auto", "reader", "none")

Record = Callable[[Literal["model_added", "model_removed"], Model], None]


@dataclass(frozen=True, slots=True)
class Added:
    """A model that came in, and what its owner should know of it."""

    model: Model
    warnings: tuple[str, ...]


def _unrecorded(action: Literal["model_added", "model_removed"], model: Model) -> None:
    """Nobody keeps a record."""


class ModelShelf:
    """The models in one folder: `NAME.gguf` each, and a record of them. Safe between threads and processes.

    A file is listed when it is whole, on the disk and recorded; what a kill leaves before that is overwritten or swept
    away by the next `add`.
    """

    def __init__(self, folder: Path, record: Record = _unrecorded) -> None:
        """`record` is told of each model before it is listed, or deleted; when it raises, that is not done."""
        self._folder = folder
        self._record = record
        self._intact: dict[str, tuple[int, ...]] = {}

    def list(self) -> Sequence[Model]:
        """All models, by name, without adapters."""
        return self._all(MODEL)

    def adapters(self) -> Sequence[Model]:
        """All adapters, by name."""
        return self._all(ADAPTER)

    def find(self, name: str) -> Model:
        """Return the model or adapter of that name.

        Raises:
            ModelError: there is none.
        """
        models = read_record(self._folder)
        if name not in models:
            known = ", ".join(sorted(models)) or "none yet"
            raise ModelError(
                f"There is no model '{name}'.",
                remedy=f"Added models: {known}. `assistant models add FILE.gguf` adds one.",
            )
        return models[name]

    def add(
        self, source: Path, name: str | None = None, progress: Progress | None = None, *, force: bool = False
    ) -> Added:
        """Copy a model's GGUF file in. `progress` is told the bytes copied, and all; `force`: however large.

        Raises:
            ModelError: a file that can't be used, a name that is taken or unfit, or no room.
        """

        def inspected(path: Path) -> Inspection:
            found = inspect_model(path)
            if not force:
                refuse_too_large(source, found.memory, memory())
            return found

        return self._add(source, name, progress, inspected, kind=MODEL)

    def add_adapter(self, source: Path, base: str, name: str | None = None, progress: Progress | None = None) -> Added:
        """Copy a LoRA adapter's GGUF file in, for the model `base`.

        Raises:
            ModelError: as `add`, or the adapter doesn't fit its model.
        """
        if self.find(base).kind != MODEL:
            raise ModelError(f"'{base}' is an adapter itself.", remedy="Name a model with --base.")
        header = read_header(self._path(base))
        return self._add(
            source, name, progress, lambda path: inspect_adapter(path, header, base), kind=ADAPTER, base=base
        )

    def take_in(self, name: str, make: Callable[[Path], None], *, base: str = "", sha256: str = "") -> Added:
        """Let `make` write a model's file, then check and record it. `sha256`, where known, is what it must have.

        Raises:
            ModelError: as `add`, or the file has another sha256.
        """
        with self._writing(name) as part:
            make(part)
            found = inspect_model(part)
            digest = sha256_of(part)
            if sha256 and digest != sha256:
                raise ModelError(
                    "The file has another sha256 than it should have.", remedy="Don't use it. Get it again."
                )
            return self._settle(part, name, digest, found, kind=MODEL, base=base)

    def refuse_name(self, name: str) -> None:
        """Pass when a model may come by that name.

        Raises:
            ModelError: it is taken, or unfit.
        """
        if not _NAME.fullmatch(name) or name in RESERVED:
            raise ModelError(
                f"'{name}' can't be a model's name.",
                remedy="Give --name with letters, digits, '.', '-' and '_'; 'auto', 'reader' and 'none' are taken.",
            )
        if name in read_record(self._folder):
            raise ModelError(
                f"There is a model '{name}' already.",
                remedy=f"Give another --name, or first: assistant models remove {name}",
            )

    def verified(self, name: str) -> Path:
        """Return the path of a model whose bytes are those that were added; hashed once, and again when it changes.

        Raises:
            ModelError: unknown, no model but an adapter, missing or altered.
        """
        if self.find(name).kind == ADAPTER:
            raise ModelError(
                f"'{name}' is an adapter, which can't answer alone.",
                remedy=f"Choose it for a workspace: assistant workspaces adapter WORKSPACE {name}",
            )
        return self._verified_once(name)

    def verified_adapter(self, name: str, model: str) -> Path | None:
        """Return the path of an adapter, verified as a model is; None: it belongs to another model than `model`.

        An adapter fits its base and every quantization that was made of it here.

        Raises:
            ModelError: unknown, no adapter, missing or altered.
        """
        adapter = self.find(name)
        if adapter.kind != ADAPTER:
            raise ModelError(f"'{name}' is a model, not an adapter.", remedy="See `assistant models list`.")
        return self._verified_once(name) if self._origin(adapter.base) == self._origin(model) else None

    def check(self, name: str) -> Path:
        """Hash a file anew, whatever was found before; otherwise as `verified`, for adapters too.

        Raises:
            ModelError: unknown, missing or altered.
        """
        model = self.find(name)
        path = self._path(name)
        try:
            sha256 = sha256_of(path)
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
            ModelError: there is none, or adapters belong to it.
        """
        with self._locked():
            self.find(name)
            models = read_record(self._folder)
            adapters = [each.name for each in models.values() if each.kind == ADAPTER and each.base == name]
            if adapters:
                raise ModelError(
                    f"Adapters belong to '{name}': {', '.join(adapters)}.",
                    remedy=f"Remove them first: assistant models remove {adapters[0]}",
                )
            self._record("model_removed", models[name])
            self._path(name).unlink(missing_ok=True)
            del models[name]
            write_record(self._folder, models.values())

    def _all(self, kind: str) -> Sequence[Model]:
        return sorted(
            (each for each in read_record(self._folder).values() if each.kind == kind), key=lambda each: each.name
        )

    def _origin(self, name: str) -> str:
        """The model that one was quantized from, over several steps; itself where it was not quantized here."""
        models = read_record(self._folder)
        seen = {name}
        while name in models and models[name].base and models[name].base not in seen:
            name = models[name].base
            seen.add(name)
        return name

    def _verified_once(self, name: str) -> Path:
        path = self._path(name)
        state: tuple[int, ...] = ()
        with suppress(OSError):  # `check` tells that it is gone
            status = path.stat()
            state = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        if not state or self._intact.get(name) != state:
            self.check(name)
            self._intact[name] = state
        return path

    def _add(
        self,
        source: Path,
        name: str | None,
        progress: Progress | None,
        inspect: Callable[[Path], Inspection],
        *,
        kind: str,
        base: str = "",
    ) -> Added:
        name = name or source.name.removesuffix(".gguf")
        self.refuse_name(name)
        inspect(source)  # before gigabytes are copied
        with self._writing(name) as part:
            try:
                digest = copy_hashed(source, part, progress)
            except OSError as error:
                raise ModelError(
                    f"{source} can't be copied ({error.strerror}).",
                    remedy="Check the file's name, its rights and the free disk.",
                ) from error
            # The copy is what will be used, whatever has become of the source meanwhile.
            return self._settle(part, name, digest, inspect(part), kind=kind, base=base)

    @contextmanager
    def _writing(self, name: str) -> Iterator[Path]:
        """Hold the shelf's lock; give a path to write to, of which nothing is left unless it is settled."""
        with self._locked():
            self.refuse_name(name)
            for left in self._folder.glob("*.part"):  # of a command that was killed: nobody else holds the lock
                left.unlink(missing_ok=True)
            part = self._folder / f"{name}.gguf.part"
            try:
                yield part
            finally:
                part.unlink(missing_ok=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            with locked_file(self._folder / "models.lock"):
                yield
        except OSError as error:
            raise ModelError(
                f"{self._folder} can't be written ({error.strerror}).",
                remedy="Check the data folder's rights and free disk.",
            ) from error

    def _settle(self, part: Path, name: str, sha256: str, found: Inspection, *, kind: str, base: str) -> Added:
        model = Model(
            name,
            part.stat().st_size,
            sha256,
            kind,
            found.architecture,
            found.quantization,
            found.parameters,
            found.context,
            found.template,
            base,
        )
        self._record("model_added", model)
        part.chmod(0o600)
        os.replace(part, self._path(name))
        sync_folder(self._folder)
        write_record(self._folder, [*read_record(self._folder).values(), model])
        short = memory_warning(found.memory, memory())
        return Added(model, (*found.warnings, *([short] if short else [])))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.gguf"
