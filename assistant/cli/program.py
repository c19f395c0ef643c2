"""The program: parse, guard, run one command, and turn what went wrong into words and an exit code.

Exit codes: 0 done; 1 something failed, and stderr says what and what to do; 2 usage; 130 interrupted (Ctrl-C);
141 whoever read our output has gone (as the shell reports SIGPIPE).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Protocol

import assistant
from assistant.cli import (
    ask,
    audit,
    doctor,
    documents,
    incident,
    ingest,
    init,
    keys,
    mcp,
    models,
    policy,
    purge,
    redact,
    report,
    restore,
    search,
    serve,
    subject,
    summarize,
    ui,
    up,
    workspaces,
)
from assistant.cli.session import Session
from assistant.cli.terminal import Terminal
from assistant.json import error_to_json
from assistant.logs import configure_logging, report_unforeseen
from assistant.settings import load_settings, silence_telemetry
from policies.crash_dumps import forbid_crash_dumps
from policies.egress import install_guard
from policies.errors import AssistantError

DONE, FAILED, USAGE, INTERRUPTED, READER_GONE = 0, 1, 2, 130, 141


class Command(Protocol):
    """A command is a module: its docstring's first line is its help."""

    __doc__: str | None

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what the command takes."""

    def run(self, options: argparse.Namespace, session: Session) -> int:
        """Do it; returns the exit code."""
        ...


COMMANDS: Mapping[str, Command] = {
    "init": init,
    "ingest": ingest,
    "ask": ask,
    "search": search,
    "redact": redact,
    "report": report,
    "restore": restore,
    "summarize": summarize,
    "documents": documents,
    "workspaces": workspaces,
    "subject": subject,
    "purge": purge,
    "models": models,
    "policy": policy,
    "keys": keys,
    "audit": audit,
    "incident": incident,
    "doctor": doctor,
    "serve": serve,
    "mcp": mcp,
    "ui": ui,
    "up": up,
}


def run(arguments: Sequence[str]) -> int:
    """Run one command line; never raises what a person should not see."""
    forbid_crash_dumps()
    _speak_utf8()
    sys.excepthook = report_unforeseen
    options = _parser().parse_args(arguments)  # exits with 2 and a usage line when it can't
    terminal = Terminal(json_only=getattr(options, "json", False))
    try:
        settings, warnings = load_settings()
        for warning in warnings:
            terminal.warn(warning)
        # Before any other import: nothing third-party gets to see a socket that we would not have allowed.
        silence_telemetry()
        configure_logging(settings.log_format)
        install_guard(settings.allowed_hosts, private=settings.engine_hosts)
        code = COMMANDS[options.command].run(options, Session(settings, terminal))
        sys.stdout.flush()
        return code
    except AssistantError as error:
        terminal.problem(error)
        if terminal.json_only:
            terminal.value(error_to_json(error))
        return FAILED
    except KeyboardInterrupt:
        terminal.note("Interrupted. What was finished is kept.")
        return INTERRUPTED
    except BrokenPipeError:
        # The interpreter flushes stdout once more as it ends, and would report the pipe a second time.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        sys.stdout.write(f"assistant {assistant.version()}\n")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="assistant",
        description="Answers questions from your own documents, on your own machine, with personal data redacted.",
        epilog="`assistant COMMAND --help` explains a command. ASSISTANT_HOME names the data folder, "
        "ASSISTANT_KEYS the key folder.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        summary = (command.__doc__ or "").strip().partition("\n")[0]
        command.arguments(commands.add_parser(name, help=summary, description=summary, allow_abbrev=False))
    return parser


def _speak_utf8() -> None:
    """UTF-8 in and out whatever the locale says; what can't be written is escaped as JSON and Python write it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
