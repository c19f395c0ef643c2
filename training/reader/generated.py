"""Questions over forms, tables, rules and procedures of our own making: what offices have and encyclopaedias don't."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from training.reader.examples import Example

_PLACES = "Oslo Leeds Porto Ghent Basel Turin Kraków Malmö Bilbao Graz Tampere Galway Bergen Lyon Ulm Delft".split()
_ROLES = (
    "line manager|head of department|data protection officer|finance team|site manager|IT service desk|"
    "ward manager|payroll office|procurement lead|safety officer|managing partner|chief pharmacist|HR adviser|"
    "duty nurse|registrar"
).split("|")
_NAMES = ("Anita Rao|Tom Becker|Lucía Ortega|Sam Whitlock|Mei Tan|Jonas Lind|Amara Okafor|Petra Novák|Ivo Klein").split(
    "|"
)
_UNITS = ("days|working days|weeks|hours|months|calendar days").split("|")
_MONTHS = ("January|February|March|April|May|June|July|August|September|October|November|December").split("|")

_FIELDS: dict[str, tuple[Sequence[str], str]] = {
    "Room": (("Which room is it in?", "What room should people go to?", "Where does it take place?"), "room"),
    "Start date": (("When does it start?", "What is the start date?", "On which date does it begin?"), "date"),
    "End date": (("When does it end?", "What is the last day?", "Until when does it run?"), "date"),
    "Total amount": (("What is the total?", "How much is to be paid in all?", "How much does it come to?"), "money"),
    "Deposit": (("How big is the deposit?", "How much has to be left as a deposit?"), "money"),
    "Reference": (("What is the reference number?", "Under which reference is it filed?"), "code"),
    "Responsible": (("Who is responsible?", "Who is in charge of it?", "Whose responsibility is it?"), "role"),
    "Contact": (("Who should be contacted?", "Who is the contact person?"), "name"),
    "Payment terms": (("When is payment due?", "How long do we have to pay?"), "days"),
    "Notice period": (("How long is the notice period?", "How much notice has to be given?"), "duration"),
    "Weekly hours": (("How many hours a week are worked?", "What are the weekly hours?"), "hours"),
    "Place of work": (("Where is the place of work?", "In which city is the job?"), "place"),
    "Supervisor": (("Who is the supervisor?", "Who does the person report to?"), "name"),
    "Cost centre": (("Which cost centre is charged?", "What is the cost centre?"), "code"),
    "Warranty": (("How long does the warranty last?", "For how long is it under warranty?"), "duration"),
    "Delivery address": (("Where should it be delivered?", "To which address does it go?"), "address"),
    "Insurance": (("Who is the insurer?", "Which company insures it?"), "company"),
    "Dosage": (("What is the dosage?", "How much is to be taken?", "How often is it given?"), "dose"),
    "Allergies": (("Are there any allergies?", "What is the patient allergic to?"), "allergy"),
    "Next appointment": (("When is the next appointment?", "On which day is the patient seen again?"), "date"),
    "Approved by": (("Who approved it?", "Who signed it off?", "Who gave approval?"), "name"),
    "Status": (("What is its status?", "How far has it got?"), "status"),
    "Version": (("Which version is it?", "What version number does it have?"), "version"),
    "Department": (("Which department is it for?", "What department does it belong to?"), "department"),
}
_FORMS = (
    "Booking form|Purchase order|Invoice|Employment contract|Equipment record|Discharge summary|Change request|"
    "Tenancy record|Service agreement|Travel request"
).split("|")
_THINGS = (
    "laptop|company car|access badge|projector|meeting room|parking space|mobile phone|security token|lab coat|"
    "bicycle|locker|translation service|courier service|conference ticket|archive box|defibrillator|wheelchair|"
    "ventilator"
).split("|")
_TABLES: tuple[tuple[str, str, tuple[tuple[str, str, Sequence[str]], ...]], ...] = (
    (
        "Daily allowances",
        "City",
        (
            ("Hotel limit", "money", ("What is the hotel limit in {k}?", "How much may a hotel in {k} cost?")),
            ("Meals", "money", ("What is paid for meals in {k}?", "How much is the meal allowance for {k}?")),
        ),
    ),
    (
        "Opening times",
        "Site",
        (
            ("Opens", "time", ("When does {k} open?", "At what time does the site in {k} open?")),
            ("Closes", "time", ("When does {k} close?", "Until what time is {k} open?")),
        ),
    ),
    (
        "Equipment",
        "Item",
        (
            ("Price", "money", ("What does a {k} cost?", "How much is the {k}?", "What is the price of the {k}?")),
            ("Loan period", "duration", ("For how long can a {k} be borrowed?", "What is the loan period of the {k}?")),
            ("Held by", "role", ("Who holds the {k}?", "Who gives out the {k}?")),
        ),
    ),
    (
        "Retention of records",
        "Record",
        (
            ("Kept for", "duration", ("How long are {k} kept?", "What is the retention period of {k}?")),
            ("Owner", "role", ("Who owns {k}?", "Who is responsible for {k}?")),
        ),
    ),
)
_RECORDS = (
    "payroll records|visitor logs|training records|X-ray images|tender documents|call recordings|consent forms|"
    "board minutes|incident reports|warranty claims"
).split("|")
_DUTIES = (
    "report the loss|hand in the badge|submit the claim|return the equipment|request leave|answer the complaint|"
    "renew the certificate|notify the regulator|book the room|sign the register|update the inventory|"
    "destroy the copies|file the report|pay the invoice"
).split("|")
_WHO = (
    "Staff|Employees|Visitors|Contractors|Volunteers|Managers|Trainees|Tenants|Suppliers|Nurses|Drivers|Patients"
).split("|")
_ACTS = (
    "take photographs on site|use private e-mail for work|bring guests|store files on a memory stick|"
    "park in the yard|work from home on Fridays|open the server room|share a password|eat at their desk|"
    "smoke near the entrance|carry over unused leave|order stock themselves|lend their badge|take records home|"
    "accept gifts from suppliers|cancel an order by telephone"
).split("|")
_WAIVERS = (
    "without written approval|at any time|during the first six months|after office hours|unless a manager agrees|"
    "on weekdays"
).split("|")
_FILLER = (
    "This page is reviewed once a year.|Questions go to the office named at the end.|"
    "Earlier versions are no longer valid.|The rules apply at every site.|"
    "Exceptions are recorded in the register.|A copy is kept with the contract.|"
    "Terms in capitals are defined in the glossary.|Nothing here changes a statutory right.|"
    "Forms are on the intranet.|The summary is for orientation only.|Local rules may be stricter.|"
    "Please read the whole section first."
).split("|")
_STEPS = (
    "Fill in the form on the intranet|Ask your {r} to sign it|Send a copy to the {r}|Wait for the confirmation|"
    "Keep the receipt|Log out of all devices|Lock the cabinet|Call the {r}|Write down the serial number|"
    "Attach the original invoices|Check the label twice|Switch off the power|Record the time in the log|"
    "Bring two proofs of identity|Choose a date in the calendar"
).split("|")
_GOALS = (
    "claim travel costs|replace a lost badge|order a new laptop|report an accident|register a visitor|"
    "apply for parental leave|return a device|dispose of old records|book the projector|open an account|"
    "request a reference|hand over a shift|cancel a subscription|change the bank details"
).split("|")


def generated(count: int, seed: int) -> Iterator[Example]:
    """Examples, a third of them not answered by their passage."""
    pick = random.Random(seed)  # noqa: S311
    makers = (_form, _form, _table, _table, _rule, _duty, _procedure)
    for _ in range(count):
        yield pick.choice(makers)(pick)


def value(kind: str, pick: random.Random) -> str:
    """A plausible value of a kind."""
    day, month, year = pick.randint(1, 28), pick.choice(_MONTHS), pick.randint(2015, 2027)
    amount = pick.choice([pick.randint(5, 95), pick.randint(100, 990), pick.randint(1, 40) * 250])
    cents = pick.choice(["", "", f".{pick.randint(0, 99):02d}"])
    small = pick.choice([2, 3, 5, 7, 10, 14, 21, 28, 30, 60, 90])
    match kind:
        case "room":
            return f"{pick.choice('ABCDE')}{pick.randint(1, 4)}.{pick.randint(1, 40):02d}"
        case "date":
            return pick.choice(
                [f"{day} {month} {year}", f"{month} {day}, {year}", f"{year}-{pick.randint(1, 12):02d}-{day:02d}"]
            )
        case "money":
            return pick.choice(
                [f"€{amount:,}{cents}", f"{amount:,}{cents} EUR", f"£{amount:,}{cents}", f"${amount:,}{cents}"]
            )
        case "code":
            return f"{''.join(pick.choices('ABCDEFGHKLMNPRST', k=2))}-{pick.randint(1000, 99999)}"
        case "role":
            return "the " + pick.choice(_ROLES)
        case "name":
            return pick.choice(_NAMES)
        case "days":
            return pick.choice(
                [f"{small} days net", f"within {small} days", f"{small} days after receipt", "on delivery"]
            )
        case "duration":
            return f"{pick.choice([small, 'two', 'three', 'six', 'twelve'])} {pick.choice([*_UNITS, 'years'])}"
        case "hours":
            return pick.choice(["38.5", "40", "35", "20", "30 hours", "19.25 hours"])
        case "place":
            return pick.choice(_PLACES)
        case "address":
            names = ["Mill", "Harbour", "Station", "Church", "Elm"]
            road = f"{pick.choice(names)} {pick.choice(['Road', 'Street', 'Lane'])}"
            return f"{pick.randint(1, 180)} {road}, {pick.choice(_PLACES)}"
        case "company":
            name = pick.choice(["Northlight", "Alder", "Civitas", "Bluestone", "Meridian"])
            return f"{name} {pick.choice(['Mutual', 'Insurance', 'Group', 'Ltd'])}"
        case "dose":
            often = pick.choice(["twice daily", "once a day", "every eight hours", "at night"])
            return f"{pick.choice([5, 10, 20, 40, 250, 500])} mg {often}"
        case "allergy":
            return pick.choice(["penicillin", "none known", "latex", "peanuts and hazelnuts", "sulfonamides"])
        case "status":
            return pick.choice(
                ["awaiting approval", "closed", "in progress", "rejected", "on hold until further notice"]
            )
        case "version":
            return f"{pick.randint(1, 9)}.{pick.randint(0, 12)}"
        case "time":
            return f"{pick.randint(6, 21)}:{pick.choice(['00', '15', '30', '45'])}"
        case _:
            return pick.choice(
                ["Radiology", "Legal", "Facilities", "Customer Care", "Treasury", "Oncology", "Archives"]
            )


def _form(pick: random.Random) -> Example:
    names = pick.sample(sorted(_FIELDS), pick.randint(4, 9))
    missing = pick.choice([name for name in _FIELDS if name not in names])
    mark = pick.choice([": ", ":\t", ": ", " – ", ": **"])
    title = pick.choice(_FORMS)
    lines, places = "", {}
    for name in names:
        start = len(lines) + len(name) + len(mark)
        said = value(_FIELDS[name][1], pick)
        lines += f"{name}{mark}{said}{'**' if mark.endswith('**') else ''}\n"
        places[name] = (start, start + len(said))
    answerable = pick.random() < 0.68
    asked = pick.choice(names) if answerable else missing
    question = pick.choice(_FIELDS[asked][0])
    if pick.random() < 0.5:
        question = _with_topic(question, title)
    return _example(question, title, lines.rstrip(), places[asked] if answerable else None, pick)


def _with_topic(question: str, title: str) -> str:
    return f"{question[:-1]} according to the {title.lower()}?"


def _table(pick: random.Random) -> Example:
    title, key, columns = pick.choice(_TABLES)
    pool = {"City": _PLACES, "Site": _PLACES, "Item": _THINGS, "Record": _RECORDS}[key]
    keys = pick.sample(pool, pick.randint(4, min(8, len(pool) - 2)))
    text = f"| {key} | " + " | ".join(name for name, _, _ in columns) + " |\n"
    places = {}
    for name in keys:
        text += f"| {name} |"
        for column, kind, _ in columns:
            said = value(kind, pick).removeprefix("the ")
            places[name, column] = (len(text) + 1, len(text) + 1 + len(said))
            text += f" {said} |"
        text += "\n"
    column, _, asks = pick.choice(columns)
    answerable = pick.random() < 0.68
    asked = pick.choice(keys if answerable else [name for name in pool if name not in keys])
    question = pick.choice(list(asks)).format(k=asked)
    return _example(question, title, text.rstrip(), places[asked, column] if answerable else None, pick)


def _rule(pick: random.Random) -> Example:
    """May people do a thing? The sentence that decides is the answer's place."""
    acts = pick.sample(_ACTS, pick.randint(3, 5))
    text, places = "", {}
    who = pick.choice(_WHO)
    for act in acts:
        if pick.random() < 0.5:
            text += pick.choice(_FILLER) + " "
        may = pick.choice(["may", "may not", "must not", "are allowed to", "are not allowed to", "can", "cannot"])
        tail = "" if pick.random() < 0.5 else " " + pick.choice(_WAIVERS)
        said = f"{may} {act}{tail}"
        start = len(text) + len(who) + 1
        text += f"{who} {said}. "
        places[act] = (start, start + len(said))
    answerable = pick.random() < 0.68
    asked = pick.choice(acts if answerable else [act for act in _ACTS if act not in acts])
    one = who.lower()
    question = pick.choice(
        [f"May {one} {asked}?", f"Are {one} allowed to {asked}?", f"Can {one} {asked}?", f"Is it allowed to {asked}?"]
    )
    return _example(
        question,
        pick.choice(["House rules", "Code of conduct", "Policy", ""]),
        text.strip(),
        places[asked] if answerable else None,
        pick,
    )


