"""The data protection impact assessment (GDPR Art. 35(7)): a draft whose facts are filled in."""

from __future__ import annotations

from assistant.reports.facts import Facts
from assistant.reports.layout import TO_FILL_IN, Bullets, Report, Section, Table
from assistant.reports.measurements import measured
from assistant.reports.sections import categories, connections, left_to_people, report, roles, trail, workspaces
from policies.explaining import warnings


def impact_assessment(facts: Facts) -> Report:
    """The assessment, as far as the software can write it; judgements are left to people."""
    return report(
        "Data protection impact assessment (GDPR Art. 35)",
        facts,
        (
            Section(
                "1. Description of the processing (Art. 35(7)(a))",
                (
                    "Documents are read, personal data in them is found and replaced as the workspace's policy says, "
                    "and the redacted text is stored, encrypted, with vectors that hold no text. Questions go the "
                    "same way before they are searched for; answers are quotations of stored passages, redacted once "
                    "more. Nobody is evaluated, scored or decided about by the program.",
                    workspaces(facts),
                    *(categories(each) for each in facts.workspaces),
                    f"Models: embedder {facts.embedder}; language models added: {', '.join(facts.models) or 'none'}.",
                    connections(facts),
                    f"Purposes, legitimate interests, context and the people concerned: {TO_FILL_IN}",
                ),
            ),
            Section(
                "2. Necessity and proportionality (Art. 35(7)(b))",
                (
                    Bullets(
                        (
                            f"Lawful basis (Art. 6, Art. 9): {TO_FILL_IN}",
                            f"Why the purpose can't be reached with less: {TO_FILL_IN}",
                            "Data minimisation: originals are not stored; what is found and hidden is in no stored "
                            "text.",
                            "Storage limitation: see the periods above; deletion leaves no byte of a document. Names "
                            "in questions get pseudonyms too; those that no document has are forgotten by `assistant "
                            f"purge` ({sum(each.asked for each in facts.workspaces)} are held now).",
                            "Rights of data subjects: `assistant subject find|export|erase` covers documents, chunks, "
                            "vectors, index and vault.",
                            f"How people are informed (Art. 13, 14): {TO_FILL_IN}",
                        )
                    ),
                ),
            ),
            Section(
                "3. Risks for data subjects (Art. 35(7)(c)) and measures (Art. 35(7)(d))",
                (
                    "Likelihood and severity are for the controller to judge; the measures and their state are facts.",
                    _risks(facts),
                ),
            ),
            Section("4. What the policies in use leave open", _gaps(facts)),
            measured(facts),
            Section("5. Who may do what", (roles(facts),)),
            Section(
                "6. Advice and views",
                (
                    Bullets(
                        (
                            f"Advice of the data protection officer (Art. 35(2)): {TO_FILL_IN}",
                            f"Views of data subjects or their representatives (Art. 35(9)): {TO_FILL_IN}",
                            f"Whether a high risk remains and the authority is consulted (Art. 36): {TO_FILL_IN}",
                            f"When this assessment is reviewed (Art. 35(11)): {TO_FILL_IN}",
                        )
                    ),
                ),
            ),
            left_to_people(("the judgement whether a remaining risk can be borne",)),
        ),
    )


def _risks(facts: Facts) -> Table:
    hosts = facts.settings.reachable_hosts
    reversible = sum(each.pseudonyms for each in facts.workspaces)
    restored = facts.audited.get("restored", 0)  # an emergency is among them: its second entry asks for a review
    rows = (
        (
            "An identifier is missed and stays readable in stored passages",
            "several recognisers and a second pass over each document; people with a key see passages of their "
            "workspace; evaluation and review queue",
            "see the measured recall",
        ),
        (
            "Somebody is recognised from what is left (rare disease, role, place)",
            "irreversible policy hides places, dates and employers too; redaction can't judge a combination of facts",
            ", ".join(f"{each.name}: {each.policy.name}" for each in facts.workspaces) or "no workspace yet",
        ),
        (
            "A pseudonym is turned back without need",
            "role, reason and audit for each reading; limited by the hour",
            f"{reversible} pseudonyms held; {restored} readings in the audit trail",
        ),
        (
            "Disk, backup or machine is stolen",
            "encrypted files, keys apart from the data",
            f"keys in {facts.keys_in}",
        ),
        (
            "Data leaves over the network",
            "egress guard; telemetry of libraries off; no connection is needed to work",
            f"{len(hosts)} addresses beyond loopback allowed",
        ),
        (
            "A document orders the assistant to misbehave",
            "answers are quotations that are checked against their source; nothing in an answer is fetched",
            "tests of attacks are part of the program's tests",
        ),
        ("Records of use are changed", "chain of keyed hashes, anchored", trail(facts)),
        (
            "An answer is wrong and somebody acts on it",
            "each sentence shows the passage that it stands in; without one there is no answer",
            "figures of the models are published with the product",
        ),
    )
    return Table.of(
        ("Risk", "Measures", "State", "Likelihood, severity, remaining risk"),
        ((*row, TO_FILL_IN) for row in rows),
    )


def _gaps(facts: Facts) -> tuple[Bullets | str, ...]:
    policies = {each.policy.name: each.policy for each in facts.workspaces}
    found = tuple(f"{name}: {warning}" for name, policy in policies.items() for warning in warnings(policy))
    return (Bullets(found),) if found else ("No gap was found by `assistant policy check`.",)
