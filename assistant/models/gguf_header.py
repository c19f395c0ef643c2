"""What stands in front of a GGUF file's numbers: settings and a list of tensors.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. A file comes from anywhere, so each length and count
is held against what is left of the file before anything of that size is read, kept or walked.
"""

from __future__ import annotations

import math
import stat
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from assistant.models.tensor_types import TENSOR_TYPES
from policies.errors import ModelError

Scalar = int | float | bool | str

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_LONGEST_TEXT = 4 * 2**20
_LONGEST_NAME = 256
_MOST_SETTINGS = 10_000
_MOST_TENSORS = 100_000
_MOST_DIMENSIONS = 4
_MOST_NUMBERS = 2**50
_LARGEST_HEADER = 512 * 2**20
_BLOCK = 2**20
_TEXT, _ARRAY = 8, 9
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}


@dataclass(frozen=True, slots=True)
class Tensor:
    """`shape` begins with the dimension whose numbers lie side by side; `offset` and `size` are bytes of the data."""

    name: str
    shape: tuple[int, ...]
    type: str
    offset: int
    size: int

    @property
    def numbers(self) -> int:
        """How many numbers it holds."""
        return math.prod(self.shape)


@dataclass(frozen=True, slots=True, repr=False)
class GgufHeader:
    """Settings by key, the lengths of those that are lists, and the tensors. `data` is where their bytes begin."""

    version: int
    settings: Mapping[str, Scalar]
    lengths: Mapping[str, int]
    tensors: tuple[Tensor, ...]
    data: int

    @property
    def architecture(self) -> str:
        """As `general.architecture` says; empty: it says nothing."""
        return self.text("general.architecture")

    @property
    def parameters(self) -> int:
        """How many numbers all tensors hold."""
        return sum(tensor.numbers for tensor in self.tensors)

    def text(self, key: str) -> str:
        """A setting that is a text; empty where there is none."""
        value = self.settings.get(key)
        return value if isinstance(value, str) else ""

    def number(self, key: str) -> int:
        """A setting of the architecture that is a whole number; 0 where there is none."""
        value = self.settings.get(f"{self.architecture}.{key}")
        return value if isinstance(value, int) else 0


