"""Storing what waits in a spool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cellkeep_core.errors import CellkeepError, NoSuchFileError
from cellkeep_core.files import hash_file
from cellkeep_core.protocol import Receipt
from cellkeep_core.spool import PackedEntry, SpoolEntry
from cellkeep_core.spool_pack import contents_of, discard_all
from cellkeep_store.ingest.batch_item import BatchItem
from cellkeep_store.store import Store


def push_group(store: Store, entries: Sequence[SpoolEntry]) -> Iterator[Receipt | CellkeepError]:
    """Store entries whose session we hold, a pack's together, and yield what became of each."""
    packed = [entry for entry in entries if isinstance(entry, PackedEntry)]
    if packed:
        yield from _push_packed(store, packed)
        return
    for entry in entries:
        try:
            yield push_entry(store, entry)
        except CellkeepError as error:
            yield error


def _push_packed(store: Store, entries: Sequence[PackedEntry]) -> list[Receipt | CellkeepError]:
    contents = contents_of(entries)
    items = [
        BatchItem(entry.offer, content, entry.thumbnail)
        for entry, content in zip(entries, contents, strict=True)
        if isinstance(content, memoryview)
    ]
    stored = iter([one for one in store.ingest.put_many(items) if one is not None])
    outcomes = [next(stored) if isinstance(one, memoryview) else one for one in contents]
    discard_all(
        entry
        for entry, outcome in zip(entries, outcomes, strict=True)
        if isinstance(outcome, Receipt)
    )
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
    # A digest from before a crash says nothing about what the disk kept: hash it again.
    receipt = store.ingest.put_file(
        entry.offer, entry.content, entry.thumbnail, consume=True, verified=verified
    )
    entry.discard()
    return receipt
