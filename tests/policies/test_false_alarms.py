"""What is about nobody stays, beside what is about somebody; read by the tagger too, as the product does."""

from functools import cache

import pytest

from policies.loading import load_policy
from policies.presidio_redactor import PresidioRedactor
from policies.recognizers.onnx_tagger import OnnxTagger
from tests.policies.dict_pseudonyms import DictPseudonyms


@cache
def redactor(policy: str) -> PresidioRedactor:
    return PresidioRedactor(load_policy(policy), DictPseudonyms(), tagger=tagger())


@cache
def tagger() -> OnnxTagger:
    return OnnxTagger(threads=1)


STAYS = """
Upgrade the gateway from version 4.18.2 to 4.19.0-rc1 before Friday.
The build 2024.3.1.1187 fixes the login loop.
Kernel 5.15.0.91 and firmware 1.2.3.4 are affected; v10.0.19.44 is not.
Ubuntu 22.04 LTS replaces Debian 11; Bluetooth 5.2 draws 4.6 mA at 3.3 V.
Section 4.2.1 and Chapter 12 explain how leave is counted; see Appendix B, Table 7-3.
See clauses 12.3.4.5 and 12.3.4.6 of the contract.
See § 823 Abs. 1 BGB and Art. 6(1)(f) GDPR; BGB §§ 433 ff., SGB V § 291a.
Under 45 CFR 164.514(b)(2)(i) and 42 U.S.C. § 1983 the claim stands.
28 U.S.C. § 1332(a); Fed. R. Civ. P. 12(b)(6); Cal. Civ. Code § 1798.100.
The court followed Smith v. Jones, 410 U.S. 113 (1973), and distinguished Miller v. Alabama, 567 U.S. 460.
In Donoghue v Stevenson [1932] AC 562 the duty of care was established.
R v Brown [1994] 1 AC 212 and Carlill v Carbolic Smoke Ball Co [1893] 1 QB 256.
Palsgraf v. Long Island R.R. Co., 248 N.Y. 339, 162 N.E. 99 (1928).
Smith v. State, 123 S.W.3d 456, 459 (Tex. App. 2003).
In re Gault, 387 U.S. 1 (1967), remains good law.
Schrems II, Case C-311/18, EU:C:2020:559, para. 134.
The Miranda warning and a Brady motion were discussed.
Public Law 104-191 and Directive 95/46/EC were repealed; Regulation (EU) 2016/679 applies.
Order part number AX-4471-B or SKU 88-20931-K from the catalogue.
The pump needs filter HF-2210 and gasket 17/22 mm.
Paracetamol, ibuprofen 400 mg and 2,4-dichlorophenoxyacetic acid were tested.
N-acetyl-L-cysteine, 1,3,7-trimethylxanthine and C6H12O6 dissolve at 80 °C.
CAS number 50-78-2 is aspirin; 7732-18-5 is water.
Parkinson's disease, Crohn's disease and Hodgkin lymphoma are named after doctors.
Alzheimer's, Huntington's and Addison's disease run in families.
Cushing's syndrome, Wilson's disease, Paget's disease of bone.
A Foley catheter and a Hickman line were in place; McBurney's point was tender.
The Glasgow Coma Scale was 15, the Apgar score 9, the Child-Pugh class B.
A Petri dish, a Bunsen burner and an Erlenmeyer flask are needed.
The Dijkstra algorithm, a Markov chain and a Monte Carlo simulation are used.
Metoprolol, atorvastatin and Xarelto were continued; Augmentin was stopped.
The invoice total is $12,450.75, of which 19% is VAT; 250 000 EUR over 36 months.
Revenue rose from EUR 1.2 million to EUR 1.45 million, or 20.8 percent.
Blood pressure was 128/76 mmHg, pulse 72, temperature 37.2 °C.
Sodium 140 mmol/L, potassium 4.1 mmol/L, creatinine 0.9 mg/dL.
The ward round is on Monday at 08:30 and on Thursday at 2 p.m.
The night shift is from 22:00 to 06:00, with a break at 2:15 a.m.
The supplier is certified to ISO 9001:2015, ISO/IEC 27001 and DIN EN 60601-1.
The protocol follows RFC 7231 and RFC 2616; the flaw is CVE-2021-44228.
DOI 10.1000/182 and arXiv:2106.09685 are cited.
We run PostgreSQL 15, Jenkins, Grafana, Apache Kafka and Microsoft Exchange.
Install Node.js 18, Angular and TypeScript; Kubernetes runs on Azure.
The BMW X5, the Ford Fiesta and the Toyota Corolla are in the fleet.
Boston Dynamics robots and the Paris Agreement were discussed.
The Hague Convention, the Bologna process and the Helsinki Declaration apply here.
Call getUserName() and set max_retry_count to 5 in config.yaml.
The class OrderProcessor inherits from BaseHandler; see utils.parse_date().
SELECT name, total FROM orders WHERE total > 1000 ORDER BY total DESC;
Error 0x80070005 at line 1187; exit code 137; port 8080.
Form W-2, Form 1099-MISC and ICD-10 code E11.9 were filed.
The pumps come from Tolmer Robotics Ltd and Farrow Estates plc, the valves from Lumen Optics GmbH.
Client: Wren Joinery Limited
The axis ticks are 0 1 2 3 4 5 6 7 8 9 and the options A B C D E F.
""".strip().splitlines()

