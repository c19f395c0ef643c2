"""The sample documents in a workspace of their own, questions on them, and the prompts that they lead to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Passage
from assistant.answering import Assistant
from assistant.engines.drafting import MOST_SOURCES, sources_of
from assistant.engines.llama_cpp.marks import Message
from assistant.engines.llama_cpp.model import Model
from assistant.grounding.gate import Gate
from assistant.prompting import SYSTEM, Source, messages
from assistant.reranking import ReadingReranker
from assistant.retrieval import HybridRetriever
from assistant.routing import Forced
from assistant.seams import Engine
from assistant.selection import Selector
from assistant.wiring import Wiring
from assistant.workspaces import changing
from policies.text import RedactedText
from samples import demo
from training.installation import temporary_installation

QUESTIONS = (
    "How many hours has a full-time week?",
    "How many characters must a password have?",
    "When are visitors welcome on the day ward?",
    "How many parking spaces are reserved for people with disabilities?",
    "How much is a home visit within 5 miles?",
    "Who decides that the ward is closed to visitors?",
    "When does the clinic open?",
    "From when on is the information security policy in force?",
)
CHUNKS, CHUNK_TOKENS = 4, 512
"""What is usually put into a prompt: so many chunks of so many tokens."""


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """A question as it reaches an engine."""

    text: str
    question: RedactedText
    passages: Sequence[Passage]
    sources: list[Source]

    def chat(self) -> list[Message]:
        """Our prompt: the sentences that the reader chose."""
        return messages(self.question, self.sources)


@dataclass(frozen=True, slots=True, repr=False)
class Sample:
    """An installation with the sample documents."""

    wiring: Wiring

    def assistant(self, engine: Engine) -> Assistant:
        """The whole path as the product wires it, with another engine."""
        workspace = self.wiring.workspace()
        return Assistant(
            redactor=workspace.redactor,
            retriever=self.retriever(),
            router=Forced(engine),
            gate=Gate(self.wiring.models.reading_model),
            audit=self.wiring.storage.audit,
            workspace=workspace.name,
            reranker=ReadingReranker(self.wiring.models.reading_model, depth=10),
        )

    def retriever(self) -> HybridRetriever:
        """The product's."""
        return HybridRetriever(self.wiring.workspace().index, self.wiring.models.embedder)

    @property
    def selector(self) -> Selector:
        """The reader, which selects what a language model is shown."""
        from assistant.engines.reader import Reader

        return Reader(self.wiring.models.reading_model)

    def asked(self) -> list[Asked]:
        """The questions with their passages and sources."""
        workspace, selector, found = self.wiring.workspace(), self.selector, []
        for text in QUESTIONS:
            question, passages = workspace.search(text, 10, actor="benchmark")
            selection = selector.select(question, passages, MOST_SOURCES)
            found.append(Asked(text, question, passages, sources_of(selection)))
        return found

    def texts(self) -> list[str]:
        """The documents' texts as they are stored."""
        workspace = self.wiring.workspace()
        return [workspace.text(each.document_id, actor="benchmark").value for each in workspace.documents()]


@contextmanager
def sample() -> Iterator[Sample]:
    """Ingest the sample documents into a temporary installation."""
    with temporary_installation(ASSISTANT_POLICY="open") as (wiring, _):
        changing.ingest(wiring.workspace_to_fill(None), [Path(demo.DOCUMENTS)], actor="benchmark")
        yield Sample(wiring)


def usual_chat(model: Model, asked: Asked, texts: Sequence[str]) -> list[Message]:
    """The usual prompt: four chunks of 512 tokens under the same rules, the best passage's text somewhere in them."""
    tokens = model.tokens("\n".join([*(each.text.value for each in asked.passages), *texts]))
    chunks = [tokens[place : place + CHUNK_TOKENS] for place in range(0, CHUNKS * CHUNK_TOKENS, CHUNK_TOKENS)]
    shown = "\n".join(
        f"[{number}] " + b"".join(map(model.piece, chunk)).decode("utf-8", "replace")
        for number, chunk in enumerate(chunks, start=1)
    )
    return [
        {"role": "system", "content": SYSTEM},
        {"role": "user", "content": f"Sources:\n{shown}\n\nQuestion: {asked.text}"},
    ]
