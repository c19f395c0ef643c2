"""Erasing: in one workspace or several as one, carried out to the last byte, logged, and told in a signed receipt."""
