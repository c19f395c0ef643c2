"""German, French and Spanish: national ids by checksum, dates in words, telephones, addresses, labelled fields."""

import pytest

from tests.policies.redactors import everything, found

FOUND = {
    "de": [
        ("DE_TAX_ID", "Steuer-ID: 86 095 742 719", "86 095 742 719"),
        ("DE_SOCIAL_SECURITY", "Rentenversicherungsnummer 15 070649 C 103", "15 070649 C 103"),
        ("DE_SOCIAL_SECURITY", "Sozialversicherungsnummer: 15070649C103", "15070649C103"),
        ("DE_HEALTH_INSURANCE", "Krankenversichertennummer A123456780", "A123456780"),
        ("DE_ID_CARD", "Personalausweisnummer L01X00T471", "L01X00T471"),
        ("DE_ID_CARD", "Reisepass: C01X00T478", "C01X00T478"),
        ("DATE_TIME", "am 3. Juni 2024 um", "3. Juni 2024"),
        ("DATE_TIME", "am Montag, den 3. Juni 2024 um", "Montag, den 3. Juni 2024"),
        ("DATE_TIME", "am 03.06.2024 um", "03.06.2024"),
        ("DATE_OF_BIRTH", "Geburtsdatum: 3. Juni 1962", "3. Juni 1962"),
        ("DATE_OF_BIRTH", "geb. 03.06.1962 in Ulm", "03.06.1962"),
        ("DATE_OF_BIRTH", "Jahrgang 1962", "1962"),
        ("PERSON", "Name: Brandt, Anneliese", "Brandt, Anneliese"),
        ("PERSON", "Vorname: Anneliese\nBeruf: keiner", "Anneliese"),
        ("PERSON", "Patientin: Anneliese Brandt-Kühn", "Anneliese Brandt-Kühn"),
        ("PERSON", "Hausarzt: Dr. Ansgar Thielbeer", "Ansgar Thielbeer"),
        ("STREET_ADDRESS", "Anschrift: Lindenstraße 14a, 69120 Heidelberg", "Lindenstraße 14a, 69120 Heidelberg"),
        ("STREET_ADDRESS", "Wohnhaft: Am Alten Markt 3, 69120 Heidelberg", "Am Alten Markt 3, 69120 Heidelberg"),
        ("LOCATION", "Wohnort: Heidelberg", "Heidelberg"),
        ("MEDICAL_RECORD_NUMBER", "Patientennummer: 7719034", "7719034"),
        ("MEDICAL_RECORD_NUMBER", "Fall-Nr. 2024-118842", "2024-118842"),
        ("HEALTH_PLAN_NUMBER", "Versicherungsnummer: KV-2281-99", "KV-2281-99"),
        ("PHONE_NUMBER", "Telefon: 06221 56-1234", "06221 56-1234"),
        ("PHONE_NUMBER", "mobil unter 0171 2345678", "0171 2345678"),
        ("AGE", "im Alter von 93 Jahren", "93"),
    ],
    "fr": [
        ("FR_NIR", "n° de sécurité sociale : 2 55 08 14 168 025 38", "2 55 08 14 168 025 38"),
        ("FR_NIR", "carte vitale 255081416802538", "255081416802538"),
        ("FR_NIR", "NIR 1 84 12 2A 451 089 33", "1 84 12 2A 451 089 33"),
        ("FR_SIREN", "SIREN : 732 829 320", "732 829 320"),
        ("FR_SIREN", "SIRET 732 829 320 00074", "732 829 320 00074"),
        ("DATE_TIME", "le 3 juin 2024 à", "3 juin 2024"),
        ("DATE_TIME", "le 1er mars 2024 à", "1er mars 2024"),
        ("DATE_TIME", "lundi 3 juin 2024 à", "lundi 3 juin 2024"),
        ("DATE_TIME", "vu le 12 août dernier", "12 août"),
        ("DATE_OF_BIRTH", "Date de naissance : 03/06/1962", "03/06/1962"),
        ("DATE_OF_BIRTH", "née le 3 juin 1962", "3 juin 1962"),
        ("PERSON", "Nom : Lefèvre Thibault", "Lefèvre Thibault"),
        ("PERSON", "Prénom : Thibault\nSexe : M", "Thibault"),
        ("PERSON", "Médecin traitant : Dr Solange Armentier", "Solange Armentier"),
        ("STREET_ADDRESS", "habite 14 bis, rue de la Fontaine, à", "14 bis, rue de la Fontaine"),
        ("STREET_ADDRESS", "Adresse : 3 place du Marché, 35000 Rennes", "3 place du Marché, 35000 Rennes"),
        ("LOCATION", "Ville : Rennes", "Rennes"),
        ("MEDICAL_RECORD_NUMBER", "N° patient : 7719034", "7719034"),
        ("MEDICAL_RECORD_NUMBER", "Numéro de dossier : D-77190", "D-77190"),
        ("HEALTH_PLAN_NUMBER", "Numéro d'adhérent : MU-882910", "MU-882910"),
        ("PHONE_NUMBER", "Tél. : 02 99 28 43 21", "02 99 28 43 21"),
        ("PHONE_NUMBER", "au 06.12.34.56.78 le soir", "06.12.34.56.78"),
        ("AGE", "âgée de 93 ans", "93"),
    ],
    "es": [
        ("ES_NIF", "DNI: 12345678Z", "12345678Z"),
        ("ES_NIF", "DNI 12.345.678-Z", "12.345.678-Z"),
        ("ES_NIE", "NIE X-1234567-L", "X-1234567-L"),
        ("ES_NUSS", "NUSS 28/12345678/40", "28/12345678/40"),
        ("ES_NUSS", "número de la Seguridad Social 281234567840", "281234567840"),
        ("ES_CIF", "CIF A58818501", "A58818501"),
        ("ES_CIF", "la sociedad, con NIF B-12345674, paga", "B-12345674"),
        ("DATE_TIME", "el 3 de junio de 2024 a", "3 de junio de 2024"),
        ("DATE_TIME", "el lunes 3 de junio de 2024 a", "lunes 3 de junio de 2024"),
        ("DATE_OF_BIRTH", "Fecha de nacimiento: 3 de junio de 1962", "3 de junio de 1962"),
        ("DATE_OF_BIRTH", "nacida en 1962", "1962"),
        ("PERSON", "Nombre: Inmaculada Ferrándiz", "Inmaculada Ferrándiz"),
        ("PERSON", "Apellidos: Ferrándiz Olmo", "Ferrándiz Olmo"),
        ("PERSON", "Médico: Dra. Remedios Azcárate", "Remedios Azcárate"),
        ("STREET_ADDRESS", "Dirección: Calle de la Luna 23, 28004 Madrid", "Calle de la Luna 23, 28004 Madrid"),
        ("STREET_ADDRESS", "vive en Avda. de Portugal, 12, en", "Avda. de Portugal, 12"),
        ("LOCATION", "Localidad: Burgos", "Burgos"),
        ("MEDICAL_RECORD_NUMBER", "Nº de paciente: 7719034", "7719034"),
        ("MEDICAL_RECORD_NUMBER", "Número de historia clínica: 88-2210", "88-2210"),
        ("HEALTH_PLAN_NUMBER", "Número de póliza: PZ-882910", "PZ-882910"),
        ("PHONE_NUMBER", "Teléfono: 915 55 01 82", "915 55 01 82"),
        ("PHONE_NUMBER", "llamar al 612 345 678", "612 345 678"),
        ("AGE", "Edad: 93", "93"),
    ],
}

