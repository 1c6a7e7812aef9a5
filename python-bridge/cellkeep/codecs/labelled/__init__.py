"""Arrays with named dimensions and coordinates."""
