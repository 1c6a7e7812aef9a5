"""The latest of each name was written down, which 0018 does with its text."""

from __future__ import annotations

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Leave it to 0018, which ends in the same transaction."""
