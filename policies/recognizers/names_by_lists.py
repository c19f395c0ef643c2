"""Names that their own words prove: a listed given name with a surname, in any sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policies.evidence import Evidence
from policies.late_pattern import LatePattern
from policies.recognizers.finder import Finder, Found
from policies.recognizers.harmless import is_nobody
from policies.recognizers.lexicon import is_eponym_head, is_everyday, is_given_name, is_stop, is_surname
from policies.recognizers.name_shape import INITIAL, PARTICLE, Cue, is_name
from policies.words import LOWER, UPPER, Word

_PLAIN = (
    rf"(?:[{UPPER}]'|Mc|Mac)?[{UPPER}](?:[{LOWER}]+|[{UPPER}]+)"
    rf"(?:['-][{UPPER}](?:[{LOWER}]+|[{UPPER}]+)|(?<=[{LOWER}])[{UPPER}][{LOWER}]+){{0,2}}"
)
_RUN = LatePattern(
    rf"(?<![\w'&@./-])(?:{_PLAIN}|{INITIAL})(?:[ ]{INITIAL}|(?<=\.){INITIAL}|[ ]"
    rf"(?:{PARTICLE}[ ])?{_PLAIN}){{1,4}}(?![\w&@]|'[{LOWER}]{{2}})",
    needs=r"[ .][^\W\d_a-z]",
)
_REVERSED = LatePattern(
    rf"(?<![\w'&@./-])(?P<last>{_PLAIN}),[ ](?P<first>{_PLAIN})(?P<middle>[ ]{INITIAL})?"
    rf"(?![\w&@])",
    needs=r", [^\W\d_a-z]",
)
_BEFORE = LatePattern(rf"(?P<word>[{UPPER}][^\W\d_]*)[.]?[ ]\Z")
_LONGEST_WORD = 40
_PROGRAM = re.compile(r"Power (?:BI|Apps|Automate)\b")
"""Programs whose first word is a surname: "Will Power BI do?"."""

_WORD = LatePattern(rf"{INITIAL}|{_PLAIN}")
_SMALL_PAIR = re.compile(r"(?<![\w'@./-])(?P<first>[^\W\d_]{3,20})[ ](?P<last>[^\W\d_]{3,24})(?![\w@]|[./-]\w)")
_NEXT = LatePattern(rf"[ ]([{UPPER}{LOWER}]+)")

QUESTION_LENGTH = 500
"""Characters of a text that may be a question, typed without capitals."""


class NamesByLists(Finder):
    """Given name and surname: 0.6."""

    def __init__(self) -> None:
        super().__init__("name by lists", ["PERSON"])

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Names within runs of capitalised words, and "Last, First"."""
        for match in _RUN.finditer(text):
            yield from _in_run(text, match)
        for match in _REVERSED.finditer(text):
            if _ends_a_name(text, match.start()):
                continue
            last, first = match["last"].casefold(), match["first"].casefold()
            sure = not (is_everyday(first) or is_everyday(last)) or (
                _opens_a_field(text, match.start()) and not is_stop(first)
            )
            if is_given_name(first) and is_surname(last) and sure and not is_stop(last):
                yield Found("PERSON", match.start(), match.end(), 0.6, Evidence.HEURISTIC)


class NamesInSmallLetters(Finder):
    """Given name and surname in small letters, in texts that may be a question: 0.5. Not for pieces of longer texts."""

    def __init__(self) -> None:
        super().__init__("name in small letters", ["PERSON"])

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """Pairs of words, where neither is an everyday one."""
        return _in_small_letters(text) if len(text) <= QUESTION_LENGTH else iter(())


def _in_run(text: str, match: re.Match[str]) -> Iterator[Found]:
    """The longest name from each word of a run on: "Tell Maria Schneider Monday" holds "Maria Schneider"."""
    words = list(_WORD.finditer(match.group()))
    # "M. Thibault Lefèvre": a title, not an initial.
    index = 1 if words[0].group() == "M." and len(words) > 2 else 0
    while index < len(words) - 1:
        for last in range(min(len(words), index + 4) - 1, index, -1):
            run = match.group()[words[index].start() : words[last].end()]
            if _is_whole_name(run, [word.group() for word in words[index : last + 1]]):
                start, end = match.start() + words[index].start(), match.start() + words[last].end()
                following = _NEXT.match(text, end)
                program = _PROGRAM.match(text, match.start() + words[last].start())
                if not (program or is_nobody(run) or (following and _heads_something(following.group(1)))):
                    yield Found("PERSON", start, end, 0.6, Evidence.HEURISTIC)
                index = last
                break
        index += 1


def _is_whole_name(run: str, words: list[str]) -> bool:
    middle = [word.casefold() for word in words[1:] if not word.endswith(".")]
    if any(is_everyday(word) and not is_surname(word) and not is_given_name(word) for word in middle):
        return False
    if words[0].endswith("."):
        last = words[-1].casefold()
        return is_surname(last) and not is_everyday(last)
    return is_name(run, Cue.NONE)


def _heads_something(word: str) -> bool:
    """Whether the word behind a name makes it the name of something: "Johns Hopkins Hospital", "Parkinson Disease"."""
    folded = word.casefold()
    return is_eponym_head(folded) or (word[0].isupper() and is_stop(folded))


def _ends_a_name(text: str, start: int) -> bool:
    """Whether the surname that starts here has its given name before it: "John Smith, Mary Jones" are two persons."""
    before = _BEFORE.search(text, max(0, start - _LONGEST_WORD), start)
    return before is not None and not is_stop(before["word"].casefold())


def _opens_a_field(text: str, start: int) -> bool:
    """Whether what starts here stands first in a line, a cell or behind a colon."""
    return text[max(0, start - 3) : start].rstrip(" \t*")[-1:] in ("", "\n", "|", ":", "-", "•")


def _in_small_letters(text: str) -> Iterator[Found]:
    position = 0
    while match := _SMALL_PAIR.search(text, position):
        first, last = match["first"].casefold(), match["last"].casefold()
        sure = not (is_everyday(first) or is_everyday(last))
        # "Petri dish" is no name: who writes one part in small letters writes both so.
        alike = match["first"][0].isupper() == match["last"][0].isupper()
        if sure and alike and is_given_name(first) and len(last) > 3:
            yield Found("PERSON", match.start(), match.end(), 0.5, Evidence.HEURISTIC)
            position = match.end()
        else:
            position = match.end("first")
