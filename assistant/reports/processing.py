"""The record of processing activities (GDPR Art. 30(1)), by the points (a) to (g) of that paragraph."""

from __future__ import annotations

from assistant.reports.facts import Facts
from assistant.reports.layout import TO_FILL_IN, Bullets, Report, Section, Table
from assistant.reports.measurements import measured
from assistant.reports.sections import (
    categories,
    connections,
    left_to_people,
    members,
    report,
    retention,
    roles,
    sign_in,
    trail,
    workspaces,
)


def record_of_processing(facts: Facts) -> Report:
    """The record, as far as the software knows it."""
    return report(
        "Record of processing activities (GDPR Art. 30)",
        facts,
        (
            Section(
                "(a) Controller, representative and data protection officer",
                (f"Names and contact details: {TO_FILL_IN}",),
            ),
            Section(
                "(b) Purposes of the processing",
                (
                    "What the program does: it stores redacted text of documents, searches it, answers questions from "
                    "it with quotations, and summarises it, on the organisation's own hardware.",
                    f"What the organisation does that for, and on which lawful basis (Art. 6, Art. 9): {TO_FILL_IN}",
                    workspaces(facts),
                ),
            ),
            Section(
                "(c) Categories of data subjects and of personal data",
                (
                    f"Categories of data subjects (patients, staff, clients, ...): {TO_FILL_IN}",
                    *(categories(each) for each in facts.workspaces),
                ),
            ),
            Section(
                "(d) Recipients",
                (
                    f"Within the organisation: whoever signs in ({sign_in(facts)}), and the accounts that may read the "
                    f"data and key folders of this machine. Workspaces: {members(facts)}.",
                    roles(facts),
                    f"Other recipients to whom answers are passed on: {TO_FILL_IN}",
                ),
            ),
            Section(
                "(e) Transfers to third countries",
                (
                    connections(facts),
                    f"Whether one of these addresses is in a third country, and the safeguards: {TO_FILL_IN}"
                    if facts.settings.reachable_hosts
                    else "The program itself transfers nothing. No processor is involved in running it.",
                ),
            ),
            Section("(f) Time limits for erasure", (_time_limits(facts),)),
            Section("(g) Technical and organisational measures (Art. 32(1))", (_measures(facts),)),
            measured(facts),
            left_to_people(),
        ),
    )


def _time_limits(facts: Facts) -> Table | Bullets:
    if not facts.workspaces:
        return Bullets(("No workspace holds documents yet.",))
    rows = (
        (each.name, retention(each), TO_FILL_IN if each.ground == "none" else "as set") for each in facts.workspaces
    )
    return Table.of(("Workspace", "Kept for", "Limit of the organisation"), rows)


def _measures(facts: Facts) -> Table:
    vaults = sum(1 for each in facts.workspaces if each.policy.reversible)
    return Table.of(
        ("Measure", "How", "State"),
        (
            (
                "Pseudonymisation",
                "personal data is replaced before anything is stored, searched, prompted, logged or shown; what "
                "a pseudonym stands for is kept apart, in a vault under another key",
                f"{vaults} of {len(facts.workspaces)} workspaces reversible, the others irreversible",
            ),
            (
                "Encryption",
                "store, vault and audit trail are encrypted as whole files, each under its own key; vectors are "
                "kept without text",
                f"keys in {facts.keys_in}",
            ),
            (
                "Confidentiality",
                "roles, members of workspaces and labels of documents; restoring a pseudonym needs a role and a reason",
                f"{sign_in(facts)}; {members(facts)}",
            ),
            ("Integrity", "audit trail of who did what with which ids, never content", trail(facts)),
            ("Availability and resilience", "an ingestion that is interrupted is completed by the next", TO_FILL_IN),
            ("Restoring after an incident", "backups of data and keys", TO_FILL_IN),
            (
                "Regular testing",
                "`assistant policy evaluate`, `assistant doctor`, `assistant audit verify`",
                f"{len(facts.evaluations)} policies evaluated on own documents",
            ),
        ),
    )
