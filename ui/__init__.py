"""The chat page. It speaks HTTP to the server and imports nothing of the product."""
