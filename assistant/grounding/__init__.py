"""The gate: a sentence leaves when a passage that it cites supports it, and invents no fact."""
