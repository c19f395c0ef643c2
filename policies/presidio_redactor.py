"""The redactor: Presidio finds, the policy decides, a second pass finds every other mention."""

from __future__ import annotations

import copy
import hashlib
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Self

from policies.canonical import canonical
from policies.columns import decide_columns
from policies.entities import ANYWHERE, ENTITIES, Action
from policies.errors import PolicyError, RedactionError
from policies.evidence import Evidence
from policies.findings import Finding, settle
from policies.mentions import other_mentions
from policies.name_cells import whole_names
from policies.name_fields import names_of_fields
from policies.name_spans import mended
from policies.persons import Persons
from policies.policy import Policy
from policies.pseudonyms import LOOKALIKE, TOKEN, Pseudonyms
from policies.reading import Placed, Reading, read
from policies.rules_version import rules_sha256
from policies.seen_pseudonyms import SeenPseudonyms
from policies.text import Entity, RedactedText, Redaction
from policies.words import BLANK

if TYPE_CHECKING:
    from policies.actions import Setting
    from policies.analysis import Analysis
    from policies.findings_memory import FindingsMemory, Origin
    from policies.recognizers.tagger import Tagger

_REST_OF_ADDRESS = re.compile(r"%[0-9A-Fa-f]{2}[^\s<>\"'|\]⟦⟧]*(?<![.,;:!?)\]])")
_PLANTED = "TOKEN"  # the entity type of text that looks like a token of ours
_PLACEHOLDER = re.compile(r"\[(?P<type>[A-Z][A-Z0-9_]{2,40})\]")


