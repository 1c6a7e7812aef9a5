"""How bytes become artifacts."""
