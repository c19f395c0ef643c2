"""How well a policy hides what a person labelled: recall, precision, leaks, and the spans worth a second look."""
