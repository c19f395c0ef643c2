"""Headers of GGUF files: what they say, and that a hostile or damaged one is refused in a moment."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.models.gguf_header import read_header
from assistant.models.inspection import inspect_model
from policies.errors import ModelError
from tests.gguf_factory import write_model
from tests.gguf_shapes import SHAPES


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value)) + value.encode()


def header(*settings: bytes, tensors: tuple[bytes, ...] = (), version: int = 3, count: int | None = None) -> bytes:
    counts = struct.pack("<IQQ", version, len(tensors) if count is None else count, len(settings))
    return b"GGUF" + counts + b"".join(settings) + b"".join(tensors)


def named(key: str, value: str) -> bytes:
    return text(key) + struct.pack("<I", 8) + text(value)


def tensor(*shape: int, name: str = "w", kind: int = 0, offset: int = 0) -> bytes:
    sizes = struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, kind, offset)
    return text(name) + sizes


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_model(tmp_path_factory.mktemp("whole") / "whole.gguf").read_bytes()


@pytest.mark.parametrize("architecture", SHAPES)
def test_settings_and_tensors_are_read(architecture: str, tmp_path: Path) -> None:
    import gguf

    path = write_model(tmp_path / "model.gguf", architecture=architecture)
    found, reference = read_header(path), gguf.GGUFReader(path)
    assert found.architecture == SHAPES[architecture].name
    assert [(each.name, each.size, found.data + each.offset) for each in found.tensors] == [
        (each.name, each.n_bytes, each.data_offset) for each in reference.tensors
    ]
    assert found.parameters == sum(int(each.n_elements) for each in reference.tensors)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"GGUF", "cut short"),
        (b"GGML" + bytes(60), "no GGUF file"),
        (b"GGUF" + struct.pack(">I", 3) + bytes(60), "big-endian"),
        (header(version=1) + bytes(60), "version 1"),
        (header(version=9) + bytes(60), "version 9"),
        (header(count=2**63), "claims"),
        (header(count=50_000), "cut short"),
        (header(struct.pack("<Q", 2**62)), "a setting's name claims"),
        (header(text("k") + struct.pack("<IQ", 8, 2**62)), "a setting claims"),
        (header(text("k") + struct.pack("<IQ", 8, 2**20)), "cut short"),
        (header(text("k") + struct.pack("<IIQ", 9, 8, 2**62)), "cut short"),
        (header(text("k") + struct.pack("<IIQ", 9, 4, 2**63)), "cut short"),
        (header(text("k") + struct.pack("<IIQ", 9, 9, 1)), "a list has the unknown type"),
        (header(text("k") + struct.pack("<I", 77)), "unknown type 77"),
        (header(struct.pack("<Q", 2) + b"\xff\xfe"), "no UTF-8"),
        (header(named("k", "v"), named("k", "v")), "twice"),
        (header(text("general.alignment") + struct.pack("<II", 4, 3)), "alignment"),
        (header(tensors=(tensor(8),)), "cut short"),
        (header(tensors=(tensor(0),)) + bytes(99), "impossible size"),
        (header(tensors=(tensor(2**40, 2**40),)) + bytes(99), "impossible size"),
        (header(tensors=(tensor(1, 1, 1, 1, 1),)) + bytes(99), "5 dimensions"),
        (header(tensors=(tensor(8, kind=999),)) + bytes(99), "type 999"),
        (header(tensors=(tensor(8, kind=2),)) + bytes(99), "doesn't fit the type"),
        (header(tensors=(tensor(8), tensor(8, name="v"))) + bytes(999), "overlap"),
        (header(tensors=(tensor(8), tensor(8, offset=32))) + bytes(999), "twice"),
        (header(tensors=(tensor(8, offset=2**40),)) + bytes(999), "cut short"),
    ],
)
def test_a_hostile_header_is_refused_with_its_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "hostile.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=reason) as caught:
        read_header(path)
    assert str(path) in caught.value.problem and caught.value.remedy


@pytest.mark.parametrize("kept", [0.001, 0.3, 0.9, 0.999])
def test_a_file_that_was_cut_short_is_refused(tmp_path: Path, whole: bytes, kept: float) -> None:
    path = tmp_path / "short.gguf"
    path.write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(ModelError, match="cut short"):
        read_header(path)


def test_a_pipe_and_a_folder_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.gguf")
    for path in (tmp_path / "pipe.gguf", tmp_path):
        with pytest.raises(ModelError, match="is no file"):
            read_header(path)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 9_000), byte=st.integers(0, 255))
def test_a_changed_byte_is_refused_or_harmless(tmp_path: Path, whole: bytes, place: int, byte: int) -> None:
    path = tmp_path / "changed.gguf"
    path.write_bytes(whole[:place] + bytes([byte]) + whole[place + 1 :])
    try:
        inspect_model(path)
    except ModelError as error:
        assert error.remedy
