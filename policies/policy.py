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
from typing import Literal

from policies.entities import Action
from policies.retention import Period

FOLDER = Path(__file__).parent

BUILT_IN: dict[str, Path] = {name: FOLDER / f"{name}.yaml" for name in ("gdpr", "hipaa", "open")}


DEFAULT_LANGUAGES = ("en",)

EngineStep = Literal["reader", "local", "remote"]
ENGINE_STEPS: Mapping[EngineStep, str] = MappingProxyType(
    {
        "reader": "the embedded reader",
        "local": "language models on this machine",
        "remote": "language models on the organisation's own network, which see redacted text only",
    }
)
"""What may answer questions, the cheapest first."""
DEFAULT_ENGINES: tuple[EngineStep, ...] = ("reader", "local")


@dataclass(frozen=True, slots=True)
class Rule:
    """What is done with one type: findings scored below `threshold` (0..1) are passed over.

    `keep_weekdays` goes with the action `shift`: dates move by whole weeks.
    """

    action: Action
    threshold: float
    basis: str
    keep_weekdays: bool = False


@dataclass(frozen=True, slots=True)
class UserPattern:
    """A regular expression of a policy file: finds `entity_type`; a context word near a match lifts its score.

    `checksum` names one of `policies.recognizers.checksums.CHECKSUMS`: what matches and fails it is no finding.
    """

    entity_type: str
    regex: str
    score: float
    context: tuple[str, ...] = ()
    checksum: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy. Types without a rule are not looked for. `retain`: how long documents are kept, None for ever.

    `languages` (ISO 639-1) are those in which documents are expected: one in another language is reported, for names
    may be missed in it. Recognisers read all of theirs at once, whatever the document's language.
    `break_glass`: whether in an emergency any role may restore pseudonyms, to be reviewed afterwards.
    `engines` may answer questions; the reader always may.
    """

    name: str
    regions: tuple[str, ...]
    rules: Mapping[str, Rule]
    patterns: tuple[UserPattern, ...] = ()
    retain: Period | None = None
    languages: tuple[str, ...] = DEFAULT_LANGUAGES
    break_glass: bool = True
    engines: tuple[EngineStep, ...] = DEFAULT_ENGINES

    @property
    def reversible(self) -> bool:
        """Whether some values become pseudonyms, which needs a vault."""
        return any(rule.action == "pseudonymize" for rule in self.rules.values())

    @property
    def shifts(self) -> bool:
        """Whether some dates are shifted, which needs a key."""
        return any(rule.action == "shift" for rule in self.rules.values())

    @property
    def keep_weekdays(self) -> bool:
        """Whether shifted dates keep their weekday; a policy file says so for all of them or for none."""
        return any(rule.keep_weekdays for rule in self.rules.values())

    @property
    def month_first(self) -> bool:
        """Whether 3/4/2024 is the fourth of March: where the first region is the United States."""
        return self.regions[:1] == ("US",)

    @property
    def fingerprint(self) -> str:
        """sha256 of the policy's meaning, in hex: comments and the order of keys don't count.

        What a file does not say (`None`, `False`, the default languages and engines) is left out, so that a policy of
        an earlier version keeps its fingerprint.
        """
        meaning: dict[str, object] = {
            "name": self.name,
            "regions": self.regions,
            "rules": {entity_type: _said(rule) for entity_type, rule in self.rules.items()},
            "patterns": [_said(pattern) for pattern in self.patterns],
        }
        if self.languages != DEFAULT_LANGUAGES:
            meaning["languages"] = self.languages
        if not self.break_glass:
            meaning["break_glass"] = False
        if self.engines != DEFAULT_ENGINES:
            meaning["engines"] = self.engines
        return hashlib.sha256(json.dumps(meaning, sort_keys=True).encode()).hexdigest()


def _said(part: Rule | UserPattern) -> dict[str, object]:
    return {key: value for key, value in asdict(part).items() if value is not None and value is not False}


def frozen_rules(rules: Mapping[str, Rule]) -> Mapping[str, Rule]:
    """Rules that nobody can change after the policy was read."""
    return MappingProxyType(dict(rules))
