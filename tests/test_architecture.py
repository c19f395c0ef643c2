"""Rules of the design that a type checker can't see: who may make redacted text, and who may read the environment."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("policies", "ingest", "assistant", "ui")


def sources() -> Iterator[tuple[str, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def called_name(node: ast.Call) -> str:
    function = node.func
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def calls(tree: ast.AST, name: str) -> list[int]:
    """Lines on which `name` is called, under its own name or an alias that an import gave it."""
    names = {name}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.asname for alias in node.names if alias.name == name and alias.asname}
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and called_name(node) in names]


def readings_of_environment(tree: ast.AST) -> list[int]:
    """Lines that read the environment; setting a variable, as to silence a library, is no reading."""
    found = []
    written = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv"):
            if isinstance(node.value, ast.Name) and node.value.id == "os" and id(node) not in written:
                found.append(node.lineno)
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            found += [node.lineno for alias in node.names if alias.name in ("environ", "environb", "getenv")]
    return found


def test_only_policies_make_redacted_text() -> None:
    offenders = [
        f"{path}:{line}"
        for path, tree in sources()
        if not path.startswith("policies/")
        for line in calls(tree, "RedactedText")
    ]
    assert offenders == []


def test_only_the_store_reopens_redacted_text() -> None:
    offenders = [
        f"{path}:{line}"
        for path, tree in sources()
        if path not in ("ingest/store.py", "policies/text.py")
        for line in calls(tree, "reopen")
    ]
    assert offenders == []


def test_only_settings_read_the_environment() -> None:
    allowed = ("assistant/settings.py", "ui/settings.py")
    offenders = [
        f"{path}:{line}" for path, tree in sources() if path not in allowed for line in readings_of_environment(tree)
    ]
    assert offenders == []


@pytest.mark.parametrize(
    "source",
    [
        "from policies.text import RedactedText\nRedactedText('x')",
        "from policies.text import RedactedText as Safe\nSafe('x')",
        "import policies.text\npolicies.text.RedactedText('x')",
    ],
)
def test_a_constructor_is_seen_however_it_is_named(source: str) -> None:
    assert calls(ast.parse(source), "RedactedText") == [2]


@pytest.mark.parametrize(
    "source", ["import os\nos.environ['A']", "import os\nos.getenv('A')", "\nfrom os import environ"]
)
def test_a_reading_of_the_environment_is_seen(source: str) -> None:
    assert readings_of_environment(ast.parse(source)) == [2]


def test_setting_a_variable_is_no_reading() -> None:
    assert readings_of_environment(ast.parse("import os\nos.environ['A'] = '1'")) == []
