"""Logging: our own warnings on stderr, and nothing that could quote a document.

What third-party libraries log is content as often as not (pypdf prints bytes of the file, Presidio the matched text at
debug level, uvicorn the URL): their loggers are closed. The message and the chain of an exception may quote text too,
so an unforeseen one is told by its type and the places in the program.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
import warnings
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType

OURS = ("assistant", "ingest", "policies", "uvicorn.error")


request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The request that is served, so that its lines can be told from those of others."""


def configure_logging(log_format: str = "text") -> None:
    """Set up logging for this process, as `text` or as a `json` value a line. Idempotent."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if log_format == "json" else _Text("%(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [logging.NullHandler()]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.setLevel(logging.WARNING)
        logger.propagate = False
    # Written only where the setting `access_log` is on.
    logging.getLogger("assistant.access").setLevel(logging.INFO)
    logging.captureWarnings(False)
    warnings.simplefilter("ignore")


def places(error: BaseException) -> str:
    """Name an error's type and where it came about, without its message."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    where = " > ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__name__} at {where or 'an unknown place'}"


def report_unforeseen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Tell of an error that nobody foresaw, as `sys.excepthook`; the process ends with 1."""
    sys.stderr.write(f"Error: something unforeseen happened: {places(error)}.\n")
    sys.stderr.write("  Please report this line; it holds nothing of your documents.\n")


class _WithoutContent(logging.Formatter):
    """Formats an exception as its type and places."""

    def formatException(self, ei: object) -> str:  # the name is logging's
        error = sys.exc_info()[1] if not isinstance(ei, tuple) else ei[1]
        return places(error) if isinstance(error, BaseException) else ""

    def format(self, record: logging.LogRecord) -> str:
        """Drop a traceback that was formatted by someone else."""
        record.exc_text = None
        return super().format(record)


class _Text(_WithoutContent):
    """A line for people, with the id of the request that it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        own = request_id.get()
        return super().format(record) + (f" [{own}]" if own else "")


class _Json(_WithoutContent):
    """One JSON value a line: time (UTC, ISO 8601), level, logger, message, and request_id and error where there are."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id.get(),
            "error": self.formatException(record.exc_info) if record.exc_info else "",
        }
        return json.dumps({name: value for name, value in line.items() if value}, ensure_ascii=False)
