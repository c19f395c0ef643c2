"""Summarise files and folders, each document in a few of its own sentences with their citations."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.options import add_engine, add_json, add_workspace, positive
from assistant.cli.session import Session
from policies.errors import ConfigError, LoadError, RedactionError

if TYPE_CHECKING:
    from assistant.summaries import Summary

_UNFIT_IN_FILE_NAMES = re.compile(r"[^\w.⟦⟧-]+")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write a Markdown and a JSON file a document there")
    parser.add_argument("--sentences", type=positive, default=5, metavar="N", help="at most N each (default: 5)")
    add_workspace(parser)
    add_engine(parser)
    add_json(parser)


def run(options: argparse.Namespace, session: Session) -> int:
    """Summarise under the workspace's policy; a file that fails doesn't stop the others."""
    from assistant.json import summary_to_json, warned_to_json
    from assistant.workspaces.summarizing import summarize_file
    from ingest.pipeline import Warned
    from ingest.sources import find_sources

    if options.engine not in (None, "auto", "reader"):
        raise ConfigError(
            "Summaries are extractive; a language model can't make them yet.", remedy="Leave --engine out."
        )
    terminal = session.terminal
    sources = find_sources(options.paths)
    made: list[Summary] = []
    warnings: list[Warned] = []
    failed = []
    with session.wiring() as wiring, terminal.progress("Summarising") as progress:
        workspace = wiring.workspace_to_fill(options.workspace)
        for done, source in enumerate(sources, start=1):
            try:
                summary, notices = summarize_file(workspace, source, sentences=options.sentences, actor=session.actor)
                made.append(summary)
                warnings += [Warned(source.shown, notice) for notice in notices]
            except (LoadError, RedactionError) as error:
                failed.append({"path": source.shown, "error": error.problem, "remedy": error.remedy})
            progress(done, len(sources))
    for warning in warnings:
        terminal.warn(f"{warning.path}: {warning.notice}")
    for each in failed:
        terminal.warn(f"{each['path']}: {each['error']} {each['remedy']}")
    if options.out:
        _write(made, options.out)
    if terminal.json_only:
        terminal.value(
            {
                "summaries": [summary_to_json(summary) for summary in made],
                "failed": failed,
                "warnings": [warned_to_json(warning) for warning in warnings],
            }
        )
    else:
        for summary in made:
            terminal.say(markdown(summary))
        if options.out:
            terminal.note(f"{len(made)} summaries were written to {options.out}.")
    return 1 if failed else 0


def markdown(summary: Summary) -> str:
    """Return a summary as Markdown: its sentences, and under them where each one stands."""
    title = summary.title.value or summary.document.value
    lines = [f"# {title}", "", f"`{summary.document.value}`", ""]
    notes = ["", "## Sources", ""]
    for number, sentence in enumerate(summary.sentences, start=1):
        lines.append(f"- {_one_line(sentence.text.value)} [{number}]")
        citation = sentence.citation
        page = f", page {citation.page}" if citation.page is not None else ""
        section = f", {citation.section.value}" if citation.section else ""
        notes.append(f"{number}. {citation.document.value}{page}{section}, characters {citation.start}-{citation.end}")
    if not summary.sentences:
        lines.append("The document has no sentence to quote.")
    return "\n".join([*lines, *notes, ""])


def _write(summaries: list[Summary], folder: Path) -> None:
    from assistant.json import summary_to_json

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for summary in summaries:
            # The name was redacted with the document; the id tells two documents of one name apart.
            stem = _UNFIT_IN_FILE_NAMES.sub("_", summary.document.value)[:120]
            path = folder / f"{stem}.{summary.document_id[:8]}"
            Path(f"{path}.md").write_text(markdown(summary), encoding="utf-8")
            body = json.dumps(summary_to_json(summary), ensure_ascii=False, indent=1)
            Path(f"{path}.json").write_text(body + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{folder} can't be written ({error.strerror}).", remedy="Give another --out.") from error


def _one_line(text: str) -> str:
    """Put a sentence on one line, without the bullet that it may have had in its document."""
    return " ".join(text.split()).lstrip("-*•◦‣ ")
