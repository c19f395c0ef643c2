"""Conflicts between findings."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from policies.evidence import Evidence
from policies.findings import Finding, settle, with_known

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


def test_what_a_conflict_leaves_over_ends_before_the_comma_between_them() -> None:
    text = "Price,Adaeze,12"
    cell = finding(6, 12, Evidence.CONTEXT, name="C")
    assert [each.value(text) for each in settle([finding(0, 12), cell], text)] == ["Price", "Adaeze"]


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


NAME = finding(4, 14, Evidence.HEURISTIC, 0.75, "PERSON")
"""A name that the vault knows."""


def test_a_known_name_is_told_once_where_it_was_found_too() -> None:
    assert with_known([replace(NAME, score=0.9)], [NAME]) == [replace(NAME, score=0.9)]
    assert with_known([replace(NAME, score=0.5)], [NAME]) == [NAME]
    assert with_known([NAME], [NAME]) == [NAME]


def test_a_known_name_within_a_surer_finding_goes_and_one_around_a_less_sure_one_stays() -> None:
    longer, shorter = replace(NAME, start=0, score=0.8), replace(NAME, end=8, score=0.7)
    assert with_known([longer, shorter], [NAME]) == [longer]
    assert with_known([shorter], [NAME]) == [NAME]


def test_what_is_surer_than_the_known_name_around_it_stays_beside_it() -> None:
    labelled = finding(4, 8, Evidence.CONTEXT, 0.75, "PERSON")
    assert with_known([labelled], [NAME]) == [labelled, NAME]


def test_findings_of_other_types_and_other_places_stay() -> None:
    street, beyond = finding(4, 14, name="STREET_ADDRESS", score=0.9), finding(12, 20, name="PERSON", score=0.9)
    assert with_known([street, beyond], [NAME]) == [street, beyond, NAME]


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(1, 9), st.sampled_from([0.5, 0.75, 0.9]), st.sampled_from("PL"))
    ),
    st.sets(st.integers(0, 6)),
)
def test_known_names_are_added_as_presidio_adds_findings_to_its_own(
    parts: list[tuple[int, int, float, str]], places: set[int]
) -> None:
    def without_contained(findings: list[Finding]) -> set[Finding]:
        """The rule of Presidio's `remove_duplicates`, with evidence to tell what scores alike apart."""
        return {
            inner
            for inner in findings
            if not any(
                outer != inner
                and outer.entity_type == inner.entity_type
                and outer.start <= inner.start
                and inner.end <= outer.end
                and (outer.score, outer.evidence) >= (inner.score, inner.evidence)
                for outer in findings
            )
        }

    known = [finding(at * 5, at * 5 + 3, Evidence.HEURISTIC, 0.75, "P") for at in sorted(places)]
    found = {finding(start, start + length, Evidence.CONTEXT, score, kind) for start, length, score, kind in parts}
    before = without_contained(sorted(found, key=Finding.strength))
    assert set(with_known(sorted(before, key=Finding.strength), known)) == without_contained([*found, *known])
