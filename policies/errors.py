"""The one tree of errors.

    AssistantError              problem + remedy
    ├── PolicyError             a policy file is wrong, or forbids what was asked
    │   └── HoldError           a document is under legal hold and can't be erased or replaced
    ├── RedactionError          redaction failed: nothing passes on
    ├── KeyFileError            a key is missing, unreadable or wrong
    ├── StorageError            a database or vector store can't be opened, read or written
    │   └── BusyError           another process holds the writer's lock
    ├── AuditError              the trail can't be written or is broken
    ├── AccessError             not allowed, or unknown: both answer alike
    ├── EgressError             a connection beyond the allowed addresses was refused
    ├── LoadError               a file can't be read as a document
    ├── ModelError              a model is missing, altered or does not fit
    ├── ConfigError             settings, config file or arguments are wrong
    │   └── SchemaError         no answer can be made to fit a JSON schema
    └── LimitError              a size, length or rate limit was passed
        └── RateError           a rate limit was passed; says when to try again
            └── OverloadError   more wait for an engine than may

`problem` says what went wrong, `remedy` what to do next. Neither ever carries text of a document or a question.
"""


class AssistantError(Exception):
    """Base of all errors that a person sees."""

    def __init__(self, problem: str, *, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.problem} {self.remedy}"


class PolicyError(AssistantError):
    """A policy file is wrong, or the policy forbids what was asked."""


class HoldError(PolicyError):
    """A document is under legal hold: it is neither erased nor replaced before it is released."""


class ErasedError(PolicyError):
    """A file is what was erased as a whole: it is not read again."""


class RedactionError(AssistantError):
    """Redaction failed; the text does not pass on."""


class KeyFileError(AssistantError):
    """A key is missing, unreadable, too open, or not the one the data was written with."""


class StorageError(AssistantError):
    """A database or the vector store can't be opened, read or written."""


class BusyError(StorageError):
    """Another process holds the writer's lock."""


class AuditError(AssistantError):
    """The audit trail can't be written, or its chain is broken."""


class AccessError(AssistantError):
    """Not allowed or not known: both answer alike."""


class EgressError(AssistantError):
    """A connection beyond loopback and the configured addresses was refused."""


class LoadError(AssistantError):
    """A file can't be read as a document."""


class ModelError(AssistantError):
    """A model is missing, altered, unsupported or does not fit."""


class EngineError(ModelError):
    """The server that runs the model can't be reached, or sent no answer."""


class ConfigError(AssistantError):
    """Settings, a config file or arguments are wrong."""


class SchemaError(ConfigError):
    """A JSON schema is none, or says what no answer can be held to."""


class LimitError(AssistantError):
    """A limit of size, length or rate was passed."""


class RateError(LimitError):
    """Too much within a time. `retry_seconds` from now there is room again."""

    def __init__(self, problem: str, *, remedy: str, retry_seconds: int) -> None:
        super().__init__(problem, remedy=remedy)
        self.retry_seconds = retry_seconds


class OverloadError(RateError):
    """More wait for an engine than may."""
