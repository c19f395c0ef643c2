"""Paths of a PDF page: which of them fill a box, and what they clip (PDF 32000-1, section 8.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from ingest.loaders.pdf_geometry import Box, Matrix, Point, placed

_FULL = 0.9  # of its box that a shape fills at least to count as that box; a circle fills .79
_MANY_SHAPES = 200  # a map or a plot: not looked at shape by shape
_MANY_POINTS = 2_000


@dataclass(slots=True)
class Path:
    """The path under construction, in places on the page."""

    shapes: list[list[Point]] = field(default_factory=list)
    bends: list[Point] = field(default_factory=list)
    points: int = 0

    def move(self, x: float, y: float, ctm: Matrix) -> None:
        """Begin a shape."""
        self.shapes.append([placed((x, y), ctm)])

    def line(self, x: float, y: float, ctm: Matrix) -> None:
        """Go on to a point."""
        self.points += 1
        if self.shapes:
            self.shapes[-1].append(placed((x, y), ctm))

    def curve(self, values: Sequence[float], ctm: Matrix) -> None:
        """Go on along a curve, whose end is the last of its points: a box with round corners stays a box."""
        self.bends += [placed(point, ctm) for point in zip(values[:-2:2], values[1:-2:2], strict=True)]
        self.line(values[-2], values[-1], ctm)

    def rectangle(self, x: float, y: float, width: float, height: float, ctm: Matrix) -> None:
        """Add a whole rectangle."""
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.shapes.append([placed(corner, ctm) for corner in corners])

    def boxes(self) -> list[tuple[Box, bool]]:
        """The box around each shape, and whether filling the path fills all of it."""
        found = [(Box.around(shape), shape) for shape in self.shapes]
        # Where shapes overlap, the inner one may be a hole in the outer one: a frame around a page.
        alone = len(found) <= _MANY_SHAPES and not any(a.meet(b) for (a, _), (b, _) in combinations(found, 2))
        whole = alone and self.points <= _MANY_POINTS
        return [(box, whole and _fills(shape, box)) for box, shape in found]

    def strokes(self, width: float) -> list[Box]:
        """The boxes of straight lines along an axis, `width` wide."""
        half = width / 2
        found: list[Box] = []
        for shape in self.shapes[:_MANY_SHAPES]:
            for (ax, ay), (bx, by) in pairwise(shape[:_MANY_SHAPES]):
                if abs(ay - by) < half / 2:
                    found.append(Box(min(ax, bx), min(ay, by) - half, max(ax, bx), max(ay, by) + half))
                elif abs(ax - bx) < half / 2:
                    found.append(Box(min(ax, bx) - half, min(ay, by), max(ax, bx) + half, max(ay, by)))
        return found

    def clip(self) -> tuple[Box, bool] | None:
        """A box that holds all that clipping by the path leaves, and whether it leaves all of it; None for no path."""
        if not self.shapes:
            return None
        around = Box.around([*(point for shape in self.shapes for point in shape), *self.bends])
        return around, len(self.shapes) == 1 and not self.bends and self.boxes()[0][1]


def _fills(shape: list[Point], box: Box) -> bool:
    """By the shoelace formula."""
    doubled = sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise([*shape, shape[0]]))
    return box.area > 0 and abs(doubled) / 2 >= _FULL * box.area
