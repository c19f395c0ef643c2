"""`config.yaml`: its settings as they stand there, each with its line."""

from __future__ import annotations

from collections.abc import Callable, Container
from pathlib import Path
from typing import Any

from policies.errors import ConfigError


def read_config(
    path: Path, known: Container[str], unknown: Callable[[str, str], ConfigError]
) -> dict[str, tuple[Any, str]]:
    """Read a file of settings: name -> (value, "file, line n"); none where there is no file.

    `unknown` makes the error of a name that is not `known`, from what is wrong and the name.

    Raises:
        ConfigError: it can't be read, is no YAML mapping, or sets something that can't be set, or twice.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except NotADirectoryError as error:
        raise ConfigError(
            f"{path.parent} does not lie in folders alone: one of them is a file.",
            remedy="Name a folder for the data in ASSISTANT_HOME.",
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} can't be read.", remedy="Make it a UTF-8 file that you may read.") from error
    import yaml

    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}, line {mark.line + 1}" if mark else str(path)
        raise ConfigError(f"{where}: not valid YAML.", remedy="Write one `name: value` a line.") from error
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise ConfigError(f"{path} holds no settings.", remedy="Write one `name: value` a line.")
    settings: dict[str, tuple[Any, str]] = {}
    for key, _ in root.value:
        where = f"{path}, line {key.start_mark.line + 1}"
        if key.value == "home":
            problem = f"{where}: the file lies in the data folder and can't move it."
            raise ConfigError(problem, remedy="Set ASSISTANT_HOME.")
        if key.value not in known:
            raise unknown(f"{where}: unknown setting '{key.value}'.", key.value)
        if key.value in settings:
            raise ConfigError(f"{where}: '{key.value}' is set twice.", remedy="Keep one of the two lines.")
        settings[key.value] = (content[key.value], where)
    return settings
