"""Cell outputs as displayed."""
