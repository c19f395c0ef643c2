"""A question taken apart by rule: its opening ("How long is"), what it is about, and the phrases behind that.

English, without a tagger: function words, a list of frequent predicates, and endings. It is enough to tell what "it"
and "what about" mean, and is used for nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.sentences import sentence_spans
from policies.calendar_words import MONTHS, WEEKDAYS

_WORD = re.compile(r"⟦[^⟦⟧\s]+⟧|\bvs?\.(?=\s)|[^\W_]+(?:['’.@-][^\W_]+)*|['’]s?|[^\w\s]")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


WH = _set("what who whom whose when where why which how")
DEGREES = _set(
    "long much many often far old big soon late early large high tall fast quickly expensive frequently "
    "wide deep heavy thick loud strong warm cold hot bright"
)
BE = _set("is are was were")
AUXILIARIES = BE | _set(
    "do does did can could must should may might will would has have had shall cannot be been being"
)
PREPOSITIONS = _set(
    "for in at on with without under during by to from of about after before within between via per against "
    "since until through into onto than like regarding concerning beyond near behind inside outside as"
)
DETERMINERS = _set("the a an my our your their his her its this that these those any each every some no all")
PERSONAL = _set("i we you one anyone someone everyone somebody anybody nobody me us myself there it they he she")
CONJUNCTIONS = _set("and or but if when while because that which who where so then not")
PARTICLES = _set("up out off over down away back again too also only")
_BETWEEN_PHRASES = PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | PARTICLES | PERSONAL
_FUNCTION_WORDS = _BETWEEN_PHRASES | DETERMINERS | WH
VERBS = _set(
    "last lasts take takes cost costs apply applies begin begins start starts end ends expire expires happen happens "
    "need needs get gets have has pay pays work works mean means open opens close closes cover covers include "
    "includes require requires contain contains use uses make makes give gives keep keeps go goes come comes send "
    "sends sign signs approve approves decide decides handle handles run runs hold holds store find finds see "
    "request receive receives report reports return returns know knows say says tell ask belong belongs live lives "
    "visit visits drive drives join joins stay stays sit sits eat leaves change changes increase increases repair "
    "repairs extend cancel replace renew stand stands lie lies clean cleans look looks treat treats wear carry "
    "become becomes count counts depend depends differ differs exist exists fall falls grow grows help helps lead "
    "leads lose loses matter matters meet meets move moves pick prevent prevents produce produces protect protects "
    "reach remain remains reset rise rises sell sells serve serves show shows speak think train travel try wait win "
    "charge charges write writes complete submit pass add check collect offer order buy rent hire share fill bring "
    "register book"
)
_WITH_SUBJECTS = VERBS | (CONJUNCTIONS - WH)
"""What stands before the auxiliary of another clause: "What | happens if | a key is lost"."""

_ADJECTIVES = _set(
    "due open closed available free responsible allowed mandatory optional valid necessary possible "
    "safe dangerous confidential public private paid unpaid late early full empty ready right wrong true false "
    "legal illegal eligible liable entitled enough different important big large long short high low expensive cheap "
    "old new hot cold called kept held done made given taken sent bought sold found lost built known written "
    "chosen broken stolen worn hidden shown set located tested fast slow"
)
PREDICATES = VERBS | _ADJECTIVES
"""Verbs and adjectives that end what a question is about: "is the library | open", "does the badge | cost"."""

_NEVER_BEHIND_BE = VERBS - _ADJECTIVES - _set("reset run become")
"""Verbs in a form that does not follow "is": in "is the monthly rent due" the rent is a thing."""

_OPENS_CLAUSE = _set("if when while because that which who where")

PEOPLE = _set(
    "employee employees staff patient patients manager managers nurse nurses doctor doctors customer customers client "
    "clients tenant tenants visitor visitors people person persons colleague colleagues member members worker workers "
    "student students teacher teachers intern interns contractor contractors officer officers user users parent "
    "parents child children adult adults infant infants baby babies woman women man men senior seniors pensioner "
    "pensioners applicant applicants volunteer volunteers guest guests guard guards "
    "driver drivers landlord landlords author authors buyer buyers seller sellers supervisor supervisors director "
    "directors trainee trainees apprentice apprentices"
)
AGENT = re.compile(r"(?:er|or|ist|ant|ee|ian|man|woman)s?$", re.IGNORECASE)
"""How words for people end, and some others."""

_DAYS = [day.casefold() for day in WEEKDAYS["en"]]
TEMPORAL = frozenset([*_DAYS, *(f"{day}s" for day in _DAYS), *(month.casefold() for month in MONTHS["en"])]) | _set(
    "weekend weekends weekdays today tomorrow yesterday morning evening night nights noon summer winter spring autumn"
)
RELATIONS = _set(
    "deadline cost costs price fee fees limit limits procedure process duration reason reasons exception exceptions "
    "requirement requirements condition conditions penalty penalties fine maximum minimum rate rates step steps "
    "consequences advantages disadvantages benefits risks alternatives rules purpose details difference budget"
)
"""Nouns that say little without "of what": "What is the deadline?"."""

KINDS = _set(
    "time date day days year years month months hour hours temperature kind sort type part percentage number amount"
)
"""What is asked for by its kind: in "what time does the library open" the library is what "it" means next."""

_CONNECTORS = _set("and but so or also ok okay then well thanks great right sorry alright")
_COMMANDS = re.compile(
    r"(?:please\s+)?(?:can you |could you )?(?:tell me|explain|describe|show me|give me|list|summari[sz]e|compare|name)"
    r"(?:\s+(?:more|something|everything|all|me))*(?:\s+(?:about|on))?\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, repr=False)
class Word:
    """A word of a text: as it stands, in small letters, and where (characters, end exclusive)."""

    text: str
    low: str
    start: int
    end: int

    @property
    def is_name(self) -> bool:
        """A pseudonym, or capitalised (which the first word of a sentence always is)."""
        return self.text[0] == "⟦" or self.text[0].isupper()


@dataclass(frozen=True, slots=True, repr=False)
class Clause:
    """A question as ranges of its words, end exclusive; an empty range: there is none.

    `opening` is the words that ask ("How many days"); `verb` where the auxiliary stands, None without one; `things`
    are the noun phrases in order, without the prepositional phrases behind them; `phrases` are those.
    """

    text: str
    words: tuple[Word, ...]
    opening: tuple[int, int]
    verb: int | None
    things: tuple[tuple[int, int], ...]
    phrases: tuple[tuple[int, int], ...]

    @property
    def nouns(self) -> tuple[tuple[int, int], ...]:
        """`things`, then `phrases` without their prepositions."""
        return *self.things, *((start + 1, end) for start, end in self.phrases)

    def said(self, span: tuple[int, int]) -> str:
        """The text of a range of words."""
        return self.text[self.words[span[0]].start : self.words[span[1] - 1].end] if span[0] < span[1] else ""

    def lows(self, span: tuple[int, int]) -> list[str]:
        """The words of a range in small letters."""
        return [word.low for word in self.words[span[0] : span[1]]]


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text in order, punctuation marks among them; a pseudonym is one word."""
    return tuple(Word(m.group(), m.group().lower().replace("’", "'"), m.start(), m.end()) for m in _WORD.finditer(text))


