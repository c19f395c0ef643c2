"""One file a format, one function a file: `load(path, name) -> Document`."""
