"""Names of persons: where they are found, and which words are left although they could be names."""

import pytest

from tests.policies.redactors import found

FOUND = [
    # Titles and letters behind the name
    ("Thank you, Dr. Tilda O'Hara, for coming.", ["Tilda O'Hara"]),
    ("Frau Dr. med. Anneliese Brandt-Kühn war hier.", ["Anneliese Brandt-Kühn"]),
    ("M. Thibault Lefèvre est venu.", ["Thibault Lefèvre"]),
    ("La Sra. Inmaculada Ferrándiz refiere tos.", ["Inmaculada Ferrándiz"]),
    ("Mr and Mrs Quillfeather moved.", ["Quillfeather"]),
    ("Wound checked, Oluchi Mbakwe, RN, at noon.", ["Oluchi Mbakwe"]),
    # Fields
    ("Patient: Quillfeather, Edda", ["Quillfeather, Edda"]),
    ("PATIENT NAME: QUILLFEATHER, EDDA M.", ["QUILLFEATHER, EDDA M."]),
    ("patient name: edda quillfeather", ["edda quillfeather"]),
    ("| Next of kin | Bram Quillfeather |", ["Bram Quillfeather"]),
    ("**Referring physician:** Oluchi Mbakwe", ["Oluchi Mbakwe"]),
    ("Ansprechpartnerin: Anneliese Brandt", ["Anneliese Brandt"]),
    ("Employee     Bram Quillfeather", ["Bram Quillfeather"]),
    (
        "Attendees: Edda Quillfeather, Oluchi Mbakwe and Bram Stoll",
        ["Edda Quillfeather", "Oluchi Mbakwe", "Bram Stoll"],
    ),
    ("Electronically signed by: Oluchi Mbakwe, MD", ["Oluchi Mbakwe"]),
    # Letters
    ("Dear Edda,\nyour results are in.", ["Edda"]),
    ("Hi Edda and Bram,\nsee you.", ["Edda", "Bram"]),
    ("Sehr geehrte Frau Quillfeather,\nanbei der Befund.", ["Quillfeather"]),
    ("Kind regards,\n\nOluchi Mbakwe\nCardiology", ["Oluchi Mbakwe"]),
    ("Mit freundlichen Grüßen\n\nDr. Anneliese Brandt", ["Anneliese Brandt"]),
    ("From: Edda Quillfeather <eq@example.org>", ["Edda Quillfeather"]),
    ("On Monday Quillfeather, Edda <eq@example.org> wrote:", ["Quillfeather, Edda"]),
    # Phrases
    ("She was seen by Oluchi Mbakwe yesterday.", ["Oluchi Mbakwe"]),
    ("He came with her husband Bram.", ["Bram"]),
    ("the patient Edda Quillfeather was given", ["Edda Quillfeather"]),
    ("Edda Quillfeather (DOB unknown) was given", ["Edda Quillfeather"]),
    ("Edda Quillfeather, aged 43, was given", ["Edda Quillfeather"]),
    ('between the clinic and Bram Quillfeather ("the Tenant")', ["Bram Quillfeather"]),
    ("Begleitet von der Tochter Anneliese.", ["Anneliese"]),
    # Words that prove it themselves
    ("Yesterday Martin Oyelaran brought the file.", ["Martin Oyelaran"]),
    ("when was martin oyelaran last here?", ["martin oyelaran"]),
    ("Will Thompson and Mark Young share an office.", ["Will Thompson", "Mark Young"]),
    ("Séamus O'Gallchobhair keeps the key.", ["Séamus O'Gallchobhair"]),
    ("We met Ásdís Hrafnsdóttir there.", ["Ásdís Hrafnsdóttir"]),
    # Full names in a list
    ("cc: John Smith, Mary Jones", ["John Smith", "Mary Jones"]),
    ("Jury: Anna Schmidt, Robert J. Miller, Jane Cooper", ["Anna Schmidt", "Robert J. Miller", "Jane Cooper"]),
    ("We told Patient Miller, Anna and left.", ["Miller, Anna"]),
    # Names of files
    ("See attachment CV_Maria_Okonkwo.pdf for more.", ["Maria_Okonkwo"]),
    ("Sent: OkonkwoMaria.docx, scan-edda-thompson-2.pdf", ["OkonkwoMaria", "edda-thompson"]),
    ("(Lebenslauf_Maria_Elena_Okonkwo.pdf)", ["Maria_Elena_Okonkwo"]),
    # Tables
    (
        "| Name | Phone |\n|---|---|\n| Martin Oyelaran | 617-555-0182 |\n| Will Young | 617-555-0183 |",
        ["Martin Oyelaran", "Will Young"],
    ),
    ("Present:\nB. Carpenter was late.", ["B. Carpenter"]),
    ("| Physician | Room |\n|---|---|\n| Mbakwe, Oluchi | 12 |", ["Mbakwe, Oluchi"]),
]

LEFT = [
    "You will be paid in May. Mark the date, and bill the April hours by March.",
    "The rose garden and the Rose Garden Room are closed on Sunday.",
    "Parental Leave: Employees of North Clinic may take twelve weeks.",
    "Paid Time Off, Sick Leave and Jury Duty are described in Chapter Four.",
    "Dear Colleagues,\nplease read the Information Security Policy.",
    "Dear Sir or Madam,\nthank you.",
    "Kind regards,\n\nThe Human Resources Team",
    "Best regards\nPatient Services",
    "Contact: Human Resources, Room 4",
    "Prepared by: Quality Management",
    "Reviewed by the Board and approved by Finance.",
    "Parkinson's disease, Crohn's disease, the Glasgow Coma Scale and the Barthel Index were discussed.",
    "The meeting with Microsoft and the Red Cross takes place in Boston, Massachusetts.",
    "| Name | Price |\n|---|---|\n| Chest X-ray | 40 |\n| Blood Count | 12 |",
    "Refer to Cardiology, Internal Medicine or the Emergency Department.",
    "Amoxicillin, Ibuprofen and Metformin are kept in the Medication Room.",
    "Use Google Chrome, Microsoft Word or Adobe Acrobat on Windows.",
    "Peace Corps, Urban Planning and Grace Period are headings.",
    "Die Abteilung Innere Medizin ist am Montag geschlossen.",
    "See Annual_Report_2023.pdf, price-list-may.xlsx, Grace_Period.docx, maria_notes.txt and Rose_Garden.pdf.",
    "Open Setup_Guide_Final.pdf, jordan-river.pdf or README.md.",
    "Hope and faith are not charged to the patient; grace periods are.",
    "To: HR Helpdesk",
    "The bond was sold by J.P. Morgan last year.",
    "A. Towels are at the desk.\nB. Soap is free.\nC. The canteen opens at nine.\n\nE. Lockers close at ten.",
    "How Will Power BI help with the figures?",
    "TITLE: SUMMARY OF BENEFITS AND COVERAGE",
]


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_is_found(text: str, names: list[str]) -> None:
    assert found(text, "PERSON") == names


@pytest.mark.parametrize("text", LEFT)
def test_is_left(text: str) -> None:
    assert found(text, "PERSON") == []
