"""Tables are decided by the column: by its header, else by most of its cells; in pipe rows and in delimited text."""

import pytest

from ingest.loaders import load
from policies.recognizers.table_headers import entity_of, is_harmless_header
from policies.tables import tables_in
from tests.policies.redactors import gdpr, hipaa, values

HEADERS = {
    "PERSON": "Patient name|patient_name|PatientName|Last name|Nachname|Vor- und Nachname|Prénom|Nom de famille"
    "|Apellidos|Nombre y apellidos|Next of kin|Médecin traitant|Mieterin|Ordering|Referring physician|Complainant",
    "PHONE_NUMBER": "Phone|Home phone|phone_number|Mobile no.|Telefonnummer|Handy|Téléphone portable|N° de téléphone"
    "|Teléfono móvil|Fax",
    "EMAIL_ADDRESS": "E-mail|Email address|Courriel|Correo electrónico|E-Mail-Adresse|work email",
    "STREET_ADDRESS": "Address|Mailing address|address line 1|Anschrift|Straße und Hausnummer|Adresse|Dirección",
    "LOCATION": "City|Wohnort|Ville|Lieu de naissance|Localidad|Provincia",
    "POSTAL_CODE": "PLZ|Postcode|Code postal|Código postal",
    "US_ZIP": "ZIP|zip_code",
    "DATE_OF_BIRTH": "DOB|dob_dt|Date of birth|dateOfBirth|birth_date|Geburtsdatum|geb. am|Date de naissance|Né(e) le"
    "|Fecha de nacimiento|patient DOB",
    "DATE_TIME": "Date|admit_dt|disch_date|Admission date|Datum|Aufnahmedatum|Date de sortie|Fecha de ingreso",
    "AGE": "Age|Age (years)|Alter|Âge|Edad",
    "MEDICAL_RECORD_NUMBER": "MRN|Patient ID|patientId|Patientennummer|Fall-Nr.|N° de dossier|Numéro de patient"
    "|Nº de historia clínica|Número de paciente",
    "HEALTH_PLAN_NUMBER": "Member ID|Versichertennummer|Numéro d'adhérent|Número de póliza",
    "ACCOUNT_NUMBER": "Account no.|Kontonummer|Kunden-Nr.|Numéro de compte|Número de cuenta",
    "EMPLOYEE_ID": "Employee ID|Personalnummer|Matricule|Número de empleado",
    "US_SSN": "SSN|Social security number",
    "ID_NUMBER": "Student ID|NINO|Steuer-ID|N° de sécurité sociale|DNI|DNI/NIE|Número de la Seguridad Social",
    "LICENSE_NUMBER": "License no.|Passport number|Führerschein|Permis de conduire|Pasaporte",
    "LICENSE_PLATE": "License plate|Kennzeichen|Immatriculation|Matrícula",
    "DEVICE_ID": "Serial no.|Seriennummer|Numéro de série|Número de serie",
    "USERNAME": "User name|Login|Benutzername|Identifiant|Usuario",
}

NO_HEADERS = "Amount|Unit price|Qty|Betrag|Montant|Importe|Result|Room|Version|Diagnosis|Medikament|Product name|Test"


@pytest.mark.parametrize(
    ("entity", "header"), [(entity, name) for entity, s in HEADERS.items() for name in s.split("|")]
)
def test_a_header_tells_what_its_column_holds(entity: str, header: str) -> None:
    assert entity_of(header) == entity


@pytest.mark.parametrize("header", NO_HEADERS.split("|"))
def test_a_header_of_things_tells_nothing(header: str) -> None:
    assert entity_of(header) is None
    assert is_harmless_header(header)


def redacted(text: str) -> str:
    return hipaa().redact(text).text.value


PEOPLE = [
    ["Patient", "DOB", "Phone", "SSN", "City", "Fee"],
    ["Quillfeather, Edda", "3/14/62", "5550182", "536904399", "Brookhollow", "12.50"],
    ["ng", "1/2/1980", "617 555 0183", "n/a", "Rye", "100.00"],
    ["Stoll Bram", "1980", "x 5188", "536-90-439", "Ussel", "7.00"],
]
HIDDEN = [
    ["Patient", "DOB", "Phone", "SSN", "City", "Fee"],
    ["[PERSON]", "1962", "[PHONE_NUMBER]", "[US_SSN]", "[LOCATION]", "12.50"],
    ["[PERSON]", "1980", "[PHONE_NUMBER]", "n/a", "[LOCATION]", "100.00"],
    ["[PERSON]", "1980", "[PHONE_NUMBER]", "[US_SSN]", "[LOCATION]", "7.00"],
]


