"""Which rules find personal data: other rules find more, so documents are read again under them."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files


@cache
def rules_sha256() -> str:
    """Over the code and the word lists of this package, in the order of their names.

    All of its code, for where rules end and what carries them out begins moves with each release. Documents are read
    again after an upgrade that changed something here, as after one of the tagger's weights.
    """
    digest = hashlib.sha256()
    package = files("policies")
    for folder in (package, package / "recognizers"):
        for each in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if each.name.endswith((".py", ".txt")):
                content = each.read_bytes()
                digest.update(f"{each.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()
