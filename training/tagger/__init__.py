"""Training and measuring the tagger of personal data (`policies/recognizers/tagger_model`)."""
