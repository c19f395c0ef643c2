"""Top floor: settings, wiring, retrieval, engines, grounding, answering, summaries, REST and command line."""
