"""Mirrors: other trackers that get what is saved, too, when the store has it."""
