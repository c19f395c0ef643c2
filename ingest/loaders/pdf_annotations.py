"""Annotations of a PDF page (PDF 32000-1, section 12.5) and the values of its form fields (section 12.7).

What they say is content: what is painted on the page is read where it stands; a note that opens on a click, and a
value or tick that is not painted, are read as a line with a label. Who wrote a note, and where a link leads, is not
read. What is marked to be redacted is covered, done or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from ingest.loaders.characters import clean, squeeze
from ingest.loaders.pdf_colours import BLACK, Ink, ink
from ingest.loaders.pdf_damage import DAMAGE
from ingest.loaders.pdf_geometry import IDENTITY, Box, Matrix, box_of, moved, numbers
from ingest.loaders.pdf_layers import Layers

_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5  # flags of annotations, table 165
_PASSWORD, _PUSHES = 1 << 13, 1 << 16  # flags of fields, tables 226 and 228
_MARKUP: Final = frozenset(("/Highlight", "/Underline", "/StrikeOut", "/Squiggly"))
_UNPAINTED: Final = _MARKUP | {"/Text", "/Link", "/Popup", "/FileAttachment", "/Redact"}  # or an icon alone
_SILENT: Final = frozenset(("/Link", "/Popup", "/Widget", "/Redact"))
_ATTACHING: Final = frozenset(("/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"))
_PAINTS_TEXT = re.compile(rb"\bT[jJ]\b|['\"]\s")
_PART_NUMBERS = re.compile(r"\[\d+\]|#")
_MOST = 20_000
_ANCESTORS = 8


@dataclass(frozen=True, slots=True, repr=False)
class Annotation:
    """One annotation that is visible.

    `words` is what it says beyond what it paints, with a label, "" for nothing. `look` is the form to paint and where
    it goes, None for what only marks text or shows an icon. `covers` are boxes that hide what is under them, besides
    those of its look. Places are on the page before it is turned upright. `attaches` tells whether it carries a file,
    a sound or a film.
    """

    words: str
    look: tuple[StreamObject, Matrix] | None
    covers: tuple[tuple[Box, Ink], ...]
    attaches: bool


@dataclass(frozen=True, slots=True, repr=False)
class _Entry:
    """An annotation as it stands in the file."""

    entry: DictionaryObject
    kind: str

    def read(self) -> Annotation:
        return Annotation(self.words(), self.look(), tuple(self.covers()), self.kind in _ATTACHING)

    def look(self) -> tuple[StreamObject, Matrix] | None:
        """By the algorithm of section 12.5.5."""
        place, form = box_of(self.entry.get("/Rect")), self._appearance()
        if self.kind in _UNPAINTED or place is None or form is None:
            return None
        own = [float(value) for value in form.get("/Matrix", IDENTITY)]
        box = moved(box_of(form.get("/BBox")) or place, numbers(own, 6))
        wide = (place.x1 - place.x0) / (box.x1 - box.x0) if box.x1 > box.x0 else 1.0
        high = (place.y1 - place.y0) / (box.y1 - box.y0) if box.y1 > box.y0 else 1.0
        return form, (wide, 0.0, 0.0, high, place.x0 - wide * box.x0, place.y0 - high * box.y0)

    def covers(self) -> Iterator[tuple[Box, Ink]]:
        if self.kind == "/Redact":
            yield from ((box, BLACK) for box in self._quads())
        elif self.kind in _MARKUP:
            # Viewers multiply a highlight with the page: yellow lets the text through, black does not.
            colour = ink(self._numbers("/C") or (1.0, 1.0, 0.0))
            if self.kind == "/Highlight" and colour.dark and float(self.entry.get("/CA", 1.0)) > 0.9:
                yield from ((box, colour) for box in self._quads())
        elif self.kind == "/Square" and self._appearance() is None and self.entry.get("/IC"):
            place = box_of(self.entry.get("/Rect"))
            if place is not None and float(self.entry.get("/CA", 1.0)) > 0.9:
                yield place, ink(self._numbers("/IC"))

    def words(self) -> str:
        if self.kind == "/Widget":
            return self._field()
        painted = self.kind == "/FreeText" and self._appearance() is not None
        if self.kind in _SILENT or painted or "/StateModel" in self.entry:
            return ""
        said = _string(self.entry.get("/Contents"))
        return f"Note: {said}" if said else ""

    def _field(self) -> str:
        kind, flags = self._inherited("/FT"), int(self._inherited("/Ff") or 0)
        label = _string(self._inherited("/TU")) or _string(self._inherited("/T"))
        label = squeeze(_PART_NUMBERS.sub("", label)) or "Field"
        if kind == "/Btn":
            state = self.entry.get("/AS", "/Off")
            ticked = not flags & _PUSHES and state != "/Off"
            return f"{label}: {_string(str(state).removeprefix('/'))}" if ticked else ""
        form = self._appearance()
        if flags & _PASSWORD or (form is not None and _PAINTS_TEXT.search(form.get_data())):
            return ""
        value = self._inherited("/V")
        parts = value if isinstance(value, ArrayObject) else [value]
        said = ", ".join(filter(None, map(_string, parts)))
        return f"{label}: {said}" if said else ""

    def _appearance(self) -> StreamObject | None:
        looks = self.entry.get("/AP", DictionaryObject()).get_object()
        look = looks.get("/N", DictionaryObject()).get_object()
        if isinstance(look, DictionaryObject) and not isinstance(look, StreamObject) and self.kind != "/Widget":
            look = look.get(self.entry.get("/AS", "/"), DictionaryObject()).get_object()
        return look if isinstance(look, StreamObject) else None

    def _inherited(self, key: str) -> Any:
        """A field's attribute, its own or that of the field that it is a part of."""
        at: Any = self.entry
        for _ in range(_ANCESTORS):
            if not isinstance(at, DictionaryObject):
                break
            if key in at:
                return at[key]
            at = at.get("/Parent", NameObject("/")).get_object()
        return None

    def _numbers(self, key: str) -> list[float]:
        listed = self.entry.get(key)
        return [float(value) for value in listed] if isinstance(listed, ArrayObject) else []

    def _quads(self) -> Iterator[Box]:
        """The quadrilaterals that it marks, else all of it."""
        values = self._numbers("/QuadPoints")
        quads = [values[at : at + 8] for at in range(0, len(values) - 7, 8)]
        boxes = [Box.around(zip(quad[::2], quad[1::2], strict=True)) for quad in quads]
        place = box_of(self.entry.get("/Rect"))
        yield from boxes or ([place] if place is not None else [])


def on_page(page: PageObject, layers: Layers) -> tuple[list[Annotation], bool]:
    """The annotations of a page that a viewer shows, in their order, and whether some could not be read."""
    listed = page.get("/Annots")
    listed = listed.get_object() if listed is not None else ()
    found: list[Annotation] = []
    damaged = False
    for reference in list(listed or ())[:_MOST]:
        try:
            entry = reference.get_object()
            if not isinstance(entry, DictionaryObject) or layers.hides(entry, "/OC"):
                continue
            if not int(entry.get("/F", 0)) & (_HIDDEN | _NO_VIEW):
                found.append(_Entry(entry, str(entry.get("/Subtype", ""))).read())
        except DAMAGE:  # costs the note, not the page
            damaged = True
    return found, damaged


def _string(value: Any) -> str:
    """A text string of the file on one line; "" for anything else."""
    value = value.get_object() if hasattr(value, "get_object") else value
    return squeeze(clean(value)) if isinstance(value, str) else ""
