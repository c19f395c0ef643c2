"""What persons may ask for, and what is due to them: export, erasure, retention, legal holds."""
