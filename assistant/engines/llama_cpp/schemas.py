"""A JSON schema (draft 2020-12) in the words that llama.cpp's converter to grammars knows.

What only narrows a value (`minimum`, `uniqueItems`, `not`, ...) is left out of the grammar: whoever asked compares the
value with the whole schema. What would leave the grammar without a meaning is an error that names keyword and place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from assistant.engines.llama_cpp.patterns import grammatical
from policies.errors import SchemaError

Json = dict[str, Any]

_TYPES: Final = ("object", "array", "string", "number", "integer", "boolean", "null")
_KEPT: Final = (
    "type format const enum properties required additionalProperties items prefixItems minItems maxItems pattern "
    "minLength maxLength $defs definitions"
).split()
_UNSAYABLE: Final = ("patternProperties", "$dynamicRef", "$recursiveRef")
_TOLD_BY: Final = {
    "object": ("properties", "required", "additionalProperties", "minProperties", "maxProperties"),
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"),
    "string": ("pattern", "minLength", "maxLength", "format"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}
"""Keywords that say of which type a value is where `type` doesn't."""

_MOST_REPEATS: Final = 1_000
"""Longer ones make a grammar of megabytes."""


def convertible(schema: object, place: tuple[str, ...] = ()) -> Json:
    """The schema as the converter understands it.

    Raises:
        SchemaError: it says what no grammar can.
    """
    if schema is True or schema == {}:
        return {"type": list(_TYPES)}
    if not isinstance(schema, Mapping):
        raise unsayable("`false`, which nothing fits" if schema is False else "no schema", place)
    for keyword in _UNSAYABLE:
        if keyword in schema:
            raise unsayable(f"`{keyword}`", place)
    if "$ref" in schema:
        return _reference(schema, place) | _definitions(schema, place)
    if "allOf" in schema:
        return convertible(_together(schema, place), place)
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            rest = {key: value for key, value in schema.items() if key != keyword}
            each = [_narrowed(rest, one, (*place, keyword)) for one in schema[keyword]]
            return {"anyOf": [convertible(one, (*place, keyword)) for one in each]} | _definitions(schema, place)
    if isinstance(schema.get("type"), list):
        one_type = [convertible({**schema, "type": each}, place) for each in schema["type"]]
        return {"anyOf": one_type} | _definitions(schema, place)
    return _plain(schema, place)


def unsayable(what: str, place: Sequence[str] = ()) -> SchemaError:
    """The error of a schema that can't be used. It names places by keyword and number, and repeats no name or value."""
    where = f" in {' > '.join(place)}" if place else ""
    return SchemaError(
        f"The JSON schema has {what}{where}, which can't be turned into a grammar.",
        remedy="Use objects, arrays, strings, numbers, enums, `anyOf` and references within the schema.",
    )


def _plain(schema: Mapping[str, Any], place: tuple[str, ...]) -> Json:
    """A schema of one type, or of constants."""
    made = {key: schema[key] for key in _KEPT if key in schema}
    made |= _definitions(schema, place)
    if "const" in made or "enum" in made:
        return made
    kind = made.get("type") or next((kind for kind, told in _TOLD_BY.items() if any(t in schema for t in told)), None)
    if kind is None:
        return convertible({}) | _definitions(schema, place)
    if kind not in _TYPES:
        raise unsayable("an unknown `type`", place)
    made["type"] = kind
    for keyword in ("minItems", "maxItems", "minLength", "maxLength"):
        if made.get(keyword, 0) > _MOST_REPEATS:
            del made[keyword]
    if kind == "string" and "pattern" in made:
        made["pattern"] = grammatical(made["pattern"], place)
    elif "pattern" in made:
        del made["pattern"]
    if "properties" in made:
        fields = enumerate(made["properties"].items(), start=1)
        made["properties"] = {
            name: convertible(each, (*place, f"field {n} of `properties`")) for n, (name, each) in fields
        }
    if isinstance(made.get("additionalProperties"), Mapping):
        made["additionalProperties"] = convertible(made["additionalProperties"], (*place, "`additionalProperties`"))
    if "prefixItems" in made:
        made["prefixItems"] = [convertible(each, (*place, "`prefixItems`")) for each in made["prefixItems"]]
        made.pop("items", None)
    elif "items" in made:
        made["items"] = convertible(made["items"], (*place, "`items`"))
    return made


def _definitions(schema: Mapping[str, Any], place: tuple[str, ...]) -> Json:
    return {
        keyword: {
            name: convertible(each, (*place, f"definition {n}"))
            for n, (name, each) in enumerate(schema[keyword].items(), start=1)
        }
        for keyword in ("$defs", "definitions")
        if keyword in schema
    }


def _reference(schema: Mapping[str, Any], place: tuple[str, ...]) -> Json:
    target = str(schema["$ref"])
    if not target.startswith("#/"):
        raise unsayable("a reference to the whole of itself" if target == "#" else "a reference beyond itself", place)
    return {"$ref": target}


def _together(schema: Mapping[str, Any], place: tuple[str, ...]) -> Mapping[str, Any]:
    """The parts of `allOf` as one schema."""
    whole: Json = {key: value for key, value in schema.items() if key != "allOf"}
    for part in schema["allOf"]:
        whole = _narrowed(whole, part, (*place, "`allOf`"))
    return whole


def _narrowed(rest: Mapping[str, Any], part: object, place: tuple[str, ...]) -> Json:
    """What is said beside an alternative, and in it, as one schema."""
    beside = {key: value for key, value in rest.items() if key in _KEPT and key not in ("$defs", "definitions")}
    defined = {key: value for key, value in rest.items() if key in ("$defs", "definitions")}
    if not isinstance(part, Mapping):
        raise unsayable("no object", place)
    if any(key in part for key in ("$ref", "anyOf", "oneOf")) and beside.keys() - {"type"}:
        raise unsayable("a reference or a choice beside other keywords", place)
    if "$ref" in part or "$ref" in rest:
        return {**defined, **(part if "$ref" in part else rest)}
    made: Json = {**beside, **part}
    if "properties" in beside and "properties" in part:
        made["properties"] = {**beside["properties"], **part["properties"]}
    if "required" in beside and "required" in part:
        made["required"] = [*beside["required"], *part["required"]]
    return {**defined, **made}
