"""Colours of a PDF's graphics state as far as they tell whether something can be seen (PDF 32000-1, section 8.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

Rgb = tuple[float, float, float]
WHITE: Final[Rgb] = (1.0, 1.0, 1.0)
_ALIKE = 0.08  # of a channel's range: letters closer than this to what is behind them are not read by anyone
_DARK = 0.35
_COMPONENTS: Final = {"/DeviceGray": 1, "/CalGray": 1, "/G": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/RGB": 3}
_CMYK: Final = {"/DeviceCMYK": 4, "/CMYK": 4}


@dataclass(frozen=True, slots=True)
class Ink:
    """What fills or strokes: a colour (None: one that can't be told), or a pattern, which may let things through."""

    rgb: Rgb | None
    pattern: bool = False

    @property
    def dark(self) -> bool:
        """Whether it is known to be nearly black."""
        return self.rgb is not None and max(self.rgb) < _DARK


BLACK: Final = Ink((0.0, 0.0, 0.0))
UNKNOWN: Final = Ink(None)


def alike(one: Rgb, other: Rgb) -> bool:
    """Whether two colours can't be told apart by a reader."""
    return all(abs(a - b) < _ALIKE for a, b in zip(one, other, strict=True))


def ink(values: Sequence[Any], space: str | None = None) -> Ink:
    """The colour of an operator's operands: 1 grey, 3 red-green-blue, 4 cyan-magenta-yellow-black, each 0..1.

    `space` is what `colour_space` gave, None for the operators that name their own.
    """
    if any(not isinstance(value, int | float) for value in values):
        return Ink(None, pattern=True)
    levels = [min(max(float(value), 0.0), 1.0) for value in values]
    if space == "unknown" or (space == "black" and len(levels) != 1):
        return UNKNOWN
    match levels:
        case [grey]:
            grey = 1 - grey if space == "black" else grey
            return Ink((grey, grey, grey))
        case [red, green, blue]:
            return Ink((red, green, blue))
        case [c, m, y, k]:
            return Ink(((1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k)))
        case _:
            return UNKNOWN


def colour_space(name: Any, resources: DictionaryObject) -> str | None:
    """How numbers in a colour space are to be taken: None as they are many, "black" as a tint, or "unknown"."""
    space: Any = name
    if name not in _COMPONENTS and name not in _CMYK:
        spaces = resources.get("/ColorSpace", DictionaryObject()).get_object()
        space = spaces.get(name, name)
        space = space.get_object() if hasattr(space, "get_object") else space
    if isinstance(space, ArrayObject) and space:
        if space[0] == "/ICCBased":
            profile = space[1].get_object()
            return None if isinstance(profile, StreamObject) and profile.get("/N") in (1, 3, 4) else "unknown"
        if space[0] == "/Separation":
            return "black" if space[1] == "/Black" else "unknown"
        space = space[0]
    return None if space in _COMPONENTS or space in _CMYK else "unknown"
