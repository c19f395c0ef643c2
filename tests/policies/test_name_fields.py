"""Names in fields of records: found by their keys, and one person's though given name and surname stand apart."""

import pytest

from policies.name_fields import name_fields, names_of_fields
from tests.policies.redactors import everything, found, gdpr, values

TOGETHER = [
    '{"firstName": "Edda", "lastName": "Zwartkop"}',
    '{"name": [{"use": "official", "family": "Zwartkop", "given": ["Edda", "Oluchi"]}]}',
    '{"last_name": "Zwartkop", "id": 4, "first_name": "Edda"}',
    "<name><given>Edda</given><given>Oluchi</given><family>Zwartkop</family></name>",
    "<v3:family>Zwartkop</v3:family> <v3:given>Edda</v3:given>",
    '<row FirstNameOld="x"><FirstName>Edda</FirstName><LastName>Zwartkop</LastName></row>',
    "First name: Edda\nSurname: Zwartkop",
    "Vorname: Edda\nNachname: Zwartkop\nOrt: Ulm",
]

APART = [
    '{"firstName": "Edda"}, {"lastName": "Zwartkop"}',
    "<name><given>Edda</given></name><name><family>Zwartkop</family></name>",
    "First name: Edda\n\nSurname: Zwartkop",
    "".join("<p><given>Edda</given></p>" for _ in range(4)),
    "The name: Edda. The surname: Zwartkop",
]

NOBODY = [
    '{"family": "Roboto", "size": 12}',
    "<font><family>Sans Serif</family></font>",
    '{"manager": "Unknown", "author": "none", "product_name": "Zwartkop"}',
    '{"first": 1, "last": "Friday"}',
]


@pytest.mark.parametrize("text", TOGETHER)
def test_fields_beside_each_other_name_one_person(text: str) -> None:
    names = names_of_fields(text)
    assert {"Edda", "Zwartkop"} <= set(names[text.index("Edda")].split())
    assert names[text.index("Edda")] == names[text.index("Zwartkop")]
    mention = f"{text}\n\nMs Zwartkop left, as Edda Zwartkop said."
    assert len({each.replacement for each in gdpr().redact(mention).entities if each.entity_type == "PERSON"}) == 1


@pytest.mark.parametrize("text", APART)
def test_fields_of_two_records_name_two(text: str) -> None:
    assert names_of_fields(text) == {}


TWO = [
    "<p><FirstName>Edda</FirstName></p><p><FirstName>Bram</FirstName><LastName>Zwartkop</LastName></p>",
    "First name: Edda\nAge: 4\nFirst name: Bram\nSurname: Zwartkop",
    '{"firstName": "Edda", "age": 4, "firstName": "Bram", "lastName": "Zwartkop"}',
]


def test_the_key_behind_a_name_is_none() -> None:
    text = '{"firstName": "Edda", "lastName": "Zwartkop"}'
    assert found(text, "PERSON") == ["Edda", "Zwartkop"]
    assert set(names_of_fields(text).values()) == {"Edda Zwartkop"}


@pytest.mark.parametrize("text", TWO)
def test_a_second_given_name_begins_another_person(text: str) -> None:
    names = names_of_fields(text)
    assert names == dict.fromkeys((text.index("Bram"), text.index("Zwartkop")), "Bram Zwartkop")


def test_of_a_list_that_is_too_long_for_one_name_the_last_ones_are_taken() -> None:
    text = '{"given": ["Edda", "Bram", "Bo"], "family": "Stoll"}'
    assert set(names_of_fields(text).values()) == {"Edda Bram Bo Stoll"}
    long = text.replace('"Bo"', ", ".join(['"Bo"'] * 2000))
    assert all(len(name.split()) <= 6 for name in names_of_fields(long).values())


@pytest.mark.parametrize("text", NOBODY)
def test_a_key_of_other_things_names_nobody(text: str) -> None:
    assert [each for each in values(text, everything().redact(text)) if each[0] == "PERSON"] == []


@pytest.mark.parametrize("text", ['{"displayName": "zwartkop o"}', "<Patient>zwartkop o</Patient>"])
def test_the_value_of_a_telling_key_is_a_name_in_whatever_letters(text: str) -> None:
    assert found(text, "PERSON") == ["zwartkop o"]
    assert [field.part for field in name_fields(text)] == ["whole"]
