"""Reading behind pseudonyms: who, under which role and for what; limited and audited before anything is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from policies.audit_events import AuditEvent, AuditSink
from policies.errors import AccessError, LimitError
from policies.restoring import replace_tokens, tokens_in, whole_tokens
from policies.roles import Role, may, names_of_roles

Values = Callable[[tuple[str, ...]], Mapping[str, str]]
"""The values behind tokens, by token as it is spelled; unknown ones are absent, and cost what known ones do."""

Limit = Callable[[str, int], None]
"""Counts so many values as shown to somebody; LimitError: there is no room for them (`policies.restore_limit`)."""


@dataclass(frozen=True, slots=True)
class Request:
    """Who wants to read, and why. `break_glass`: in an emergency, whatever the role; it is reviewed afterwards."""

    actor: str
    role: Role | str
    reason: str
    break_glass: bool = False

    @property
    def granted(self) -> bool:
        """Whether role and reason allow it."""
        role = Role(self.role) if self.role in names_of_roles() else None
        allowed = role is not None and (self.break_glass or may(role, "restore"))
        return allowed and bool(self.reason.strip())


class Restoration:
    """One request's reading: a value is counted and audited once, before it is first shown. For one thread."""

    def __init__(
        self, request: Request, *, workspace: str, values: Values, audit: AuditSink, limit: Limit | None = None
    ) -> None:
        self._request = request
        self._workspace = workspace
        self._values = values
        self._audit = audit
        self._limit = limit
        self._revealed: dict[str, str] = {}
        self._asked: set[str] = set()

    def require(self) -> None:
        """Pass, or refuse whoever may not, before anything is looked up.

        Raises:
            AccessError: the role may not, or the reason is empty; audited.
        """
        if not self._request.granted:
            raise self._refused(())

    def whole(self, text: str) -> str:
        """The text with the values behind its tokens; unknown ones stay as they are, unless all are unknown.

        Raises:
            AccessError: the role may not, the reason is empty, or no token is known: all alike, with the same work.
            LimitError: too many values, or too many within an hour (`RateError`).
            AuditError: it could not be audited; nothing is shown.
        """
        tokens = tokens_in(text)
        self._count(tokens)
        values = self._values(tokens)
        if not (self._request.granted and (values or not tokens)):
            raise self._refused(tokens)
        self._record(values)
        return self.shown(text)

    def reveal(self, texts: Iterable[str]) -> None:
        """Look up the tokens of texts, so that `shown` puts their values in; counted and audited together.

        Raises:
            as `whole`, but that unknown tokens are no reason to refuse.
        """
        self.require()
        tokens = tuple(dict.fromkeys(token for text in texts for token in tokens_in(text) if token not in self._asked))
        if tokens:
            self._count(tokens)
            values = self._values(tokens)
            if values:
                self._record(values)
            self._asked.update(tokens)

    def shown(self, text: str) -> str:
        """The text with the values that were revealed."""
        return replace_tokens(text, self._revealed)

    def stream(self, pieces: Iterable[str]) -> Iterator[str]:
        """The pieces with values in place of tokens, each revealed first; a token split across pieces stays whole.

        Raises:
            as `reveal`, who may not before the first piece is asked for.
        """
        self.require()
        return self._restored(pieces)

    def _restored(self, pieces: Iterable[str]) -> Iterator[str]:
        for piece in whole_tokens(pieces):
            self.reveal([piece])
            yield self.shown(piece)

    def _count(self, tokens: tuple[str, ...]) -> None:
        if self._limit is None:
            return
        try:
            self._limit(self._request.actor, max(1, len(tokens)))
        except LimitError:
            self._audit.record(self._refusal(tokens, limit=1))
            raise

    def _record(self, values: Mapping[str, str]) -> None:
        request = self._request
        told = {"role": str(request.role)}
        self._audit.record(AuditEvent.restored(request.actor, self._workspace, values, request.reason, **told))
        if request.break_glass:
            event = AuditEvent.break_glass(request.actor, self._workspace, values, request.reason, **told)
            self._audit.record(event)
        self._revealed.update(values)

    def _refused(self, tokens: tuple[str, ...]) -> AccessError:
        self._audit.record(self._refusal(tokens))
        return AccessError(
            "This can't be restored.",
            remedy="It needs the role officer, a reason, and a pseudonym that this workspace holds.",
        )

    def _refusal(self, tokens: tuple[str, ...], **counts: int) -> AuditEvent:
        request = self._request
        shown = tuple(token for token in tokens if len(token) <= _LONGEST)
        return AuditEvent.restore_refused(
            request.actor, self._workspace, shown, request.reason, role=str(request.role), **counts
        )


_LONGEST = 200  # of an id in the trail; the type of a forged token may be of any length
