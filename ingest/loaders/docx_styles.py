"""What a Word paragraph is, by its style and numbering: heading, item of a list, hidden."""

from __future__ import annotations

from typing import Any, Final

from ingest.loaders.docx_xml import W, is_on, value_of

_STRIKES: Final = ("rPr/strike", "rPr/dstrike")


class Styles:
    """What a paragraph is, by its style and numbering."""

    def __init__(self, document: Any) -> None:
        self._headings: dict[str, int] = {}
        self._lists: dict[str, tuple[str, int]] = {}
        self._hiding: set[str] = set()
        self._striking: set[str] = set()
        for style in document.styles.element.iterfind(f"{W}style"):
            key = style.get(f"{W}styleId", "")
            name = value_of(style, "name").lower()
            based = value_of(style, "basedOn")
            level = value_of(style, "pPr/outlineLvl")
            if name == "title":
                self._headings[key] = 1
            elif name.startswith("heading ") and name[8:].isdigit():
                self._headings[key] = int(name[8:])
            elif level.isdigit() and int(level) < 9:
                self._headings[key] = int(level) + 1
            elif based in self._headings and not name.startswith("toc"):
                self._headings[key] = self._headings[based]
            hides = is_on(style, "rPr/vanish")
            if hides or (hides is None and based in self._hiding):
                self._hiding.add(key)
            struck = [is_on(style, path) for path in _STRIKES]
            if any(struck) or (based in self._striking and False not in struck):
                self._striking.add(key)
            if (number := _numbering(style)) or name.startswith(("list bullet", "list number")):
                self._lists[key] = number or ("bullet" if "bullet" in name else name, 0)
        self._formats = _formats(document)

    def heading_level(self, paragraph: Any) -> int:
        """1..6, or 0 for what is no heading."""
        own = value_of(paragraph, "pPr/outlineLvl")
        if own.isdigit() and int(own) < 9:
            return min(int(own) + 1, 6)
        return min(self._headings.get(value_of(paragraph, "pPr/pStyle"), 0), 6)

    def hides(self, run: Any, paragraph_style: str) -> bool:
        """Whether a run is hidden text: by itself, or by its style or its paragraph's."""
        own = is_on(run, "rPr/vanish")
        return own if own is not None else bool({value_of(run, "rPr/rStyle"), paragraph_style} & self._hiding)

    def strikes(self, run: Any, paragraph_style: str) -> bool:
        """Whether a run is struck out: by itself, or by its style or its paragraph's."""
        own = [is_on(run, path) for path in _STRIKES]
        if any(own):
            return True
        return False not in own and bool({value_of(run, "rPr/rStyle"), paragraph_style} & self._striking)

    def list_place(self, paragraph: Any) -> tuple[str, int, bool] | None:
        """The list a paragraph is an item of, its depth from 0, and whether it is numbered; None for no item."""
        place = _numbering(paragraph) or self._lists.get(value_of(paragraph, "pPr/pStyle"))
        if place is None or place[0] == "0":
            return None
        key, depth = place
        kind = self._formats.get(place, "decimal" if "number" in key else "bullet")
        return key, depth, kind not in ("bullet", "none")


def _numbering(element: Any) -> tuple[str, int] | None:
    key, depth = value_of(element, "pPr/numPr/numId"), value_of(element, "pPr/numPr/ilvl")
    return (key, int(depth) if depth.isdigit() else 0) if key else None


def _formats(document: Any) -> dict[tuple[str, int], str]:
    """How each level of each list is numbered: "bullet", "decimal", ..."""
    part = next((rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None)
    if part is None:
        return {}
    root = part.element
    levels = {
        (abstract.get(f"{W}abstractNumId"), int(level.get(f"{W}ilvl", "0"))): value_of(level, "numFmt")
        for abstract in root.iterfind(f"{W}abstractNum")
        for level in abstract.iterfind(f"{W}lvl")
    }
    return {
        (number.get(f"{W}numId"), depth): kind
        for number in root.iterfind(f"{W}num")
        for (abstract, depth), kind in levels.items()
        if abstract == value_of(number, "abstractNumId")
    }
