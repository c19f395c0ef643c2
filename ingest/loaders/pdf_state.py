"""The graphics state of a PDF page, as far as it places text and tells whether it can be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from pypdf.generic import ArrayObject, DictionaryObject
from pypdf.generic._font import Font

from ingest.loaders.pdf_colours import BLACK, UNKNOWN, Ink, colour_space, ink
from ingest.loaders.pdf_geometry import Box, Matrix, numbers, times

_OPAQUE = 0.9
_BLENDS: Final = ("/Normal", "/Compatible")
_DARKENING: Final = ("/Multiply", "/Darken", "/ColorBurn")


SETTING: Final = frozenset(b"cm Tc Tw Tz TL Ts Tr w g rg k G RG K cs CS sc scn SC SCN".split())


@dataclass(slots=True)
class State:
    """One level of the stack that `q` and `Q` keep.

    `clip` is the box that painting is cut to (None: not cut), `clip_exact` whether it is cut to all of it. `shown` is
    the text rendering mode, 0..7 (section 9.3.6).
    """

    ctm: Matrix
    font: Font | None = None
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    shown: int = 0
    fill: Ink = BLACK
    stroke: Ink = BLACK
    fill_space: str | None = None
    stroke_space: str | None = None
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    blend: str = "/Normal"
    masked: bool = False
    line_width: float = 1.0
    clip: Box | None = None
    clip_exact: bool = True

    def copy(self) -> State:
        """The same state for `q` to keep."""
        return replace(self)

    def lets_through(self, painted: Ink, alpha: float) -> bool:
        """Whether something under this paint can still be seen."""
        if self.masked or painted.pattern or alpha < _OPAQUE:
            return True
        return self.blend not in _BLENDS and not (self.blend in _DARKENING and painted.dark)

    def cut(self, box: Box, exact: bool) -> None:
        """Clip further, to a box that is all that is left (`exact`) or holds it."""
        met = box if self.clip is None else self.clip.meet(box)
        self.clip_exact = self.clip_exact and exact
        self.clip = met or Box(0.0, 0.0, 0.0, 0.0)

    def obey(self, operator: bytes, operands: Any, resources: DictionaryObject) -> None:
        """Take one of the operators `SETTING`, which only set the state."""
        match operator:
            case b"cm":
                self.ctm = times(numbers(operands, 6), self.ctm)
            case b"Tc":
                self.char_space = float(operands[0])
            case b"Tw":
                self.word_space = float(operands[0])
            case b"Tz":
                self.scale = float(operands[0]) / 100
            case b"TL":
                self.leading = float(operands[0])
            case b"Ts":
                self.rise = float(operands[0])
            case b"Tr":
                self.shown = int(operands[0])
            case b"w":
                self.line_width = float(operands[0])
            case b"g" | b"rg" | b"k":
                self.fill, self.fill_space = ink(operands), None
            case b"G" | b"RG" | b"K":
                self.stroke, self.stroke_space = ink(operands), None
            case b"cs":
                self.fill_space = colour_space(operands[0], resources)
                self.fill = BLACK if self.fill_space is None else UNKNOWN
            case b"CS":
                self.stroke_space = colour_space(operands[0], resources)
                self.stroke = BLACK if self.stroke_space is None else UNKNOWN
            case b"sc" | b"scn":
                self.fill = ink(operands, self.fill_space)
            case b"SC" | b"SCN":
                self.stroke = ink(operands, self.stroke_space)

    def extend(self, changes: DictionaryObject) -> None:
        """Take what an external graphics state (`gs`) sets of transparency and line width."""
        self.fill_alpha = float(changes.get("/ca", self.fill_alpha))
        self.stroke_alpha = float(changes.get("/CA", self.stroke_alpha))
        self.line_width = float(changes.get("/LW", self.line_width))
        if "/BM" in changes:
            blend = changes["/BM"]
            self.blend = str(blend[0] if isinstance(blend, ArrayObject) and blend else blend)
        if "/SMask" in changes:
            self.masked = str(changes["/SMask"]) != "/None"