def piped(rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def quoted(rows: list[list[str]], delimiter: str) -> str:
    return "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows) + "\n"


def test_cells_follow_their_header_in_pipe_rows() -> None:
    assert redacted(piped(PEOPLE)) == piped(HIDDEN)


def test_cells_follow_their_header_in_markdown_with_a_rule() -> None:
    def ruled(rows: list[list[str]]) -> str:
        return piped([rows[0], ["---"] * len(rows[0]), *rows[1:]])

    assert redacted(ruled(PEOPLE)) == ruled(HIDDEN)


def test_cells_follow_their_header_in_markdown_without_outer_pipes() -> None:
    text = "Patient | Phone\n--- | ---\nng tao | 5550182\nEdda Quillfeather | 5550183\n"
    after = "Patient | Phone\n--- | ---\n[PERSON] | [PHONE_NUMBER]\n[PERSON] | [PHONE_NUMBER]\n"
    assert redacted(text) == after


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_follow_their_header_in_delimited_text(delimiter: str) -> None:
    assert redacted(quoted(PEOPLE, delimiter)) == quoted(HIDDEN, delimiter)


@pytest.mark.parametrize("name", ["people.csv", "people.html", "people.md"])
def test_files_of_each_kind_give_the_same_cells(tmp_path, name: str) -> None:  # type: ignore[no-untyped-def]
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in PEOPLE)
    content = {
        "people.csv": quoted(PEOPLE, ","),
        "people.html": f"<html><body><table>{rows}</table></body></html>",
        "people.md": piped([PEOPLE[0], ["---"] * 6, *PEOPLE[1:]]),
    }[name]
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert redacted(load(tmp_path / name, name).text).strip() == piped(HIDDEN).strip()


def test_french_german_and_spanish_tables_are_read() -> None:
    for rows in (
        [["Nom", "Né(e) le", "N° de sécurité sociale"], ["LEFEVRE Thibault", "03/06/62", "2 55 08 14 168 025"]],
        [["Name, Vorname", "geb. am", "Personalnummer"], ["Brandt, Anneliese", "03.06.62", "P-7701"]],
        [["Nombre y apellidos", "Nacimiento", "DNI"], ["Inmaculada Ferrándiz", "03/06/62", "1234567"]],
    ):
        hidden = redacted(piped(rows)).splitlines()[1]
        assert hidden.startswith("| [PERSON] | 1962 | ["), rows[0]


def test_names_of_columns_are_no_findings() -> None:
    rows = [["Vorname", "Nachname", "Ort", "Betrag"], ["Anneliese", "Brandt", "Ulm", "12,50"]]
    assert redacted(piped(rows)).startswith("| Vorname | Nachname | Ort | Betrag |")


def test_a_column_without_a_telling_header_is_decided_by_most_of_its_cells() -> None:
    phones = [["Code", "Reach"], *([str(n), f"(617) 555-018{n}"] for n in range(5)), ["6", "617555O186"]]
    assert redacted(piped(phones)).count("[PHONE_NUMBER]") == 6


def test_a_table_without_a_header_is_decided_by_its_cells_too() -> None:
    rows = [[f"(617) 555-018{n}", "ok"] for n in range(5)]
    assert redacted(piped([["617555O189", "ok"], *rows])).count("[PHONE_NUMBER]") == 6


def test_a_minority_decides_nothing() -> None:
    rows = [["Code", "Remark"], *([str(n), f"part 20-44{n}"] for n in range(5)), ["6", "(617) 555-0182"]]
    assert redacted(piped(rows)).count("[PHONE_NUMBER]") == 1


def test_a_column_of_amounts_is_left_whatever_its_cells_look_like() -> None:
    rows = [
        ["Item", "Price"],
        ["Chair", "(617) 555-0182"],
        *(["Desk", f"(617) 555-018{n}"] for n in range(4)),
        ["A", "99"],
    ]
    assert "| A | 99 |" in redacted(piped(rows))


@pytest.mark.parametrize(
    "text",
    [
        "| Name | Price |\n|---|---|\n| Chest X-ray | 40 |\n| Blood Count | 12 |",
        "| Vehicle | Policy | Owner |\n| 2 cars | dental only | HR Team |\n| 3 vans | vision | Facilities |",
        "| Manager | Provider |\n| yes | no |\n| no | n/a |",
        "The list has names, phones, and rooms.\nIt is long, dull, and old.",
        "Bring name, phone and address.\nBring a pen, paper and time.",
        "Item,Qty,Unit price\nChair,12,49.90\nDesk,4,120.00",
    ],
)
def test_tables_and_sentences_of_other_things_are_left(text: str) -> None:
    assert values(text, hipaa().redact(text)) == []


def test_rows_of_different_length_and_quotes_that_stay_open_break_nothing() -> None:
    text = 'Name,Phone\n"Edda,5550182\nBram Stoll,5550183,extra\n| Name |\n| |\n||\n|'
    assert redacted(text)
    assert all(len(table.rows) > 1 for table in tables_in(text))


def test_first_and_last_beside_each_other_are_names_taken_apart() -> None:
    text = "Acc,Last,First,Test\n1,OYELARAN,Temitope,TSH\n2,Price,Adaeze,TSH\n3,Le,Bao,TSH\nAdaeze Price called."
    redaction = gdpr().redact(text)
    cells = {text[each.start : each.end]: each.replacement for each in redaction.entities}
    assert cells["OYELARAN"] == cells["Temitope"] and cells["Le"] == cells["Bao"]
    assert cells["Price"] == cells["Adaeze"] == cells["Adaeze Price"]
    assert len(set(cells.values())) == 3


@pytest.mark.parametrize("text", ["task,first,last\nBackup,Monday,Friday\nRestore,Tuesday,Saturday", "first,x\nMay,1"])
def test_first_and_last_of_other_things_are_no_names(text: str) -> None:
    assert not [each for each in gdpr().redact(text).entities if each.entity_type == "PERSON"]
