"""Words that ask for nothing: "Thanks!", "Hello there", "Ok, great."."""

from __future__ import annotations

import re

REPLY = "You are welcome. Ask a question, and the documents are searched for its answer."
"""What is said to them, as fit for a greeting as for thanks."""

_WORDS = (
    r"(?:many thanks|thanks|thank (?:you|u)|thx|cheers|hello|hi|hey|good (?:morning|afternoon|evening|night|day)|"
    r"(?:good)?bye|see you|ok(?:ay)?|great|perfect|wonderful|excellent|cool|nice|i see|got it|all right|alright|"
    r"you(?:'|’)?re welcome|that (?:helps|helped)|that(?:'|’)s all|that (?:is|was) (?:all|helpful)|"
    r"danke(?: schön)?|vielen dank|hallo|guten (?:morgen|tag|abend)|merci|bonjour|gracias|hola)"
)
_FILLERS = (
    r"(?:so much|very much|very helpful|a lot|a bunch|again|indeed|too|then|there|all|everyone|everybody|assistant|"
    r"for (?:(?:your|the|all your) (?:help|answers?|time|information)|that|this|now|everything|helping|today))"
)
_COURTESY = re.compile(rf"{_WORDS}(?:[\s,.!;–-]+(?:and )?(?:{_WORDS}|{_FILLERS}))*[\s,.!?…:;)(-]*", re.IGNORECASE)
_MOST_CHARACTERS = 100


def is_courtesy(text: str) -> bool:
    """Whether a text as a whole greets, thanks or agrees, and asks nothing."""
    text = text.strip()
    return len(text) <= _MOST_CHARACTERS and _COURTESY.fullmatch(text) is not None
