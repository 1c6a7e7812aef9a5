"""Storing what waits in a spool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellkeep_core.errors import NoSuchFileError
from cellkeep_store.filesystem import hash_file

if TYPE_CHECKING:
    from cellkeep_core.protocol import Receipt
    from cellkeep_core.spool import SpoolEntry
    from cellkeep_store.store import Store


def push_entry(store: Store, entry: SpoolEntry) -> Receipt:
    """Store an entry whose session we hold, and remove it when there is a receipt.

    Raises
    ------
    CellkeepError
        Why it could not be stored; the entry waits on.
    """
    verified = not entry.hashed
    if not entry.hashed:
        try:
            entry.set_digest(hash_file(entry.content))
        except FileNotFoundError as error:
            raise NoSuchFileError(
                f"The bytes of {entry.offer.name!r} are gone from {entry.folder}.",
                hint="Save it again; this entry can only be removed by hand.",
            ) from error
    # A digest from before the crash says nothing of what the disk kept: look again.
    receipt = store.put_file(
        entry.offer, entry.content, entry.thumbnail, consume=True, verified=verified
    )
    entry.discard()
    return receipt
