"""What several reports have: workspaces and what their policies do, roles, connections, what is left to people."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.reports.facts import Facts, WorkspaceFacts
from assistant.reports.layout import TO_FILL_IN, Block, Bullets, Report, Section, Table
from policies.entities import ENTITIES
from policies.roles import PERMISSIONS


def about(facts: Facts) -> tuple[str, ...]:
    """The lines under a report's title."""
    return (
        f"Made on {facts.made} by onprem-assistant {facts.version} from the configuration as it ran then.",
        "The program states what it can know. What only the organisation knows is marked: " + TO_FILL_IN,
    )


def report(title: str, facts: Facts, sections: Iterable[Section]) -> Report:
    """A report with the usual lines under its title."""
    return Report(title, about(facts), tuple(sections))


def workspaces(facts: Facts) -> Table | str:
    """What is processed where, and for how long; a sentence where there is no workspace yet."""
    if not facts.workspaces:
        return "No workspace holds documents yet."
    return Table.of(
        ("Workspace", "Policy", "Kind", "Documents", "Passages", "Pseudonyms", "Languages", "Kept for"),
        (
            (
                each.name,
                each.policy.name,
                "reversible pseudonyms" if each.policy.reversible else "irreversible",
                each.documents,
                each.passages,
                each.pseudonyms,
                ", ".join(each.policy.languages),
                retention(each),
            )
            for each in facts.workspaces
        ),
    )


def retention(workspace: WorkspaceFacts) -> str:
    """How long documents of a workspace are kept."""
    if workspace.ground == "none":
        kept = "no period set: until a document is deleted"
    else:
        kept = f"{workspace.period} after ingestion (set by the {workspace.ground})"
    if workspace.own_periods:
        kept += f"; {workspace.own_periods} documents have a period of their own"
    return f"{kept}; {workspace.holds} under legal hold" if workspace.holds else kept


def categories(workspace: WorkspaceFacts) -> Table | str:
    """What was found in the documents of a workspace and what became of it; counts only."""
    if not workspace.entities:
        return f"Workspace '{workspace.name}': nothing personal was found in its documents."
    rules = workspace.policy.rules
    return Table.of(
        (f"Found in workspace '{workspace.name}'", "Findings", "What becomes of it", "Legal basis named by the policy"),
        (
            (
                f"{name} ({ENTITIES.get(name, 'a pattern of the policy')})",
                count,
                rules[name].action if name in rules else "-",
                rules[name].basis if name in rules else "-",
            )
            for name, count in workspace.entities.items()
        ),
    )


def roles(facts: Facts) -> Table:
    """Who may do what, and how many API keys there are for it."""
    return Table.of(
        ("Role", "May", "API keys"),
        (
            (role.value, ", ".join(sorted(permissions)), facts.api_keys.get(role.value, 0))
            for role, permissions in PERMISSIONS.items()
        ),
    )


def connections(facts: Facts) -> str:
    """Where the program may connect to."""
    hosts = facts.settings.reachable_hosts
    listens = f"It listens on {facts.settings.host}:{facts.settings.port}."
    if not hosts:
        return f"None beyond this machine: the egress guard refuses every address but loopback. {listens}"
    return f"The egress guard lets through, beyond loopback: {', '.join(hosts)}. {listens}"


def sign_in(facts: Facts) -> str:
    """How people are told from one another over REST."""
    keys = f"{sum(facts.api_keys.values())} API keys"
    issuer = facts.settings.oidc_issuer
    return f"{keys}, and tokens that {issuer} signs" if issuer else keys


def members(facts: Facts) -> str:
    """Which workspaces are there for their members alone."""
    closed = [f"{each.name} ({each.members})" for each in facts.workspaces if each.members is not None]
    if not closed:
        return "every workspace is open to every key"
    return f"for their members alone: {', '.join(closed)}"


def trail(facts: Facts) -> str:
    """The state of the audit trail in a sentence."""
    audit = facts.audit
    since = f" since {facts.audited_since}" if facts.audited_since else ""
    if not audit.intact:
        return f"BROKEN at entry {audit.broken}: {audit.problem}. Investigate before relying on it."
    anchored = "anchored in a second place" if audit.anchored else "without an anchor in a second place"
    return f"{audit.entries} entries{since}, chain of keyed hashes intact when this was made, {anchored}."


def left_to_people(extra: Iterable[str] = ()) -> Section:
    """What no software provides."""
    blocks: tuple[Block, ...] = (
        "Software supports compliance; it does not make a deployment compliant by itself. These remain with the "
        "organisation:",
        Bullets(
            (
                "the lawful basis of the processing, and the information of data subjects",
                "contracts: with processors, business associates, employees and works councils",
                "training of the people who use and run the system, and sanctions for misuse",
                "physical safeguards: rooms, machines, disposal of disks, backups in another place",
                "who is given which role, and the removal of access when somebody leaves",
                "encryption of the network where people reach the program from other machines (a proxy with TLS)",
                "the decision what happens when a missed identifier is found",
                *extra,
            )
        ),
    )
    return Section("What software can't provide", blocks)
