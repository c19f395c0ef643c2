"""Top floor: settings, wiring, retrieval, engines, grounding, answering, summaries, REST and command line."""

from __future__ import annotations


def version() -> str:
    """Return the version of the installed distribution, `0.0.0` where it runs from a folder alone."""
    from importlib import metadata  # costs 20 ms, and most commands never ask

    try:
        return metadata.version("onprem-assistant")
    except metadata.PackageNotFoundError:
        return "0.0.0"
