"""Conflicts between findings."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from policies.evidence import Evidence
from policies.findings import Finding, settle

TEXT = "abcdefghijklmnopqrstuvwxyz0123456789"


def finding(
    start: int, end: int, evidence: Evidence = Evidence.PATTERN, score: float = 0.5, name: str = "A"
) -> Finding:
    return Finding(start, end, name, score, evidence, "test")


def spans(*findings: Finding) -> list[tuple[int, int, str]]:
    return [(found.start, found.end, found.entity_type) for found in settle(findings, TEXT)]


def test_a_checksum_goes_before_a_longer_pattern_and_the_rest_stays_a_finding() -> None:
    short = finding(5, 10, Evidence.CHECKSUM, name="C")
    assert spans(finding(0, 20), short) == [(0, 5, "A"), (5, 10, "C"), (10, 20, "A")]


def test_of_equal_evidence_the_longer_wins() -> None:
    assert spans(finding(0, 10, name="L"), finding(2, 10, score=0.9, name="S")) == [(0, 10, "L")]


def test_of_equal_length_the_higher_score_wins() -> None:
    assert spans(finding(0, 10, name="L"), finding(0, 10, score=0.9, name="S")) == [(0, 10, "S")]


def test_a_rest_of_a_letter_or_two_is_dropped() -> None:
    assert spans(finding(0, 12), finding(0, 10, Evidence.CONTEXT, name="C")) == [(0, 10, "C")]


FINDINGS = st.builds(
    lambda start, length, evidence, score, name: Finding(
        start, min(start + length, len(TEXT)), name, score, evidence, "t"
    ),
    st.integers(0, len(TEXT) - 1),
    st.integers(1, 12),
    st.sampled_from(Evidence),
    st.sampled_from([0.4, 0.6, 1.0]),
    st.sampled_from(["A", "B"]),
)


@given(st.lists(FINDINGS, max_size=12))
def test_settled_findings_are_disjoint_and_in_order(findings: list[Finding]) -> None:
    settled = settle(findings, TEXT)
    assert all(a.end <= b.start for a, b in pairwise(settled))


@given(st.lists(FINDINGS, max_size=8), st.randoms())
def test_the_order_of_findings_does_not_matter(findings: list[Finding], random: object) -> None:
    shuffled = list(findings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert settle(findings, TEXT) == settle(shuffled, TEXT)
