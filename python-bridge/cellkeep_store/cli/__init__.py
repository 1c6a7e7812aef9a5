"""The `cellkeep` command: look at the store, move things in and out, keep it healthy."""

from cellkeep_store.cli.group import main

__all__ = ["main"]
