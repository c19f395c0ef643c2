"""REST: the product's own endpoints and the OpenAI-compatible ones."""
