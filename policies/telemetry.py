"""Switches off what third-party libraries send home. To be called before they are imported."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SWITCHES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ANONYMIZED_TELEMETRY": "False",  # chromadb
        "CHROMA_OTEL_COLLECTION_ENDPOINT": "",
        "DO_NOT_TRACK": "1",
        "HF_DATASETS_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_OFFLINE": "1",
        "LANGCHAIN_TRACING_V2": "false",
        "LANGSMITH_TRACING": "false",
        "OTEL_SDK_DISABLED": "true",
        "POSTHOG_DISABLED": "1",
        "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
        "TRANSFORMERS_OFFLINE": "1",
    }
)


def silence_telemetry() -> None:
    """Set the switches in this process's environment, for its children too, over what was set before."""
    os.environ.update(SWITCHES)
