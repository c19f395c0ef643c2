"""A piece of text that was analysed before is not analysed again, and what is found is the same as if it were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.errors import RedactionError
from policies.findings_memory import FindingsMemory
from policies.loading import load_policy
from policies.presidio_redactor import PresidioRedactor
from policies.text import Redaction
from policies.words import SEPARATOR
from tests.policies.dict_pseudonyms import DictPseudonyms
from tests.policies.listed_names_tagger import ListedNamesTagger

VISIT = "Edda Quillfeather was seen on 12 March 2024 for pain in her knee; she may be called on 212-555-0192."
KIN = "Her brother Bram Quillfeather drove her home, and Ms Quillfeather thanked him at the door of the clinic."
NAMESAKE = "Ms Quillfeather of the other ward has the same name, and her record bears the number MRN 4471902."
DUTY = "This message is confidential; whoever receives it in error destroys it and tells the sender at once."
PLANTED = "The letter quoted ⟦PERSON_aaaa⟧ and ⟦PERSON_baaa⟧, and nobody in the office knew whom that meant."
TABLE = "| Name | Phone |\n| Edda Quillfeather | 212-555-0192 |\n| Xanthe Zwartkop | 212-555-0143 |"
OTHER = "Xanthe Zwartkop asked for the results of the test, which Zwartkop had sent to xanthe@zwartkop.example."

PARAGRAPHS = [VISIT, KIN, NAMESAKE, DUTY, PLANTED, TABLE, OTHER]
QUESTIONS = ["when was edda quillfeather seen?", "Who is ⟦PERSON_aaaa⟧?", "what about ms zwartkop", KIN]


class CountingTagger(ListedNamesTagger):
    """Counts how often it reads each text, and fails when told."""

    def __init__(self) -> None:
        super().__init__("Edda Quillfeather", "Zwartkop")
        self.reads: Counter[str] = Counter()
        self.fails = False

    def tag_each(self, texts: Sequence[str]) -> list[list[tuple[str, int, int, float]]]:
        self.reads.update(texts)
        if self.fails:
            raise RuntimeError
        return super().tag_each(texts)


@dataclass
class Counted:
    """A redactor, and how often its recognisers read each text."""

    redactor: PresidioRedactor
    tagger: CountingTagger
    patterns: Counter[str]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    redactor = PresidioRedactor(
        load_policy("gdpr"), DictPseudonyms(), tagger=(tagger := CountingTagger()), memory=FindingsMemory()
    )
    redactor.warm_up()
    from policies.recognizers.dates import Dates

    patterns: Counter[str] = Counter()
    find = Dates.find

    def counting(self: Dates, text: str, words: Sequence[object]) -> object:
        patterns[text] += 1
        return find(self, text, words)  # type: ignore[arg-type]

    monkeypatch.setattr(Dates, "find", counting)
    return Counted(redactor, tagger, patterns)


def ingested(redactor: PresidioRedactor, *paragraphs: str, name: str = "visits/note.txt") -> str:
    """As ingestion has it redacted: `ingest.redacting`."""
    return redactor.redact(SEPARATOR.join((name, "Visit notes", "\n\n".join(paragraphs))), subject=name).text.value


def test_boilerplate_of_one_file_is_not_analysed_in_the_next(counted: Counted) -> None:
    ingested(counted.redactor, VISIT, KIN, DUTY)
    ingested(counted.redactor, OTHER, TABLE, DUTY, name="b.txt")
    assert counted.tagger.reads[DUTY] == counted.patterns[DUTY] == 1


def test_of_a_file_that_changed_in_one_paragraph_that_one_is_analysed(counted: Counted) -> None:
    ingested(counted.redactor, VISIT, KIN, DUTY, NAMESAKE)
    counted.tagger.reads.clear()
    counted.patterns.clear()
    ingested(counted.redactor, VISIT, f"Later: {KIN}", DUTY, NAMESAKE)
    assert set(counted.tagger.reads) == set(counted.patterns) == {f"Later: {KIN}"}


def test_of_a_copy_in_another_folder_only_the_name_is_analysed(counted: Counted) -> None:
    ingested(counted.redactor, *PARAGRAPHS)
    counted.tagger.reads.clear()
    counted.patterns.clear()
    ingested(counted.redactor, *PARAGRAPHS, name="copies/note.txt")
    assert set(counted.tagger.reads) == set(counted.patterns) == {"copies/note.txt"}


def test_of_a_short_copy_in_another_folder_only_the_name_is_analysed(counted: Counted) -> None:
    ingested(counted.redactor, VISIT, KIN)
    counted.tagger.reads.clear()
    ingested(counted.redactor, VISIT, KIN, name="copies/note.txt")
    assert set(counted.tagger.reads) == {"copies/note.txt"}


def test_a_file_that_is_read_again_is_not_analysed_at_all(counted: Counted) -> None:
    ingested(counted.redactor, *PARAGRAPHS)
    counted.tagger.reads.clear()
    counted.patterns.clear()
    ingested(counted.redactor, *PARAGRAPHS)
    assert not counted.tagger.reads and not counted.patterns


def test_a_paragraph_that_a_file_holds_twice_is_analysed_once(counted: Counted) -> None:
    ingested(counted.redactor, VISIT, DUTY, KIN, DUTY, NAMESAKE)
    assert counted.tagger.reads[DUTY] == counted.patterns[DUTY] == 1


def test_what_is_typed_is_analysed_though_a_document_holds_it(counted: Counted) -> None:
    """Otherwise the time would tell somebody who may not read the document that it does."""
    ingested(counted.redactor, VISIT, KIN, DUTY, NAMESAKE, OTHER)
    counted.redactor.redact("\n\n".join([VISIT, KIN, DUTY, NAMESAKE, OTHER]))
    counted.redactor.redact(KIN, keep_tokens=True)
    assert counted.tagger.reads[VISIT] == 2 and counted.tagger.reads[KIN] == 3


def test_redactors_that_share_a_memory_share_no_findings() -> None:
    memory, tagger = FindingsMemory(), CountingTagger()
    for _ in range(2):
        redactor = PresidioRedactor(load_policy("hipaa"), tagger=tagger, memory=memory)
        ingested(redactor, VISIT)
    assert tagger.reads[VISIT] == 2


def test_what_failed_is_analysed_again(counted: Counted) -> None:
    counted.tagger.fails = True
    with pytest.raises(RedactionError):
        ingested(counted.redactor, *PARAGRAPHS)
    counted.tagger.fails = False
    assert "Quillfeather" not in ingested(counted.redactor, *PARAGRAPHS)


def test_a_name_that_the_vault_learns_is_found_in_a_text_that_was_seen_before() -> None:
    redactor = PresidioRedactor(load_policy("gdpr"), DictPseudonyms(), memory=FindingsMemory())
    spoken = "They spoke of the brass band and of Ondine Brask and went to the garden afterwards."
    text = "\n\n".join([DUTY, spoken] * 4)
    before = redactor.redact(text, subject="a")
    assert "Ondine Brask" in before.text.value
    redactor.redact("Patient: Ondine Brask", subject="b")
    assert "Ondine Brask" not in redactor.redact(text, subject="a").text.value


def test_a_lower_threshold_of_another_policy_finds_its_own(counted: Counted) -> None:
    policy = load_policy("hipaa")
    rules = {name: replace(rule, threshold=1.0) for name, rule in policy.rules.items()}
    memory = FindingsMemory()
    strict = PresidioRedactor(replace(policy, rules=MappingProxyType(rules)), memory=memory)
    usual = PresidioRedactor(policy, memory=memory)
    assert "12 March" in strict.redact(VISIT, subject="a").text.value
    assert "12 March" not in usual.redact(VISIT, subject="a").text.value


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("document"), st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=8)),
        st.tuples(st.just("typed"), st.sampled_from([*PARAGRAPHS, *QUESTIONS]).map(lambda text: [text])),
        st.tuples(st.just("erase"), st.just([])),
    ),
    min_size=2,
    max_size=7,
)


class Both:
    """Two redactors with a vault each, one of which remembers what it found, also from one example to the next."""

    def __init__(self) -> None:
        self.vaults = (DictPseudonyms(), DictPseudonyms())
        self.redactors = [
            PresidioRedactor(
                load_policy("gdpr"), vault, tagger=ListedNamesTagger("Edda Quillfeather", "Zwartkop"), memory=memory
            )
            for vault, memory in zip(self.vaults, (FindingsMemory(), None), strict=True)
        ]

    def erase(self) -> None:
        """Everybody."""
        for vault in self.vaults:
            vault.forget()

    def redactions(self, parts: Sequence[str], *, typed: bool) -> list[Redaction]:
        """Of one text by each redactor."""
        text = "\n\n".join(parts)
        told = {"keep_tokens": True} if typed else {"subject": parts[0][:4]}
        return [redactor.redact(text, **told) for redactor in self.redactors]  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def both() -> Both:
    return Both()


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_with_and_without_memory_findings_and_tokens_are_the_same(
    both: Both, steps: list[tuple[str, list[str]]]
) -> None:
    """Over documents that teach the vault names, with planted tokens, namesakes and erasures between them."""
    both.erase()
    for step, parts in steps:
        if step == "erase":
            both.erase()
        else:
            remembering, forgetting = both.redactions(parts, typed=step == "typed")
            assert remembering == forgetting
