"""Policies: what is done with each type of personal data, and on which legal ground.

A policy is a YAML file, one of the product's own (`gdpr`, `hipaa`, `open`) or a user's. Nothing in it is ignored: an
unknown key, entity or action is an error that names the line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType

from policies.entities import Action
from policies.errors import PolicyError
from policies.retention import Period

FOLDER = Path(__file__).parent

BUILT_IN: dict[str, Path] = {name: FOLDER / f"{name}.yaml" for name in ("gdpr", "hipaa", "open")}


@dataclass(frozen=True, slots=True)
class Rule:
    """What is done with one type: findings scored below `threshold` (0..1) are passed over."""

    action: Action
    threshold: float
    basis: str


@dataclass(frozen=True, slots=True)
class UserPattern:
    """A regular expression of a policy file: finds `entity_type`; a context word near a match lifts its score."""

    entity_type: str
    regex: str
    score: float
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy. Types without a rule are not looked for. `retain` says how long documents are kept; None: for ever."""

    name: str
    regions: tuple[str, ...]
    rules: Mapping[str, Rule]
    patterns: tuple[UserPattern, ...] = ()
    retain: Period | None = None

    @property
    def reversible(self) -> bool:
        """Whether some values become pseudonyms, which needs a vault."""
        return any(rule.action == "pseudonymize" for rule in self.rules.values())

    @property
    def fingerprint(self) -> str:
        """sha256 of the policy's meaning, in hex: comments and the order of keys don't count."""
        meaning = {
            "name": self.name,
            "regions": self.regions,
            "rules": {entity_type: asdict(rule) for entity_type, rule in self.rules.items()},
            "patterns": [asdict(pattern) for pattern in self.patterns],
        }
        return hashlib.sha256(json.dumps(meaning, sort_keys=True).encode()).hexdigest()


def load_policy(name_or_path: str) -> Policy:
    """A policy by its name (`gdpr`, `hipaa`, `open`) or the path of a YAML file.

    Raises:
        PolicyError: there is no such policy, or its file is wrong.
    """
    from policies.policy_file import read_policy_file

    path = BUILT_IN.get(name_or_path) or Path(name_or_path)
    if not path.is_file():
        raise PolicyError(
            f"There is no policy {name_or_path!r}.",
            remedy=f"Name one of {', '.join(BUILT_IN)}, or the path of a policy file that exists.",
        )
    return read_policy_file(path)


def frozen_rules(rules: Mapping[str, Rule]) -> Mapping[str, Rule]:
    """Rules that nobody can change after the policy was read."""
    return MappingProxyType(dict(rules))