WRONG_CHECK_DIGITS = [
    ("DE_TAX_ID", "Steuer-ID 86095742718"),
    ("DE_SOCIAL_SECURITY", "Rentenversicherungsnummer 15070649C104"),
    ("DE_HEALTH_INSURANCE", "Krankenversichertennummer A123456781"),
    ("DE_ID_CARD", "Personalausweis L01X00T472"),
    ("FR_NIR", "NIR 255081416802539"),
    ("FR_SIREN", "SIREN 732 829 321"),
    ("FR_SIREN", "SIRET 732 829 320 00075"),
    ("ES_NIF", "DNI 12345678A"),
    ("ES_NIE", "NIE X1234567A"),
    ("ES_NUSS", "NUSS 28/12345678/41"),
    ("ES_CIF", "CIF A58818502"),
]

LEFT = [
    # A checksum that one number in ten passes needs a word beside it
    "Artikel L01X00T471 ist lieferbar.",
    "L'article 732829320 est arrivé.",
    "El pedido A58818501 llegó.",
    "La referencia 281234567840 está agotada.",
    # Words and amounts
    "Die Sitzung dauert 45 Minuten, der Preis beträgt 1.250,00 Euro.",
    "Der Ort ist schön, die Straße lang und die Stadt klein.",
    "La rue est longue, la ville est petite et le prix est de 1 250,00 euros.",
    "Le dossier est complet, la carte vitale aussi.",
    "La calle es larga, la ciudad es pequeña y el precio es de 1.250,00 euros.",
    "Se ruega traer el DNI y la tarjeta sanitaria.",
    "Bitte den Personalausweis und die Versichertenkarte mitbringen.",
    "Eine 45-jährige Patientin nahm 90 mg über 90 Tage.",
    "En mars et en mai, il pleut ; en mayo y en junio, no.",
]


@pytest.mark.parametrize(
    ("entity", "text", "value"), [row for rows in FOUND.values() for row in rows], ids=lambda part: part[:40]
)
def test_is_found(entity: str, text: str, value: str) -> None:
    assert found(text, entity) == [value]


@pytest.mark.parametrize(("entity", "text"), WRONG_CHECK_DIGITS)
def test_a_wrong_check_digit_is_no_such_number(entity: str, text: str) -> None:
    assert found(text, entity) == []


@pytest.mark.parametrize("text", LEFT)
def test_is_left(text: str) -> None:
    assert everything().redact(text).entities == ()