GOES = [
    ("It was found in Rosalind Achterberg. We left.", "Achterberg"),
    ("He thought that you and Des looked beautiful!", "Des"),
    ("Mr Baker's number is on the list.", "Baker"),
    ("Wilson's mother called on Monday.", "Wilson"),
    ("Addison's wife, Greta Addison, called.", "Addison"),
    ("We spoke with Jonas Parkinson about his Parkinson's disease.", "Jonas Parkinson"),
    ("Patient: Edda Quillfeather. Quillfeather's disease progressed.", "Quillfeather"),
    ("The claim of Smith v. Jones is pending before us; Ms Smith is our client.", "Ms Smith"),
    ("In Smith v. Jones, 410 U.S. 113 (1973), counsel was Henrietta Lockwood.", "Lockwood"),
    ("Jenkins said that Grafana is down; Tom Jenkins fixed it.", "Tom Jenkins"),
    ("Version 4.2 was signed off by Edda Quillfeather.", "Quillfeather"),
    ("Section 3: phone 617-555-0182, fax 617-555-0183.", "0182"),
    ("The server at 192.168.12.7 runs version 4.18.2.", "192.168.12.7"),
    ("Order 4711 goes to Oluchi Mbakwe, 12 Harbor Street.", "Mbakwe"),
    ("ISO 9001 auditor: Anneliese Brandt, anneliese.brandt@example.org.", "anneliese"),
    ("Invoice of $120 to Marisol Quintero, card 4111 1111 1111 1111.", "4111"),
    ("On Monday at 08:30 Dr. Okonkwo sees Xanthe Zwartkop.", "Zwartkop"),
    ("Metoprolol was given to Ludmila Perez by nurse Hollis Grady.", "Perez"),
    ("Call Priya Raghunathan (RFC 7231 author) at +44 20 7946 0958.", "7946"),
    ("Rule 5: her IBAN is DE89 3704 0044 0532 0130 00.", "3704"),
]


@pytest.mark.parametrize("policy", ["gdpr", "hipaa"])
@pytest.mark.parametrize("sentence", STAYS)
def test_what_is_about_nobody_stays(sentence: str, policy: str) -> None:
    assert redactor(policy).redact(sentence).text.value == sentence


@pytest.mark.parametrize("policy", ["gdpr", "hipaa"])
@pytest.mark.parametrize(("sentence", "value"), GOES)
def test_what_is_about_somebody_goes_from_such_a_sentence(sentence: str, value: str, policy: str) -> None:
    redacted = redactor(policy).redact(sentence).text.value
    assert value in sentence
    assert value not in redacted


@pytest.mark.parametrize("date", ["Table 3, 12 March 1984", "schedule of 3/14/1984", "Release 12.03.1984"])
def test_a_date_beside_a_reference_is_a_date(date: str) -> None:
    assert redactor("hipaa").redact(f"See {date}.").text.value.endswith("1984.")
    assert "12" not in redactor("hipaa").redact(f"See {date}.").text.value.replace("1984", "")


@pytest.mark.parametrize("title", ["Ms", "Mr", "Dr.", "Frau"])
def test_a_title_before_a_pseudonym_is_no_name(title: str) -> None:
    pseudonyms = DictPseudonyms()
    own = PresidioRedactor(load_policy("gdpr"), pseudonyms, tagger=tagger())
    first = own.redact(f"{title} Lindqvist's term as secretary ends in June.").text.value
    assert first.startswith(f"{title} ⟦PERSON_")
    assert own.redact(first, keep_tokens=True).text.value == first


def test_a_plain_word_that_fills_a_cell_is_no_name_and_a_name_is_one() -> None:
    table = "| Vaccine | Who | Booster |\n|---|---|---|\n| {} | everyone | every 10 years |\n"
    for word in ("Tetanus", "Measles", "Varicella"):
        assert redactor("gdpr").redact(table.format(word)).text.value == table.format(word)
    assert "Okafor" not in redactor("gdpr").redact(table.format("Okafor")).text.value
