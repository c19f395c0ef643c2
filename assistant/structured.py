"""An answer as a JSON object that fits a JSON schema (https://json-schema.org, draft 2020-12).

What an engine writes under a schema is a draft, whose sentences are checked one by one like others: what stays of the
value that it wrote leaves where that still fits. Otherwise, and for engines that quote, the answer is put together
here: the answer, its citations and what else is known of it, under the names that the schema gives them. Nothing is
made up to fit.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import jsonschema
import regex
from jsonschema.exceptions import SchemaError as NoSchema
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry
from referencing.exceptions import Unresolvable

from assistant.answer import Answer, Citation
from assistant.notes import place_of
from assistant.shapes import Json, answer_to_json, citation_to_json
from policies.errors import SchemaError
from policies.text import EMPTY, RedactedText

MOST_CHARACTERS = 50_000
"""Of a schema, as JSON."""
PATTERN_SECONDS = 0.1

SYNONYMS: Final[Mapping[str, str]] = {
    "text": "answer",
    "response": "answer",
    "result": "answer",
    "content": "answer",
    "sources": "citations",
    "references": "citations",
    "quotes": "citations",
}
"""What schemas call what we have, beside the names of `assistant.shapes`."""


def _pattern(validator: Any, pattern: str, instance: object, schema: object) -> Iterator[ValidationError]:
    """`pattern` with a time limit: a schema comes from outside, and a pattern can take for ever."""
    if isinstance(instance, str):
        try:
            found = regex.search(pattern, instance, timeout=PATTERN_SECONDS)
        except (TimeoutError, regex.error):
            found = None
        if not found:
            yield ValidationError("does not match")


_Validator: Any = extend(jsonschema.Draft202012Validator, {"pattern": _pattern})


@dataclass(frozen=True, slots=True, repr=False)
class Schema:
    """A JSON schema that was checked. References beyond itself are never followed."""

    document: Mapping[str, Any]

    @classmethod
    def checked(cls, document: object) -> Schema:
        """`document` as a schema.

        Raises:
            SchemaError: it is none, is too large, or has patterns for the names of fields.
        """
        if not isinstance(document, dict) or len(json.dumps(document)) > MOST_CHARACTERS:
            raise _unfit("no JSON object, or too large")
        if "patternProperties" in json.dumps(document):
            raise _unfit("`patternProperties` is not supported")
        try:
            _Validator.check_schema(document)
        except (NoSchema, RecursionError) as error:
            # What is wrong with it is not repeated: it quotes the schema.
            raise _unfit("not valid under draft 2020-12") from error
        return cls(document)

    def accepts(self, value: object) -> bool:
        """Whether the value fits."""
        try:
            # An own registry: the default one would fetch what a reference names.
            return bool(_Validator(self.document, registry=Registry()).is_valid(value))
        except (Unresolvable, RecursionError):
            return False

    def fit(self, answer: Answer) -> str | None:
        """The answer as JSON that fits: as it was written, else what is known of it; None where neither does."""
        try:
            written = _plain(answer.value)
            made = written if written and self.accepts(written) else self._shaped(known(answer), self.document)
        except RecursionError:
            return None
        nothing = not made and bool(
            self.document.get("properties")
        )  # fits where no field is required, and says nothing
        return json.dumps(made, ensure_ascii=False) if self.accepts(made) and not nothing else None

    def wants_writing(self) -> bool:
        """Whether it asks for what only an engine that writes can give: more than is known of any answer."""
        return self.fit(_ANY_ANSWER) is None

    def _shaped(self, value: object, schema: object) -> object:
        """Of the value, what the schema has a name for."""
        schema = self._meant(schema, value)
        if isinstance(value, list):
            return [self._shaped(each, schema.get("items")) for each in value]
        if not isinstance(value, dict):
            return value
        if schema.get("type") == "string":
            return value.get("place")
        names = schema.get("properties")
        if not isinstance(names, dict):
            return value
        found = {name: name if name in value else SYNONYMS.get(name) for name in names}
        return {name: self._shaped(value[ours], names[name]) for name, ours in found.items() if ours in value}

    def _meant(self, schema: object, value: object) -> dict[str, Any]:
        """The schema behind references within the document, and behind "this or null"."""
        if not isinstance(schema, dict):
            return {}
        if isinstance(schema.get("$ref"), str):
            # https://www.rfc-editor.org/rfc/rfc6901
            found: object = self.document
            for part in schema["$ref"].removeprefix("#").split("/")[1:]:
                found = found.get(part) if isinstance(found, dict) else None
            return self._meant(found, value)
        choices = [each for each in schema.get("anyOf", ()) if isinstance(each, dict) and each.get("type") != "null"]
        return self._meant(choices[0], value) if choices and value is not None else schema


ANY_OBJECT: Final = Schema({"type": "object"})
"""No engine is told of it: what it writes as text is put into an object."""


_ANY_ANSWER: Final = Answer(
    question=EMPTY,
    text=EMPTY,
    confidence=1.0,
    engine="reader",
    citations=(Citation(EMPTY, "", None, EMPTY, "", EMPTY, 0, 0, 1.0),),
)


def _plain(value: object) -> object:
    """A value as JSON has it."""
    if isinstance(value, RedactedText):
        return value.value
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def known(answer: Answer) -> Json:
    """What is known of an answer, under the names of `assistant.shapes`. A refusal is said in words, as in a text."""
    whole = answer_to_json(answer)
    told = {name: whole[name] for name in ("answered", "answer", "confidence", "engine")}
    if answer.refusal is not None:
        told["answer"] = answer.refusal.message
    return {**told, "citations": [{**citation_to_json(each), "place": place_of(each)} for each in answer.citations]}


def _unfit(why: str) -> SchemaError:
    return SchemaError(f"The JSON schema can't be used: {why}.", remedy="Correct it, or ask for text.")
