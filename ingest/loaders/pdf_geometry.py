"""Places on a PDF page: matrices (PDF 32000-1, section 8.3.4) and boxes, in points from the lower left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle, `x0 <= x1` and `y0 <= y1`."""

    x0: float
    y0: float
    x1: float
    y1: float

    @classmethod
    def around(cls, points: Iterable[Point]) -> Box:
        """The smallest box that holds all points, of which there is one at least."""
        xs, ys = zip(*points, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    @property
    def area(self) -> float:
        """Width times height."""
        return (self.x1 - self.x0) * (self.y1 - self.y0)

    @property
    def centre(self) -> Point:
        """The middle."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def holds(self, point: Point) -> bool:
        """Whether a point lies inside or on the edge."""
        return self.x0 <= point[0] <= self.x1 and self.y0 <= point[1] <= self.y1

    def meet(self, other: Box) -> Box | None:
        """What two boxes share; None if that is nothing."""
        x0, y0 = max(self.x0, other.x0), max(self.y0, other.y0)
        x1, y1 = min(self.x1, other.x1), min(self.y1, other.y1)
        return Box(x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None

    def share_in(self, other: Box) -> float:
        """The share of this box, 0..1, that lies inside another."""
        met = self.meet(other)
        return met.area / self.area if met and self.area > 0 else 0.0

    def corners(self) -> tuple[Point, Point, Point, Point]:
        """Round the box from the lower left."""
        return (self.x0, self.y0), (self.x1, self.y0), (self.x1, self.y1), (self.x0, self.y1)


def times(one: Matrix, other: Matrix) -> Matrix:
    """First `one`, then `other`."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def forward(matrix: Matrix, distance: float) -> Matrix:
    """A text matrix moved along its own baseline."""
    return times((1, 0, 0, 1, distance, 0), matrix)


def placed(point: Point, matrix: Matrix) -> Point:
    """Where a matrix puts a point."""
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def moved(box: Box, matrix: Matrix) -> Box:
    """The box around what a matrix makes of a box."""
    return Box.around(placed(corner, matrix) for corner in box.corners())


def numbers(operands: Any, count: int) -> Matrix:
    """The last operands of an operator as a matrix (`count` 6).

    Raises:
        ValueError: there are fewer.
    """
    values = tuple(float(value) for value in operands[-count:])
    if len(values) != count:
        raise ValueError("an operator has too few operands")
    return values  # type: ignore[return-value]


def box_of(values: Any) -> Box | None:
    """A rectangle of the file (four numbers, corners in any order); None for what is none."""
    if values is None or len(values) != 4:
        return None
    x0, y0, x1, y1 = (float(value) for value in values)
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
