"""Lists of an HTML page as lines: one item a line, marked as it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any, Final

from ingest.loaders.characters import squeeze
from ingest.loaders.html_content import is_dropped, text_of

_INTEGER: Final = re.compile(r"\s*([-+]?\d{1,9})(?!\d)")
_ROMAN: Final = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
)


def holds_blocks(element: Any) -> bool:
    """Whether a list is really page layout: its items hold headings, tables or several paragraphs."""
    if next(element.iter("h1", "h2", "h3", "h4", "h5", "h6", "table", "pre"), None) is not None:
        return True
    return any(len(item.findall("p")) > 1 for item in element.iter("li"))


def items(element: Any, depth: int) -> Iterator[str]:
    """The items of a list as lines, indented by `depth`; takes the lists inside it apart."""
    own = element.findall("li")
    marks = _marks(element, own) if element.tag == "ol" else repeat("-")
    for mark, item in zip(marks, own, strict=False):
        if is_dropped(item):
            continue
        nested = [child for child in item if child.tag in ("ul", "ol")]
        for child in nested:
            child.drop_tree()  # unlike `remove` leaves the text behind it
        if text := squeeze(text_of(item)):
            yield f"{'  ' * depth}{mark} {text}"
        for child in nested:
            if not is_dropped(child):
                yield from items(child, min(depth + 1, 5))


def definitions(element: Any) -> Iterator[str]:
    """The definitions of a list of terms, each behind the terms that stand above it; takes the list apart."""
    found: list[tuple[str, str]] = []
    # From the last: the parser puts what follows an element that isn't closed into it.
    for part in reversed(list(_terms_and_definitions(element))):
        found.append((part.tag, squeeze(text_of(part))))
        part.drop_tree()
    terms: list[str] = []
    defined = True
    for tag, text in reversed(found):
        if tag == "dt":
            terms = [text] if defined else [*terms, text]
            defined = False
            continue
        defined = True
        if text:
            yield f"- {_spoken(terms)}: {text}" if any(terms) else f"- {text}"
    if not defined and any(terms):
        yield f"- {_spoken(terms)}"


def _terms_and_definitions(element: Any) -> Iterator[Any]:
    for child in element:
        if isinstance(child.tag, str) and not is_dropped(child):
            if child.tag in ("dt", "dd"):
                yield child
            yield from _terms_and_definitions(child)


def _spoken(terms: Sequence[str]) -> str:
    return " / ".join(filter(None, terms))


def _marks(element: Any, own: Sequence[Any]) -> Iterator[str]:
    """What stands before each item of an ordered list (WHATWG HTML, sections 4.4.5 and 4.4.8)."""
    backwards = element.get("reversed") is not None
    number = _number(element, "start", sum(not is_dropped(item) for item in own) if backwards else 1)
    for item in own:
        number = _number(item, "value", number)
        numeral = _numeral(number, item.get("type") or element.get("type") or "1")
        # Behind a letter no stop: "C. Soap" reads like the initial and the name of a person, also to the redactor.
        yield f"{numeral})" if numeral.isalpha() else f"{numeral}."
        if not is_dropped(item):
            number += -1 if backwards else 1


def _number(element: Any, attribute: str, otherwise: int) -> int:
    said = _INTEGER.match(element.get(attribute, ""))
    return int(said.group(1)) if said else otherwise


def _numeral(number: int, kind: str) -> str:
    """A number as lists of a type ("1", "a", "A", "i", "I") write it; others than these are decimal."""
    if kind in ("a", "A") and number > 0:
        letters = ""
        while number > 0:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord(kind) + letter) + letters
        return letters
    if kind in ("i", "I") and 0 < number < 4000:
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (number // value)
            number %= value
        return roman if kind == "i" else roman.upper()
    return str(number)
