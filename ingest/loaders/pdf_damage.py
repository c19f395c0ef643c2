"""What reading a damaged PDF raises."""

from __future__ import annotations

from struct import error as StructError
from typing import Final
from zlib import error as ZlibError

from pypdf.errors import PyPdfError

# Besides pypdf's own errors: objects of another type than expected, bad numbers, references that go round.
DAMAGE: Final = (
    PyPdfError,
    StructError,
    ZlibError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    EOFError,
    OSError,
)
