"""The contract of every loader, over a file of each format."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import Document
from ingest.loaders import LOADERS, load
from policies.errors import LoadError
from tests.ingest.loaders import files

HERE = Path(__file__).parents[2] / "samples" / "documents"

TEXTS = {
    ".txt": "RULES\n\nThe gate shuts at nine. Ring twice.\n\n- first\n- second\n\n| a | b |\n| 1 | 2 |\n",
    ".md": "# Rules\n\nShut.\n\n```\nring --twice\n```\n\n- first\n  - second\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    ".html": "<h1>Rules</h1>loose <p>Gate<br>shut.</p><ul><li>first</ul><table><tr><th>a<th>b<tr><td>1<td>2</table>",
    ".csv": "a,b\n1,2\n3,4\n",
    ".tsv": "a\tb\n1\t2\n",
}
TEXTS |= {".text": TEXTS[".txt"], ".markdown": TEXTS[".md"], ".htm": TEXTS[".html"]}


def example(suffix: str, folder: Path) -> Path:
    path = folder / f"rules{suffix}"
    if suffix == ".pdf":
        body = files.lines("The gate shuts at nine.", "Ring twice.")
        return files.pdf(path, files.both(body, files.cells([["a", "b"], ["one", "2"], ["three", "4"]], [72, 200])))
    if suffix == ".docx":

        def fill(document: files.Any) -> None:
            document.add_heading("Rules", 1)
            document.add_paragraph("The gate shuts at nine.")
            document.add_paragraph("first", style="List Bullet")
            table = document.add_table(rows=2, cols=2)
            for cell, text in zip(table._cells, "ab12", strict=True):
                cell.text = text

        return files.word(path, fill)
    path.write_text(TEXTS[suffix], encoding="utf-8")
    return path


def obeys(document: Document) -> None:
    at = 0
    for block in document.blocks:
        text = document.text[block.start : block.end]
        assert at <= block.start < block.end <= len(document.text)
        assert not document.text[at : block.start].strip(), "text between blocks is white space"
        assert text == text.strip()
        assert (block.level > 0) == (block.kind == "heading")
        assert block.header_end is None or block.start < block.header_end < block.end
        assert (block.page is None) == (document.pages is None)
        assert block.page is None or 1 <= block.page <= (document.pages or 0)
        assert block.kind != "table" or all(row.startswith("| ") and row.endswith(" |") for row in text.split("\n"))
        at = block.end
    assert not document.text[at:].strip()
    assert document.title
    assert "\r" not in document.text
    assert "\x00" not in document.text


@pytest.mark.parametrize("suffix", sorted(LOADERS))
def test_blocks_are_ordered_disjoint_and_around_all_visible_text(suffix: str, tmp_path: Path) -> None:
    obeys(load(example(suffix, tmp_path), "rules"))


@pytest.mark.parametrize("suffix", sorted(LOADERS))
def test_a_table_stands_in_the_text_as_pipe_rows(suffix: str, tmp_path: Path) -> None:
    document = load(example(suffix, tmp_path), "rules")
    table = next(block for block in document.blocks if block.kind == "table")
    assert document.text[table.start : table.end].startswith("| a | b |\n| ")
    assert table.header_end == table.start + len("| a | b |")


@pytest.mark.parametrize("suffix", sorted(LOADERS))
def test_an_empty_file_is_refused_by_name(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"nothing{suffix}"
    path.touch()
    with pytest.raises(LoadError, match=rf"nothing{suffix} is empty"):
        load(path, path.name)


@pytest.mark.parametrize("suffix", sorted(LOADERS))
def test_bytes_of_no_format_are_refused_by_name(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"noise{suffix}"
    path.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(LoadError, match=f"noise{suffix}") as caught:
        load(path, path.name)
    assert caught.value.remedy


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
def test_a_truncated_file_is_refused_or_read_but_never_crashes(suffix: str, keep: float, tmp_path: Path) -> None:
    path = example(suffix, tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    try:
        obeys(load(path, path.name))
    except LoadError as error:
        assert path.name in str(error)


@pytest.mark.parametrize("path", sorted(p for p in HERE.rglob("*") if p.is_file()), ids=lambda path: path.name)
def test_the_sample_documents_obey_the_contract(path: Path) -> None:
    obeys(load(path, path.name))


def test_a_document_tells_nothing_of_its_text_when_printed(tmp_path: Path) -> None:
    document = load(example(".txt", tmp_path), "rules.txt")
    assert "gate" not in repr(document)
