"""Tables of `store.db`."""

from __future__ import annotations

SCHEMA_VERSION = "1"

# A pseudonym (⟦PERSON_k7Q2⟧) is one word of the full-text index: its brackets and underscores are letters there.
TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO meta VALUES ('schema', '1'), ('revision', '0');

CREATE TABLE IF NOT EXISTS documents (
    document_id TEXT PRIMARY KEY,
    version     INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    name        TEXT NOT NULL,
    title       TEXT NOT NULL,
    media_type  TEXT NOT NULL,
    pages       INTEGER,
    text        TEXT NOT NULL,
    characters  INTEGER NOT NULL,
    entities    TEXT NOT NULL,
    policy      TEXT NOT NULL,
    warnings    TEXT NOT NULL,
    ingested_at TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS chunks (
    row         INTEGER PRIMARY KEY,
    chunk_id    TEXT NOT NULL UNIQUE,
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    ordinal     INTEGER NOT NULL,
    start       INTEGER NOT NULL,
    "end"       INTEGER NOT NULL,
    page        INTEGER,
    title       TEXT NOT NULL,
    section     TEXT NOT NULL,
    header      TEXT NOT NULL,
    text        TEXT NOT NULL,
    UNIQUE (document_id, ordinal)
) STRICT;

CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    title, section, header, text,
    content = 'chunks', content_rowid = 'row',
    tokenize = "porter unicode61 remove_diacritics 2 tokenchars '⟦⟧_'"
);
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER IF NOT EXISTS chunk_added AFTER INSERT ON chunks BEGIN
    INSERT INTO words (rowid, title, section, header, text)
    VALUES (new.row, new.title, new.section, new.header, new.text);
END;
CREATE TRIGGER IF NOT EXISTS chunk_removed AFTER DELETE ON chunks BEGIN
    INSERT INTO words (words, rowid, title, section, header, text)
    VALUES ('delete', old.row, old.title, old.section, old.header, old.text);
END;

-- Vectors that are about to be written, and vectors that must still be erased: what a killed run left to be done.
CREATE TABLE IF NOT EXISTS journal (
    chunk_id TEXT PRIMARY KEY,
    intent   TEXT NOT NULL CHECK (intent IN ('add', 'erase'))
) STRICT, WITHOUT ROWID;
"""
