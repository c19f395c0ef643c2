"""Text of documents and answers as HTML and labels in which nothing but our own marks is live.

What a document says is never trusted: no Markdown, no HTML, no link, no image of it is rendered, since each
could send a reader (or, silently, a request for an image that carries data) to someone else's address.
`st.html` gets only strings made here and in `cards`: everything escaped, then our own tags around it.
`st.markdown` is never given such text, and a widget's label, which is Markdown too, only what `label` has
made inert.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence

from ui.shapes import Citation, Passage

# What redaction leaves: a pseudonym (`⟦PERSON_k7Q2⟧`) or the type alone (`[PERSON]`).
_TOKEN = re.compile(r"⟦([A-Z][A-Z_]*)_[0-9A-Za-z]+⟧|\[([A-Z]{2}[A-Z_]+)\]")
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
_RULE = re.compile(r"^\|(?:---\|)+\n", re.MULTILINE)
# Characters that turn the direction of what follows: "exe.fdp" shown as "pdf.exe".
_DIRECTION = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F))
_LOOK_ALIKE = str.maketrans(
    {
        **dict(zip("[]{}<>", "()()‹›", strict=True)),
        **dict(zip("*:$@;~`\\|", "···· ·’/·", strict=True)),
    }
)
AROUND = 240
"""How many characters are shown before and after a passage."""
_ENTITY_NAMES = {
    "US_SSN": "social security number",
    "IBAN_CODE": "IBAN",
    "IP_ADDRESS": "IP address",
    "URL": "web address",
}


def escape(text: str) -> str:
    """`text` with nothing live in it; what redaction left is shown as such."""
    inert = html.escape(text.translate(_DIRECTION), quote=True)
    return _TOKEN.sub(_chip, inert)


def label(text: str) -> str:
    """`text` for a widget's label, which Streamlit reads as Markdown.

    Escaping is not enough there: bare addresses, `:emoji:` and `->` are looked for after Markdown was read.
    So each character that could mean something becomes one that looks like it and means nothing.
    """
    plain = "".join(one if one.isprintable() else " " for one in text.translate(_DIRECTION))
    inert = re.sub(r"(?i)\b(www)\.", "\\1\N{WORD JOINER}.", plain.translate(_LOOK_ALIKE))
    return " ".join(inert.replace("_", r"\_").split())


def entity(entity_type: str) -> str:
    """An entity type in plain words: `PHONE_NUMBER` is "phone number"."""
    return _ENTITY_NAMES.get(entity_type, entity_type.replace("_", " ").lower())


def has_pseudonyms(text: str) -> bool:
    """Whether a text has a pseudonym, behind which a value may be."""
    return any(match[1] for match in _TOKEN.finditer(text))


def _chip(token: re.Match[str]) -> str:
    title = html.escape(f"Redacted: {entity(token[1] or token[2])}", quote=True)
    return f'<span class="token" title="{title}">{token[0]}</span>'


def prose(text: str) -> str:
    """A person's own words or a message, as a block."""
    return f'<div class="prose" dir="auto">{escape(text)}</div>'


def answer(text: str, quotes: Sequence[str] = ()) -> str:
    """An answer, with the number of each source after the sentence that it supports, and what is marked in it bold.

    A number stands where the quote ends; a quote that the answer words otherwise gets no number here and is
    listed among the sources all the same.
    """
    plain, bold = _without_marks(text)
    marks: dict[int, str] = {}
    for number, quote in enumerate(quotes, start=1):
        found = _find(plain, quote)
        if found:
            marks[found[1]] = marks.get(found[1], "") + f'<sup class="source">{number}</sup>'
    return f'<div class="prose answer" dir="auto">{_marked(plain, bold, marks)}</div>'


def restored(text: str) -> str:
    """An answer with names in place of pseudonyms, marked as what it is."""
    return (
        '<div class="restored" role="status"><strong>Names restored, for you and for now</strong>'
        f'<div class="prose" dir="auto">{_marked(*_without_marks(text), {})}</div>'
        '<div class="caption">Hidden again after a minute, or with your next step on the page. This was recorded.</div>'
        "</div>"
    )