def _duty(pick: random.Random) -> Example:
    """By when and by whom something is to be done."""
    duties = pick.sample(_DUTIES, pick.randint(3, 5))
    text = ""
    when: dict[str, tuple[int, int]] = {}
    whom: dict[str, tuple[int, int]] = {}
    who = pick.choice(_WHO)
    for duty in duties:
        if pick.random() < 0.5:
            text += pick.choice(_FILLER) + " "
        period, role = f"{value('duration', pick)}", value("role", pick)
        text += f"{who} {duty} within "
        when[duty] = (len(text), len(text) + len(period))
        text += period + pick.choice([" and inform ", " through ", ", after asking "])
        whom[duty] = (len(text), len(text) + len(role))
        text += role + ". "
    answerable = pick.random() < 0.68
    asked = pick.choice(duties if answerable else [duty for duty in _DUTIES if duty not in duties])
    one = who.lower()
    if pick.random() < 0.6:
        question = pick.choice(
            [
                f"How soon must {one} {asked}?",
                f"By when do {one} have to {asked}?",
                f"How long do {one} have to {asked}?",
            ]
        )
        span = when.get(asked)
    else:
        question = pick.choice(
            [f"Who has to be involved when {one} {asked}?", f"Who is asked or told when {one} {asked}?"]
        )
        span = whom.get(asked)
    return _example(question, pick.choice(["Duties", "Procedure", "Handbook", ""]), text.strip(), span, pick)


