"""What may come in as a question, a query or a text: checked once, for command line and REST alike."""

from __future__ import annotations

from policies.errors import ConfigError, LimitError


def checked_text(raw: object, *, noun: str, limit: int) -> str:
    """`raw` as text of at most `limit` characters; `noun` names it in errors, which never repeat it.

    Raises:
        ConfigError: not text, empty, or not valid Unicode (a lone surrogate, a NUL).
        LimitError: longer than `limit`.
    """
    if not isinstance(raw, str):
        raise ConfigError(f"The {noun} is no text.", remedy=f"Give the {noun} as a string.")
    if not raw.strip():
        raise ConfigError(f"The {noun} is empty.", remedy=f"Give a {noun}.")
    if len(raw) > limit:
        raise LimitError(
            f"The {noun} has {len(raw):,} characters; {limit:,} are allowed.",
            remedy="Shorten it, or put long text into a document.",
        )
    try:
        raw.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ConfigError(f"The {noun} is not valid Unicode.", remedy="Send it as UTF-8.") from error
    if "\0" in raw:
        raise ConfigError(f"The {noun} holds a NUL character.", remedy="Remove it.")
    return raw
