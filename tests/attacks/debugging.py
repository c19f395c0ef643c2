"""Every logger at debug level, for a while, also where a command would set up logging of its own."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def all_loggers_at_debug_level(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What libraries and product log at any level is captured; afterwards the levels are as before."""
    loggers = [logging.getLogger(name) for name in list(logging.root.manager.loggerDict)]
    levels = [logger.level for logger in loggers]
    try:
        with caplog.at_level(logging.DEBUG), pytest.MonkeyPatch.context() as patch:
            patch.setattr("assistant.cli.program.configure_logging", lambda _format: None)
            for logger in loggers:
                logger.setLevel(logging.DEBUG)
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
