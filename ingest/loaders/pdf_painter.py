"""Follows the operators of a PDF page's content (PDF 32000-1, sections 8 and 9): what is painted where, in order.

pypdf's own extraction gives text without widths and without what lies over it; columns, tables, word gaps and what
somebody covered need both. Fonts (encoding, widths) come from pypdf.
"""

from __future__ import annotations

import re
from typing import Any, Final

from pypdf.errors import LimitReachedError
from pypdf.generic import ContentStream, DictionaryObject, StreamObject
from pypdf.generic._font import Font

from ingest.loaders import pdf_text
from ingest.loaders.characters import clean
from ingest.loaders.pdf_colours import UNKNOWN, Ink
from ingest.loaders.pdf_geometry import IDENTITY, Box, Matrix, forward, moved, numbers, times
from ingest.loaders.pdf_layers import Layers
from ingest.loaders.pdf_lines import BACKWARDS, CELL_GAP, WORD_GAP, Glyphs
from ingest.loaders.pdf_paths import Path
from ingest.loaders.pdf_state import SETTING, State
from ingest.loaders.pdf_visibility import Area, Letters

MAX_CONTENT_BYTES = 8 * 2**20
"""Of one page, forms painted again counted again. Reports with maps have one or two MiB a page; parsing takes a minute
and half a GiB at this limit."""

MAX_PAINTED = 200_000
"""Pieces of text and areas of one page; a page full of small print has some thousands."""

_DEPTH = 8  # forms within forms
_BOLD = re.compile(r"bold|black|heavy|semibd|demi|CMBX", re.I)
_UNUSED_CODES = {code: "•" for code in (0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D)}  # PDF 32000-1, Annex D.2, note 3
_FILLING: Final = frozenset(b"f F f* B B* b b*".split())
_STROKING: Final = frozenset(b"S s B B* b b*".split())
_ENDING: Final = _FILLING | _STROKING | {b"n"}
_THICK = 3.0  # points from which on a line may cover a word
_TINY = 1.0  # points: smaller letters are specks
_UNIT = Box(0.0, 0.0, 1.0, 1.0)  # where pictures are painted, before their matrix


