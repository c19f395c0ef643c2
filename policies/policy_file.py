"""Reads a policy file: YAML, checked key by key, with the line of whatever is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import regex
import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from policies.entities import ACTIONS, ENTITIES, Action, allowed_actions
from policies.errors import ConfigError, PolicyError
from policies.languages import SUPPORTED
from policies.policy import (
    BUILT_IN,
    DEFAULT_ENGINES,
    DEFAULT_LANGUAGES,
    ENGINE_STEPS,
    EngineStep,
    Policy,
    Rule,
    UserPattern,
    frozen_rules,
)
from policies.recognizers.checksums import CHECKSUMS
from policies.retention import Period
from policies.user_regex import compile_user_regex, is_catastrophic

EntityName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,40}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,60}$")]
Score = Annotated[float, Field(ge=0, le=1)]

Lines = Mapping[tuple[str | int, ...], int]


class _RuleSchema(BaseModel):
    model_config = ConfigDict(extra="forbid")

    action: str
    basis: str
    threshold: Score | None = None
    keep_weekdays: bool | None = None


class _PatternSchema(BaseModel):
    model_config = ConfigDict(extra="forbid")

    entity: EntityName
    regex: str
    score: Score = 0.5
    context: list[str] = []
    checksum: str | None = None


class _PolicySchema(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Name
    description: str = ""
    extends: str | None = None
    threshold: Score = 0.4
    languages: list[str] = []
    break_glass: bool | None = None
    regions: list[Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]] = []
    entities: dict[str, _RuleSchema] = {}
    patterns: list[_PatternSchema] = []
    retain: str | None = None
    engines: list[str] | None = None


def read_policy_file(path: Path) -> Policy:
    """The policy that a file describes.

    Raises:
        PolicyError: the file can't be read, is not YAML, or says something that is not provided for.
    """
    document, lines = _parse(path)
    where = _Where(path, lines)
    try:
        schema = _PolicySchema.model_validate(document)
    except ValidationError as error:
        raise where.error_of_schema(error) from None
    parent = _parent(schema, where)
    patterns = (*(parent.patterns if parent else ()), *_patterns(schema, where))
    known = {*ENTITIES, *(pattern.entity_type for pattern in patterns)}
    rules = dict(parent.rules) if parent else {}
    for entity_type, rule in schema.entities.items():
        place = ("entities", entity_type)
        if entity_type not in known:
            raise where.error(place, f"{entity_type!r} is no entity", _nearest(entity_type, known))
        action = _action(entity_type, rule.action, where)
        threshold = schema.threshold if rule.threshold is None else rule.threshold
        if rule.keep_weekdays is not None and action != "shift":
            raise where.error(
                (*place, "keep_weekdays"),
                f"'keep_weekdays' goes with the action 'shift', not with {action!r}",
                "Remove it, or shift these dates.",
            )
        rules[entity_type] = Rule(action, threshold, rule.basis, bool(rule.keep_weekdays))
    if len({rule.keep_weekdays for rule in rules.values() if rule.action == "shift"}) > 1:
        raise where.error(
            ("entities",),
            "'keep_weekdays' is said for some shifted dates and not for others",
            "Dates of one subject move together: say it for each of them, or for none.",
        )
    for index, pattern in enumerate(schema.patterns):
        if pattern.entity not in rules:
            raise where.error(
                ("patterns", index, "entity"),
                f"no rule says what to do with {pattern.entity}",
                f"Add it under `entities`, with one of the actions {', '.join(allowed_actions(pattern.entity))}.",
            )
    regions = tuple(schema.regions) or (parent.regions if parent else ())
    retain = _retain(schema, where) or (parent.retain if parent else None)
    languages = _languages(schema, where) or (parent.languages if parent else DEFAULT_LANGUAGES)
    glass = schema.break_glass if schema.break_glass is not None else parent is None or parent.break_glass
    engines = _engines(schema, where) or (parent.engines if parent else DEFAULT_ENGINES)
    return Policy(schema.name, regions, frozen_rules(rules), patterns, retain, languages, glass, engines)


class _Where:
    """Turns a place in a policy file into an error that names file and line."""

    def __init__(self, path: Path, lines: Lines) -> None:
        self._path = path
        self._lines = lines

    def error(self, place: tuple[str | int, ...], problem: str, remedy: str) -> PolicyError:
        while place and place not in self._lines:
            place = place[:-1]
        return PolicyError(f"{self._path}, line {self._lines.get(place, 1)}: {problem}.", remedy=remedy)

    def error_of_schema(self, error: ValidationError) -> PolicyError:
        first = error.errors(include_url=False, include_input=False)[0]
        place = tuple(first["loc"])
        if first["type"] == "extra_forbidden":
            known = _keys_at(place)
            return self.error(place, f"{place[-1]!r} is no key here", _nearest(str(place[-1]), known))
        if first["type"] == "missing":
            return self.error(place, f"{place[-1]!r} is missing", f"Add a line `{place[-1]}: ...`.")
        dotted = ".".join(str(part) for part in place) or "the file"
        return self.error(place, f"{dotted}: {first['msg']}", "See the built-in policies for examples.")


def _keys_at(place: tuple[str | int, ...]) -> Iterable[str]:
    if len(place) == 1:
        return _PolicySchema.model_fields
    return (_RuleSchema if place[0] == "entities" else _PatternSchema).model_fields


def _nearest(word: str, known: Iterable[str]) -> str:
    names = sorted(known)
    near = difflib.get_close_matches(word.upper() if names[0].isupper() else word.lower(), names, n=1, cutoff=0.5)
    return f"Did you mean {near[0]!r}?" if near else f"Use one of: {', '.join(names)}."


def _action(entity_type: str, action: str, where: _Where) -> Action:
    place = ("entities", entity_type, "action")
    for allowed in allowed_actions(entity_type):
        if action == allowed:
            return allowed
    if action in ACTIONS:
        fitting = ", ".join(allowed_actions(entity_type))
        raise where.error(place, f"{action!r} does not fit {entity_type}", f"Use one of: {fitting}.")
    raise where.error(place, f"{action!r} is no action", _nearest(action, allowed_actions(entity_type)))


def _patterns(schema: _PolicySchema, where: _Where) -> list[UserPattern]:
    found = []
    for index, pattern in enumerate(schema.patterns):
        place = ("patterns", index, "regex")
        try:
            compiled = compile_user_regex(pattern.regex)
        except regex.error as error:
            raise where.error(place, f"the regular expression is wrong: {error}", "Correct it.") from None
        if compiled.match(""):
            raise where.error(place, "the regular expression matches nothing at all", "Make one part obligatory.")
        if is_catastrophic(compiled):
            raise where.error(
                place,
                "the regular expression takes ever longer the longer a text is",
                "Repeat no part that repeats itself, as in (a+)+, and let neighbours match different characters.",
            )
        if pattern.checksum is not None and pattern.checksum not in CHECKSUMS:
            raise where.error(
                ("patterns", index, "checksum"),
                f"{pattern.checksum!r} is no checksum",
                _nearest(pattern.checksum, CHECKSUMS),
            )
        context = tuple(pattern.context)
        found.append(UserPattern(pattern.entity, pattern.regex, pattern.score, context, pattern.checksum))
    return found


def _retain(schema: _PolicySchema, where: _Where) -> Period | None:
    try:
        return None if schema.retain is None else Period.parse(schema.retain)
    except ConfigError as error:
        raise where.error(("retain",), error.problem.rstrip("."), error.remedy) from None


def _languages(schema: _PolicySchema, where: _Where) -> tuple[str, ...]:
    for index, language in enumerate(schema.languages):
        if language not in SUPPORTED:
            raise where.error(
                ("languages", index),
                f"{language!r} is no language that personal data is found in",
                f"Use some of: {', '.join(f'{code} ({name})' for code, name in SUPPORTED.items())}.",
            )
    return tuple(dict.fromkeys(schema.languages))


def _engines(schema: _PolicySchema, where: _Where) -> tuple[EngineStep, ...] | None:
    """The allowed steps, the cheapest first whatever the file's order."""
    if schema.engines is None:
        return None
    for index, step in enumerate(schema.engines):
        if step not in ENGINE_STEPS:
            raise where.error(("engines", index), f"{step!r} is no kind of engine", _nearest(step, ENGINE_STEPS))
    if "reader" not in schema.engines:
        raise where.error(
            ("engines",),
            "the reader is left out, which chooses what the other engines are shown",
            "Add `reader` to the list.",
        )
    return tuple(step for step in ENGINE_STEPS if step in schema.engines)


