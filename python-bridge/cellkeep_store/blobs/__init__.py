"""The bytes of artifacts, each under its SHA-256."""
