"""Questions as people type them: a letter left out, doubled, exchanged, hit beside, or written as it sounds.

Writers of questions proofread, users of an assistant don't. The answer and the passage stay as they are.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace

from training.reader.examples import Group

_WORD = re.compile(r"[a-z]{4,}|[A-Z][a-z]{3,}")
_TWICE = 0.3
"""How often two words are misspelt instead of one."""
_BARE = 0.3
"""How often the question mark is left out too."""
_BESIDE = dict(
    zip(
        "qwertyuiopasdfghjklzxcvbnm",
        "wa qes wrd etf ryg tuh yij uok ipl ol qsz adw sfe dgr fht gjy hku jli ko xa zcs xvd cbf vng bmh nj".split(),
        strict=True,
    )
)
_SOUNDS = {
    "ie": "ei", "ei": "ie", "ant": "ent", "ent": "ant", "ance": "ence", "ence": "ance", "able": "ible", "ible": "able",
    "tion": "sion", "ph": "f", "gh": "g", "qu": "kw", "ough": "uf", "wh": "w", "ck": "k", "sc": "s", "our": "or",
    "ea": "ee", "ee": "ea", "ou": "u", "y": "i", "er": "or", "or": "er", "ly": "lly", "c": "s", "z": "s",
}  # fmt: skip


def misspelt(question: str, pick: random.Random) -> str:
    """The question with one or two of its longer words misspelt; without such a word as it is."""
    if question.endswith("?") and pick.random() < _BARE:
        question = question[:-1].rstrip()
    words = list(_WORD.finditer(question))
    chosen = pick.sample(words, min(len(words), 2 if pick.random() < _TWICE else 1))
    for match in sorted(chosen, key=lambda found: -found.start()):
        question = question[: match.start()] + _wrong(match.group(), pick) + question[match.end() :]
    return question


def asked_carelessly(group: Group, pick: random.Random) -> Group:
    """The group with its question misspelt, in all of its examples alike."""
    first = misspelt(group[0].first, pick)
    return tuple(replace(example, first=first) for example in group)


def _wrong(word: str, pick: random.Random) -> str:
    place = pick.randrange(1, len(word))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    draw = pick.random()
    if draw < 0.2:
        return before + after
    if draw < 0.4 and after:
        return before + after[0] + letter + after[1:]
    if draw < 0.5:
        return before + letter + letter + after
    if draw < 0.65:
        return before + pick.choice(_BESIDE[letter]) + after
    heard = [sound for sound in _SOUNDS if sound in word[1:]]
    if draw < 0.85 and heard:
        sound = pick.choice(heard)
        return word[0] + word[1:].replace(sound, _SOUNDS[sound], 1)
    doubled = re.search(r"(.)\1", word)
    if doubled:
        return word[: doubled.start()] + word[doubled.start() + 1 :]
    return before + pick.choice("aeiou".replace(letter, "")) + after if letter in "aeiou" else before + after
