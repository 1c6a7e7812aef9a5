"""Serving the bytes of artifacts: ranges, names of downloads, and whether the bytes are intact."""
