"""Words of German, French and Spanish that a model of English takes for names."""

import pytest

from policies.languages import leaning
from policies.recognizers.foreign_words import is_foreign_word

GERMAN = "Der Patient wurde in der Klinik behandelt und ist nicht mehr bei uns."
FRENCH = "Elle est venue avec son mari et les enfants dans la salle."
SPANISH = "La paciente refiere una alergia a la penicilina y no fuma."
ENGLISH = "The patient was seen by the nurse and is at home with her son."

WORDS = [
    (GERMAN, "Herzinsuffizienz"),
    (GERMAN, "Herzinsuffizienz, Reisekosten"),
    (GERMAN, "Pflegegrad-Antrag"),
    (GERMAN, "Assistenzärztin"),
    (GERMAN, "Mann"),
    (GERMAN, "Klinikum Weserblick"),
    (ENGLISH, "Morbus Parkinson"),
    (FRENCH, "Lycée Brandauer"),
    (SPANISH, "enfermedad de Quillfeather"),
]

NAMES = [
    (GERMAN, "Tjaden"),
    (GERMAN, "Enno Tjaden"),
    (GERMAN, "Hartung"),
    (GERMAN, "Thomas Vertrag"),
    (FRENCH, "Kerbrat"),
    (FRENCH, "marie"),
    (SPANISH, "Iturralde"),
    (ENGLISH, "roz"),
    (GERMAN, "quirnbach"),
    (FRENCH, "kerbrat"),
    (GERMAN, "Xhenete Rosenschein"),
    (GERMAN, "Sonnenschein"),
    (GERMAN, "Xhenete Krankheit"),
    (GERMAN, "Frau Kind"),
    (ENGLISH, "Morbus Parkinson Edda Quillfeather"),
    (ENGLISH, "Quillation"),
    (GERMAN, "Praxis Brandauer"),
    (GERMAN, "Kanzlei Brandauer"),
    (GERMAN, "Klinik Brandauer"),
    (FRENCH, "Cabinet Kerbrat"),
    (FRENCH, "Hôpital Kerbrat"),
    (SPANISH, "Clínica Iturralde"),
    (ENGLISH, "Mann"),
    (ENGLISH, "unserer"),
]


@pytest.mark.parametrize(("text", "value"), WORDS)
def test_a_word_is_told(text: str, value: str) -> None:
    assert is_foreign_word(value, lambda: leaning(text))


@pytest.mark.parametrize(("text", "value"), NAMES)
def test_a_name_stays(text: str, value: str) -> None:
    assert not is_foreign_word(value, lambda: leaning(text))


@pytest.mark.parametrize(
    ("text", "language"),
    [(GERMAN, "de"), (FRENCH, "fr"), (SPANISH, "es"), (ENGLISH, "en"), ("Labor: Na 134, K 4.9", None), ("", None)],
)
def test_a_few_function_words_tell_the_language(text: str, language: str | None) -> None:
    assert leaning(text) == language