def _procedure(pick: random.Random) -> Example:
    goal, other = pick.sample(_GOALS, 2)
    steps = [step.format(r=pick.choice(_ROLES)) for step in pick.sample(_STEPS, pick.randint(3, 6))]
    numbered = pick.random() < 0.6
    text = pick.choice([f"How to {goal}:\n", f"To {goal}, do this:\n", f"Steps to {goal}\n"])
    if pick.random() < 0.4:
        text = pick.choice(_FILLER) + "\n" + text
    start = len(text)
    text += "\n".join(f"{n}. {step}." if numbered else f"- {step}." for n, step in enumerate(steps, 1))
    end = len(text)
    if pick.random() < 0.4:
        text += "\n" + pick.choice(_FILLER)
    answerable = pick.random() < 0.68
    wanted = goal if answerable else other
    question = pick.choice(
        [f"How do I {wanted}?", f"What are the steps to {wanted}?", f"What do I have to do to {wanted}?"]
    )
    return _example(
        question, pick.choice(["Procedures", "Handbook", ""]), text, (start, end) if answerable else None, pick
    )


def _example(question: str, heading: str, passage: str, span: tuple[int, int] | None, pick: random.Random) -> Example:
    if pick.random() < 0.15:
        question = question.rstrip("?").lower()
    return Example(
        question,
        heading if pick.random() < 0.7 else "",
        passage,
        (span,) if span else (),
        answerable=float(span is not None),
        relevance=1.0 if span else None,
        weight=0.8,
        source="generated",
    )
