"""Whether text of a PDF page can be seen: what somebody covered, hid or cut off is not part of the document.

Text under a drawn box was redacted by someone who only covered it, and text that no one sees was never meant for a
reader (or means to deceive a program): both are dropped. The invisible text that recognition (OCR) lays over a scan
is the page's own text, and stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pypdf.errors import LimitReachedError

from ingest.loaders.pdf_colours import WHITE, Ink, Rgb, alike
from ingest.loaders.pdf_geometry import Box, Point

Verdict = Literal["visible", "covered", "invisible", "outside", "partly covered", "damaged"]
MAX_COMPARISONS = 20_000_000
"""Of text with areas at its height, on one page: some seconds. A map with long legends has a million."""

_BAND = 24.0  # points: areas are looked up by height
_MANY_BANDS = 200
_TOUCHED, _WHOLE, _HALF = 0.03, 0.97, 0.5
_SCAN = 0.5  # of the page: from here on pictures are the page itself, not something laid on its text
_MARGIN = 2.0  # points that text may stand over the page's edge


@dataclass(frozen=True, slots=True)
class Letters:
    """Where text stands and how it is painted. `order` counts what is painted on the page.

    `box` holds the middle of the letters, so that a neighbouring line's box does not touch it. `ink` is None where it
    can't be told. `unseen` tells that nothing of it is painted at all, `recognized` that only its paint is missing
    (text rendering mode 3, which OCR programs use).
    """

    box: Box
    order: int
    ink: Rgb | None
    unseen: bool = False
    recognized: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """Something painted that is no text. `opaque` promises that all of `box` is filled and nothing shines through."""

    box: Box
    order: int
    ink: Ink
    opaque: bool
    picture: bool = False


class Scene:
    """The areas of one page, for judging its text."""

    def __init__(self, areas: Iterable[Area], page: Box) -> None:
        self._page = Box(page.x0 - _MARGIN, page.y0 - _MARGIN, page.x1 + _MARGIN, page.y1 + _MARGIN)
        self._bands: defaultdict[int, list[Area]] = defaultdict(list)
        self._tall: list[Area] = []
        self._left = MAX_COMPARISONS
        pictured = 0.0
        for area in areas:
            met = area.box.meet(page)
            if met is None:
                continue
            pictured += met.area if area.picture else 0.0
            bands = range(int(met.y0 // _BAND), int(met.y1 // _BAND) + 1)
            if len(bands) > _MANY_BANDS:
                self._tall.append(area)
            else:
                for band in bands:
                    self._bands[band].append(area)
        self._scanned = page.area > 0 and pictured >= _SCAN * page.area

    def judge(self, letters: Letters, *, single: bool = False) -> Verdict:
        """Whether letters can be seen. `single`: they are one letter, which is covered or not, never partly.

        Raises:
            LimitReachedError: the page asks for more comparisons than any page of a document does.
        """
        if not self._page.holds(letters.box.centre):
            return "outside"
        if letters.unseen:
            return "invisible"
        near = self._near(letters.box)
        self._left -= len(near)
        if self._left < 0:
            raise LimitReachedError("the page has too much text on too many areas")
        x0, y0, x1, y1 = letters.box.x0, letters.box.y0, letters.box.x1, letters.box.y1
        near = [a for a in near if a.box.x0 <= x1 and a.box.x1 >= x0 and a.box.y0 <= y1 and a.box.y1 >= y0]
        if letters.recognized and not any(area.picture and area.box.holds(letters.box.centre) for area in near):
            return "invisible"
        share = sum(letters.box.share_in(area.box) for area in near if self._hides(area, letters))
        if share >= (_HALF if single else _WHOLE):
            return "covered"
        if letters.recognized or letters.ink is None:
            return "visible" if single or share < _TOUCHED else "partly covered"
        if not single and (share >= _TOUCHED or self._drowned_partly(letters, letters.ink, near)):
            return "partly covered"
        return self._against_ground(letters, letters.ink, near)

    def _near(self, box: Box) -> list[Area]:
        bands: Iterable[int] = range(int(box.y0 // _BAND), int(box.y1 // _BAND) + 1)
        if box.y1 - box.y0 > _MANY_BANDS * _BAND:  # letters larger than any page
            bands = list(self._bands)
        found = {id(area): area for band in bands for area in self._bands.get(band, ())}
        return [*found.values(), *self._tall]

    def _hides(self, area: Area, letters: Letters) -> bool:
        if not area.opaque or area.order < letters.order:
            return False
        return not (area.picture and (self._scanned or letters.recognized))

    def _drowned_partly(self, letters: Letters, ink: Rgb, near: Sequence[Area]) -> bool:
        """Whether part of the letters stands before a box of their own colour (a black highlight)."""
        return any(
            _TOUCHED < letters.box.share_in(area.box) < _WHOLE
            for area in near
            if area.opaque and area.order < letters.order and area.ink.rgb is not None and alike(area.ink.rgb, ink)
        )

    def _against_ground(self, letters: Letters, ink: Rgb, near: Sequence[Area]) -> Verdict:
        ground = _topmost(near, letters.box.centre, letters.order)
        if ground is None:
            return "invisible" if alike(ink, WHITE) else "visible"
        # Before a picture, a pattern or a shape that is no box, nobody can tell without looking.
        if not ground.opaque or ground.picture or ground.ink.rgb is None:
            return "visible"
        if not alike(ink, ground.ink.rgb):
            return "visible"
        return "invisible" if alike(ground.ink.rgb, WHITE) else "covered"


NOT_READ: Final[dict[Verdict, str]] = {
    "covered": "text under a drawn box was not read: somebody covered it, but it is still in the file",
    "invisible": "invisible text was not read",
    "outside": "text outside the visible page was not read",
    "damaged": "damaged notes or form fields were not read",
}


def _topmost(near: Sequence[Area], point: Point, order: int) -> Area | None:
    under = [area for area in near if area.order < order and area.box.holds(point)]
    return max(under, key=lambda area: area.order, default=None)
