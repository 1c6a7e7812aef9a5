"""One artifact in the spool: its folder, and how the folder comes and goes."""

from __future__ import annotations

import errno
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from cellkeep_core.errors import CellkeepError, StoreFullError, StoreUnreachableError
from cellkeep_core.modes import write_private
from cellkeep_core.protocol import Offer, from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

UNHASHED = "0" * 64
"""The digest of an offer whose bytes are not hashed yet."""

NEW = ".new-"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class SpoolEntry:
    """One artifact that waits for its receipt.

    Attributes
    ----------
    offer : Offer
        What it is. Its ``sha256`` is `UNHASHED` until `set_digest`.
    on_hashed : callable or None
        Called with the digest by `set_digest`.
    digest_soon : callable or None
        Waits for the digest where the content was hashed while it was written; None where
        that came to nothing.
    prefixes : mapping
        The SHA-256 of its first bytes by their number, as far as they were hashed while written.
    synced : bool
        Whether this process has waited until its bytes were on the disk.
    """

    def __init__(self, folder: Path, offer: Offer) -> None:
        self._folder = folder
        self.offer = offer
        self.on_hashed: Callable[[str], None] | None = None
        self.digest_soon: Callable[[Callable[[int], None] | None], str | None] | None = None
        self.prefixes: Mapping[int, str] = {}
        self.synced = False

    @classmethod
    def read(cls, folder: Path) -> SpoolEntry:
        """Read an entry; `CellkeepError` where its offer cannot be read."""
        return cls(folder, from_json((folder / "offer.json").read_bytes(), Offer))

    @property
    def folder(self) -> Path:
        """The entry's folder."""
        return self._folder

    @property
    def content(self) -> Path:
        """The bytes."""
        return self.folder / "content"

    def read_bytes(self) -> bytes:
        """Return the bytes, all at once: for small ones."""
        return self.content.read_bytes()

    def held_here(self) -> bool:
        """Whether the calling thread is in the middle of changing what others need: never."""
        return False

    @property
    def thumbnail(self) -> bytes | None:
        """The PNG thumbnail, if there is one."""
        try:
            return (self.folder / "thumbnail.png").read_bytes()
        except FileNotFoundError:
            return None

    @property
    def hashed(self) -> bool:
        """Whether the digest is known."""
        return self.offer.sha256 != UNHASHED

    def set_digest(self, sha256: str) -> None:
        """Record the digest, in one step that a crash cannot halve."""
        self.offer.sha256 = sha256
        new = self.folder / "offer.json.new"
        write_private(new, to_json(self.offer))
        new.replace(self.folder / "offer.json")
        if self.on_hashed is not None:
            self.on_hashed(sha256)

    def discard(self) -> None:
        """Remove the entry. Only a receipt, or the person, is a reason to."""
        remove_whole(self.folder)


class SpoolDraft:
    """An entry that is being written.

    Attributes
    ----------
    content : Path
        Where the caller writes the bytes.
    """

    def __init__(self, folder: Path, final: Path) -> None:
        self._folder = folder
        self._final = final
        self.content = folder / "content"

    def commit(self, offer: Offer, thumbnail: bytes | None = None) -> SpoolEntry:
        """Make the entry visible, whole.

        Raises
        ------
        StoreFullError
            Where the disk has no room for it; the draft is gone then.
        """
        try:
            if thumbnail:
                write_private(self._folder / "thumbnail.png", thumbnail)
            write_private(self._folder / "offer.json", to_json(offer))
            self._folder.rename(self._final)
        except OSError as error:
            self.discard()
            raise full_or_unreachable(error, self._final.parent) from error
        return SpoolEntry(self._final, offer)

    def discard(self) -> None:
        """Remove what was written."""
        shutil.rmtree(self._folder, ignore_errors=True)


def remove_whole(folder: Path) -> None:
    """Remove a folder, if it is there; half removed it does not look like one that waits."""
    gone = folder.with_name(f"{NEW}gone-{folder.name}")
    with suppress(FileNotFoundError):
        folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def full_or_unreachable(error: OSError, place: Path | str) -> CellkeepError:
    """Return the typed error for a file system's refusal to write at a place."""
    if error.errno in _FULL:
        return StoreFullError(
            f"There is no room on the disk of {place}: {error.strerror}.",
            hint="Nothing that was kept is lost. Free some space, then save again.",
        )
    return StoreUnreachableError(
        f"{place} cannot be written: {error.strerror or error}.",
        hint="Set CELLKEEP_STORE or CELLKEEP_SPOOL to a folder that you can write.",
    )