def read_header(path: Path) -> GgufHeader:
    """Read the header, and make sure that the bytes of all tensors are there.

    Raises:
        ModelError: the file can't be read, is no GGUF file, is cut short or contradicts itself.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # reading a pipe would wait for ever
            raise ModelError(f"{path} is no file.", remedy="Name a .gguf file.")
        with path.open("rb") as file:
            return _Reader(path, file, path.stat().st_size).header()
    except OSError as error:
        raise ModelError(
            f"{path} can't be read ({error.strerror}).", remedy="Check the file's name and its rights."
        ) from error


class _Reader:
    """Reads one file from its beginning, never past its end."""

    def __init__(self, path: Path, file: BinaryIO, size: int) -> None:
        self._path = path
        self._file = file
        self._size = size
        self._limit = min(size, _LARGEST_HEADER)
        self._place = 0

    def header(self) -> GgufHeader:
        version = self._version()
        tensors, settings = self._numbers("QQ")
        if settings > _MOST_SETTINGS or tensors > _MOST_TENSORS:
            raise self._damaged(f"it claims {settings:,} settings and {tensors:,} tensors")
        kept: dict[str, Scalar] = {}
        lengths: dict[str, int] = {}
        for _ in range(settings):
            key = self._text(_LONGEST_NAME, "a setting's name")
            if key in kept or key in lengths:
                raise self._damaged("a setting stands there twice")
            (kind,) = self._numbers("I")
            if kind == _ARRAY:
                lengths[key] = self._skip_list()
            else:
                kept[key] = self._value(kind)
        alignment = kept.get("general.alignment", 32)
        if not isinstance(alignment, int) or not 8 <= alignment <= 2**16 or alignment & (alignment - 1):
            raise self._damaged("its alignment is no power of two from 8 to 65,536")
        listed = tuple(self._tensor(alignment) for _ in range(tensors))
        data = -(-self._place // alignment) * alignment
        self._check(listed, data)
        return GgufHeader(version, kept, lengths, listed, data)

    def _version(self) -> int:
        start = self._file.read(8)
        self._place = 8
        if not start:
            raise ModelError(f"{self._path} is empty.", remedy="Download it again.")
        if not start.startswith(_MAGIC):
            raise ModelError(
                f"{self._path} is no GGUF file.", remedy="Convert the model to GGUF with llama.cpp's tools."
            )
        if len(start) < 8:
            raise self._cut_short()
        (version,) = struct.unpack("<I", start[4:])
        if version in _VERSIONS:
            return int(version)
        if int.from_bytes(start[4:], "big") in _VERSIONS:
            raise ModelError(
                f"{self._path} was written for big-endian machines.",
                remedy="Get the usual, little-endian file of the same model.",
            )
        raise ModelError(
            f"{self._path} has GGUF version {version}; versions 2 and 3 can be read.",
            remedy="Convert the model anew with llama.cpp's current tools.",
        )

    def _tensor(self, alignment: int) -> Tensor:
        name = self._text(_LONGEST_NAME, "a tensor's name")
        (dimensions,) = self._numbers("I")
        if not 1 <= dimensions <= _MOST_DIMENSIONS:
            raise self._damaged(f"a tensor has {dimensions:,} dimensions")
        shape = self._numbers("Q" * dimensions)
        kind, offset = self._numbers("IQ")
        numbers = math.prod(shape)
        if not 0 < numbers <= _MOST_NUMBERS:
            raise self._damaged("a tensor has an impossible size")
        stored = TENSOR_TYPES.get(kind)
        if stored is None:
            raise ModelError(
                f"{self._path} stores numbers in a way that is unknown here (type {kind}).",
                remedy="Take another quantization of the model: Q4_K_M, Q5_K_M, Q6_K or Q8_0.",
            )
        if shape[0] % stored.block or offset % alignment:
            raise self._damaged("a tensor doesn't fit the type that it names")
        return Tensor(name, shape, stored.name, offset, numbers // stored.block * stored.size)

    def _check(self, tensors: tuple[Tensor, ...], data: int) -> None:
        if len({tensor.name for tensor in tensors}) != len(tensors):
            raise self._damaged("a tensor stands there twice")
        end = 0
        for tensor in sorted(tensors, key=lambda each: each.offset):
            if tensor.offset < end:
                raise self._damaged("its tensors overlap")
            end = tensor.offset + tensor.size
        if tensors and data + end > self._size:
            raise self._cut_short()

    def _value(self, kind: int) -> Scalar:
        if kind == _TEXT:
            return self._text(_LONGEST_TEXT, "a setting")
        if kind not in _SCALARS:
            raise self._damaged(f"a setting has the unknown type {kind}")
        (value,) = self._unpacked(_SCALARS[kind])
        return value

    def _skip_list(self) -> int:
        """Walk over a list, which is kept as its length: vocabularies are long, and not ours to judge."""
        kind, count = self._numbers("IQ")
        if kind == _TEXT:
            if count * 8 > self._limit - self._place:
                raise self._cut_short()
            self._skip_texts(count)
        elif kind in _SCALARS:
            self._skip(count * struct.calcsize(_SCALARS[kind]))
        else:
            raise self._damaged(f"a list has the unknown type {kind}")
        return count

    def _skip_texts(self, count: int) -> None:
        """Block by block: a vocabulary has hundreds of thousands of texts."""
        place, begin, block = self._place, self._place, b""
        for _ in range(count):
            if place + 8 > begin + len(block):
                if place + 8 > self._limit:
                    raise self._cut_short()
                self._file.seek(place)
                begin, block = place, self._file.read(_BLOCK)
            place += 8 + int.from_bytes(block[place - begin : place - begin + 8], "little")
            if place > self._limit:
                raise self._cut_short()
        self._file.seek(place)
        self._place = place

    def _text(self, longest: int, what: str) -> str:
        (length,) = self._numbers("Q")
        if length > longest:
            raise self._damaged(f"{what} claims {length:,} bytes")
        try:
            return self._bytes(length).decode("utf-8")
        except UnicodeDecodeError:
            raise self._damaged(f"{what} is no UTF-8") from None

    def _numbers(self, form: str) -> tuple[int, ...]:
        return tuple(int(value) for value in self._unpacked(form))

    def _unpacked(self, form: str) -> tuple[Scalar, ...]:
        form = f"<{form}"
        return struct.unpack(form, self._bytes(struct.calcsize(form)))

    def _bytes(self, count: int) -> bytes:
        if count > self._limit - self._place:
            raise self._cut_short()
        self._place += count
        found = self._file.read(count)
        if len(found) < count:  # it became shorter while it was read
            raise self._cut_short()
        return found

    def _skip(self, count: int) -> None:
        if count > self._limit - self._place:
            raise self._cut_short()
        self._place += count
        self._file.seek(count, 1)

    def _cut_short(self) -> ModelError:
        return ModelError(
            f"{self._path} ends before its contents do: it was cut short, or is damaged.", remedy="Download it again."
        )

    def _damaged(self, how: str) -> ModelError:
        return ModelError(f"{self._path} is a damaged GGUF file: {how}.", remedy="Download it again.")
