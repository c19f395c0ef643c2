"""What of an HTML page is content, and its text: no scripts, navigation or hidden parts."""

from __future__ import annotations

import re
from typing import Any

from ingest.loaders.characters import clean, squeeze
from ingest.loaders.strikes import STRUCK_ELEMENTS

_DROPPED = frozenset(
    "script style noscript template nav footer aside head svg math canvas iframe object embed audio video picture "
    "button select option datalist input textarea dialog menu map".split()
)
_BOILERPLATE_ROLES = frozenset(["navigation", "banner", "contentinfo", "search", "complementary", "dialog"])
BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure form header hr "
    "html legend li main ol p pre section summary table tbody td tfoot th thead tr ul h1 h2 h3 h4 h5 h6".split()
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|clip\s*:\s*rect\(\s*0"
    r"|(?:opacity|font-size)\s*:\s*0{0,9}\.?0{1,9}\s*(?:px|pt|r?em|%)?\s*(?:!|;|$)|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.I,
)
_STRUCK_STYLE = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.I)
_SKIP = re.compile(r"\s*(?:skip|jump|back) to ", re.I)


def is_dropped(element: Any) -> bool:
    """Whether an element with all that is inside it is no content: hidden, struck out, or there to find one's way."""
    role = element.get("role", "").lower()
    if element.tag == "header" and element.find(".//h1") is None and element.getparent().tag == "body":
        return True
    if element.tag in ("ul", "ol", "a") and _is_contents(element):
        return True
    unread = element.tag in _DROPPED or role in _BOILERPLATE_ROLES
    return unread or is_hidden(element) or is_struck(element)


def is_hidden(element: Any) -> bool:
    """Whether an element isn't shown, by its own attributes."""
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return hidden or _HIDDEN.search(element.get("style", "")) is not None


def is_struck(element: Any) -> bool:
    """Whether an element is struck out: it stands there as what no longer holds."""
    return element.tag in STRUCK_ELEMENTS or _STRUCK_STYLE.search(element.get("style", "")) is not None


def _is_contents(element: Any) -> bool:
    """Whether a list holds nothing but links into its own page, or a link only skips to another part of it."""
    if element.tag == "a":
        return element.get("href", "").startswith("#") and _SKIP.match(element.text_content()) is not None
    links = [link for link in element.iter("a") if link.get("href", "").startswith("#")]
    inside = sum(len(squeeze(link.text_content())) for link in links)
    return len(links) > 1 and inside >= 0.9 * len(squeeze(element.text_content()))


def text_of(element: Any) -> str:
    """All visible text inside an element, blocks apart."""
    if is_dropped(element):
        return ""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            inner = text_of(child)
            parts.append(f" {inner} " if child.tag in BLOCKS or child.tag == "br" else inner)
        parts.append(child.tail or "")
    return clean("".join(parts))


def verbatim(element: Any) -> str:
    """All visible text with its white space as it stands."""
    if is_dropped(element):
        return ""
    parts = [element.text or ""]
    for child in element:
        inner = "\n" if child.tag == "br" else verbatim(child) if isinstance(child.tag, str) else ""
        parts += [inner, child.tail or ""]
    return "".join(parts)
