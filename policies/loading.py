"""Finds a policy by its name or the path of its file."""

from __future__ import annotations

from pathlib import Path

from policies.errors import PolicyError
from policies.policy import BUILT_IN, Policy


def load_policy(name_or_path: str) -> Policy:
    """A policy by its name (`gdpr`, `hipaa`, `open`) or the path of a YAML file.

    Raises:
        PolicyError: there is no such policy, or its file is wrong.
    """
    from policies.policy_file import read_policy_file  # its reader of YAML takes long to load

    path = BUILT_IN.get(name_or_path) or Path(name_or_path)
    if not path.is_file():
        raise PolicyError(
            f"There is no policy {name_or_path!r}.",
            remedy=f"Name one of {', '.join(BUILT_IN)}, or the path of a policy file that exists.",
        )
    return read_policy_file(path)
