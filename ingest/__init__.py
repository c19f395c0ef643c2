"""Middle floor: files become redacted, chunked, embedded and stored documents."""
