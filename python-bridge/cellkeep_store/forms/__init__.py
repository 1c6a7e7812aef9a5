"""Artifacts in the forms that other programs open: what is offered, and how each is written."""
