"""What a card shows: plain facts, so that cards do not depend on handles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import UNSET

if TYPE_CHECKING:
    from cellkeep.transfer.transfer import Transfer
    from cellkeep_core.protocol import Preview


@dataclass(frozen=True)
class CardContent:
    """One save.

    Attributes
    ----------
    text : str
        The save in one line.
    transfer : Transfer
        What is saved, and its state.
    thumbnail : bytes or None
        A small PNG of it.
    """

    text: str
    transfer: Transfer
    thumbnail: bytes | None

    @property
    def ending(self) -> tuple[str, ...]:
        """How the save ended, in words; nothing while it has not."""
        transfer = self.transfer
        if transfer.state == "stored" and transfer.receipt is not None:
            return (f"stored as v{transfer.receipt.version}",)
        if transfer.ended:
            reason = f": {transfer.error.message}" if transfer.error is not None else ""
            return (f"not stored, {transfer.state}{reason}",)
        return ()

    @property
    def preview(self) -> Preview | None:
        """A few facts about the content that can be shown."""
        preview = self.transfer.offer.preview
        return preview if preview is not UNSET else None
