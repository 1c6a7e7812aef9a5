"""Offers whose bytes are in memory."""

from __future__ import annotations

import hashlib

import msgspec

from cellkeep_core.protocol import Offer
from cellkeep_store.ingest.arrival import Arrival
from cellkeep_store.offers import checked_offer, require_digest, require_size

Buffer = bytes | bytearray | memoryview


class BatchItem(msgspec.Struct, frozen=True):
    """An offer, with its bytes or as the question whether they are there already.

    Attributes
    ----------
    offer : Offer
        What it is.
    content : bytes-like, optional
        The bytes. Without them the answer is a receipt, or None where they are wanted.
    thumbnail : bytes, optional
        PNG of at most 1 MiB.
    """

    offer: Offer
    content: Buffer | None = None
    thumbnail: bytes | None = None


def arrival_in_memory(index: int, item: BatchItem, checked_runs: set[int]) -> Arrival:
    """Return an offer, checked and verified, on its way in.

    Parameters
    ----------
    checked_runs : set of int
        The run objects that were looked at already, by their `id`; this one's is added.
    """
    # Offers of one batch share a run object: it is looked at once.
    run = id(item.offer.run)
    offer = checked_offer(item.offer, item.thumbnail, with_run=run not in checked_runs)
    checked_runs.add(run)
    if item.content is None:
        return Arrival(index, offer, item.thumbnail)
    content = memoryview(item.content).cast("B")
    require_size(offer, len(content))
    require_digest(offer, hashlib.sha256(content).hexdigest())
    return Arrival(index, offer, item.thumbnail, content)
