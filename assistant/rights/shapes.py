"""The JSON shapes of requests by data subjects and of duties. None of them tells who was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from assistant.erasures.erasure import Outcome
from assistant.rights.as_user import KEPT, AsUser
from assistant.rights.requests import Found
from assistant.rights.retaining import Retained
from assistant.shapes import Json
from ingest.store_duties import Hold
from policies.subjects import entity_type_of

NOT_STORED: Mapping[str, str] = MappingProxyType(
    {
        "chats": "questions and answers are not kept; the chat page forgets them when it is closed",
        "uploads": "an uploaded file is read in memory and not kept; what was read of it stands under documents",
        "summaries": "made when asked for and not kept; files that `summarize --out` wrote are where you put them",
        "caches": "in memory, without text, gone when the program ends",
        "originals": "the files that documents were read from stay where they are: look there too",
        "models": "language models that were added are not trained on documents",
    }
)

KEPT_AUDIT = f"entries name ids, pseudonyms and who acted; {KEPT}"


def found_to_json(found: Sequence[Found], user: AsUser) -> Json:
    """The shape of `subject find`."""
    return {
        "found": any(each.anything for each in found) or bool(user),
        "workspaces": [_found(each) for each in found],
        "api_keys": user.api_keys,
        "as_user": user.to_json(),
        "not_stored": dict(NOT_STORED),
    }


def _found(found: Found) -> Json:
    who = found.who
    tokens = [token for each in found.holdings for token in each.tokens]
    beside = [token for each in found.holdings for token in each.beside]
    return {
        "workspace": found.workspace.name,
        "policy": found.workspace.policy.name,
        "reversible": found.workspace.policy.reversible,
        "pseudonyms": [
            {
                "token": token,
                "entity_type": entity_type_of(token),
                "match": who.matches[token],
                "documents": tokens.count(token),
            }
            for token in sorted(who.values)
        ],
        "possible": [{"token": token, "entity_type": entity_type_of(token)} for token in sorted(who.possible)],
        "beside": [
            {"token": token, "entity_type": entity_type_of(token), "documents": beside.count(token)}
            for token in sorted(set(beside) - set(who.values))
        ],
        "vault_rows": len(who.values),
        "documents": [
            {
                "document_id": each.document.document_id,
                "document": each.document.name.value,
                "mentions": each.mentions,
                "in_clear": len(each.clear),
                "passages": len(each.passages),
                "other_people": each.people,
                "legal_hold": each.document.document_id in found.holds,
                "ingested_at": each.document.ingested_at,
            }
            for each in found.holdings
        ],
        "passages": sum(len(each.passages) for each in found.holdings),
        "vectors": sum(len(each.passages) for each in found.holdings),
        "audit_entries": {"with_a_pseudonym": found.audit_tokens, "with_a_document": found.audit_documents},
    }


def outcome_to_json(outcome: Outcome | None) -> Json:
    """The shape of every command that erases; None: there was nothing to erase in."""
    fields = outcome.receipt["receipt"] if outcome else {"workspaces": []}
    return {
        "clean": outcome is None or outcome.clean,
        "workspaces": [
            {
                "workspace": each["workspace"],
                "erased": each["erased"],
                "held": each["held"],
                "remains": each["scan"]["remains"],
            }
            for each in fields["workspaces"]
        ],
        "as_user": fields.get("as_user"),
        "receipt": outcome.receipt if outcome else None,
        "receipt_file": str(outcome.path) if outcome else None,
        "not_touched": {"originals": NOT_STORED["originals"], "audit": KEPT_AUDIT},
    }


def hold_to_json(hold: Hold | None, *, told: bool) -> Json:
    """What a row of `documents list` says of a legal hold; why, to whoever may serve data subjects alone (`told`).

    The reason may name a case, of which not everybody who lists a document knows.
    """
    return {"held_since": hold.since if hold else None, "hold": hold.reason if hold and told else None}


def retained_to_json(retained: Retained) -> Json:
    """One document of `purge`, or of what `documents retain` and `hold` tell."""
    return {
        "document_id": retained.document.document_id,
        "document": retained.document.name.value,
        "ingested_at": retained.document.ingested_at,
        "retain": str(retained.period),
        "ground": retained.ground,
        "ends": retained.ends.isoformat(timespec="seconds") if retained.ends else None,
        "hold": retained.hold,
    }
