"""Conversations: which question a follow-up is, by rule or by a language model that adds nothing of its own."""
