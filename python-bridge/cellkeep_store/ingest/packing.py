"""Small bytes of one run in one file, which becomes one object in an object storage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from cellkeep_core.ids import new_id
from cellkeep_store.blobs.storage import Staged
from cellkeep_store.ingest.arrival import Arrival, portions
from cellkeep_store.staging import StagedFiles, write_in
from cellkeep_store.syncing import FolderSync

_MOST_BYTES = 8 << 20
"""Of one pack: one request puts it, and a clean-up reads it into memory."""


def pack(
    new: Iterable[Arrival], most: int, files: StagedFiles, sync: FolderSync
) -> dict[str, Staged]:
    """Write what is small and not alone; return where it is, by digest.

    A run has one owner, also when it is given away: so no pack has bytes of several.

    Parameters
    ----------
    most : int
        The largest bytes that are packed; with 0 none are.
    """
    by_run: defaultdict[str, list[Arrival]] = defaultdict(list)
    for one in new:
        if one.content is not None and len(one.content) <= most:
            by_run[one.offer.run.id].append(one)
    staged: dict[str, Staged] = {}
    for part in chain.from_iterable(portions(its, _MOST_BYTES) for its in by_run.values()):
        if most == 0 or len(part) == 1:
            continue
        path, start = files.new(new_id()), 0
        for one in part:
            staged[one.offer.sha256] = Staged(path, one.offer.size, start=start)
            start += one.offer.size
        write_in(memoryview(b"".join(one.content or b"" for one in part)), path, sync)
    return staged
