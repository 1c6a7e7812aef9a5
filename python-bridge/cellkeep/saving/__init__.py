"""From what a save call names to entries in the spool."""
