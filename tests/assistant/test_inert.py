from __future__ import annotations

import re

import pytest

from assistant.inert import inert, inert_words
from tests.assistant.fakes import redacted


@pytest.mark.parametrize(
    "live",
    [
        "![](https://drain.example/?q=1)",
        "![chart][1]\n\n[1]: https://drain.example",
        "[our form](https://drain.example)",
        "[our form][f]",
        "[f]: https://drain.example",
        "<img src=https://drain.example>",
        "<https://drain.example>",
        "a</p><script>fetch()</script>",
        "<!-- hidden -->",
        "[![](https://drain.example/a.png)](https://drain.example)",
    ],
)
def test_nothing_that_markdown_or_html_acts_on_is_left(live: str) -> None:
    text = inert(redacted(live)).value
    assert not re.search(r"!\[|\]\(|\]\[|\]:|<[A-Za-z/!?]", text)
    assert text.replace(" ", "") == live.replace(" ", "") == inert_words(live).replace(" ", "")


@pytest.mark.parametrize("plain", ["From 9 to 5 [1].", "a < b, 2 <3 and ⟦PERSON_k7Q2⟧ | **x** |", "Well! [sic]", ""])
def test_other_text_stays(plain: str) -> None:
    assert inert(redacted(plain)).value == plain