def _parent(schema: _PolicySchema, where: _Where) -> Policy | None:
    if schema.extends is None:
        return None
    if schema.extends not in BUILT_IN:
        raise where.error(("extends",), f"{schema.extends!r} is no policy", _nearest(schema.extends, BUILT_IN))
    if schema.name in BUILT_IN:
        raise where.error(("name",), f"{schema.name!r} is the name of a built-in policy", "Give yours another name.")
    return read_policy_file(BUILT_IN[schema.extends])


def _parse(path: Path) -> tuple[Any, Lines]:
    try:
        source = path.read_text(encoding="utf-8")
        lines: dict[tuple[str | int, ...], int] = {}
        # libyaml, where PyYAML was built with it, is ten times as fast; and one pass gives both lines and data.
        loader = (yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader)(source)
        try:
            node = loader.get_single_node()
            _note_lines(path, node, (), lines)
            return None if node is None else loader.construct_document(node), lines
        finally:
            loader.dispose()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise PolicyError(f"{path} can't be read: {reason}.", remedy="Check the path and its permissions.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "it is not YAML"
        raise PolicyError(f"{path}, line {line}: {problem}.", remedy="Correct the YAML at this line.") from None


def _note_lines(
    path: Path, node: yaml.Node | None, place: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int]
) -> None:
    """Notes the line of each place; a key that stands twice is an error, for YAML would silently take the last."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = (*place, key.value)
            line = key.start_mark.line + 1
            if below in lines:
                raise PolicyError(f"{path}, line {line}: {key.value!r} stands twice.", remedy="Remove one of the two.")
            lines[below] = line
            _note_lines(path, value, below, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            lines[(*place, index)] = value.start_mark.line + 1
            _note_lines(path, value, (*place, index), lines)
