"""Sample documents of an invented clinic, and the script that builds those that can't be written by hand."""
