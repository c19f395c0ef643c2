"""A data subject's copy of their data (GDPR Art. 15 and 20): JSON for machines, HTML for people, both private files.

Only the subject's own pseudonyms get their values back; everybody else's stay pseudonyms, or are withheld where a
policy keeps names readable (Art. 15(4)).
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import assistant
from assistant.counting import counted
from assistant.erasures.holdings import Holding
from assistant.private_files import write_private
from assistant.rights.as_user import AsUser
from assistant.rights.requests import Found
from assistant.rights.retaining import Retained, retained
from assistant.rights.shapes import NOT_STORED
from assistant.shapes import Json
from assistant.wiring import Wiring
from policies.errors import ConfigError
from policies.policy import Policy, frozen_rules
from policies.redactor import Redactor
from policies.restoring import replace_tokens
from policies.text import Entity, RedactedText

PURPOSES = ("Answering questions, finding passages and summarising from the organisation's documents, with citations.",)
RECIPIENTS = (
    "People in the organisation who hold a key to this system. They see pseudonyms; values only with the officer's role"
    " and a reason, each time recorded.",
)
RIGHTS = (
    "You may ask for rectification, erasure, restriction and, where it applies, data portability, may object to the"
    " processing, and may lodge a complaint with a supervisory authority (GDPR Art. 15(1)(e) and (f)).",
)
AUTOMATED_DECISIONS = "None: the system finds and quotes passages, and decides about nobody (GDPR Art. 22)."
ORIGINALS = "the files that documents were read from lie with the organisation, and are no part of this copy"
PSEUDONYMS = (
    "What stands in ⟦ ⟧ stands for another person, or for a value that was not determined to be yours; it is not "
    "told, to protect the rights of others (GDPR Art. 15(4)). What stands in [ ] was removed."
)
_TELLS_NOBODY = frozenset({"DATE_TIME", "AGE", "LOCATION", "ORGANIZATION", "US_ZIP", "POSTAL_CODE"})
_FILES = ("export.json", "export.html")


@dataclass(frozen=True, slots=True)
class Export:
    """What is handed out, as JSON."""

    content: Json

    def write(self, folder: Path) -> list[Path]:
        """Write both files (0600) into a folder, which is made (0700); gives their paths.

        Raises:
            ConfigError: an export lies there already.
            StorageError: it can't be written.
        """
        paths = [folder / name for name in _FILES]
        if any(path.exists() for path in paths):
            raise ConfigError(f"{folder} holds an export already.", remedy="Name another folder with --out.")
        write_private(paths[0], json.dumps(self.content, ensure_ascii=False, indent=1) + "\n")
        write_private(paths[1], page(self.content))
        return paths


def export(found: Sequence[Found], wiring: Wiring, user: AsUser) -> Export:
    """What was found, with sources, purposes and policy. Audit before it is handed out."""
    workspaces = [_workspace(each, wiring) for each in found if each.anything]
    return Export(
        {
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "made_by": f"assistant {assistant.version()}",
            "legal_ground": "GDPR Art. 15 (access) and Art. 20 (portability)",
            "purposes": list(PURPOSES),
            "recipients": [*RECIPIENTS, *_network(wiring)],
            "rights": list(RIGHTS),
            "automated_decisions": AUTOMATED_DECISIONS,
            "pseudonyms": PSEUDONYMS,
            "as_user": {name: value for name, value in user.to_json().items() if name != "remedy"},
            "workspaces": workspaces,
            "not_stored": {**NOT_STORED, "originals": ORIGINALS},
        }
    )


def _network(wiring: Wiring) -> list[str]:
    hosts = wiring.settings.allowed_hosts
    return [f"Hosts that the system may connect to: {', '.join(hosts)}."] if hosts else ["Nobody outside the machine."]


def _workspace(found: Found, wiring: Wiring) -> Json:
    workspace = found.workspace
    withheld = _withholding(workspace.policy)
    redactor = wiring.privacy.redactor(withheld, workspace.name) if withheld else None
    kept = {each.document.document_id: each for each in retained(workspace)}
    rules = workspace.policy.rules
    values = [
        {"entity_type": kind, "value": value, "legal_ground": rules[kind].basis if kind in rules else ""}
        for kind, value in sorted(_typed(found.who.values))
    ]
    return {
        "workspace": workspace.name,
        "policy": workspace.policy.name,
        "values": values,
        "documents": [_document(each, found, kept[each.document.document_id], redactor) for each in found.holdings],
        "audit_entries": {"with_a_pseudonym": found.audit_tokens, "with_a_document": found.audit_documents},
    }


def _document(holding: Holding, found: Found, kept: Retained, redactor: Redactor | None) -> Json:
    document, values = holding.document, found.who.values
    text = found.workspace.index.text(document.document_id) or document.title
    hidden = _others(text, holding, redactor)

    def short(each: RedactedText) -> str:
        others = redactor.redact(each.value, keep_tokens=True).entities if redactor else ()
        own = [entity for entity in others if not found.who.recognize_any(each.value[entity.start : entity.end])]
        return replace_tokens(_without(each.value, 0, len(each), own), values)

    return {
        "document_id": document.document_id,
        "document": short(document.name),
        "title": short(document.title),
        "source": "a file that the organisation added",
        "ingested_at": document.ingested_at,
        "kept_until": kept.ends.isoformat(timespec="seconds") if kept.ends else None,
        "retention": str(kept.period),
        "legal_hold": kept.hold is not None,
        "mentions": holding.mentions,
        "passages": [
            {
                "page": passage.page,
                "section": short(passage.section) or None,
                "text": replace_tokens(_without(text.value, passage.start, passage.end, hidden), values),
            }
            for passage in holding.passages
        ],
    }


def _others(text: RedactedText, holding: Holding, redactor: Redactor | None) -> list[Entity]:
    """What of a text that keeps names readable identifies others."""
    if redactor is None:
        return []
    return [
        entity
        for entity in redactor.redact(text.value, keep_tokens=True).entities
        if not any(span.start < entity.end and entity.start < span.end for span in holding.clear)
    ]


def _without(text: str, start: int, end: int, hidden: Sequence[Entity]) -> str:
    """Characters `start`..`end` with placeholders for what is hidden; what reaches over an edge is hidden whole."""
    parts: list[str] = []
    done = start
    for entity in hidden:
        if entity.end > start and entity.start < end:
            parts += (text[done : max(done, entity.start)], f"[{entity.entity_type}]")
            done = max(done, entity.end)
    return "".join([*parts, text[done:end]])


def _withholding(policy: Policy) -> Policy | None:
    """A policy that hides what another one keeps readable of people; None: it keeps nothing of them."""
    kept = {
        kind: replace(rule, action="replace")
        for kind, rule in policy.rules.items()
        if rule.action == "keep" and kind not in _TELLS_NOBODY
    }
    return replace(policy, name="export", rules=frozen_rules(kept)) if kept else None


def _typed(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    from policies.subjects import entity_type_of

    yield from ((entity_type_of(token), value) for token, value in values.items())


# ---- HTML

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46em;margin:2em auto;padding:0 1em}"
    "blockquote{white-space:pre-wrap;border-left:3px solid #888;margin:1em 0;padding:0 1em}"
    "td,th{text-align:left;padding:.2em 1em .2em 0;vertical-align:top}"
)


def page(content: Json) -> str:
    """The export as one HTML page: everything escaped, nothing fetched, no script."""
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            f'<meta name="referrer" content="no-referrer">\n<title>Your data</title>\n<style>{_STYLE}</style>\n</head>',
            "<body>\n<h1>Your data</h1>",
            f"<p>{_e(content['legal_ground'])}; made at {_e(content['made_at'])}.</p>",
            f"<p>{_e(content['pseudonyms'])}</p>",
            *(f"<h2>{title}</h2>\n{_list(content[key])}" for title, key in _SECTIONS),
            f"<h2>Automated decisions</h2>\n<p>{_e(content['automated_decisions'])}</p>",
            _as_user_html(content["as_user"]),
            *(_workspace_html(each) for each in _rows(content["workspaces"])),
            "<h2>What is not kept</h2>",
            _list([f"{name}: {why}" for name, why in dict(content["not_stored"]).items()]),  # type: ignore[call-overload]
            "</body>\n</html>\n",
        ]
    )


_SECTIONS = (("Why it is processed", "purposes"), ("Who receives it", "recipients"), ("Your rights", "rights"))


def _as_user_html(user: object) -> str:
    """What bears the person's name because they use the system; nothing where nothing does."""
    told = user if isinstance(user, dict) else {}
    if not any(told.get(each) for each in ("api_keys", "memberships", "audit_entries")):
        return ""
    kept = f"Audit entries are {_e(told['kept'])}." if told["kept"] else ""
    return (
        f"<h2>As a user of the system</h2>\n<p>Under your name: {counted(told['api_keys'], 'key')}, "
        f"{counted(told['memberships'], 'membership')} of workspaces, "
        f"{counted(told['audit_entries'], 'audit entry', 'audit entries')}. {kept}</p>"
    )


