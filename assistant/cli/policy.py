"""Explain and check policies, and measure one on labelled texts of your own."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.options import add_json
from assistant.cli.session import Session

if TYPE_CHECKING:
    from assistant.evaluation.evaluate import Evaluation
    from assistant.evaluation.labelled import Unread
    from policies.policy import Policy

_FORMATS = """\
The folder holds UTF-8 texts, NAME.txt, labelled in one of two ways:

  NAME.json beside it    [{"start": 8, "end": 16, "entity_type": "PERSON"}, ...]
                         characters of the text from 0, end exclusive; [] where nothing is personal
  marks in the text      Seen by [[PERSON:Jane Roe]] on [[DATE_TIME:4 May 2021]].

A span is hidden when each of its letters and digits is; else it is a leak. Precision is the share of findings that
touch a label of a type that the policy hides; F2 counts recall twice. Texts with neither form are not measured, only
looked through for doubtful spans. A row that can't be read is told with file and line, its text is left out, and the
exit code is 1.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(dest="action", metavar="list|show|check|evaluate", required=True)
    listing = actions.add_parser("list", help="the policies that come with the product")
    showing = actions.add_parser("show", help="the file of a policy, to read or to start one's own from")
    showing.add_argument("policy", metavar="NAME", help="gdpr, hipaa, or open")
    checking = actions.add_parser("check", help="each rule in a sentence, and where the policy has gaps")
    checking.add_argument("policy", metavar="FILE", help="a policy file, or gdpr, hipaa, open")
    evaluating = actions.add_parser(
        "evaluate",
        help="recall, precision and leaks on labelled texts of your own",
        description="Measure a policy on labelled texts of your own; nothing of them is stored.",
        epilog=_FORMATS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    evaluating.add_argument("folder", type=Path, metavar="FOLDER", help="the labelled texts")
    evaluating.add_argument("--policy", "-p", required=True, metavar="NAME|FILE", help="gdpr, hipaa, or a policy file")
    evaluating.add_argument(
        "--review",
        type=Path,
        default=Path("policy-review.jsonl"),
        metavar="FILE",
        help="where doubtful spans go, one JSON object a line (default: %(default)s; readable by you only)",
    )
    evaluating.add_argument("--show-text", action="store_true", help="write the spans' text into the review file too")
    for action in (listing, showing, checking, evaluating):
        add_json(action)


def run(options: argparse.Namespace, session: Session) -> int:
    """Do the action that was asked for."""
    if options.action == "list":
        return _list(session)
    if options.action == "show":
        return _show(options.policy, session)
    return _check(options.policy, session) if options.action == "check" else _evaluate(options, session)


def _list(session: Session) -> int:
    from policies.loading import load_policy
    from policies.policy import BUILT_IN

    found = [load_policy(name) for name in BUILT_IN]
    if session.terminal.json_only:
        rows = [{"name": each.name, "reversible": each.reversible, "rules": len(each.rules)} for each in found]
        session.terminal.value({"policies": rows})
        return 0
    for each in found:
        kind = "reversible pseudonyms" if each.reversible else "irreversible"
        hides = sum(rule.action != "keep" for rule in each.rules.values())
        session.terminal.say(f"{each.name}  {hides} of {len(each.rules)} types hidden, {kind}")
    return 0


def _show(name: str, session: Session) -> int:
    from policies.errors import PolicyError
    from policies.policy import BUILT_IN

    if name not in BUILT_IN:
        raise PolicyError(f"There is no policy {name!r}.", remedy=f"Name one of {', '.join(BUILT_IN)}.")
    source = BUILT_IN[name].read_text("utf-8")
    if session.terminal.json_only:
        session.terminal.value({"name": name, "file": source})
    else:
        session.terminal.say(source.rstrip("\n"))
    return 0


def _check(name_or_path: str, session: Session) -> int:
    from policies.explaining import explain, explain_engines, explain_languages, warnings
    from policies.loading import load_policy

    policy, terminal = load_policy(name_or_path), session.terminal
    rules, found = explain(policy), warnings(policy)
    if terminal.json_only:
        terminal.value(
            {
                "policy": policy.name,
                "fingerprint": policy.fingerprint,
                "reversible": policy.reversible,
                "rules": [
                    {
                        "entity_type": rule.entity_type,
                        "action": rule.action,
                        "example": rule.example,
                        "threshold": rule.threshold,
                        "basis": rule.basis,
                        "sentence": rule.sentence,
                    }
                    for rule in rules
                ],
                **_about(policy),
                "warnings": found,
            }
        )
        return 0
    terminal.say(f"Policy '{policy.name}': {len(rules)} rules.", "bold")
    for rule in rules:
        terminal.say(f"  {rule.sentence}")
    spelt_out = {"languages": explain_languages(policy), "engines": explain_engines(policy)}
    for name, value in {**_about(policy), **spelt_out}.items():
        told = value if isinstance(value, str) else ", ".join(value) or "none named"
        terminal.say(f"{name.replace('_', ' ').capitalize()}: {told}.")
    for warning in found:
        terminal.warn(warning)
    return 0


def _about(policy: Policy) -> dict[str, str | list[str]]:
    """What else a policy says: languages, retention, who may break the glass, regions of telephones, own patterns."""
    from policies.explaining import explain_pattern

    return {
        "languages": list(policy.languages),
        "engines": list(policy.engines),
        "retention": "not set: until a document is deleted" if policy.retain is None else str(policy.retain),
        "break_glass": "any role in an emergency" if policy.break_glass and policy.reversible else "nobody",
        "regions": list(policy.regions),
        "patterns": [explain_pattern(each) for each in policy.patterns],
    }


def _evaluate(options: argparse.Namespace, session: Session) -> int:
    from assistant import installation
    from assistant.evaluation.evaluate import MARGIN, evaluate, without_pseudonyms
    from assistant.evaluation.kept import keep_evaluation, write_review
    from assistant.evaluation.labelled import read_folder
    from policies.entities import ENTITIES
    from policies.loading import load_policy

    policy, terminal = load_policy(options.policy), session.terminal
    texts, unread = read_folder(options.folder, {*ENTITIES, *policy.rules})
    with session.wiring() as wiring, terminal.progress("Redacting") as progress:
        evaluation = evaluate(
            texts,
            policy,
            wiring.privacy.measuring_redactor(without_pseudonyms(policy)),
            wiring.privacy.measuring_redactor(without_pseudonyms(policy, MARGIN)),
            progress=progress,
        )
        write_review(options.review, evaluation, texts, show_text=options.show_text)
        installation.record_evaluation(wiring, actor=session.actor, policy=policy.name, texts=evaluation.scores.texts)
        keep_evaluation(session.settings.home, evaluation)
    for row in unread:
        terminal.warn(f"{row.file}, line {row.line}: {row.problem}. Its text was left out.")
    _tell(evaluation, unread, options, session)
    return 1 if unread else 0


def _tell(evaluation: Evaluation, unread: list[Unread], options: argparse.Namespace, session: Session) -> None:
    from assistant.evaluation.kept import evaluation_to_json

    terminal = session.terminal
    shape = evaluation_to_json(evaluation)
    if terminal.json_only:
        rows = [{"file": row.file, "line": row.line, "problem": row.problem} for row in unread]
        terminal.value({**shape, "review": str(options.review), "unread": rows})
        return
    terminal.say(f"{'':28}{'labelled':>9}{'leaks':>7}{'recall':>8}{'precision':>11}{'F2':>8}", "bold")
    for name, row in {**shape["entities"], "all together": shape["all"]}.items():
        shares = [_share(row[each]) for each in ("recall", "precision", "f2")]
        terminal.say(f"{name:28}{row['labelled']:>9}{row['leaks']:>7}{shares[0]:>8}{shares[1]:>11}{shares[2]:>8}")
    documents = shape["documents"]
    terminal.say(f"{documents['without_a_leak']} of {documents['measured']} texts without a leak.", "bold")
    if shape["not_hidden_by_policy"]:
        terminal.say(f"{shape['not_hidden_by_policy']} labels are of types that '{evaluation.policy}' doesn't hide.")
    terminal.note(f"{len(evaluation.doubts)} doubtful spans are in {options.review}.")


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
