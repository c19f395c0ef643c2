"""Find, export or erase what is held about a person; say who is one person; verify a receipt."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.confirming import add_yes, confirm
from assistant.cli.options import add_json, add_workspace
from assistant.cli.session import Session
from assistant.counting import counted
from policies.errors import LoadError, StorageError

if TYPE_CHECKING:
    from assistant.rights.as_user import AsUser
    from assistant.rights.requests import Found, SubjectRequests
    from assistant.wiring import Wiring
    from policies.subjects import Subject

_WHO = (
    "name, number, e-mail address or pseudonym; '-' reads it from stdin, one a line, and leaves no trace in the shell"
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(
        dest="action", metavar="find|export|erase|namesakes|merge|split|keep-apart|verify-receipt", required=True
    )
    finding = actions.add_parser("find", help="which documents, passages and pseudonyms are theirs")
    exporting = actions.add_parser("export", help="their copy as JSON and HTML (GDPR Art. 15, 20)")
    exporting.add_argument("--out", type=Path, metavar="DIR", required=True, help="a folder that holds no export yet")
    erasing = actions.add_parser("erase", help="erase them everywhere, with a scan and a signed receipt (Art. 17)")
    erasing.add_argument(
        "--documents", action="store_true", help="delete the documents in which they stand, not only the mentions"
    )
    erasing.add_argument(
        "--except-held", action="store_true", help="leave what is under legal hold, instead of refusing"
    )
    add_yes(erasing)
    for action in (finding, exporting, erasing):
        action.add_argument("who", metavar="WHO", help=_WHO)
        action.add_argument(
            "--also", action="append", default=[], metavar="WHO", help="something else that identifies the same person"
        )
        action.add_argument("--reason", default="", metavar="TEXT", help="the case, for the audit; no name")
        add_workspace(action, otherwise="all of them")
    listing = actions.add_parser("namesakes", help="pseudonyms of a workspace that may stand for one person")
    merging = actions.add_parser("merge", help="make two persons one; the first pseudonym stays")
    add_yes(merging)
    splitting = actions.add_parser("split", help="undo a merge; documents that name the two are to be ingested again")
    splitting.add_argument("token", metavar="PSEUDONYM", help="the second one of the merge")
    parting = actions.add_parser("keep-apart", help="say that two persons are two")
    for action in (merging, parting):
        action.add_argument("token", metavar="PSEUDONYM", help="as `namesakes` lists it")
        action.add_argument("other", metavar="OTHER", help="the one that may be the same person")
    for action in (listing, merging, splitting, parting):
        action.add_argument("--reason", default="", metavar="TEXT", help="the case, for the audit; no name")
        add_workspace(action)
    verifying = actions.add_parser("verify-receipt", help="whether a receipt is as it was signed")
    verifying.add_argument("file", type=Path, metavar="FILE", help="a receipt")
    for action in (finding, exporting, erasing, listing, merging, splitting, parting, verifying):
        add_json(action)


def run(options: argparse.Namespace, session: Session) -> int:
    """Do the action that was asked for."""
    from assistant.rights.requests import Requester, SubjectRequests
    from policies.subjects import Subject

    with session.wiring() as wiring:
        if options.action == "verify-receipt":
            return _verify(options.file, session, wiring)
        if options.action in ("namesakes", "merge", "split", "keep-apart"):
            from assistant.cli.namesakes import review

            return review(options, session, wiring)
        subject = Subject.named(*_identifiers(options))
        requests = SubjectRequests(wiring, Requester(session.actor, session.role, options.reason))
        if options.action == "find":
            return _find(options, session, requests, subject)
        if options.action == "export":
            return _export(options, session, requests, subject, wiring)
        return _erase(options, session, requests, subject)


def _identifiers(options: argparse.Namespace) -> list[str]:
    if options.who != "-":
        return [options.who, *options.also]
    lines = sys.stdin.read().encode("utf-8", "surrogateescape").decode("utf-8", "replace").splitlines()
    return [*lines, *options.also]


def _find(options: argparse.Namespace, session: Session, requests: SubjectRequests, subject: Subject) -> int:
    from assistant.rights.shapes import found_to_json

    found = requests.find(subject, options.workspace)
    user = requests.as_user(subject)
    if session.terminal.json_only:
        session.terminal.value(found_to_json(found, user))
    else:
        _tell(found, user, session)
    return 0


def _tell(found: list[Found], user: AsUser, session: Session) -> None:
    from assistant.cli.receipts import tell_user
    from assistant.rights.shapes import NOT_STORED

    terminal = session.terminal
    for each in found:
        values, passages = len(each.who.values), sum(len(holding.passages) for holding in each.holdings)
        held = [counted(len(each.holdings), "document"), counted(passages, "passage")]
        if each.workspace.policy.reversible or values:
            held.append(f"{counted(values, 'value')} in the vault")
        terminal.say(f"Workspace '{each.workspace.name}': {', '.join(held)}", "bold")
        for holding in each.holdings:
            alone = "nobody else" if holding.alone else counted(holding.people, "other")
            hold = ", under legal hold" if holding.document.document_id in each.holds else ""
            mentions = counted(holding.mentions, "mention")
            terminal.say(f"  {holding.document.name.value}", "cyan")
            terminal.say(f"    {holding.document.document_id}  {mentions}, names {alone}{hold}", "dim")
        if values and not each.holdings:
            terminal.say("  named by no document: from questions, redacted texts or documents that are gone", "dim")
        if each.who.possible:
            terminal.say(f"  may be theirs or another person's: {', '.join(sorted(each.who.possible))}", "yellow")
        beside = {token for holding in each.holdings for token in holding.beside}
        if beside:
            terminal.say(f"  in the same passages, owner unknown: {', '.join(sorted(beside))}", "yellow")
            terminal.say("    add those that are theirs with --also", "dim")
        if not each.workspace.policy.reversible:
            terminal.say(
                "  its policy removes names for good: only those that were missed can be found; of what was removed "
                "nothing tells whose it is",
                "dim",
            )
    if not found:
        terminal.say("There is no workspace yet.", "yellow")
    tell_user(user.to_json(), terminal)
    for what, why in NOT_STORED.items():
        terminal.say(f"{what}: {why}", "dim")


def _export(
    options: argparse.Namespace, session: Session, requests: SubjectRequests, subject: Subject, wiring: Wiring
) -> int:
    from assistant.rights.export import export

    found = requests.find(subject, options.workspace)
    made = export(found, wiring, requests.as_user(subject))
    requests.hand_out(found)
    paths = made.write(options.out)
    documents = sum(len(each.holdings) for each in found)
    if session.terminal.json_only:
        session.terminal.value({"files": [str(path) for path in paths], "documents": documents})
        return 0
    were = "was" if documents == 1 else "were"
    session.terminal.say(f"{counted(documents, 'document')} {were} exported:", "green")
    for path in paths:
        session.terminal.say(f"  {path}")
    session.terminal.note("The files hold personal data in clear. Delete them when they are handed over.")
    beside = {token for each in found for holding in each.holdings for token in holding.beside}
    if beside:
        what = counted(len(beside), "pseudonym")
        session.terminal.note(f"{what} in the same passages stayed: `subject find` lists them; --also adds theirs.")
    return 0


def _erase(options: argparse.Namespace, session: Session, requests: SubjectRequests, subject: Subject) -> int:
    from assistant.cli.receipts import show_outcome

    terminal = session.terminal
    if not options.yes:
        found = requests.find(subject, options.workspace)
        _tell(found, requests.as_user(subject), session)
        documents = sum(len(each.holdings) for each in found)
        how = "deleted" if options.documents else "redacted for good"
        if not confirm(terminal, f"{documents} documents will be {how} and the values forgotten.", yes=False):
            return 1
    outcome = requests.erase(subject, options.workspace, whole=options.documents, except_held=options.except_held)
    return show_outcome(outcome, terminal)


def _verify(path: Path, session: Session, wiring: Wiring) -> int:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise LoadError(f"{path} can't be read: {reason}.", remedy="Name the file of a receipt.") from error
    fields = wiring.storage.records.signer.verify(text)
    try:
        logged = any(entry.id == fields["id"] for entry in wiring.storage.records.log.entries())
    except StorageError:
        logged = False
    clean = bool(fields["scan"]["clean"])
    if session.terminal.json_only:
        session.terminal.value({"valid": True, "clean": clean, "in_erasure_log": logged, "receipt": fields})
        return 0
    session.terminal.say(f"The receipt {fields['id']} of {fields['finished_at']} is as it was signed.", "bold green")
    session.terminal.say("  the scan found nothing left" if clean else "  the scan found something left")
    return 0
