"""What an installed package needs beside its modules. An editable install hides a file that was forgotten."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SETUPTOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
PRODUCT = ("policies", "ingest", "assistant", "ui")


@pytest.mark.parametrize("floor", PRODUCT)
def test_each_package_is_named(floor: str) -> None:
    found = {".".join(file.parent.relative_to(ROOT).parts) for file in (ROOT / floor).rglob("__init__.py")}
    assert found == {name for name in SETUPTOOLS["packages"] if name.split(".")[0] == floor}


@pytest.mark.parametrize("floor", PRODUCT)
def test_each_file_that_is_no_module_is_package_data(floor: str) -> None:
    files = {file for file in (ROOT / floor).rglob("*") if file.is_file() and "__pycache__" not in file.parts}
    installed = {
        file
        for package, patterns in SETUPTOOLS["package-data"].items()
        for pattern in patterns
        for file in (ROOT / package.replace(".", "/")).glob(pattern)
    }
    assert {file for file in files if file.suffix not in (".py", ".typed")} <= installed
