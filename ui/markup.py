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
from itertools import groupby

from ui.shapes import Citation, Passage

# What redaction leaves: a pseudonym (`⟦PERSON_k7Q2⟧`) or the type alone (`[PERSON]`).
_TOKEN = re.compile(r"⟦([A-Z][A-Z_]*)_[0-9A-Za-z]+⟧|\[([A-Z]{2}[A-Z_]+)\]")
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
_RULE = re.compile(r"\|(?:---\|)+")
_LINE = re.compile(r"[^\n]+|\n(?=\n)")
_CELL = re.compile(r"(?<=\|)[^|\n]+")
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
    return f'<div class="prose answer" dir="auto">{_laid_out(plain, bold, marks)}</div>'


def restored(text: str) -> str:
    """An answer with names in place of pseudonyms, marked as what it is."""
    return (
        '<div class="restored" role="status"><strong>Names restored, for you and for now</strong>'
        f'<div class="prose" dir="auto">{_laid_out(*_without_marks(text), {})}</div>'
        '<div class="caption">Hidden again after a minute, or with your next step on the page. This was recorded.</div>'
        "</div>"
    )


def sentences(said: Iterable[str]) -> str:
    """The sentences of an answer that is still coming."""
    return f'<div class="prose answer coming" dir="auto">{_laid_out(*_without_marks(_joined(said)), {})}</div>'


def _joined(said: Iterable[str]) -> str:
    """Sentences as one text, rows and items on lines of their own."""
    text = ""
    for sentence in said:
        line = sentence.startswith(("|", "- ")) or text.rpartition("\n")[2].startswith(("|", "- "))
        text += ("\n" if line else " ") * bool(text) + sentence
    return text


def _without_marks(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without `**` around what is bold, and where the bold stands in it."""
    plain, bold, at = "", list[tuple[int, int]](), 0
    for found in _BOLD.finditer(text):
        plain += text[at : found.start()]
        bold.append((len(plain), len(plain) + len(found[1])))
        plain += found[1]
        at = found.end()
    return plain + text[at:], bold


def _laid_out(plain: str, spans: Sequence[tuple[int, int]], marks: Mapping[int, str], tag: str = "strong") -> str:
    """Escaped text with our own tags in it, and its rows of cells (`| a | b |`) as tables."""
    pieces, at = [], 0
    for is_table, group in groupby(_lines(plain), key=lambda line: plain.startswith("|", line[0])):
        lines = list(group)
        if is_table:
            # The line ends around a table are its own: a table is a block.
            before = plain[at : lines[0][0]].rstrip("\n")
            pieces.append(_marked(plain, spans, marks, (at, at + len(before)), tag))
            pieces.append(_table(plain, lines, spans, marks, tag))
            at = lines[-1][1]
            at += len(plain[at:]) - len(plain[at:].lstrip("\n"))
    pieces.append(_marked(plain, spans, marks, (at, len(plain)), tag))
    return "".join(pieces)


def _lines(plain: str) -> list[tuple[int, int]]:
    return [found.span() for found in _LINE.finditer(plain)]


def _table(
    plain: str, lines: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]], marks: Mapping[int, str], tag: str
) -> str:
    """Rows as a table; the row above a rule is its header."""
    rows = []
    for number, (start, end) in enumerate(lines):
        if _RULE.fullmatch(plain, start, end):
            continue
        ruled = number + 1 < len(lines) and _RULE.fullmatch(plain, *lines[number + 1]) is not None
        cells = [_marked(plain, spans, {}, found.span(), tag).strip() for found in _CELL.finditer(plain, start, end)]
        notes = "".join(marks[place] for place in sorted(marks) if start < place <= end)
        kind = "th" if ruled else "td"
        last = len(cells) - 1
        row = "".join(f"<{kind}>{cell}{notes if at == last else ''}</{kind}>" for at, cell in enumerate(cells))
        rows.append(f"<tr>{row}</tr>")
    return f'<div class="table"><table>{"".join(rows)}</table></div>' if rows else ""


def _marked(
    plain: str, spans: Sequence[tuple[int, int]], marks: Mapping[int, str], part: tuple[int, int], tag: str
) -> str:
    """A part of a text, escaped, with tags around what of the spans lies in it, and what stands behind a character."""
    low, high = part
    inside = [(max(start, low), min(end, high)) for start, end in spans if start < high and low < end]
    pieces, at = [], low
    for start, end in sorted([*inside, *((place, place) for place in marks if low < place <= high)]):
        if start < at:  # a number within a bold span waits for its end
            pieces.append(marks.get(start, ""))
            continue
        pieces.append(escape(plain[at:start]))
        pieces.append(f"<{tag}>{escape(plain[start:end])}</{tag}>" if start < end else marks[start])
        at = end
    return "".join([*pieces, escape(plain[at:high])])


def place(document: str, page: int | None, section: str) -> str:
    """Where a passage stands: document, page, section."""
    parts = [f"<strong>{escape(document)}</strong>"]
    if page is not None:
        parts.append(f"page {page}")
    if section:
        parts.append(escape(section))
    return f'<div class="place" dir="auto">{" · ".join(parts)}</div>'


def place_label(number: int, document: str, page: int | None, section: str) -> str:
    """The same for a widget's label, short: of the section's path its innermost heading."""
    where = [str(number), label(document)]
    if page is not None:
        where.append(f"page {page}")
    if section:
        where.append(label(section.rpartition(" > ")[2]))
    return " · ".join(where)


def excerpt(text: str) -> str:
    """A passage without a mark in it."""
    return f'<div class="passage" dir="auto">{_laid_out(text, [], {})}</div>'


def passage(found: Passage, cited: Citation) -> str:
    """A passage between its neighbours, with the cited quote marked.

    Where the quote is not in the passage as it is now stored (it was replaced since), it is shown above it.
    """
    # A passage from the middle of a table has its header beside it.
    text = f"{found.header}\n|---|\n{found.text}" if found.header else found.text
    span, moved = _span(found, cited), len(text) - len(found.text)
    marked = [] if span is None else [(span[0] + moved, span[1] + moved)]
    body = _laid_out(text, marked, {}, "mark")
    head = f'<div class="gone">Quoted: {escape(cited.quote)}</div>' if span is None else ""
    before, after = _ending(found.before), _beginning(found.after)
    if before and not before[-1].isspace():
        before += " "
    if after and not after[0].isspace():
        after = " " + after
    where = place(found.document, found.page, found.section)
    around = [f'<span class="around">{escape(_spoken_rows(text))}</span>' if text else "" for text in (before, after)]
    return f'{where}<div class="passage" dir="auto">{head}{around[0]}{body}{around[1]}</div>'


def _spoken_rows(text: str) -> str:
    """A text that may begin or end within a row, with points between its cells."""
    return re.sub(r" *\| +", " · ", re.sub(r"^\| | \|$", "", text, flags=re.MULTILINE))


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