def _workspace_html(workspace: Json) -> str:
    values = "".join(
        f"<tr><td>{_e(each['entity_type'])}</td><td>{_e(each['value'])}</td><td>{_e(each['legal_ground'])}</td></tr>"
        for each in _rows(workspace["values"])
    )
    table = f"<table><tr><th>Kind</th><th>Value</th><th>Ground</th></tr>{values}</table>" if values else ""
    return "\n".join(
        [
            f"<h2>Workspace {_e(workspace['workspace'])}, policy {_e(workspace['policy'])}</h2>",
            table,
            *(_document_html(each) for each in _rows(workspace["documents"])),
        ]
    )


def _document_html(document: Json) -> str:
    until = document["kept_until"] or "it is deleted, with no end set"
    times = "time" if document["mentions"] == 1 else "times"
    held = ", and longer while it is under legal hold" if document["legal_hold"] else ""
    passages = "".join(
        f"<p>{_e(_place(each))}</p><blockquote>{_e(each['text'])}</blockquote>" for each in _rows(document["passages"])
    )
    return (
        f"<h3>{_e(document['document'])}</h3><p>Added {_e(document['ingested_at'])}; from {_e(document['source'])}; "
        f"kept until {_e(until)}{held}; you are mentioned {_e(document['mentions'])} {times}.</p>{passages}"
    )


def _place(passage: Json) -> str:
    parts = [f"page {passage['page']}" if passage["page"] else "", str(passage["section"] or "")]
    return ", ".join(part for part in parts if part)


def _list(items: object) -> str:
    lines = "".join(f"<li>{_e(each)}</li>" for each in (items if isinstance(items, list) else ()))
    return f"<ul>{lines}</ul>"


def _rows(value: object) -> list[Json]:
    return value if isinstance(value, list) else []


def _e(value: object) -> str:
    return html.escape(str(value), quote=True)