def without_connectors(text: str) -> str:
    """A question without what only ties it to the talk: "And, ", "Ok, so"."""
    for word in words_of(text):
        if word.low not in _CONNECTORS and word.low not in {",", "!", "-", "–"}:
            return text[word.start :].strip()
    return text.strip()


def is_mark(word: Word) -> bool:
    """Whether a word is a punctuation mark."""
    return not (word.text[0].isalnum() or word.text[0] in "⟦'’")


def is_noun(low: str) -> bool:
    """Whether a word could carry what a phrase is about: no function word, no auxiliary, no question word."""
    return (low[0].isalnum() or low[0] == "⟦") and low not in _FUNCTION_WORDS


def is_adverb(word: Word) -> bool:
    """Whether a word says how or when, as far as its ending tells."""
    return word.low.endswith("ly") or word.low in {"else", "then", "now", "exactly", "usually", "ever", "still"}


def clause(text: str) -> Clause:
    """Take a question apart; of several sentences the last one."""
    text = last_sentence(text)
    command = _COMMANDS.match(text)
    every = words_of(text)
    end = len(every)
    while end and is_mark(every[end - 1]):
        end -= 1
    words = every[:end]
    if command:
        first = next((i for i, word in enumerate(words) if word.start >= command.end()), end)
        return _built(text, words, (0, first), None, first, is_verb=False)
    tied = len(words) > 1 and words[0].low in PREPOSITIONS and words[1].low in WH  # "at what temperature"
    asks = bool(words) and (words[0].low in WH or tied)
    verb = next((i for i in range(min(end, 8 if asks else 1)) if words[i].low in AUXILIARIES), None)
    if verb is not None and any(words[i].low in _WITH_SUBJECTS for i in range(1, verb)):
        verb = None  # "What happens if a key is lost": that "is" belongs to what follows
    if verb is not None:
        return _built(text, words, (0, verb), verb, verb + 1, is_verb=words[verb].low not in BE)
    if asks and end > 1:  # "Who approves travel requests": the word behind is the verb
        said = _verb_behind(words)
        return _built(text, words, (0, said), None, said + 1, is_verb=False)
    return _built(text, words, (0, 0), None, 0, is_verb=False)


