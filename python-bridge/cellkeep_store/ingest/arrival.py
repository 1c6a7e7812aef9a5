"""What is on its way into the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from cellkeep_core.protocol import Offer
from cellkeep_store.staging import StagedFiles
from cellkeep_store.syncing import FolderSync

# Of one transaction: other writers get a turn in between.
MOST_ITEMS = 2_000


class Arrival(msgspec.Struct):
    """An offer that was checked, and how its bytes get into staging.

    Attributes
    ----------
    index : int
        Its place among those that came together.
    offer : Offer
        What it is.
    thumbnail : bytes or None
        PNG.
    content : memoryview or None
        The bytes in memory, verified.
    stage : callable or None
        Brings the verified bytes into staging, durable once the sync was waited for, and
        returns where they are.
    staged : str or None
        Where they are in staging already, verified and on the disk.
    key : str or None
        The object that has them already, verified (`Staged.key`). With none of these no bytes
        came: the offer asks whether they are there.
    """

    index: int
    offer: Offer
    thumbnail: bytes | None
    content: memoryview | None = None
    stage: Callable[[StagedFiles, FolderSync], str] | None = None
    staged: str | None = None
    key: str | None = None

    @property
    def has_bytes(self) -> bool:
        """Whether bytes came with it."""
        ways = self.content, self.stage, self.staged, self.key
        return any(way is not None for way in ways)

    @property
    def in_memory(self) -> int:
        """How many bytes are held in memory until they are staged."""
        return 0 if self.content is None else len(self.content)


def portions(arrivals: Iterable[Arrival], most_bytes: int) -> Iterator[list[Arrival]]:
    """Yield arrivals in parts of so many bytes in memory, and of so many as a transaction takes."""
    part: list[Arrival] = []
    size = 0
    for one in arrivals:
        if part and (len(part) == MOST_ITEMS or size + one.in_memory > most_bytes):
            yield part
            part, size = [], 0
        part.append(one)
        size += one.in_memory
    if part:
        yield part
