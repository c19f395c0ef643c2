"""Write the record of processing, a data protection impact assessment, or a HIPAA control sheet."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.options import add_json
from assistant.cli.session import Session
from policies.errors import ConfigError

if TYPE_CHECKING:
    from assistant.reports.facts import Facts
    from assistant.reports.layout import Report

KINDS = {
    "processing": "record of processing activities (GDPR Art. 30)",
    "dpia": "data protection impact assessment (GDPR Art. 35)",
    "hipaa": "control sheet of HIPAA's technical safeguards (45 CFR 164.312)",
}
_HTML = (".html", ".htm")
_MARKDOWN = (".md", ".markdown")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    kinds = parser.add_subparsers(dest="kind", metavar="|".join(KINDS), required=True)
    for name, what in KINDS.items():
        kind = kinds.add_parser(name, help=what, description=f"Write the {what} from the running configuration.")
        kind.add_argument(
            "--out", type=Path, metavar="FILE", help="a file that ends in .md or .html (default: Markdown on stdout)"
        )
        add_json(kind)


def run(options: argparse.Namespace, session: Session) -> int:
    """Gather the facts and write the report; facts that the program can't know are marked, not made up."""
    from assistant import installation
    from assistant.private_files import write_private
    from assistant.reports.facts import gather
    from assistant.reports.layout import to_html, to_markdown

    out: Path | None = options.out
    if out is not None and out.suffix.lower() not in (*_HTML, *_MARKDOWN):
        raise ConfigError(f"{out} tells no format.", remedy="Let the file's name end in .md or .html.")
    with session.wiring() as wiring:
        session.require("audit", wiring)
        installation.record_export(wiring, actor=session.actor, what=f"report {options.kind}")
        report = _maker(options.kind)(gather(wiring))
    text = to_html(report) if out is not None and out.suffix.lower() in _HTML else to_markdown(report)
    if out is not None:
        write_private(out, text)
    terminal = session.terminal
    if terminal.json_only:
        terminal.value({"report": options.kind, "file": str(out) if out else None, "text": None if out else text})
    elif out is not None:
        terminal.say(f"The {KINDS[options.kind]} is in {out}.", "green")
    else:
        terminal.say(text.rstrip("\n"))
    return 0


def _maker(kind: str) -> Callable[[Facts], Report]:
    from assistant.reports.dpia import impact_assessment
    from assistant.reports.hipaa import control_sheet
    from assistant.reports.processing import record_of_processing

    return {"processing": record_of_processing, "dpia": impact_assessment, "hipaa": control_sheet}[kind]
