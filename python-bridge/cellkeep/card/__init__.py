"""What a save looks like in a notebook."""

CARD = "application/vnd.cellkeep.card+json"
