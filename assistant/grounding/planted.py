"""Sentences of a document that speak to a language model: what they tell it to say is no evidence that it is so."""

from __future__ import annotations

import re

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|all|any|your|system|the)\b"
    r".{0,30}\b(?:instructions?|rules?|prompts?|directions?|guidelines?|context|sources?)\b"
    r"|\bsystem (?:prompt|message|override)\b|\bnew instructions?\b|\bdeveloper mode\b|\bjailbreak\b"
    r"|\byou are (?:now |no longer )?(?:an? |the )?(?:ai|assistant|language model|chatbot|bot|llm|gpt|dan)\b"
    r"|\b(?:as|dear) (?:an? )?(?:ai|assistant|language model|llm|chatbot)\b"
    r"|\b(?:assistant|ai|model|chatbot|llm)s?\b.{0,40}\b(?:must|should|shall|has to|have to|will|always|to)\b.{0,20}"
    r"\b(?:say|reply|answer|respond|output|print|write|repeat|tell|state|include|insert|append|add|claim|cite|show)\b"
    r"|\b(?:say|reply|answer|respond|output|print|write|repeat|state|include|append|add)\b.{0,30}"
    r"\b(?:every|each|any|all|whatever|following|to the user|to users|in your (?:answer|reply|response)|verbatim"
    r"|exactly|only with|nothing but|instead)\b.{0,40}(?:question|answer|repl|respon|user|:|[\"“‘'])"
    r"|\b(?:to|for) (?:every|any|all|each) questions?\b"
    r"|\bwhen(?:ever)? (?:you are )?asked\b.{0,60}\b(?:say|answer|reply)\b"
    r"|\b(?:tell|inform|convince) (?:every(?:body|one)|any(?:body|one)|all|(?:the )?users?|people)\b.{0,20}\bthat\b"
    r"|(?:^|[.!?:;>\]]\s{0,3})(?:say|reply|answer|respond|state|claim|pretend|repeat|output)\s(?:that|with|only|⟦)"
    r"|\bwhoever (?:answers|reads)\b"
    r"|\b(?:ignorier\w*|vergiss|missachte)\b.{0,40}\b(?:regeln|anweisung\w*|vorgaben|quellen)\b"
    r"|\bignore[rz]\b.{0,40}\b(?:instructions|r[eè]gles|consignes)\b"
    r"|\bignor[ae]\b.{0,40}\b(?:instrucciones|reglas)\b"
    r"|\bthe (?:correct|only|right|final) answer (?:to|for) (?:every|any|all|each|this)\b",
    re.IGNORECASE | re.DOTALL,
)


def addresses_model(text: str) -> bool:
    """Whether a sentence gives orders to whoever writes answers from it, rather than telling readers something.

    Made for a gate: a sentence that is wrongly taken for one can still be quoted whole, with its source, but supports
    nothing else.
    """
    return _ORDERS.search(text) is not None