class PresidioRedactor:
    """Redacts as one policy says; safe to use from several threads.

    `pseudonyms` gives tokens where the policy says `pseudonymize`, and tells which names are known already.
    `tagger` adds a learned model's findings. Under `date_key` the days are kept secret by which dates move where the
    policy says `shift`. Under a `memory`, which redactors may share, a piece of text that was seen before is not
    analysed again; what is found is the same.

    Raises:
        PolicyError: the policy needs pseudonyms or a key, and there are none.
    """

    def __init__(
        self,
        policy: Policy,
        pseudonyms: Pseudonyms | None = None,
        *,
        tagger: Tagger | None = None,
        date_key: bytes | None = None,
        memory: FindingsMemory | None = None,
    ) -> None:
        if policy.shifts and date_key is None:
            raise PolicyError(
                f"The policy {policy.name!r} shifts dates, but there is no key to keep the days secret.",
                remedy="Use it in a workspace, or choose a policy without the action `shift`.",
            )
        if policy.reversible and pseudonyms is None:
            raise PolicyError(
                f"The policy {policy.name!r} makes pseudonyms, but there is no vault to keep them.",
                remedy="Open the workspace's vault, or choose a policy without the action `pseudonymize`.",
            )
        self._policy = policy
        self._pseudonyms = pseudonyms
        self._tagger = tagger
        self._date_key = date_key
        self._memory = memory
        self._kept = {entity_type for entity_type, rule in policy.rules.items() if rule.action == "keep"}
        self._analysis: Analysis | None = None
        self._lock = threading.Lock()
        self._whole: PresidioRedactor = self
        self._shown: Callable[[RedactedText], bool] | None = None

    @property
    def policy(self) -> str:
        """The policy's name."""
        return self._policy.name

    @property
    def languages(self) -> tuple[str, ...]:
        """See `policies.redactor.Redactor`."""
        return self._policy.languages

    @property
    def fingerprint(self) -> str:
        """See `policies.redactor.Redactor`."""
        weights = "" if self._tagger is None else self._tagger.sha256
        return hashlib.sha256(f"{self._policy.fingerprint}\n{weights}\n{rules_sha256()}".encode()).hexdigest()

    def for_asker(
        self, seen: Callable[[RedactedText], bool] | None, shown: Callable[[RedactedText], bool] | None = None
    ) -> Self:
        """This redactor for somebody who asks.

        Where documents are hidden from them, it knows no names but those whose token is `seen`: what it finds in a
        question tells nothing of other documents. Words that the documents show as they are, by `shown`, are no names
        in a question, unless the documents name somebody so.
        """
        other = copy.copy(self)
        if seen is not None and self._pseudonyms is not None:
            other._pseudonyms = SeenPseudonyms(self._pseudonyms, seen)
        other._shown = shown
        return other

    def redact(self, text: str, *, keep_tokens: bool = False, subject: str | None = None) -> Redaction:
        """See `policies.redactor.Redactor`.

        Raises:
            RedactionError: redaction failed; nothing passes on.
        """
        try:
            return self._redact(text, keep_tokens, subject)
        except (
            ValueError,
            TypeError,
            LookupError,
            ArithmeticError,
            AttributeError,
            RuntimeError,
            TimeoutError,
            MemoryError,
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
        if self._whole is not self:
            return self._whole._ready()  # one that was copied before it was ready is made ready once for all
        with self._lock:
            if self._analysis is None:
                from policies.presidio_import import import_presidio

                import_presidio()
                from policies.analysis import Analysis

                self._analysis = Analysis(self._policy, self._pseudonyms, self._tagger, self._memory)
                if self._tagger is not None:
                    self._tagger.load()
            return self._analysis

    def _redact(self, text: str, keep_tokens: bool, subject: str | None) -> Redaction:
        analysis = self._ready()
        from policies.name_columns import without_cells_of_things
        from policies.ordinary_words import without_common_nouns, without_ordinary_words

        origin: Origin = "typed" if subject is None else "document"
        subject = text if subject is None else subject
        reading = read(text)
        plain, tokens = self._set_tokens_aside(reading.text, keep_tokens)
        artifacts = analysis.read(plain)
        found = analysis.find(plain, reading.length, artifacts, origin, self._pseudonyms)
        found = without_cells_of_things(plain, without_common_nouns(plain, found))
        if keep_tokens and self._shown is not None:
            found = without_ordinary_words(plain, found, self._shown, self._pseudonyms)
        settled = reading.relevant(settle([*found, *tokens], plain))
        settled = settle(decide_columns(plain, settled), plain)
        settled = mended(plain, settled)
        names = [(each.start, each.value(plain)) for each in settled if each.entity_type == "PERSON"]
        persons = Persons(
            plain,
            names,
            whole=_found_of(whole_names(plain) | names_of_fields(plain), names),
            subject=None if keep_tokens else subject,
        )
        settled = settle([*settled, *other_mentions(plain, artifacts.tokens, settled, persons)], plain)
        placed = reading.placed(settled, self._kept)
        with self._pseudonyms.batch() if self._pseudonyms else nullcontext():
            setting = self._setting(subject, moved_before=keep_tokens)
            return self._replaced(text, reading, placed, persons, setting, self._actions(keep_tokens))

    def _set_tokens_aside(self, text: str, keep_tokens: bool) -> tuple[str, list[Finding]]:
        """The text with what recognisers must not read blanked out, and planted tokens as findings.

        Recognisers do read what looks like a token and stays: a name may hide in it.
        """
        planted: list[Finding] = []
        action = self._actions(keep_tokens).get(_PLANTED)

        def aside(match: re.Match[str]) -> str:
            if keep_tokens and self._issued(match.group()):
                return _blank(match)
            if action is None:
                return match.group()
            proven = Evidence.HEURISTIC if action == "keep" else Evidence.CHECKSUM
            planted.append(Finding(*match.span(), _PLANTED, 1.0, proven, "planted token"))
            return match.group() if action == "keep" else _blank(match)

        return _PLACEHOLDER.sub(self._placeholder_aside, LOOKALIKE.sub(aside, text)), planted

    def _placeholder_aside(self, match: re.Match[str]) -> str:
        """Blanks what redaction can have written. Whatever else stands in brackets may be a name or a number."""
        entity_type = match["type"]
        return _blank(match) if entity_type in ENTITIES or entity_type in self._policy.rules else match.group()

    def _issued(self, token: str) -> bool:
        return self._pseudonyms is not None and bool(TOKEN.fullmatch(token)) and self._pseudonyms.issued(token)

    def _actions(self, keep_tokens: bool) -> dict[str, Action]:
        """What becomes of each type. Where there are tokens of ours, one that is none of them never stays."""
        actions = {entity_type: rule.action for entity_type, rule in self._policy.rules.items()}
        if self._pseudonyms is not None:
            if keep_tokens:
                actions[_PLANTED] = "replace"  # a question is not remembered; a document must be restored as it was
            elif actions.get(_PLANTED, "keep") == "keep":
                actions[_PLANTED] = "pseudonymize"
        return actions

    def _setting(self, subject: str, *, moved_before: bool) -> Setting:
        from policies.actions import Setting
        from policies.date_shift import shift_days

        days = 0  # Dates stay: those of an answer were moved before, those of a question belong to no subject.
        if self._date_key is not None and self._policy.shifts and not moved_before:
            days = shift_days(self._date_key, subject, keep_weekdays=self._policy.keep_weekdays)
        return Setting(self._pseudonyms, days, self._policy.month_first, asked=moved_before)

    def _replaced(
        self,
        text: str,
        reading: Reading,
        placed: Sequence[Placed],
        persons: Persons,
        setting: Setting,
        actions: Mapping[str, Action],
    ) -> Redaction:
        from policies.actions import replacement

        parts: list[str] = []
        entities: list[Entity] = []
        done = 0
        for each in placed:
            finding = each.finding
            start, end = reading.span(finding.start, finding.end)
            if finding.entity_type == "URL":
                end = _end_of_address(text, end)
            # Two findings may share a character of the original: a ligature, or a code of several letters.
            start = max(start, done)
            if start >= end:
                continue
            action = actions[finding.entity_type]
            if action == "shift" and not setting.days:
                action = "keep"
            value = text[start:end]
            if action not in ANYWHERE:
                # The year of a date, the digits of a code are read; a blob has none and goes as a whole.
                action, value = ("replace", value) if each.is_blob else (action, each.value)
            if finding.entity_type == "PERSON" and action == "pseudonymize" and not each.is_blob:
                value = persons.spelling(value, each.value, finding.start)
            instead = replacement(action, finding.entity_type, value, _comparable(each, persons), setting)
            parts += (text[done:start], instead)
            done = end
            # A value that is kept is not told a second time.
            told = "" if action == "keep" else instead
            entities.append(Entity(finding.entity_type, start, end, finding.score, action, told, finding.recognizer))
        parts.append(text[done:])
        return Redaction(RedactedText("".join(parts)), tuple(entities), self._policy.name)


def _found_of(whole: Mapping[int, str], names: Sequence[tuple[int, str]]) -> dict[int, str]:
    """Of the names in full of rows, those of rows in which somebody was found: "First" and "Last" may be days."""
    found = {whole[start] for start, _ in names if start in whole}
    return {start: name for start, name in whole.items() if name in found}


def _blank(match: re.Match[str]) -> str:
    return BLANK * len(match.group())


def _comparable(placed: Placed, persons: Persons) -> str:
    """The canonical form of a value; a blob is compared letter by letter, for its case tells."""
    if placed.is_blob:
        return placed.value
    if placed.finding.entity_type == "PERSON":
        return persons.canonical(placed.value, placed.finding.start)
    return canonical(placed.finding.entity_type, placed.value)


def _end_of_address(text: str, end: int) -> int:
    """Where a web address ends that is read as ending at a coded space or quote: `https://host/?name=Edda%20Quill`."""
    rest = _REST_OF_ADDRESS.match(text, end)
    return rest.end() if rest else end
