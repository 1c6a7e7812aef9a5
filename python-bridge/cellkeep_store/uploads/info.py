"""What is known of an upload besides its bytes: how many they are, and of what."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from cellkeep_core.protocol import Offer
from cellkeep_core.protocol.base import Wire
from cellkeep_core.spool import UNHASHED


class UploadInfo(Wire):
    """The description of an upload."""

    size: int
    created_at: str
    metadata: dict[str, str]
    offer: Offer | UnsetType = UNSET
    partial: bool = False
    """Whether it becomes a piece of another upload, and nothing by itself."""
    parts: list[str] | UnsetType = UNSET
    """The uploads that it was joined from."""
    deferred: bool = False
    """Whether its size is still to be said; until then `size` is the most that it may become."""
    checked_pieces: bool = False
    """Whether each piece comes with its sha256, so that the store may say that of the whole."""
    owner: str | UnsetType = UNSET
    """Who sends it, where a server tells persons apart."""

    @property
    def ready(self) -> bool:
        """Whether its bytes may be stored once they are all there.

        Not those of a piece, nor those of an offer whose digest is still to come: without
        it nobody could say that they are the right ones.
        """
        hashed = self.offer is UNSET or self.offer.sha256 != UNHASHED
        return hashed and not (self.partial or self.deferred)

    def bytes_begun(self, offset: int) -> int:
        """Return the bytes that it takes of the store's limit, with so many received."""
        return offset if self.deferred else self.size

    @property
    def run_id(self) -> str | None:
        """Into which run it goes; None where it names none."""
        return self.metadata.get("run") if self.offer is UNSET else self.offer.run.id
