"""Who is one person: within a document by any part of the name, across documents by the full name alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from policies.canonical import canonical
from policies.errors import ConfigError
from policies.keys import create_keyring
from policies.loading import load_policy
from policies.namesakes import MOST_OF_ONE_NAME, Suggestion, suggest
from policies.presidio_redactor import PresidioRedactor
from policies.pseudonyms import TOKEN
from policies.vault import Vault
from tests.policies.dict_pseudonyms import DictPseudonyms
from tests.policies.recording_audit import RecordingAudit
from tests.policies.redactors import gdpr


def person_tokens(redactor: PresidioRedactor, text: str, subject: str) -> list[str]:
    return [
        entity.replacement
        for entity in redactor.redact(text, subject=subject).entities
        if entity.entity_type == "PERSON"
    ]


@pytest.mark.parametrize(
    "mention", ["E. Quillfeather", "Quillfeather", "Quillfeather's", "Ms Quillfeather", "QUILLFEATHER, Edda"]
)
def test_each_way_to_write_a_name_is_one_person_within_a_document(mention: str) -> None:
    tokens = person_tokens(gdpr(), f"Patient: Edda Quillfeather\n\nThen {mention} called.", "a.txt")
    assert len(tokens) == 2 and len(set(tokens)) == 1


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ansgar Thielbeer", "THIELBEER Ansgar"),
        ("Ansgar Thielbeer", "Thielbeer A"),
        ("Dr. A. Thielbeer", "Dr. Thielbeer"),
    ],
)
def test_names_in_another_order_or_shortened_twice_are_one_person(name: str, other: str) -> None:
    tokens = person_tokens(gdpr(), f"Patient: {name}\n\nContact: {other}\n", "a.txt")
    assert len(tokens) == 2 and len(set(tokens)) == 1


def test_a_full_name_is_one_person_in_every_document() -> None:
    redactor = gdpr()
    first = person_tokens(redactor, "Patient: Edda Quillfeather", "a.txt")
    assert person_tokens(redactor, "Patient: QUILLFEATHER, EDDA", "b.txt") == first


@pytest.mark.parametrize("mention", ["Ms Quillfeather", "Ms E. Quillfeather"])
def test_a_short_name_is_another_person_in_another_document(mention: str) -> None:
    redactor = gdpr()
    first = person_tokens(redactor, f"Dear {mention},\nplease come.", "a.txt")
    again = person_tokens(redactor, f"Dear {mention},\nplease call.", "a.txt")
    other = person_tokens(redactor, f"Dear {mention},\nplease call.", "b.txt")
    assert first == again != other


def test_a_short_name_does_not_become_the_full_name_of_another_document() -> None:
    redactor = gdpr()
    full = person_tokens(redactor, "Patient: Edda Quillfeather", "a.txt")
    assert person_tokens(redactor, "Dear Ms Quillfeather,\nplease call.", "b.txt") != full


@pytest.mark.parametrize(
    "question", ["When was Ms Quillfeather seen?", "what about quillfeather?", "Is E. Quillfeather well?"]
)
def test_a_short_name_in_a_question_is_whoever_is_known_by_it(question: str) -> None:
    redactor = gdpr()
    (token,) = person_tokens(redactor, "Patient: Edda Quillfeather", "a.txt")
    assert token in redactor.redact(question, keep_tokens=True).text.value


def test_a_short_name_in_a_question_may_mean_several_and_names_them_all() -> None:
    redactor = gdpr()
    known = person_tokens(redactor, "Patient: Edda Quillfeather", "a.txt")
    known += person_tokens(redactor, "Patient: Bram Quillfeather", "b.txt")
    known += person_tokens(redactor, "Dear Ms Quillfeather,\nplease call.", "c.txt")
    asked = redactor.redact("When was Ms Quillfeather seen?", keep_tokens=True).text.value
    assert {match.group() for match in TOKEN.finditer(asked)} == set(known)


def test_a_short_name_in_a_question_that_many_bear_means_nobody() -> None:
    redactor = gdpr()
    known = {token for n in "ABCDEF" for token in person_tokens(redactor, f"Patient: {n}nnika Quillfeather", n)}
    asked = redactor.redact("When was Ms Quillfeather seen?", keep_tokens=True).text.value
    assert not known & {match.group() for match in TOKEN.finditer(asked)}


def test_a_pseudonym_restores_to_the_fullest_spelling_of_its_document() -> None:
    pseudonyms = DictPseudonyms()
    redactor = PresidioRedactor(load_policy("gdpr"), pseudonyms)
    text = "Dear Ms Quillfeather,\nplease come.\n\nPatient: Edda Quillfeather"
    assert len(set(person_tokens(redactor, text, "a.txt"))) == 1
    assert list(pseudonyms.values.values()) == ["Edda Quillfeather"]


def test_the_vault_knows_whom_a_part_of_a_name_may_mean(tmp_path: Path) -> None:
    with Vault(tmp_path / "vault.db", bytes(32), bytes(range(32)), RecordingAudit()) as vault:
        edda = vault.token("PERSON", "edda quillfeather", "Edda Quillfeather")
        vault.token("PERSON", "bram stoll", "Bram Stoll")
        vault.token("USERNAME", "quillfeather", "quillfeather")
        assert vault.namesakes("quillfeather") == vault.namesakes("e quillfeather") == [edda]
        assert vault.namesakes("nobody") == []
        vault.delete([edda])
        assert vault.namesakes("quillfeather") == []


ROWS = [
    ("⟦PERSON_aaaa⟧", "Edda Quillfeather"),
    ("⟦PERSON_bbbb⟧", "E. Quillfeather"),
    ("⟦PERSON_cccc⟧", "Quillfeather"),
    ("⟦PERSON_dddd⟧", "Edda Maria Quillfeather"),
    ("⟦PERSON_eeee⟧", "Edda Quilfeather"),
    ("⟦PERSON_ffff⟧", "Bram Stoll"),
    ("⟦PERSON_gggg⟧", "Bram Quillfeather"),
]


def reasons(rows: list[tuple[str, str]]) -> dict[str, str]:
    return {f"{each.token[8]}{each.other[8]}": each.reason for each in suggest(rows)}


def test_names_that_may_be_one_person_are_suggested_with_the_reason() -> None:
    found = reasons(ROWS)
    assert found["ab"] == "an initial that fits a longer name"
    assert found["ac"] == found["cg"] == "a name alone that fits a longer one"
    assert found["ad"] == "a name more"
    assert found["ae"] == "one letter differs"


def test_different_persons_are_not_suggested() -> None:
    assert not {"af", "ag", "fg", "bg", "ef"} & reasons(ROWS).keys()
    assert reasons([("⟦PERSON_aaaa⟧", "Jan Stoll"), ("⟦PERSON_bbbb⟧", "Jane Stoll")]) == {}


def test_one_short_name_in_two_documents_is_suggested() -> None:
    rows = [("⟦PERSON_aaaa⟧", "Mr Stoll"), ("⟦PERSON_bbbb⟧", "Stoll")]
    assert suggest(rows) == [Suggestion(*(token for token, _ in rows), "the same short name in two documents")]


def test_no_name_is_told() -> None:
    assert not any(word in repr(suggest(ROWS)) for word in ("Quill", "quill", "Edda", "edda", "Stoll"))


def test_a_name_that_too_many_bear_suggests_nothing() -> None:
    rows = [(f"⟦PERSON_{n:04}⟧".replace("0", "z"), f"{chr(97 + n % 26)}{chr(97 + n // 26)}ra Smith") for n in range(60)]
    assert len(rows) > MOST_OF_ONE_NAME
    assert suggest(rows) == []


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    keys = create_keyring(tmp_path / "keys", data=tmp_path / "data")
    with Vault.open(tmp_path / "data" / "vault.db", workspace="clinic", keyring=keys, audit=RecordingAudit()) as opened:
        yield opened


def token(vault: Vault, name: str) -> str:
    return vault.token("PERSON", canonical("PERSON", name), name)


def test_merged_persons_have_one_token_and_keep_both_names(vault: Vault) -> None:
    kept, other = token(vault, "Emil Lundqvist"), token(vault, "Emil Lundquist")
    vault.merge(kept, other)
    assert token(vault, "Emil Lundquist") == kept == vault.known("PERSON", "emil lundquist")
    assert vault.merged() == vault.merging() == {other: kept}
    assert dict(vault.rows()) == {kept: "Emil Lundqvist", other: "Emil Lundquist"}
    assert vault.issued(other) and vault.count() == 1 and vault.namesakes("lundquist") == [kept]
    vault.end_merging()
    assert vault.merging() == {} and vault.aliases(other) == [kept]


def test_a_person_may_be_merged_with_several(vault: Vault) -> None:
    first, second, third = (token(vault, name) for name in ("Emil Lundqvist", "Emil Lundquist", "Emil Lundkvist"))
    vault.merge(second, third)
    vault.merge(first, second)
    assert {token(vault, name) for name in ("Emil Lundqvist", "Emil Lundquist", "Emil Lundkvist")} == {first}
    assert vault.merged() == {second: first, third: first}


def test_nobody_gets_a_token_of_persons_who_were_merged_and_forgotten(vault: Vault) -> None:
    kept, other = token(vault, "Emil Lundqvist"), token(vault, "Emil Lundquist")
    vault.merge(kept, other)
    assert vault.delete([kept]) == 2 and list(vault.rows()) == []
    assert vault.issued(kept) and vault.issued(other)
    assert not {token(vault, "Emil Lundqvist"), token(vault, "Emil Lundquist")} & {kept, other}


def test_a_decision_outlives_new_pseudonyms(vault: Vault) -> None:
    kept, other, third = (token(vault, name) for name in ("Emil Lundqvist", "Emil Lundquist", "Emil Lundkvist"))
    vault.merge(kept, other)
    vault.keep_apart(kept, third)
    assert vault.suggestions() == []
    vault.begin_exchange()
    vault.end_exchange()
    assert not {each for each, _ in vault.rows()} & {kept, other, third}
    assert token(vault, "Emil Lundqvist") == token(vault, "Emil Lundquist") != token(vault, "Emil Lundkvist")
    assert vault.suggestions() == []


def test_a_new_suggestion_is_made_where_nobody_decided(vault: Vault) -> None:
    token(vault, "Emil Lundqvist")
    token(vault, "Emil Lundquist")
    (pair,) = vault.suggestions()
    with pytest.raises(ConfigError, match="not two persons"):
        vault.merge(pair.token, pair.token)
    with pytest.raises(ConfigError, match="not two persons"):
        vault.keep_apart(pair.token, "⟦PERSON_zzzz⟧")
    assert vault.suggestions() == [pair]


def test_a_merge_that_is_split_gives_each_person_their_token_back(vault: Vault) -> None:
    kept, other = token(vault, "Emil Lundqvist"), token(vault, "Emil Lundquist")
    vault.merge(kept, other)
    vault.end_merging()
    assert vault.split(other) == kept
    assert token(vault, "Emil Lundqvist") == kept and token(vault, "Emil Lundquist") == other
    assert dict(vault.rows()) == {kept: "Emil Lundqvist", other: "Emil Lundquist"}
    assert vault.merged() == {} and vault.parted() == {(other, kept)}
    assert vault.suggestions() == [], "whoever was split is not suggested again"


def test_only_what_was_merged_is_split(vault: Vault) -> None:
    kept, other, third = (token(vault, name) for name in ("Emil Lundqvist", "Emil Lundquist", "Emil Lundkvist"))
    vault.merge(kept, other)
    for wrong in (kept, third, "⟦PERSON_zzzz⟧"):
        with pytest.raises(ConfigError, match="was not made one"):
            vault.split(wrong)
    vault.merge(third, kept)
    assert vault.split(other) == third and vault.merged() == {kept: third}


def test_a_split_outlives_new_pseudonyms_and_leaves_with_the_person(vault: Vault) -> None:
    kept, other = token(vault, "Emil Lundqvist"), token(vault, "Emil Lundquist")
    vault.merge(kept, other)
    vault.split(other)
    vault.begin_exchange()
    vault.end_exchange()
    kept, other = token(vault, "Emil Lundqvist"), token(vault, "Emil Lundquist")
    assert vault.parted() == {(other, kept)} and vault.suggestions() == []
    vault.delete([other])
    assert vault.parted() == set()
