"""Names of image files: a photograph shows a face, and its file's name is the way to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policies.evidence import Evidence
from policies.recognizers.finder import Finder, Found
from policies.words import Word

_PHOTO = r"(?:jpe?g|jpe|heic|heif|tiff?|cr2|nef|arw|dng|raw|webp)"
"""Formats of cameras and scanners."""

_DRAWN = r"(?:png|gif|bmp|dcm)"
"""Formats of screens and drawings, and DICOM: with a word of photographs near by only."""

_NAME = r"(?<![\w@/\\.~-])(?:[\w.~-]{1,80}[/\\]){0,8}[\w.()~-]{1,120}"
_CAMERA = re.compile(rf"{_NAME}\.(?i:{_PHOTO})\b")
_OTHER = re.compile(rf"{_NAME}\.(?i:{_DRAWN})\b")
_NUMBERED = re.compile(r"(?<![\w-])(?:IMG|DSC[NF]?|PXL|DCIM|MVIMG|P)_?\d{4,8}(?:_\d{3,9})?(?![\w.])")
_NEAR = re.compile(
    r"(?i)\b(?:photos?|photographs?|pictures?|portraits?|selfie|headshot|mugshot|faces?|facial|passport photo|scan"
    r"|x-?ray|lichtbild|passbild|foto|fotos|fotograf\w*|aufnahme|gesicht|visage|photographie|cliché|fotografía|retrato|rostro"
    r"|cara)\b|_(?:face|portrait|photo|foto|headshot)\b"
)


class ImageFiles(Finder):
    """Files of cameras score 0.6; so do drawings and bare camera numbers with a word of photographs near by."""

    def __init__(self) -> None:
        super().__init__("image file", ["PHOTO"])

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Names with their folders and endings."""
        for match in _CAMERA.finditer(text):
            yield Found("PHOTO", *match.span(), 0.6, Evidence.PATTERN)
        for pattern in (_OTHER, _NUMBERED):
            for match in pattern.finditer(text):
                if _NEAR.search(text, max(0, match.start() - 60), match.end() + 20):
                    yield Found("PHOTO", *match.span(), 0.6, Evidence.CONTEXT)
