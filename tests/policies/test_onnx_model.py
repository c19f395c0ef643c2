"""A model folder is used only as its card describes it, and the word pieces that models share lie there once."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from policies.errors import ModelError
from policies.onnx_model import WORD_PIECES, ModelCard, OnnxModel, batches_of_one_length
from policies.recognizers.onnx_tagger import MODEL_FOLDER


def write_folder(folder: Path, **altered: object) -> Path:
    """A folder whose card names the shared word pieces and a file that is no model."""
    (folder / "model.onnx").write_bytes(b"no model")
    files = {
        "model.onnx": hashlib.sha256(b"no model").hexdigest(),
        "tokenizer.json": hashlib.sha256((WORD_PIECES / "tokenizer.json").read_bytes()).hexdigest(),
    }
    card = {"name": "tiny", "max_tokens": 64, "labels": ["O"], "files": files} | altered
    (folder / "card.json").write_text(json.dumps(card))
    return folder


def test_the_card_says_what_the_folder_holds(tmp_path: Path) -> None:
    card = ModelCard.read(write_folder(tmp_path))
    assert (card.name, card.max_tokens, card.own("labels", list)) == ("tiny", 64, ["O"])


def test_nothing_is_read_but_the_card_before_use(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    (folder / "model.onnx").unlink()
    assert OnnxModel(folder).card.name == "tiny"


def test_a_tokenizer_that_the_folder_lacks_is_the_shared_one(tmp_path: Path) -> None:
    tokenizer = OnnxModel(write_folder(tmp_path)).tokenizer
    assert tokenizer.encode("harbour master", add_special_tokens=False).tokens == ["harbour", "master"]


def test_models_with_the_same_word_pieces_share_a_tokenizer(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert OnnxModel(write_folder(tmp_path / "a")).tokenizer is OnnxModel(write_folder(tmp_path / "b")).tokenizer


def test_an_altered_tokenizer_of_its_own_is_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    shutil.copyfile(WORD_PIECES / "tokenizer.json", folder / "tokenizer.json")
    with (folder / "tokenizer.json").open("a") as file:
        file.write(" ")
    with pytest.raises(ModelError, match=r"tokenizer\.json"):
        _ = OnnxModel(folder).tokenizer


def test_altered_weights_are_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    (folder / "model.onnx").write_bytes(b"No model")
    with pytest.raises(ModelError, match="altered"):
        OnnxModel(folder).run({})


def test_missing_weights_are_named(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    (folder / "model.onnx").unlink()
    with pytest.raises(ModelError, match=r"model\.onnx can't be read"):
        OnnxModel(folder).load()


@pytest.mark.parametrize("card", ["", "{}", "[]", json.dumps({"name": "x", "max_tokens": 9, "files": 1})])
def test_a_folder_without_a_readable_card_is_refused(tmp_path: Path, card: str) -> None:
    (tmp_path / "card.json").write_text(card)
    with pytest.raises(ModelError, match=r"card\.json"):
        OnnxModel(tmp_path)


def test_a_card_that_lacks_a_field_of_its_kind_is_refused(tmp_path: Path) -> None:
    card = ModelCard.read(write_folder(tmp_path, labels="O"))
    with pytest.raises(ModelError, match="labels"):
        card.own("labels", list)


def test_batches_hold_each_text_once_among_texts_of_its_length_within_the_budget() -> None:
    lengths = [3, 40, 7, 300, 12, 12, 5, *[12] * 9]
    batches = batches_of_one_length(lengths, budget=64)
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    assert all(len({lengths[index] for index in batch}) == 1 for batch in batches)
    assert all(sum(lengths[index] for index in batch) <= 64 or len(batch) == 1 for batch in batches)
    assert max(map(len, batches)) == 5


def test_long_batches_come_first_so_that_cores_end_together() -> None:
    assert batches_of_one_length([3, 40, 7]) == [[1], [2], [0]]


@pytest.mark.parametrize("threads", [1, 3])
def test_several_batches_give_what_each_gives_alone_in_their_order(threads: int) -> None:
    model = OnnxModel(MODEL_FOLDER, threads=threads)
    batches = [
        {name: np.full((1, length), number) for name, number in (("input_ids", 2000 + length), ("token_type_ids", 2))}
        for length in (9, 3, 30, 12, 5)
    ]
    for together, feeds in zip(model.run_each(batches), batches, strict=True):
        assert np.allclose(together[0], model.run(feeds)[0], atol=1e-6)


@pytest.mark.parametrize("threads", [1, 2])
def test_a_missing_file_is_named_whichever_way_batches_run(tmp_path: Path, threads: int) -> None:
    folder = write_folder(tmp_path)
    (folder / "model.onnx").unlink()
    feeds = {"input_ids": np.ones((1, 3), dtype=np.int64)}
    with pytest.raises(ModelError, match=r"model\.onnx can't be read"):
        list(OnnxModel(folder, threads=threads).run_each([feeds, feeds]))


def test_a_run_that_fails_is_an_error_of_ours_without_what_was_fed() -> None:
    with pytest.raises(ModelError, match="could not be run") as caught:
        OnnxModel(MODEL_FOLDER).run({"input_ids": np.full((1, 3, 3), 31337), "token_type_ids": np.ones((1, 3))})
    assert "31337" not in f"{caught.value}"
    assert caught.value.__cause__ is None