def sentences(said: Iterable[str]) -> str:
    """The sentences of an answer that is still coming."""
    return f'<div class="prose answer coming" dir="auto">{_marked(*_without_marks(" ".join(said)), {})}</div>'


def _without_marks(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without `**` around what is bold and without the rules of tables, and where the bold stands in it."""
    plain, bold, at = "", list[tuple[int, int]](), 0
    text = _RULE.sub("", text)
    for found in _BOLD.finditer(text):
        plain += text[at : found.start()]
        bold.append((len(plain), len(plain) + len(found[1])))
        plain += found[1]
        at = found.end()
    return plain + text[at:], bold


def _marked(plain: str, bold: Sequence[tuple[int, int]], marks: Mapping[int, str]) -> str:
    """Escaped text with our own tags in it: bold spans, and what stands behind a character."""
    pieces, at = [], 0
    for start, end in sorted([*bold, *((place, place) for place in marks)]):
        if start < at:  # a number within a bold span waits for its end
            pieces.append(marks.get(start, ""))
            continue
        pieces.append(escape(plain[at:start]))
        pieces.append(f"<strong>{escape(plain[start:end])}</strong>" if start < end else marks[start])
        at = end
    return "".join([*pieces, escape(plain[at:])])


def place(document: str, page: int | None, section: str) -> str:
    """Where a passage stands: document, page, section."""
    parts = [f"<strong>{escape(document)}</strong>"]
    if page is not None:
        parts.append(f"page {page}")
    if section:
        parts.append(escape(section))
    return f'<div class="place" dir="auto">{" · ".join(parts)}</div>'


def place_label(number: int, document: str, page: int | None) -> str:
    """The same for a widget's label, short."""
    where = f"{number} · {label(document)}"
    return where if page is None else f"{where} · page {page}"


def excerpt(text: str) -> str:
    """A passage without a mark in it."""
    return f'<div class="passage" dir="auto">{escape(text)}</div>'


def passage(found: Passage, cited: Citation) -> str:
    """A passage between its neighbours, with the cited quote marked.

    Where the quote is not in the passage as it is now stored (it was replaced since), it is shown above it.
    """
    head = f'<div class="header">{escape(found.header)}</div>' if found.header else ""
    span = _span(found, cited)
    if span is None:
        body = escape(found.text)
        head = f'<div class="gone">Quoted: {escape(cited.quote)}</div>' + head
    else:
        start, end = span
        marked = f"<mark>{escape(found.text[start:end])}</mark>"
        body = escape(found.text[:start]) + marked + escape(found.text[end:])
    before, after = _ending(found.before), _beginning(found.after)
    if before and not before[-1].isspace():
        before += " "
    if after and not after[0].isspace():
        after = " " + after
    where = place(found.document, found.page, found.section)
    around = [f'<span class="around">{escape(text)}</span>' if text else "" for text in (before, after)]
    return f'{where}<div class="passage" dir="auto">{head}{around[0]}{body}{around[1]}</div>'


def _ending(text: str) -> str:
    """The last words of what stands before a passage: enough to see what it is about."""
    if len(text) <= AROUND:
        return text
    return "… " + text[-AROUND:].partition(" ")[2].lstrip()


def _beginning(text: str) -> str:
    """The first words of what stands after a passage."""
    if len(text) <= AROUND:
        return text
    return text[:AROUND].rpartition(" ")[0].rstrip() + " …"


def _span(found: Passage, cited: Citation) -> tuple[int, int] | None:
    """Where the quote stands in the passage's text: by offset when the characters agree, else by its words.

    A quote may run over the passage's edge; then the part within is marked.
    """
    start = max(cited.start - found.start, 0)
    end = min(cited.end - found.start, len(found.text))
    within = cited.quote[max(found.start - cited.start, 0) :][: end - start]
    if start < end and found.text[start:end] == within:
        return start, end
    return _find(found.text, cited.quote)


def _find(text: str, quote: str) -> tuple[int, int] | None:
    """The first place where the quote's words stand in `text`, whatever the white space between them."""
    words = quote.split()
    if not words:
        return None
    found = re.search(r"\s+".join(re.escape(word) for word in words), text)
    return found.span() if found else None
