"""The llama.cpp library, which is optional, and silent: what it logs may quote what it reads."""

from __future__ import annotations

import threading
from typing import Any

from assistant.settings import yield_while_waiting
from policies.errors import ModelError

_lock = threading.Lock()
_kept: dict[str, Any] = {}  # the callback must outlive every call of it


def library() -> Any:
    """Return the module `llama_cpp`, ready for use.

    Raises:
        ModelError: it is not installed, or can't be loaded on this machine.
    """
    yield_while_waiting()
    try:
        import llama_cpp
    except (ImportError, RuntimeError, OSError) as error:
        raise ModelError(
            "Language models need llama-cpp-python.",
            remedy="Install it: pip install 'onprem-assistant[llama]'. Or use --engine reader.",
        ) from error
    with _lock:
        if not _kept:
            _kept["log"] = llama_cpp.llama_log_callback(lambda level, text, data: None)
            llama_cpp.llama_log_set(_kept["log"], None)
            llama_cpp.llama_backend_init()
    return llama_cpp
