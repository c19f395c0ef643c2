"""How letters greet: such a line is no heading and introduces nothing."""

from __future__ import annotations

import re

SALUTATION = re.compile(
    r"(?:dear|hi|hello|to whom it may concern|hallo|liebe[rs]?|sehr geehrte[rs]?|guten (?:tag|morgen)|estimad[oa]s?|"
    r"querid[oa]s?|hola|chère?s?|madame|monsieur)\b",
    re.IGNORECASE,
)
"""Matched at the beginning of a line, in English, German, Spanish and French."""
