"""What any `Pseudonyms` must do, over the fake and the vault."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.pseudonyms import TOKEN, Pseudonyms
from policies.vault import Vault
from tests.policies.dict_pseudonyms import DictPseudonyms
from tests.policies.recording_audit import RecordingAudit


@pytest.fixture(params=["fake", "vault"])
def pseudonyms(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pseudonyms]:
    if request.param == "fake":
        yield DictPseudonyms()
    else:
        with Vault(tmp_path / "vault.db", bytes(32), bytes(range(32)), RecordingAudit()) as vault:
            yield vault


def test_one_value_has_one_token_and_another_value_another(pseudonyms: Pseudonyms) -> None:
    first = pseudonyms.token("PERSON", "ines okafor", "Ines Okafor")
    assert pseudonyms.token("PERSON", "ines okafor", "I. OKAFOR") == first
    others = {pseudonyms.token("PERSON", f"person {n}", "x") for n in range(200)}
    assert first not in others and len({token.casefold() for token in others}) == 200


def test_a_token_names_its_type_and_has_the_shape_of_one(pseudonyms: Pseudonyms) -> None:
    match = TOKEN.fullmatch(pseudonyms.token("US_SSN", "536228726", "536-22-8726"))
    assert match and match.group(1) == "US_SSN"


def test_types_don_t_share_a_token(pseudonyms: Pseudonyms) -> None:
    assert pseudonyms.token("PERSON", "may", "May") != pseudonyms.token("LOCATION", "may", "May")


def test_what_was_never_named_is_not_known_and_asking_changes_nothing(pseudonyms: Pseudonyms) -> None:
    assert pseudonyms.known("PERSON", "ola berg") is None
    token = pseudonyms.token("PERSON", "ola berg", "Ola Berg")
    assert pseudonyms.known("PERSON", "ola berg") == token
    assert pseudonyms.known("LOCATION", "ola berg") is None


def test_a_token_is_issued_in_any_case_once_it_was_made_and_no_other_is(pseudonyms: Pseudonyms) -> None:
    assert not pseudonyms.issued("⟦PERSON_zzzz⟧")
    token = pseudonyms.token("PERSON", "ola berg", "Ola Berg")
    assert pseudonyms.issued(token) and pseudonyms.issued(token.swapcase())
    assert not pseudonyms.issued(token.replace("PERSON", "LOCATION")) and not pseudonyms.issued(token[1:-1])


def test_a_batch_keeps_what_it_made_and_drops_it_when_it_fails(pseudonyms: Pseudonyms) -> None:
    with pseudonyms.batch():
        kept = pseudonyms.token("PERSON", "kept", "Kept")
    with pytest.raises(LookupError), pseudonyms.batch():
        pseudonyms.token("PERSON", "dropped", "Dropped")
        raise LookupError
    assert pseudonyms.known("PERSON", "kept") == kept
    assert pseudonyms.known("PERSON", "dropped") is None


def test_a_part_of_a_name_tells_whose_it_may_be(pseudonyms: Pseudonyms) -> None:
    ola = pseudonyms.token("PERSON", "ola berg", "Ola Berg")
    tor = pseudonyms.token("PERSON", "tor berg", "Tor Berg")
    pseudonyms.token("LOCATION", "berg", "Berg")
    assert set(pseudonyms.namesakes("berg")) == {ola, tor}
    assert list(pseudonyms.namesakes("o berg")) == [ola]
    assert list(pseudonyms.namesakes("lund")) == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(canonical=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_may_be_a_value(pseudonyms: Pseudonyms, canonical: str) -> None:
    token = pseudonyms.token("PERSON", canonical, canonical)
    assert TOKEN.fullmatch(token) and pseudonyms.known("PERSON", canonical) == token


def test_a_value_that_a_question_named_is_known_to_nobody_until_a_document_names_it(pseudonyms: Pseudonyms) -> None:
    asked = pseudonyms.token("PERSON", "ola berg", "Ola Berg", asked=True)
    assert pseudonyms.token("PERSON", "ola berg", "Ola Berg", asked=True) == asked and pseudonyms.issued(asked)
    assert pseudonyms.known("PERSON", "ola berg") is None and list(pseudonyms.namesakes("berg")) == []
    assert pseudonyms.token("PERSON", "ola berg", "Ola Berg") == asked
    assert pseudonyms.known("PERSON", "ola berg") == asked and list(pseudonyms.namesakes("berg")) == [asked]
    assert pseudonyms.token("PERSON", "ola berg", "Ola Berg", asked=True) == asked
    assert pseudonyms.known("PERSON", "ola berg") == asked, "what a document has stays known"
