"""The small files of one save call, captured into packs: read, hashed and written once."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from cellkeep.snapshot import read_as_it_is
from cellkeep.transfer import spool_session

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.codecs import Encoded
    from cellkeep.selection import FileItem
    from cellkeep_core.protocol import Offer
    from cellkeep_core.spool import PackDraft, SpoolEntry

    MakeOffer = Callable[[FileItem, Encoded, int, str], Offer]

SMALL_BYTES = 64 << 10
# A pack goes to the store in one step: a person's wish to pause or cancel waits no longer.
_MOST_ITEMS = 2000
_MOST_BYTES = 8 << 20


class Packer:
    """Captures small files into as many packs as it takes.

    Parameters
    ----------
    make_offer : callable
        Returns the offer of a file: item, what its bytes are, their number and their digest.
    """

    def __init__(self, make_offer: MakeOffer) -> None:
        self._make_offer = make_offer
        self._drafts: list[PackDraft] = []

    def take(self, item: FileItem) -> Encoded | None:
        """Capture a file and return what it is, or None where it is not small.

        Raises
        ------
        CellkeepError
            As `copy_as_it_is`.
        """
        content = read_as_it_is(item.path, SMALL_BYTES)
        if content is None:
            return None
        draft = self._draft_for(len(content))
        encoded = _encoded(item, content, draft)
        sha256 = hashlib.sha256(content).hexdigest()
        draft.add(self._make_offer(item, encoded, len(content), sha256), content, encoded.thumbnail)
        return encoded

    def commit(self) -> list[SpoolEntry]:
        """Make the packs visible; return the entries in the order in which they were taken."""
        entries: list[SpoolEntry] = []
        try:
            while self._drafts:
                entries += self._drafts[0].commit()
                del self._drafts[0]
        except BaseException:
            for entry in entries:
                entry.discard()
            raise
        return entries

    def discard(self) -> None:
        """Remove what was not committed."""
        for draft in self._drafts:
            draft.discard()

    def _draft_for(self, size: int) -> PackDraft:
        last = self._drafts[-1] if self._drafts else None
        if last is None or last.count == _MOST_ITEMS or last.size + size > _MOST_BYTES:
            last = spool_session().pack()
            self._drafts.append(last)
        return last


def _encoded(item: FileItem, content: bytes, draft: PackDraft) -> Encoded:
    from cellkeep.codecs import Encoded, can_describe, describe_file
    from cellkeep_core.media import HEAD_BYTES, media_type_of_head

    own_name = os.path.basename(item.path)  # noqa: PTH119
    media_type = item.media_type or media_type_of_head(content[:HEAD_BYTES], own_name)
    if not can_describe(media_type):
        return Encoded(codec="bytes.v1", media_type=media_type)
    summary, preview, thumbnail = describe_file(draft.scratch_with(content), media_type)
    return Encoded("bytes.v1", media_type, summary, preview, thumbnail)