def last_sentence(text: str) -> str:
    """The sentence that a text ends with: in "Thanks. And in Porto?" the question, "Brandt v. Weller" is no two."""
    spans = sentence_spans(text)
    return text[slice(*spans[-1])] if spans else text


def statement(text: str) -> Clause:
    """Take the noun phrases of a sentence that asks nothing apart; it has no opening and no auxiliary."""
    words = words_of(text.rstrip(" .!?"))
    return _built(text, words, (0, 0), None, 0, is_verb=False)


def _built(
    text: str, words: tuple[Word, ...], opening: tuple[int, int], verb: int | None, first: int, *, is_verb: bool
) -> Clause:
    things: list[tuple[int, int]] = []
    phrases: list[tuple[int, int]] = []
    asked = [i for i in range(*opening) if is_noun(words[i].low) and words[i].low not in DEGREES]
    start = first
    expects_verb = said_verb = False
    behind_be = verb is not None and not is_verb
    for index in range(first, len(words) + 1):
        low = words[index].low if index < len(words) else ""
        behind_be = behind_be and low not in _OPENS_CLAUSE
        predicate = (
            index < len(words)
            and not said_verb
            and not (behind_be and low in _NEVER_BEHIND_BE)
            and _is_predicate(words, start, index, is_verb=is_verb, thing=bool(things))
        )
        stops = (
            index == len(words)
            or low in _BETWEEN_PHRASES
            or is_mark(words[index])
            or (low in DETERMINERS and index > start)
            or expects_verb
            or predicate
        )
        said_verb = said_verb or expects_verb or (predicate and is_verb)
        if not stops:
            continue
        if any(is_noun(word.low) for word in words[start:index]):
            (phrases if start > first and words[start - 1].low in PREPOSITIONS else things).append((start, index))
        expects_verb = low in PERSONAL - {"there", "it", "me", "us"} and is_verb
        start = index if low in DETERMINERS else index + 1
    if asked and first > 1:
        inquired = asked[0], asked[-1] + 1
        things.insert(len(things) if words[asked[-1]].low in KINDS else 0, inquired)
    spans = tuple((a - 1, b) for a, b in phrases)
    return Clause(text, words, opening, verb, tuple(things), spans)


def _is_predicate(words: tuple[Word, ...], start: int, index: int, *, is_verb: bool, thing: bool) -> bool:
    """Whether the word at `index` says something of the phrase from `start`, rather than belonging to it."""
    low = words[index].low
    if not any(is_noun(word.low) and word.low not in _ADJECTIVES for word in words[start:index]):
        # A verb without a subject of its own: "who can | use", "how to | renew".
        return index > 0 and words[index - 1].low in AUXILIARIES | {"to", "not"} and low in VERBS and is_verb
    if low in PREDICATES or (low.endswith("ed") and len(low) > 4):
        behind = words[index + 1].low if index + 1 < len(words) else ""
        closed = not behind or not is_noun(behind) or behind in PREDICATES
        if is_verb and not thing and low in VERBS - _ADJECTIVES:
            return words[index - 1].low.endswith("s") or _is_last_verb(words, index)
        return closed
    return False


def _is_last_verb(words: tuple[Word, ...], index: int) -> bool:
    """Whether no verb follows directly: "does the policy | cover theft", but not "does the background check take"."""
    for word in words[index + 1 :]:
        if word.low in VERBS or word.low in {"be", "been", "have"}:
            return False
        if word.low in _BETWEEN_PHRASES or word.low in DETERMINERS or is_mark(word):
            break
    return True


def _verb_behind(words: tuple[Word, ...]) -> int:
    """Where the verb of a question for its subject stands: "Who | approves", "Which clause | limits liability"."""
    if words[0].low in {"which", "whose"}:
        for index in range(2, len(words) - 1):
            if words[index].low in VERBS or (words[index].low.endswith("s") and is_noun(words[index].low)):
                return index
    return 1
