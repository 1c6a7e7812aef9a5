"""Storing what waits in a spool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellkeep_core.errors import CellkeepError, NoSuchFileError
from cellkeep_core.protocol import Receipt
from cellkeep_core.spool import PackedEntry
from cellkeep_store.batch import BatchItem
from cellkeep_store.filesystem import hash_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cellkeep_core.spool import Pack, SpoolEntry
    from cellkeep_store.store import Store


def push_group(store: Store, entries: Sequence[SpoolEntry]) -> Iterator[Receipt | CellkeepError]:
    """Store entries whose session we hold, a pack's together, and yield what became of each."""
    first = entries[0]
    if isinstance(first, PackedEntry):
        yield from _push_pack(store, first.pack, entries)
        return
    for entry in entries:
        try:
            yield push_entry(store, entry)
        except CellkeepError as error:
            yield error


def _push_pack(
    store: Store, pack: Pack, entries: Sequence[SpoolEntry]
) -> list[Receipt | CellkeepError]:
    packed = [entry for entry in entries if isinstance(entry, PackedEntry)]
    try:
        contents = pack.contents(packed)
    except OSError as error:
        gone = NoSuchFileError(
            f"The bytes of {len(packed)} saves cannot be read from {pack.folder}: "
            f"{error.strerror}.",
            hint="Save them again; the folder can only be removed by hand.",
        )
        return [gone] * len(packed)
    items = [
        BatchItem(entry.offer, content, entry.thumbnail)
        for entry, content in zip(packed, contents, strict=True)
    ]
    outcomes = [one for one in store.put_many(items) if one is not None]
    pack.drop(one.offer_id for one in outcomes if isinstance(one, Receipt))
    return outcomes


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
