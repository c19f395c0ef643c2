"""What a PDF page shows and where: its content stream as pieces of text with their places.

pypdf's own extraction gives text without widths; columns, tables and word gaps need them. This follows the operators
of PDF 32000-1, section 9, and takes fonts (encoding, widths) from pypdf.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from pypdf import PageObject
from pypdf.generic import ContentStream, DictionaryObject, StreamObject
from pypdf.generic._font import Font

from ingest.loaders.characters import clean

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# In ems, the size of the letters: measured on LaTeX (word gaps from 0.22), Word, LibreOffice and reportlab.
WORD_GAP, CELL_GAP, BACKWARDS = 0.16, 1.0, 0.5
_DEPTH = 8  # forms within forms
_BOLD = re.compile(r"bold|black|heavy|semibd|demi|CMBX", re.I)
_WIDE = re.compile(r" {3,}")  # columns that were made with spaces
_UNUSED_CODES = {code: "•" for code in (0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D)}  # PDF 32000-1, Annex D.2, note 3
_PAINTING: Final = frozenset(b"f F f* B B* b b* S s sh".split())


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A piece of text in one font. Points (1/72 inch) from the page's lower left; `turn` is 0, 90, 180 or 270."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    turn: int = 0


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """All pieces of a page in the order of painting; whether it holds pictures, or anything drawn at all."""

    pieces: tuple[Glyphs, ...]
    pictured: bool
    painted: bool
    height: float


def page_glyphs(page: PageObject, fonts: dict[int, Font]) -> PageGlyphs:
    """Interpret a page's content, its forms and the look of its filled-in fields.

    `fonts` is empty for a file's first page and keeps its fonts, since reading one costs more than a page's text.
    Raises what pypdf raises on a damaged page; the loader translates it.
    """
    box = page.cropbox
    width, height = float(box.width), float(box.height)
    left, bottom = float(box.left), float(box.bottom)
    upright: dict[int, Matrix] = {
        0: (1, 0, 0, 1, -left, -bottom),
        90: (0, -1, 1, 0, -bottom, width + left),
        180: (-1, 0, 0, -1, width + left, height + bottom),
        270: (0, 1, -1, 0, height + bottom, -left),
    }
    turn = int(page.rotation) % 360
    painter = _Painter(fonts)
    content = page.get_contents()
    if content is not None:
        painter.run(content, page.get("/Resources"), upright.get(turn, upright[0]), 0)
    for look, matrix in _field_looks(page):
        painter.form(look, _times(matrix, upright.get(turn, upright[0])), 0)
    painted = painter.painted or painter.pictured
    return PageGlyphs(tuple(painter.pieces), painter.pictured, painted, width if turn in (90, 270) else height)


def _field_looks(page: PageObject) -> Iterator[tuple[StreamObject, Matrix]]:
    """The appearance of each field and text note on the page, and where it goes."""
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        if not isinstance(note, DictionaryObject) or note.get("/Subtype") not in ("/Widget", "/FreeText"):
            continue
        looks = note.get("/AP", DictionaryObject()).get_object()
        look = looks.get("/N", DictionaryObject()).get_object()
        place = [float(value) for value in note.get("/Rect", ())]
        if isinstance(look, StreamObject) and len(place) == 4:
            box = [float(value) for value in look.get("/BBox", (0, 0, 0, 0))]
            yield look, (1, 0, 0, 1, min(place[0::2]) - min(box[0::2]), min(place[1::2]) - min(box[1::2]))


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


@dataclass(slots=True)
class _State:
    """The graphics state as far as it places text."""

    ctm: Matrix
    font: Font | None = None
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


class _Painter:
    def __init__(self, fonts: dict[int, Font]) -> None:
        self.pieces: list[Glyphs] = []
        self.pictured = self.painted = False
        self._fonts = fonts

    def form(self, form: StreamObject, ctm: Matrix, depth: int, inherited: Any = None) -> None:
        matrix = [float(value) for value in form.get("/Matrix", _IDENTITY)]
        own: Matrix = tuple(matrix) if len(matrix) == 6 else _IDENTITY  # type: ignore[assignment]
        self.run(ContentStream(form, None), form.get("/Resources") or inherited, _times(own, ctm), depth)

    def run(self, content: ContentStream, resources: Any, ctm: Matrix, depth: int) -> None:
        resources = resources.get_object() if resources is not None else DictionaryObject()
        state, stack = _State(ctm), list[_State]()
        line = matrix = _IDENTITY
        for operands, operator in content.operations:
            match operator:
                case b"q":
                    stack.append(_copy(state))
                case b"Q":
                    state = stack.pop() if stack else state
                case b"cm":
                    state.ctm = _times(_numbers(operands, 6), state.ctm)
                case b"BT":
                    line = matrix = _IDENTITY
                case b"Tf":
                    state.font, state.size = self._font(resources, operands[0]), float(operands[1])
                case b"Tc":
                    state.char_space = float(operands[0])
                case b"Tw":
                    state.word_space = float(operands[0])
                case b"Tz":
                    state.scale = float(operands[0]) / 100
                case b"TL":
                    state.leading = float(operands[0])
                case b"Ts":
                    state.rise = float(operands[0])
                case b"Td" | b"TD":
                    x, y = float(operands[0]), float(operands[1])
                    if operator == b"TD":
                        state.leading = -y
                    line = matrix = _times((1, 0, 0, 1, x, y), line)
                case b"Tm":
                    line = matrix = _numbers(operands, 6)
                case b"T*" | b"'" | b'"':
                    line = matrix = _times((1, 0, 0, 1, 0, -state.leading), line)
                    if operator == b'"':
                        state.word_space, state.char_space = float(operands[0]), float(operands[1])
                    if operator != b"T*":
                        matrix = self._show(operands[-1:], state, matrix)
                case b"Tj":
                    matrix = self._show(operands[:1], state, matrix)
                case b"TJ":
                    matrix = self._show(operands[0], state, matrix)
                case b"Do":
                    self._paint(resources, operands[0], state.ctm, depth)
                case b"INLINE IMAGE":
                    self.pictured = True
                case _ if operator in _PAINTING:
                    self.painted = True

    def _paint(self, resources: Any, name: Any, ctm: Matrix, depth: int) -> None:
        objects = resources.get("/XObject", DictionaryObject()).get_object()
        thing = objects.get(name, DictionaryObject()).get_object()
        if not isinstance(thing, StreamObject):
            return
        if thing.get("/Subtype") == "/Form":
            if depth < _DEPTH:
                self.form(thing, ctm, depth + 1, resources)
        else:
            self.pictured = True

    def _font(self, resources: Any, name: Any) -> Font | None:
        fonts = resources.get("/Font", DictionaryObject()).get_object()
        found = fonts.get(name)
        if found is None or not isinstance(found := found.get_object(), DictionaryObject):
            return None
        if id(found) not in self._fonts:
            self._fonts[id(found)] = Font.from_font_resource(found)
        return self._fonts[id(found)]

    def _show(self, items: Any, state: _State, matrix: Matrix) -> Matrix:
        """Paint strings and the gaps between them; the text matrix behind them."""
        font = state.font
        if font is None:
            return matrix
        start, text = matrix, ""
        for item in items:
            if isinstance(item, int | float):
                gap = -float(item) / 1000
                moved = _forward(matrix, gap * state.size * state.scale)
                if not -BACKWARDS < gap < CELL_GAP:
                    self._add(text, state, start, matrix)
                    start, text = moved, ""
                elif gap > WORD_GAP and text and not text.endswith(" "):
                    text += " "
                matrix = moved
                continue
            codes, meaning = _decode(font, item)
            for part in _parts(codes):
                if text and _WIDE.search(text):
                    self._add(text, state, start, matrix)
                    start, text = matrix, ""
                text += "".join(map(meaning, part))
                matrix = _forward(matrix, _width(font, part, state))
        self._add(text, state, start, matrix)
        return matrix

    def _add(self, text: str, state: _State, before: Matrix, after: Matrix) -> None:
        text = clean(text.translate(_UNUSED_CODES))
        if not text.strip():
            return
        raised: Matrix = (1, 0, 0, 1, 0, state.rise)
        start, end = _times(_times(raised, before), state.ctm), _times(_times(raised, after), state.ctm)
        size = state.size * (start[2] ** 2 + start[3] ** 2) ** 0.5
        x0, y, x1, y1 = start[4], start[5], end[4], end[5]
        turn = 0
        if abs(start[1]) > abs(start[0]):
            # Text that runs upwards or downwards: its own baseline becomes the x axis.
            turn = 90 if start[1] > 0 else 270
            x0, x1, y = (y, y1, -x0) if turn == 90 else (-y, -y1, x0)
        elif start[0] < 0 and x1 < x0 and start[3] < 0:
            turn, x0, x1, y = 180, -x0, -x1, -y
        bold = state.font is not None and _BOLD.search(state.font.name) is not None
        self.pieces.append(Glyphs(text, min(x0, x1), max(x0, x1), y, abs(size), bold, turn))


def _copy(state: _State) -> _State:
    return _State(*(getattr(state, name) for name in _State.__slots__))


def _numbers(operands: Any, count: int) -> Matrix:
    return tuple(float(value) for value in operands[-count:])  # type: ignore[return-value]


def _forward(matrix: Matrix, distance: float) -> Matrix:
    return _times((1, 0, 0, 1, distance, 0), matrix)


def _decode(font: Font, item: Any) -> tuple[str, Callable[[str], str]]:
    """The codes of a string, one character each, and what each one means."""
    data = item.original_bytes if hasattr(item, "original_bytes") else bytes(item)
    if isinstance(font.encoding, str):
        encoding, mapping = font.encoding, font.character_map
        return data.decode(encoding, "replace"), lambda code: str(mapping.get(code, code))
    table, mapping = font.encoding, font.character_map

    def meaning(code: str) -> str:
        decoded = table.get(ord(code), code)
        return str(mapping.get(decoded, decoded))

    return data.decode("latin-1"), meaning


def _parts(codes: str) -> list[str]:
    """Codes cut behind each wide run of spaces."""
    borders = [0, *(found.end() for found in _WIDE.finditer(codes)), len(codes)]
    return [codes[a:b] for a, b in itertools.pairwise(borders) if a < b]


def _width(font: Font, codes: str, state: _State) -> float:
    glyphs = sum(font.space_width if c == font.space_char else font.get_text_width(c) for c in codes)
    spaces = codes.count(font.space_char) * state.word_space
    return float((glyphs / 1000 * state.size + len(codes) * state.char_space + spaces) * state.scale)
