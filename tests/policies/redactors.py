"""Redactors of the built-in policies, made once: their recognisers take a second to load."""

from __future__ import annotations

from functools import cache

from policies.loading import load_policy
from policies.presidio_redactor import PresidioRedactor
from policies.text import Redaction
from tests.policies.dict_pseudonyms import DictPseudonyms


@cache
def hipaa() -> PresidioRedactor:
    """Irreversible."""
    return PresidioRedactor(load_policy("hipaa"))


@cache
def everything() -> PresidioRedactor:
    """The policy `open`: reports each type and hides none."""
    return PresidioRedactor(load_policy("open"))


def gdpr() -> PresidioRedactor:
    """Reversible, with a vault of its own."""
    return PresidioRedactor(load_policy("gdpr"), DictPseudonyms())


def values(text: str, redaction: Redaction) -> list[tuple[str, str]]:
    """Type and value of each finding."""
    return [(entity.entity_type, text[entity.start : entity.end]) for entity in redaction.entities]


def found(text: str, entity_type: str) -> list[str]:
    """The values of one type that the recognisers find."""
    return [value for kind, value in values(text, everything().redact(text)) if kind == entity_type]
