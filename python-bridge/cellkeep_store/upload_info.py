"""What an upload's ``info.json`` says: how many bytes, and of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from cellkeep_core.protocol import Offer, from_json, to_json
from cellkeep_core.protocol.base import Wire
from cellkeep_core.spool import UNHASHED
from cellkeep_store.filesystem import write_durably

if TYPE_CHECKING:
    from pathlib import Path

FILE = "info.json"


class UploadInfo(Wire):
    """The description of an upload, beside its bytes."""

    size: int
    created_at: str
    metadata: dict[str, str]
    offer: Offer | UnsetType = UNSET
    partial: bool = False
    """Whether it becomes a piece of another upload, and nothing by itself."""
    parts: list[str] | UnsetType = UNSET
    """The uploads that it was joined from."""

    @property
    def ready(self) -> bool:
        """Whether its bytes may be stored once they are all there.

        Not those of a piece, nor those of an offer whose digest is still to come: without
        it nobody could say that they are the right ones.
        """
        return not self.partial and (self.offer is UNSET or self.offer.sha256 != UNHASHED)


def read_info(folder: Path) -> UploadInfo:
    """Read an upload's description; `FileNotFoundError` where there is no such upload."""
    return from_json((folder / FILE).read_bytes(), UploadInfo)


def write_info(folder: Path, info: UploadInfo) -> None:
    """Write it, in one step that a crash cannot halve."""
    write_durably(folder / FILE, to_json(info))