class Painter:
    """Collects a page's text and areas. With `by_letter` each letter is a piece of its own."""

    def __init__(self, fonts: dict[int, Font], layers: Layers, *, by_letter: bool = False) -> None:
        self.texts: list[tuple[Glyphs, Letters]] = []
        self.areas: list[Area] = []
        self.pictures = 0
        self.painted = False
        self._fonts = fonts
        self._layers = layers
        self._by_letter = by_letter
        self._order = 0
        self._left = MAX_CONTENT_BYTES
        self._hidden: list[bool] = []  # a flag for each marked content that is open
        self._open: set[int] = set()  # forms that are being painted: none paints itself

    def form(self, form: StreamObject, state: State, depth: int, inherited: Any = None) -> None:
        """Paint a form: content with its own matrix, box and resources."""
        if id(form) in self._open:
            return
        self._open.add(id(form))
        matrix = [float(value) for value in form.get("/Matrix", IDENTITY)]
        inner = state.copy()
        inner.ctm = times(numbers(matrix, 6) if len(matrix) == 6 else IDENTITY, state.ctm)
        self._hidden.append(self._layers.hides(form, "/OC"))
        self.run(ContentStream(form, None), form.get("/Resources") or inherited, inner, depth)
        self._hidden.pop()
        self._open.remove(id(form))

    def run(self, content: ContentStream, resources: Any, state: State, depth: int = 0) -> None:
        """Paint content.

        Raises:
            LimitReachedError: the page holds more than any page of a document does.
        """
        self._left -= len(content.get_data())
        if self._left < 0:
            raise LimitReachedError("the page's content is too long")
        resources = resources.get_object() if resources is not None else DictionaryObject()
        stack: list[State] = []
        path, clipping = Path(), False
        open_marks = len(self._hidden)
        line = matrix = IDENTITY
        for operands, operator in content.operations:
            if operator in SETTING:
                state.obey(operator, operands, resources)
                continue
            match operator:
                case b"q":
                    stack.append(state.copy())
                case b"Q":
                    state = stack.pop() if stack else state
                case b"gs":
                    self._extend(state, resources, operands[0])
                case b"BT":
                    line = matrix = IDENTITY
                case b"Tf":
                    state.font, state.size = self._font(resources, operands[0]), float(operands[1])
                case b"Td" | b"TD":
                    x, y = float(operands[0]), float(operands[1])
                    if operator == b"TD":
                        state.leading = -y
                    line = matrix = times((1, 0, 0, 1, x, y), line)
                case b"Tm":
                    line = matrix = numbers(operands, 6)
                case b"T*" | b"'" | b'"':
                    line = matrix = times((1, 0, 0, 1, 0, -state.leading), line)
                    if operator == b'"':
                        state.word_space, state.char_space = float(operands[0]), float(operands[1])
                    if operator != b"T*":
                        matrix = self._show(operands[-1:], state, matrix)
                case b"Tj":
                    matrix = self._show(operands[:1], state, matrix)
                case b"TJ":
                    matrix = self._show(operands[0], state, matrix)
                case b"m":
                    path.move(float(operands[0]), float(operands[1]), state.ctm)
                case b"l":
                    path.line(float(operands[0]), float(operands[1]), state.ctm)
                case b"c" | b"v" | b"y":
                    path.curve([float(value) for value in operands], state.ctm)
                case b"re":
                    x, y, width, height = (float(value) for value in operands[:4])
                    path.rectangle(x, y, width, height, state.ctm)
                case b"W" | b"W*":
                    clipping = True
                case b"Do":
                    self._paint(resources, operands[0], state, depth)
                case b"INLINE IMAGE":
                    self._picture(operands.get("settings") or {}, state)
                case b"sh":
                    self._add_area(state.clip or Box(-1e6, -1e6, 1e6, 1e6), Ink(None, pattern=True), False)
                case b"BDC" | b"BMC":
                    self._hidden.append(self._is_hidden(operands, resources))
                case b"EMC":
                    if len(self._hidden) > open_marks:
                        self._hidden.pop()
                case _ if operator in _ENDING:
                    self._end_path(path, operator, state)
                    if clipping and (left := path.clip()):  # viewers pass over clipping without a path
                        state.cut(*left)
                    path, clipping = Path(), False
        del self._hidden[open_marks:]

    def cover(self, box: Box, ink: Ink, *, opaque: bool = True) -> None:
        """Lay a box over all that was painted so far."""
        self._add_area(box, ink, opaque)

    def _extend(self, state: State, resources: DictionaryObject, name: Any) -> None:
        changes = (
            resources.get("/ExtGState", DictionaryObject()).get_object().get(name, DictionaryObject()).get_object()
        )
        state.extend(changes)
        if "/Font" in changes:
            state.font, state.size = self._loaded(changes["/Font"][0].get_object()), float(changes["/Font"][1])

    def _is_hidden(self, operands: Any, resources: DictionaryObject) -> bool:
        if len(operands) < 2 or operands[0] != "/OC":
            return False
        return self._layers.hides(resources.get("/Properties", DictionaryObject()).get_object(), operands[1])

    def _end_path(self, path: Path, operator: bytes, state: State) -> None:
        self.painted = self.painted or operator in _FILLING
        if operator in _FILLING:
            through = state.lets_through(state.fill, state.fill_alpha)
            for box, whole in path.boxes():
                self._add_area(box, state.fill, whole and not through, state)
        width = state.line_width * abs(state.ctm[0] * state.ctm[3] - state.ctm[1] * state.ctm[2]) ** 0.5
        if operator in _STROKING and width >= _THICK:
            for box in path.strokes(width):
                self._add_area(box, state.stroke, not state.lets_through(state.stroke, state.stroke_alpha), state)

    def _add_area(self, box: Box, ink: Ink, opaque: bool, state: State | None = None, *, picture: bool = False) -> None:
        if any(self._hidden):
            return
        cut: Box | None = box
        if state is not None and state.clip is not None:
            cut, opaque = state.clip.meet(box), opaque and state.clip_exact
        if cut is not None:
            self._count()
            self.areas.append(Area(cut, self._order, ink, opaque, picture))

    def _paint(self, resources: DictionaryObject, name: Any, state: State, depth: int) -> None:
        objects = resources.get("/XObject", DictionaryObject()).get_object()
        thing = objects.get(name, DictionaryObject()).get_object()
        if not isinstance(thing, StreamObject):
            return
        if thing.get("/Subtype") != "/Form":
            self._picture(thing, state)
        elif depth < _DEPTH:
            self.form(thing, state, depth + 1, resources)

    def _picture(self, picture: Any, state: State) -> None:
        self.pictures += 1
        through = any(key in picture for key in ("/SMask", "/Mask", "/ImageMask", "/IM", "/SMaskInData"))
        through = through or state.lets_through(UNKNOWN, state.fill_alpha)
        self._add_area(moved(_UNIT, state.ctm), UNKNOWN, not through, state, picture=True)

    def _font(self, resources: DictionaryObject, name: Any) -> Font | None:
        found = resources.get("/Font", DictionaryObject()).get_object().get(name)
        return None if found is None else self._loaded(found.get_object())

    def _loaded(self, found: Any) -> Font | None:
        if not isinstance(found, DictionaryObject):
            return None
        if id(found) not in self._fonts:
            self._fonts[id(found)] = Font.from_font_resource(found)
        return self._fonts[id(found)]

    def _show(self, items: Any, state: State, matrix: Matrix) -> Matrix:
        """Paint strings and the gaps between them; the text matrix behind them."""
        font = state.font
        if font is None:
            return matrix
        start, text = matrix, ""
        for item in items:
            if isinstance(item, int | float):
                gap = -float(item) / 1000
                shifted = forward(matrix, gap * state.size * state.scale)
                if not -BACKWARDS < gap < CELL_GAP:
                    self._add(text, state, start, matrix)
                    start, text = shifted, ""
                elif gap > WORD_GAP and text and not text.endswith(" "):
                    text += " "
                matrix = shifted
                continue
            codes, meaning = pdf_text.decode(font, item)
            for part in list(codes) if self._by_letter else pdf_text.parts(codes):
                if text and (self._by_letter or pdf_text.ends_wide(text)):
                    self._add(text, state, start, matrix)
                    start, text = matrix, ""
                text += "".join(map(meaning, part))
                matrix = forward(matrix, self._width(font, part, state))
        self._add(text, state, start, matrix)
        return matrix

    @staticmethod
    def _width(font: Font, codes: str, state: State) -> float:
        return pdf_text.width(
            font,
            codes,
            size=state.size,
            char_space=state.char_space,
            word_space=state.word_space,
            scale=state.scale,
        )

    def _add(self, text: str, state: State, before: Matrix, after: Matrix) -> None:
        text = clean(text.translate(_UNUSED_CODES))
        if not text.strip():
            return
        raised: Matrix = (1, 0, 0, 1, 0, state.rise)
        start, end = times(times(raised, before), state.ctm), times(times(raised, after), state.ctm)
        size = state.size * (start[2] ** 2 + start[3] ** 2) ** 0.5
        # A fifth to a half of the letters' height: in the middle of small letters and of capitals.
        low, high = 0.2 * state.size, 0.5 * state.size
        lean, rise = (low * start[2], high * start[2]), (low * start[3], high * start[3])
        box = Box(
            min(start[4], end[4]) + min(lean),
            min(start[5], end[5]) + min(rise),
            max(start[4], end[4]) + max(lean),
            max(start[5], end[5]) + max(rise),
        )
        self._count()
        letters = self._letters(box, abs(size), state)
        x0, y, x1, y1 = start[4], start[5], end[4], end[5]
        turn = 0
        if abs(start[1]) > abs(start[0]):
            # Text that runs upwards or downwards: its own baseline becomes the x axis.
            turn = 90 if start[1] > 0 else 270
            x0, x1, y = (y, y1, -x0) if turn == 90 else (-y, -y1, x0)
        elif start[0] < 0 and x1 < x0 and start[3] < 0:
            turn, x0, x1, y = 180, -x0, -x1, -y
        bold = state.font is not None and _BOLD.search(state.font.name) is not None
        self.texts.append((Glyphs(text, min(x0, x1), max(x0, x1), y, abs(size), bold, turn), letters))

    def _count(self) -> None:
        self._order += 1
        if self._order > MAX_PAINTED:
            raise LimitReachedError("the page shows too many things")

    def _letters(self, box: Box, size: float, state: State) -> Letters:
        """How the letters in a box are painted; a font of drawings (Type 3) brings colours and sizes of its own."""
        drawn = state.font is not None and state.font.sub_type == "Type3"
        stroked = state.shown in (1, 5)
        painted, alpha = (state.stroke, state.stroke_alpha) if stroked else (state.fill, state.fill_alpha)
        ink = None if drawn or state.masked or state.blend != "/Normal" else painted.rgb
        clipped = state.clip is not None and not state.clip.holds(box.centre)
        unseen = any(self._hidden) or clipped or alpha < 0.05 or (size < _TINY and not drawn)
        return Letters(box, self._order, ink, unseen=unseen, recognized=state.shown in (3, 7))
