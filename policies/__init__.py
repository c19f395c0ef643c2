"""Ground floor: policies, redaction, pseudonyms, keys, encrypted files, audit and the egress guard.

Nothing here imports from a higher floor.
"""
