"""Reports for a privacy officer, from the running configuration: facts, and marks where a person must add something."""
