"""What a Word document holds beside its body: notes, which are read where they belong, and what is not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ingest.document import Notice
from ingest.loaders.docx_text import Reader, Reference
from ingest.loaders.docx_xml import W, in_fallback
from ingest.loaders.pictures import pictures_not_read
from ingest.loaders.strikes import STRUCK_OUT

_LABELS: Final = {"comment": "Comment", "footnote": "Footnote", "endnote": "Endnote"}
_EDGES: Final = {"header": "page headers", "footer": "page footers"}
_EMBEDDED: Final = frozenset(("oleObject", "package", "aFChunk", "chart", "chartEx", "diagramData", "control"))
_PICTURES: Final = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)


def notes_of(document: Any, reader: Reader) -> dict[Reference, str]:
    """The comments, footnotes and endnotes, labelled, by their kind and id. Who wrote a comment is not read."""
    found: dict[Reference, str] = {}
    for kind, root in _parts(document, {f"{kind}s": kind for kind in _LABELS}):
        for note in root.iter(f"{W}{kind}"):
            if said := reader.lines(note):
                found[kind, note.get(f"{W}id", "")] = f"{_LABELS[kind]}: {said}"
    return found


def not_read(document: Any, reader: Reader) -> Iterator[Notice]:
    """Name what was left out; `reader` has read the rest."""
    if reader.deleted:
        yield Notice("tracked deletions were not read")
    if reader.hidden:
        yield Notice("hidden text was not read")
    if reader.struck:
        yield STRUCK_OUT
    edges = {said for said, root in _parts(document, _EDGES) if any(_word(each) for each in root.iter(f"{W}t"))}
    yield from (Notice(f"{what} were not read") for what in sorted(edges))
    pictures = sum(not in_fallback(each) for each in document.element.body.iter(*_PICTURES))
    if pictures:
        yield pictures_not_read(pictures)
    kinds = [relation.reltype.rsplit("/", 1)[-1] for relation in document.part.rels.values()]
    embedded = sum(kind in _EMBEDDED for kind in kinds)
    if embedded:
        objects = "1 embedded object was" if embedded == 1 else f"{embedded} embedded objects were"
        yield Notice(f"{objects} not read (a file, chart or diagram)")


def _word(element: Any) -> bool:
    return any(character.isalnum() for character in element.text or "")


def _parts(document: Any, wanted: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """The roots of the parts whose relation has one of these names, each with what the name stands for."""
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind in wanted and not relation.is_external:
            yield wanted[kind], parse_xml(relation.target_part.blob)
