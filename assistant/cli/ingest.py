"""Read files and folders in: redacted, chunked, embedded and stored encrypted."""

from __future__ import annotations

import argparse
from pathlib import Path

from assistant.cli.options import add_json, add_policy, add_workspace
from assistant.cli.session import Session
from assistant.counting import counted


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders")
    add_workspace(parser)
    add_policy(parser)
    parser.add_argument(
        "--reindex", action="store_true", help="begin the index anew, after another embedder or chunker came"
    )
    parser.add_argument(
        "--restrict-to", nargs="+", default=[], metavar="L", help="labels or members that alone see these documents"
    )
    add_json(parser)


def run(options: argparse.Namespace, session: Session) -> int:
    """Ingest; unchanged files are skipped, and a file that fails doesn't stop the others."""
    from assistant.json import report_to_json
    from assistant.workspaces.changing import ingest
    from policies.members import fit_labels

    terminal = session.terminal
    with session.wiring() as wiring:
        workspace = wiring.workspace_to_fill(options.workspace, policy=options.policy)
        with terminal.progress("Ingesting") as progress:
            report = ingest(
                workspace,
                options.paths,
                actor=session.actor,
                progress=progress,
                reindex=options.reindex,
                restrict_to=fit_labels(options.restrict_to),
            )
    for warning in report.warnings:
        terminal.warn(f"{warning.path}: {warning.notice}")
    for failure in report.failed:
        terminal.warn(f"{_with_path(failure.path, failure.error)} {failure.remedy}")
    if terminal.json_only:
        terminal.value(report_to_json(report, workspace.name, workspace.policy.name))
        return 1 if report.failed else 0
    terminal.say(
        f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, {len(report.failed)} failed",
        "bold",
    )
    terminal.say(
        f"  {counted(report.chunks, 'passage')}, workspace '{workspace.name}', policy '{workspace.policy.name}', "
        f"{report.seconds:.1f} s",
        "dim",
    )
    if report.entities:
        found = ", ".join(f"{name} {count}" for name, count in sorted(report.entities.items()))
        terminal.say(f"  personal data: {found}", "dim")
    if report.failed:
        terminal.note("Some files failed; what to do stands with each above. The others were stored.")
    return 1 if report.failed else 0


def _with_path(path: str, error: str) -> str:
    """What went wrong, under the path that the person gave: an error begins with the name that the document has."""
    name = next((path[at:] for at in range(len(path)) if error.startswith((f"{path[at:]} ", f"{path[at:]}: "))), "")
    return f"{path}{error.removeprefix(name)}" if name else f"{path}: {error}"
