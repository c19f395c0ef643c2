"""The redactor: Presidio finds, the policy decides, a second pass finds every other mention."""

from __future__ import annotations

import hashlib
import re
import threading
from contextlib import nullcontext
from typing import TYPE_CHECKING

from policies.canonical import canonical
from policies.errors import PolicyError, RedactionError
from policies.evidence import Evidence
from policies.findings import Finding, settle
from policies.mentions import other_mentions
from policies.persons import Persons
from policies.policy import Policy
from policies.pseudonyms import TOKEN, Pseudonyms
from policies.readable import Readable, readable
from policies.text import Entity, RedactedText, Redaction
from policies.words import BLANK

if TYPE_CHECKING:
    from policies.analysis import Analysis
    from policies.recognizers.tagger import Tagger

_PLACEHOLDER = re.compile(r"\[[A-Z][A-Z0-9_]{2,40}\]")


class PresidioRedactor:
    """Redacts as one policy says; safe to use from several threads.

    `pseudonyms` gives tokens where the policy says `pseudonymize`, and tells which names are known already.
    `tagger` adds a learned model's findings.

    Raises:
        PolicyError: the policy needs pseudonyms and there are none.
    """

    def __init__(self, policy: Policy, pseudonyms: Pseudonyms | None = None, *, tagger: Tagger | None = None) -> None:
        if policy.reversible and pseudonyms is None:
            raise PolicyError(
                f"The policy {policy.name!r} makes pseudonyms, but there is no vault to keep them.",
                remedy="Open the workspace's vault, or choose a policy without the action `pseudonymize`.",
            )
        self._policy = policy
        self._pseudonyms = pseudonyms
        self._tagger = tagger
        self._analysis: Analysis | None = None
        self._lock = threading.Lock()

    @property
    def policy(self) -> str:
        """The policy's name."""
        return self._policy.name

    @property
    def fingerprint(self) -> str:
        """See `policies.redactor.Redactor`."""
        if self._tagger is None:
            return self._policy.fingerprint
        return hashlib.sha256(f"{self._policy.fingerprint}\n{self._tagger.sha256}".encode()).hexdigest()

    def redact(self, text: str, *, keep_tokens: bool = False) -> Redaction:
        """See `policies.redactor.Redactor`.

        Raises:
            RedactionError: redaction failed; nothing passes on.
        """
        try:
            return self._redact(text, keep_tokens)
        except (
            ValueError,
            TypeError,
            LookupError,
            ArithmeticError,
            AttributeError,
            RuntimeError,
            TimeoutError,
        ) as error:
            # `from None`: what a library says of its failure may quote the text.
            raise RedactionError(
                f"Redaction failed ({type(error).__name__}); the text was not passed on.",
                remedy="Leave this document out, and report the failure with a document that holds nothing personal.",
            ) from None

    def warm_up(self) -> None:
        """Load the recognisers now, e.g. in a thread while something else loads."""
        self._ready()

    def _ready(self) -> Analysis:
        with self._lock:
            if self._analysis is None:
                from policies.presidio_import import import_presidio

                import_presidio()
                from policies.analysis import Analysis

                self._analysis = Analysis(self._policy, self._pseudonyms, self._tagger)
                if self._tagger is not None:
                    self._tagger.load()
            return self._analysis

    def _redact(self, text: str, keep_tokens: bool) -> Redaction:
        analysis = self._ready()
        read = readable(text)
        plain, tokens = self._set_tokens_aside(read.text, keep_tokens)
        artifacts = analysis.read(plain)
        settled = settle([*analysis.find(plain, artifacts), *tokens], plain)
        persons = Persons(finding.value(plain) for finding in settled if finding.entity_type == "PERSON")
        settled = settle([*settled, *other_mentions(plain, artifacts.tokens, settled, persons)], plain)
        with self._pseudonyms.batch() if self._pseudonyms else nullcontext():
            return self._replaced(text, read, settled, persons)

    def _set_tokens_aside(self, text: str, keep_tokens: bool) -> tuple[str, list[Finding]]:
        """The text with what recognisers must not read blanked out, and planted tokens as findings."""
        planted = []
        if not keep_tokens and "TOKEN" in self._policy.rules:
            planted = [
                Finding(match.start(), match.end(), "TOKEN", 1.0, Evidence.CHECKSUM, "planted token")
                for match in TOKEN.finditer(text)
            ]
        for pattern in (TOKEN, _PLACEHOLDER):
            text = pattern.sub(lambda match: BLANK * len(match.group()), text)
        return text, planted

    def _replaced(self, text: str, read: Readable, findings: list[Finding], persons: Persons) -> Redaction:
        from policies.actions import replacement

        parts: list[str] = []
        entities: list[Entity] = []
        done = 0
        for finding in findings:
            start, end = read.span(finding.start, finding.end)
            value = text[start:end]
            rule = self._policy.rules[finding.entity_type]
            plain = finding.value(read.text)
            comparable = (
                persons.canonical(plain) if finding.entity_type == "PERSON" else canonical(finding.entity_type, plain)
            )
            instead = replacement(rule.action, finding.entity_type, value, comparable, self._pseudonyms)
            parts += (text[done:start], instead)
            done = end
            # A value that is kept is not told a second time.
            told = "" if rule.action == "keep" else instead
            entities.append(
                Entity(finding.entity_type, start, end, finding.score, rule.action, told, finding.recognizer)
            )
        parts.append(text[done:])
        return Redaction(RedactedText("".join(parts)), tuple(entities), self._policy.name)
