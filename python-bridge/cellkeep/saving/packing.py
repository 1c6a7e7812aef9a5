"""The small artifacts of one save call, captured into packs: read, hashed and written once."""

from __future__ import annotations

import io
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from cellkeep.saving.snapshot import read_as_it_is
from cellkeep_core.ids import new_id
from cellkeep_core.spool_entry import NEW
from cellkeep_core.spool_pack import MOST_BYTES, MOST_ITEMS, SMALL_BYTES, Small

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typing_extensions import Buffer

    from cellkeep.codecs import Encoded
    from cellkeep.saving.incremental_hash import IncrementalHash
    from cellkeep.saving.selection import FileItem
    from cellkeep_core.spool import Pack, PackedEntry, SpoolDraft, SpoolSession


class _NewFile(io.FileIO):
    """A new file that tells how much was written to it."""

    def __init__(self, path: Path, wrote: Callable[[int], None]) -> None:
        super().__init__(path, "w")
        self._wrote = wrote

    def write(self, data: Buffer, /) -> int:
        count = super().write(data) or 0
        self._wrote(count)
        return count


class ObjectContent(io.RawIOBase):
    """Takes the bytes of an object: into memory while they are few, else into a draft.

    A draft is hashed while it is written: nobody can seek in it, or get at its file.

    Parameters
    ----------
    begin : callable
        Returns the draft, when one is needed, and what hashes it.

    Attributes
    ----------
    draft : SpoolDraft or None
        Where the bytes are once they are not small.
    hashing : IncrementalHash or None
        What hashes that draft.
    size : int
        Bytes so far.
    """

    def __init__(self, begin: Callable[[], tuple[SpoolDraft, IncrementalHash]]) -> None:
        super().__init__()
        self._begin = begin
        self._held = bytearray()
        self.hashing: IncrementalHash | None = None
        self._sink: io.BufferedWriter | None = None
        self.draft: SpoolDraft | None = None
        self.size = 0

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: Buffer, /) -> int:
        """Write all bytes and return their number."""
        count = memoryview(data).nbytes
        self.size += count
        if self._sink is None and self.size > SMALL_BYTES:
            self.draft, self.hashing = self._begin()
            self._sink = io.BufferedWriter(_NewFile(self.draft.content, self.hashing.wrote))
            self._sink.write(self._held)
            self._held.clear()
        if self._sink is None:
            self._held += data
        else:
            self._sink.write(data)
        return count

    def close(self) -> None:
        """Write what a buffer still holds."""
        if self._sink is not None and self.hashing is not None:
            try:
                self._sink.close()
            finally:
                self.hashing.ended()
        super().close()

    def discard(self) -> None:
        """Remove what was written."""
        with suppress(OSError):  # what was still to be written does not matter any more
            self.close()
        if self.draft is not None:
            self.draft.discard()

    @property
    def small(self) -> bytes:
        """The bytes, where they are few."""
        return bytes(self._held)


class Packer:
    """Captures small artifacts into as many packs as it takes.

    Parameters
    ----------
    session : SpoolSession
        Where the packs are made.
    grew : callable
        Told of a file that somebody appends to, and of how many bytes are kept of it.
    """

    def __init__(self, session: SpoolSession, grew: Callable[[FileItem, int], None]) -> None:
        self._session = session
        self._grew = grew
        self._new: list[Small] = []
        self._packs: list[Pack] = []
        self._entries: list[PackedEntry] = []
        self._scratch: Path | None = None
        self.size = 0
        """Bytes that are not on the disk yet."""

    def add(self, small: Small) -> None:
        """Take an artifact."""
        if len(self._new) == MOST_ITEMS or self.size + len(small.content) > MOST_BYTES:
            self._write()
        self._new.append(small)
        self.size += len(small.content)

    def read(self, item: FileItem) -> tuple[Encoded, bytes] | None:
        """Read a file and tell what it is; None where it is not small.

        Raises
        ------
        CellkeepError
            As `copy_as_it_is`.
        """
        read = read_as_it_is(item.path, SMALL_BYTES)
        if read is None:
            return None
        content, grew = read
        if grew:
            self._grew(item, len(content))
        return self._describe(item, content), content

    def commit(self) -> list[PackedEntry]:
        """Make all of it visible; return the entries in the order in which they were taken."""
        self._clear_scratch()
        if len(self._new) == 1 and not self._packs:
            return [self._session.append(self._new[0])]
        if self._new:
            self._write()
        for pack in self._packs:
            pack.commit()
        return self._entries

    def discard(self) -> None:
        """Remove what was taken, visible or not."""
        self._clear_scratch()
        for pack in self._packs:
            pack.discard()

    def _write(self) -> None:
        pack = self._session.pack()
        self._packs.append(pack)
        entries = pack.add(self._new)
        assert entries is not None, "a new pack takes so many"
        self._entries += entries
        self._new, self.size = [], 0

    def _clear_scratch(self) -> None:
        if self._scratch is not None:
            self._scratch.unlink(missing_ok=True)

    def _describe(self, item: FileItem, content: bytes) -> Encoded:
        from cellkeep.codecs import Encoded, can_describe, describe_file
        from cellkeep_core.media import HEAD_BYTES, media_type_of_head

        own_name = os.path.basename(item.path)  # noqa: PTH119
        media_type = item.media_type or media_type_of_head(content[:HEAD_BYTES], own_name)
        if not can_describe(media_type):
            return Encoded(codec="bytes.v1", media_type=media_type)
        if self._scratch is None:
            self._scratch = self._session.folder / f"{NEW}scratch-{new_id()}"
        self._scratch.write_bytes(content)
        summary, preview, thumbnail = describe_file(self._scratch, media_type)
        return Encoded("bytes.v1", media_type, summary, preview, thumbnail)
