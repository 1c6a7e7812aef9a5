"""Outputs that are kept automatically."""
