"""A policy in plain sentences: what happens to each type of personal data, what else it says, and where it has gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from policies.entities import ENTITIES, Action
from policies.languages import SUPPORTED
from policies.policy import ENGINE_STEPS, Policy, Rule, UserPattern
from policies.safe_harbor import RULE, claims_safe_harbor, gaps

HIGH_THRESHOLD: Final = 0.5
"""What only a pattern speaks for scores 0.5 or less: a higher threshold passes it over."""

_EXAMPLES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "pseudonymize": ("becomes a pseudonym, the same everywhere, which an officer can turn back", "⟦{type}_k7Q2⟧"),
        "replace": ("is replaced by the name of its type, for good", "[{type}]"),
        "mask": ("is replaced by asterisks, as many as it has characters, for good", "*****"),
        "drop": ("is left out, for good", ""),
        "year": ("is cut down to its year, for good", "1962"),
        "age90": ("becomes a class of ages, for good", "90+"),
        "zip3": ("is cut down to its first three digits (000 where few people live), for good", "606"),
        "shift": ("is moved by a number of days that is the same for one subject", "1962-04-02"),
        "keep": ("stays readable and is reported", ""),
    }
)
_READ_IN_FULL: Final = "in full"
_READ_IN_PART: Final = "(numbers, dates, addresses and labelled fields; names less surely)"
_BY_WEEKS: Final = "is moved by a number of whole weeks that is the same for one subject, so that weekdays stay"


@dataclass(frozen=True, slots=True)
class RuleExplanation:
    """One rule. `example` is what stands in place of a value (empty: nothing does, or the value itself)."""

    entity_type: str
    meaning: str
    action: Action
    example: str
    threshold: float
    basis: str
    keep_weekdays: bool = False

    @property
    def sentence(self) -> str:
        """The rule in one plain sentence."""
        what = _BY_WEEKS if self.keep_weekdays else _EXAMPLES[self.action][0]
        shown = f", such as {self.example}" if self.example else ""
        basis = self.basis.strip().rstrip(".") or "not given"
        return (
            f"{self.entity_type} ({self.meaning}) {what}{shown}, where it is found with a score of "
            f"{self.threshold:.2f} or more; legal basis: {basis}."
        )


def explain(policy: Policy) -> list[RuleExplanation]:
    """Each rule of a policy, in its order."""
    own = {pattern.entity_type for pattern in policy.patterns}
    return [
        RuleExplanation(
            name,
            ENTITIES.get(name) or ("found by a pattern of this policy" if name in own else "unknown"),
            rule.action,
            _EXAMPLES[rule.action][1].format(type=name),
            rule.threshold,
            rule.basis,
            rule.keep_weekdays,
        )
        for name, rule in policy.rules.items()
    ]


def explain_pattern(pattern: UserPattern) -> str:
    """A pattern of the policy's own, in a sentence without a full stop."""
    near = f", more near {', '.join(map(repr, pattern.context))}" if pattern.context else ""
    checked = f", where the checksum '{pattern.checksum}' holds" if pattern.checksum else ""
    return f"{pattern.entity_type} by {pattern.regex!r} (score {pattern.score:.2f}{near}){checked}"


def explain_languages(policy: Policy) -> list[str]:
    """Each language that is expected, and how far it is read."""
    return [f"{SUPPORTED[code]} {_READ_IN_FULL if code == 'en' else _READ_IN_PART}" for code in policy.languages]


def explain_engines(policy: Policy) -> list[str]:
    """What may answer questions, and what may not."""
    return [
        f"{'allowed' if step in policy.engines else 'forbidden'}: {meaning}" for step, meaning in ENGINE_STEPS.items()
    ]


def warnings(policy: Policy) -> list[str]:
    """What a privacy officer should know before using a policy; no error, but a gap or a contradiction."""
    return [
        *_gaps(policy),
        *(warning for name, rule in policy.rules.items() for warning in _of_rule(name, rule)),
        *_of_patterns(policy),
        *_of_policy(policy),
    ]


def _gaps(policy: Policy) -> Iterator[str]:
    found = gaps(policy)
    if found and not claims_safe_harbor(policy):
        paragraphs = ", ".join(f"({identifier.paragraph})" for identifier, _ in found)
        yield (
            f"Not a Safe Harbor policy: of HIPAA's eighteen identifiers it leaves readable, in full or in part, "
            f"{paragraphs} of 45 CFR 164.514(b)(2)(i)."
        )
        return
    for identifier, left in found:
        yield (
            f"HIPAA's identifier ({identifier.paragraph}), {identifier.name}, stays readable: "
            f"no rule hides {', '.join(left)}."
        )


def _of_rule(name: str, rule: Rule) -> Iterator[str]:
    # An organisation scores above 0.5 only where it employs somebody: there the threshold is what chooses.
    if rule.threshold > HIGH_THRESHOLD and rule.action != "keep" and name != "ORGANIZATION":
        yield (
            f"{name}: the threshold {rule.threshold:.2f} is high; what only a pattern or an unsure model speaks for "
            f"is passed over. Measure it with `assistant policy evaluate`."
        )
    if RULE in rule.basis and rule.action in ("pseudonymize", "shift"):
        yield (
            f"{name}: {rule.action} can be turned back, while its basis, Safe Harbor, wants the identifier removed. "
            f"Use an irreversible action, or another basis."
        )
    if not rule.basis.strip():
        yield f"{name}: no legal basis is given."


def _of_patterns(policy: Policy) -> Iterator[str]:
    for number, pattern in enumerate(policy.patterns, start=1):
        threshold = policy.rules[pattern.entity_type].threshold
        if pattern.score < threshold:
            found = "only near one of its context words" if pattern.context else "nowhere"
            yield (
                f"Pattern {number} ({pattern.entity_type}) scores {pattern.score:.2f}, below its rule's threshold "
                f"{threshold:.2f}: it is found {found}."
            )


def _of_policy(policy: Policy) -> Iterator[str]:
    if not any(rule.action != "keep" for rule in policy.rules.values()):
        yield "Nothing is hidden: what is found is reported and stays readable."
    if "PHONE_NUMBER" in policy.rules and not policy.regions:
        yield "No regions are named: telephone numbers without a country code are tried as ones of the US only."
    if "TOKEN" not in policy.rules:
        yield "TOKEN has no rule: a document may hold text that looks like one of our pseudonyms."
