"""A control sheet for HIPAA's technical safeguards, 45 CFR 164.312: each standard and implementation specification."""

from __future__ import annotations

from assistant.reports.facts import Facts
from assistant.reports.layout import TO_FILL_IN, Report, Section, Table
from assistant.reports.measurements import measured
from assistant.reports.sections import (
    connections,
    left_to_people,
    members,
    report,
    roles,
    sign_in,
    trail,
    workspaces,
)
from policies.roles import Role
from policies.safe_harbor import IDENTIFIERS, readable_types

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def control_sheet(facts: Facts) -> Report:
    """The sheet: required or addressable, how it is met, and the evidence for it."""
    return report(
        "HIPAA technical safeguards, 45 CFR 164.312",
        facts,
        (
            Section(
                "Scope",
                (
                    "Standards and implementation specifications of 45 CFR 164.312. (R) is required; (A) is "
                    "addressable: implement it, or document why not and what is done instead (164.306(d)(3)).",
                    workspaces(facts),
                ),
            ),
            Section("Controls", (_controls(facts),)),
            Section("Roles", (roles(facts),)),
            Section("De-identification, 45 CFR 164.514(b)(2)(i)", (_safe_harbor(facts),)),
            measured(facts),
            left_to_people(
                (
                    "administrative safeguards (164.308): risk analysis, workforce security, contingency plan",
                    "physical safeguards (164.310) and business associate contracts (164.314)",
                    "the condition that nobody knows how what is left could identify a person (164.514(b)(2)(ii))",
                )
            ),
        ),
    )


def _controls(facts: Facts) -> Table:
    local = facts.settings.host in _LOOPBACK
    tls = "TLS by the server, also for clients' certificates" if facts.settings.tls_client_ca else "TLS by the server"
    proxy = f"proxy with TLS in front: {TO_FILL_IN}"
    reached = "loopback only" if local else tls if facts.settings.tls_certificate else proxy
    encrypted = "met: TLS" if facts.settings.tls_certificate else "to be met by a proxy"
    glass = sum(each.policy.reversible and each.policy.break_glass for each in facts.workspaces)
    rows = (
        (
            "(a)(1) Access control",
            "standard",
            f"whoever asks has one of {len(Role)} roles; a workspace may be there for its members alone, a document "
            "for the bearers of a label; the store is encrypted, its keys apart from the data",
            f"roles below; {sign_in(facts)}; {members(facts)}",
            "met in part",
        ),
        (
            "(a)(2)(i) Unique user identification",
            "R",
            "the name of an API key, or of whom a token of the organisation's issuer names, stands with each entry of "
            "the audit trail; on the command line it is the account of the operating system",
            f"`assistant keys list`; give each person a key of their own: {TO_FILL_IN}",
            "met with one key a person",
        ),
        (
            "(a)(2)(ii) Emergency access procedure",
            "R",
            "break-glass: somebody without the role reads behind a pseudonym with a reason, under a second audit "
            "entry, where the policy allows it; irreversible workspaces hold nothing to read behind",
            f"{glass} of {len(facts.workspaces)} workspaces allow it; who may decide so: {TO_FILL_IN}",
            "met with a written procedure",
        ),
        (
            "(a)(2)(iii) Automatic logoff",
            "A",
            "API keys open no session on the server; the chat page keeps a person signed in while its tab is open",
            f"lock screens after a time of inactivity: {TO_FILL_IN}",
            "to be met by the workstation",
        ),
        (
            "(a)(2)(iv) Encryption and decryption",
            "A",
            "store, vault and audit trail are encrypted as whole files under keys of their own (256 bits); values in "
            "the vault are sealed a second time; vectors hold no text and are not encrypted",
            f"keys in {facts.keys_in}; `assistant doctor`",
            "met",
        ),
        (
            "(b) Audit controls",
            "R",
            "who did what, on which documents and passages, how many; written and synced before anything is shown",
            trail(facts),
            "met" if facts.audit.intact else "NOT MET: the trail is broken",
        ),
        (
            "(c)(1) Integrity",
            "standard",
            "documents are kept with a checksum and replaced as a whole; the originals stay where they were",
            "`assistant doctor` compares chunks, words and vectors",
            "met",
        ),
        (
            "(c)(2) Mechanism to authenticate ePHI",
            "A",
            "encrypted pages carry authentication codes; values in the vault are sealed with AES-256-GCM; a quotation "
            "is compared with its source, character for character, before it is shown",
            "`assistant audit verify`, `assistant doctor`",
            "met",
        ),
        (
            "(d) Person or entity authentication",
            "R",
            "API keys of 256 random bits, stored as keyed hashes, revoked at once; where it is set, signed tokens "
            "of the organisation's issuer (OpenID Connect); on the command line the operating system's sign-in",
            f"{sign_in(facts)}; how a person's identity is checked before a key is given: {TO_FILL_IN}",
            "met with a procedure for handing out keys",
        ),
        (
            "(e)(1) Transmission security",
            "standard",
            connections(facts),
            f"server on {facts.settings.host}",
            "met: nothing is transmitted to other machines" if local else encrypted,
        ),
        (
            "(e)(2)(i) Integrity controls",
            "A",
            "other machines reach the server through TLS, its own or that of a proxy in front",
            reached,
            "met" if local else encrypted,
        ),
        (
            "(e)(2)(ii) Encryption",
            "A",
            "as above: TLS ends at the server, or at the proxy",
            reached,
            "met" if local else encrypted,
        ),
    )
    return Table.of(("164.312", "R/A", "How it is met", "Evidence", "State"), rows)


def _safe_harbor(facts: Facts) -> Table | str:
    if not facts.workspaces:
        return "No workspace holds documents yet."
    readable = {each.name: readable_types(each.policy) for each in facts.workspaces}
    rows = []
    for identifier in IDENTIFIERS:
        cells = []
        for each in facts.workspaces:
            left = [name for name in identifier.entity_types if name in readable[each.name]]
            actions = sorted({each.policy.rules[name].action for name in identifier.entity_types if name not in left})
            cells.append(f"readable: {', '.join(left)}" if left else ", ".join(actions))
        rows.append((f"({identifier.paragraph}) {identifier.name}", *cells, identifier.note))
    return Table.of(("Identifier", *(f"'{each.name}'" for each in facts.workspaces), "Note"), rows)
