"""What a document says of itself."""

from __future__ import annotations

import pytest

from ingest.document import Notice


@pytest.mark.parametrize(
    ("pages", "said"),
    [((), "it is dark"), ((4,), "page 4: it is dark"), ((9, 2, 4, 3, 3), "pages 2-4, 9: it is dark")],
)
def test_a_notice_names_its_pages_in_words(pages: tuple[int, ...], said: str) -> None:
    assert str(Notice("it is dark", pages)) == said
