"""What stays of an evaluation: its figures in the data folder, and the review queue where the user wants it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.evaluation.evaluate import Evaluation
from assistant.evaluation.labelled import LabelledText
from assistant.private_files import write_private
from policies.errors import StorageError

Json = dict[str, Any]

FOLDER = "evaluations"


def evaluation_to_json(evaluation: Evaluation) -> Json:
    """Figures only: nothing of the texts, nor their names."""
    scores = evaluation.scores
    return {
        "policy": evaluation.policy,
        "documents": {
            "measured": scores.texts,
            "without_a_leak": scores.without_leak,
            "share": round(scores.without_leak / scores.texts, 4) if scores.texts else None,
        },
        "all": scores.all().row(),
        "entities": {name: score.row() for name, score in scores.judged().items()},
        "not_hidden_by_policy": scores.not_asked,
        "doubtful": dict(sorted(Counter(doubt.why for doubt in evaluation.doubts).items())),
    }


def keep_evaluation(home: Path, evaluation: Evaluation) -> None:
    """Remember the figures of a policy's last evaluation, for reports.

    Raises:
        StorageError: they can't be written.
    """
    kept = {
        "measured": datetime.now(UTC).date().isoformat(),
        "fingerprint": evaluation.fingerprint,
        **evaluation_to_json(evaluation),
    }
    write_private(home / FOLDER / f"{evaluation.policy}.json", json.dumps(kept, indent=1) + "\n")


def last_evaluations(home: Path) -> list[Json]:
    """The figures of each policy's last evaluation, in order of name.

    Raises:
        StorageError: one of them can't be read.
    """
    found: list[Json] = []
    for path in sorted((home / FOLDER).glob("*.json")):
        try:
            found.append(json.loads(path.read_text("utf-8")))
        except (OSError, ValueError) as error:
            raise StorageError(
                f"{path} can't be read.", remedy="Delete it, and run `assistant policy evaluate` again."
            ) from error
    return found


def write_review(path: Path, evaluation: Evaluation, texts: Sequence[LabelledText], *, show_text: bool) -> None:
    """Write the doubtful spans, one JSON object a line, for the owner's eyes only.

    Raises:
        StorageError: the file can't be written.
    """
    by_name = {each.name: each.text for each in texts}
    lines = []
    for doubt in evaluation.doubts:
        row: Json = {
            "file": doubt.text,
            "start": doubt.start,
            "end": doubt.end,
            "entity_type": doubt.entity_type,
            "why": doubt.why,
            "score": doubt.score,
            "recognizer": doubt.recognizer,
            "labelled": doubt.labelled,
        }
        if show_text:
            row["text"] = by_name[doubt.text][doubt.start : doubt.end]
        lines.append(json.dumps(row, ensure_ascii=False))
    write_private(path, "".join(f"{line}\n" for line in lines))
