"""Values that only questions named: known to nobody, and forgotten with a purge."""

from __future__ import annotations

from pathlib import Path

import pytest

from policies.keys import Keyring
from policies.vault import Vault
from tests.policies.vaults import opened


def named(vault: Vault, name: str, *, asked: bool) -> str:
    return vault.token("PERSON", name.casefold(), name, asked=asked)


@pytest.mark.parametrize("looked_up", [0, 499, 500, 2000])
def test_the_mark_outlives_process_and_memory_and_ends_with_a_document(
    vault: Vault, path: Path, keyring: Keyring, looked_up: int
) -> None:
    asked, stored = named(vault, "Ola Berg", asked=True), named(vault, "Tor Berg", asked=False)
    with opened(path, keyring) as later:
        for n in range(looked_up):
            later.known("PERSON", f"person {n}")
        assert later.known("PERSON", "tor berg") == stored and later.known("PERSON", "ola berg") is None
        assert later.held("PERSON", "ola berg") == asked and later.asked() == [asked]
        assert named(later, "Ola Berg", asked=False) == asked
        assert later.known("PERSON", "ola berg") == asked and later.asked() == []
    with opened(path, keyring) as third:
        assert third.known("PERSON", "ola berg") == asked


def test_a_document_of_another_process_ends_it_here_soon(vault: Vault, path: Path, keyring: Keyring) -> None:
    for n in range(501):
        vault.known("PERSON", f"person {n}")
    asked = named(vault, "Ola Berg", asked=True)
    with opened(path, keyring) as other:
        named(other, "Ola Berg", asked=False)
    assert vault.held("PERSON", "ola berg") == asked
    assert vault.known("PERSON", "ola berg") == asked and vault.namesakes("berg") == [asked]


def test_a_document_that_fails_to_be_read_leaves_the_mark(vault: Vault) -> None:
    asked = named(vault, "Ola Berg", asked=True)
    with pytest.raises(LookupError), vault.batch():
        named(vault, "Ola Berg", asked=False)
        raise LookupError
    assert vault.asked() == [asked] and vault.known("PERSON", "ola berg") is None


def test_forgetting_takes_what_no_text_has_and_nothing_else(vault: Vault, path: Path, keyring: Keyring) -> None:
    asked, used = named(vault, "Ola Berg", asked=True), named(vault, "Ina Lund", asked=True)
    stored = named(vault, "Tor Berg", asked=False)
    with opened(path, keyring) as other:
        assert other.held("PERSON", "ola berg") == asked
        assert vault.forget_asked({used}) == 1
        assert dict(other.rows()) == {used: "Ina Lund", stored: "Tor Berg"}
        assert other.held("PERSON", "ola berg") is None and not other.issued(asked)
        assert other.known("PERSON", "ina lund") == used
    assert vault.forget_asked(()) == 0 and vault.asked() == []


def test_a_value_that_is_asked_about_and_forgotten_each_night_keeps_its_token(vault: Vault) -> None:
    tokens = set()
    for _ in range(100):
        tokens.add(named(vault, "Ola Berg", asked=True))
        vault.forget_asked(())
    assert len(tokens) == 1


def test_an_erased_value_of_a_question_never_has_its_token_again(vault: Vault) -> None:
    erased = named(vault, "Ola Berg", asked=True)
    assert vault.delete([erased]) == 1 and vault.asked() == []
    assert named(vault, "Ola Berg", asked=True) != erased and vault.issued(erased)


def test_new_pseudonyms_leave_the_marks(vault: Vault) -> None:
    asked, stored = named(vault, "Ola Berg", asked=True), named(vault, "Tor Berg", asked=False)
    vault.begin_exchange()
    assert vault.successors().keys() == {asked, stored} and vault.known("PERSON", "ola berg") is None
    (renewed,) = vault.asked()
    vault.end_exchange()
    assert renewed != asked and vault.forget_asked({asked}) == 1
    assert [value for _, value in vault.rows()] == ["Tor Berg"]


def test_whom_only_a_question_named_is_no_suggestion_and_a_merge_makes_them_known(vault: Vault) -> None:
    stored, asked = named(vault, "Ola M Berg", asked=False), named(vault, "Ola Berg", asked=True)
    assert vault.suggestions() == []
    vault.merge(stored, asked)
    assert vault.asked() == [] and vault.known("PERSON", "ola berg") == stored
    vault.split(asked)
    assert vault.forget_asked(()) == 0 and vault.known("PERSON", "ola berg") == asked
