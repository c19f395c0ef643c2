"""List workspaces, their members, how long documents are kept, the adapter in use; delete one for good."""

from __future__ import annotations

import argparse

from assistant.cli.confirming import add_yes, confirm
from assistant.cli.options import add_json, workspace_name
from assistant.cli.session import Session


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(
        dest="action", metavar="list|members|add-member|remove-member|open|retain|adapter|delete", required=True
    )
    listing = actions.add_parser("list", help="names, policies, and how long documents are kept")
    retaining = actions.add_parser("retain", help="how long documents are kept that have no period of their own")
    deleting = actions.add_parser("delete", help="all of a workspace, with a scan and a signed receipt")
    showing = actions.add_parser("members", help="who belongs to a workspace; none: it is open to every key")
    adding = actions.add_parser("add-member", help="add a member; the first one closes the workspace to all others")
    removing = actions.add_parser("remove-member", help="end a membership, at once")
    opening = actions.add_parser("open", help="open a workspace to every key again, and forget its members")
    adapting = actions.add_parser("adapter", help="the LoRA adapter that a workspace's questions are answered with")
    for action in (retaining, adapting, deleting, showing, adding, removing, opening):
        action.add_argument("workspace", type=workspace_name, metavar="WORKSPACE", help="which workspace")
    retaining.add_argument("period", metavar="PERIOD", help="30d, 12w, 6m, 5y, forever, or 'policy' for the policy's")
    adapting.add_argument("adapter", metavar="ADAPTER|none", help="one of `assistant models list`, or none")
    for action in (adding, removing):
        action.add_argument("who", metavar="WHO", help="a key's name, oidc:NAME, or group:NAME")
    adding.add_argument("--role", required=True, metavar="R", help="reader, contributor, officer, auditor or admin")
    adding.add_argument(
        "--label", action="append", default=[], metavar="L", help="sees documents that are restricted to L; repeatable"
    )
    add_yes(deleting)
    for action in (listing, showing, adding, removing, opening, retaining, adapting, deleting):
        add_json(action)


def run(options: argparse.Namespace, session: Session) -> int:
    """Do the action that was asked for."""
    return _ACTIONS[options.action](options, session)


def _list(options: argparse.Namespace, session: Session) -> int:
    from assistant.rights.retaining import workspace_period

    terminal = session.terminal
    with session.wiring() as wiring:
        rows = []
        for name in wiring.workspaces():
            workspace = wiring.workspace(name)
            period, ground = workspace_period(workspace)
            rows.append(
                {
                    "workspace": name,
                    "policy": workspace.policy.name,
                    "documents": len(workspace.documents()),
                    "retain": str(period),
                    "ground": ground,
                    "holds": len(workspace.index.duties.holds()),
                }
            )
    if terminal.json_only:
        terminal.value({"workspaces": rows})
        return 0
    for row in rows:
        terminal.say(f"{row['workspace']}  policy {row['policy']}, {row['documents']} documents, kept {row['retain']}")
    if not rows:
        terminal.say("No workspace yet. Next: assistant ingest FOLDER", "yellow")
    return 0


def _members(options: argparse.Namespace, session: Session) -> int:
    from assistant.json import members_to_json

    terminal = session.terminal
    with session.wiring() as wiring:
        held, closed = wiring.access.members.of(options.workspace), options.workspace in wiring.access.members.closed()
    if terminal.json_only:
        terminal.value(members_to_json(options.workspace, held, closed=closed))
        return 0
    for member in held:
        labels = f"  labels: {', '.join(member.labels)}" if member.labels else ""
        terminal.say(f"{member.who}  {member.role.value}  since {member.since}{labels}")
    if not held:
        terminal.say("No members: nobody gets in by a key." if closed else "No members: every key gets in.", "yellow")
    return 0


def _add_member(options: argparse.Namespace, session: Session) -> int:
    from assistant.json import member_to_json
    from assistant.membership import add_member

    terminal = session.terminal
    with session.wiring() as wiring:
        first = options.workspace not in wiring.access.members.closed()
        member = add_member(wiring, options.workspace, options.who, options.role, options.label, actor=session.actor)
    if terminal.json_only:
        terminal.value({"workspace": options.workspace, **member_to_json(member)})
        return 0
    terminal.say(f"'{member.who}' is {member.role.value} in '{options.workspace}'.", "green")
    if first:
        terminal.note("The workspace has members now: for every other key it is as if it weren't there.")
    return 0


def _remove_member(options: argparse.Namespace, session: Session) -> int:
    from assistant.membership import remove_member

    with session.wiring() as wiring:
        remove_member(wiring, options.workspace, options.who, actor=session.actor)
    if session.terminal.json_only:
        session.terminal.value({"removed": True, "workspace": options.workspace, "who": options.who})
    else:
        session.terminal.say(f"'{options.who}' is no member of '{options.workspace}' any more.", "green")
    return 0


def _open(options: argparse.Namespace, session: Session) -> int:
    from assistant.membership import reopen_workspace

    with session.wiring() as wiring:
        reopen_workspace(wiring, options.workspace, actor=session.actor)
    if session.terminal.json_only:
        session.terminal.value({"workspace": options.workspace, "closed": False})
    else:
        session.terminal.say(f"Workspace '{options.workspace}' is open to every key.", "green")
    return 0


def _retain(options: argparse.Namespace, session: Session) -> int:
    from assistant.rights.duties import retain
    from assistant.rights.requests import Requester, require_subjects
    from assistant.rights.retaining import workspace_period
    from policies.retention import Period

    period = None if options.period == "policy" else Period.parse(options.period)
    with session.wiring() as wiring:
        require_subjects(wiring, Requester(session.actor, session.role))
        workspace = wiring.known_workspace(options.workspace)
        retain(workspace, None, period, actor=session.actor)
        in_force, ground = workspace_period(workspace)
    if session.terminal.json_only:
        session.terminal.value({"workspace": options.workspace, "retain": str(in_force), "ground": ground})
    else:
        session.terminal.say(f"Documents of '{options.workspace}' are kept {in_force} ({ground}).", "green")
    return 0


def _adapter(options: argparse.Namespace, session: Session) -> int:
    from assistant.workspaces.adapter import change_adapter

    name = "" if options.adapter == "none" else options.adapter
    with session.wiring() as wiring:
        workspace = wiring.known_workspace(options.workspace)
        base = change_adapter(workspace, wiring.engines.models, name, actor=session.actor)
    if session.terminal.json_only:
        session.terminal.value({"workspace": options.workspace, "adapter": name or None, "base": base or None})
    elif name:
        session.terminal.say(f"Answers of '{base}' in '{options.workspace}' come with '{name}' now.", "green")
    else:
        session.terminal.say(f"Answers in '{options.workspace}' come without an adapter now.", "green")
    return 0


def _delete(options: argparse.Namespace, session: Session) -> int:
    from assistant.cli.receipts import show_outcome
    from assistant.rights.destroying import erase_workspace

    terminal = session.terminal
    with session.wiring() as wiring:
        workspace = wiring.known_workspace(options.workspace)
        count = len(workspace.documents())
        question = f"Workspace '{workspace.name}' with {count} documents and all its pseudonyms will be destroyed."
        if not confirm(terminal, question, yes=options.yes):
            return 1
        outcome = erase_workspace(wiring, workspace, actor=session.actor)
        return show_outcome(outcome, terminal)


_ACTIONS = {
    "list": _list,
    "members": _members,
    "add-member": _add_member,
    "remove-member": _remove_member,
    "open": _open,
    "retain": _retain,
    "adapter": _adapter,
    "delete": _delete,
}
