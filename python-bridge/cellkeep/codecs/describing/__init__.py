"""Summaries and previews of files."""
