"""From what was selected to the spool: capture, encode, offer.

Everything is captured before anything is sent on, so that a list of which one item fails
leaves nothing behind. No digest is made here: that is the worker's, not the caller's time.
"""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cellkeep.errors import CellkeepError, EmptySelectionError
from cellkeep.file_capture import CapturedFile, capture_file
from cellkeep.handle import Handle
from cellkeep.packing import Packer
from cellkeep.provenance import Via, provenance_here
from cellkeep.selection import FileItem, Item, ObjectItem
from cellkeep.transfer import engine, spool_session
from cellkeep.transfer.following import FollowedFile
from cellkeep_core.ids import new_id, utc_now
from cellkeep_core.paths import spool_roots
from cellkeep_core.protocol import Category, Offer, Provenance
from cellkeep_core.protocol import Run as RunDescription
from cellkeep_core.spool import SpoolDraft, SpoolEntry, full_or_unreachable
from cellkeep_core.spool_room import SpoolRoom

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cellkeep.codecs import Encoded
    from cellkeep.run import Run
    from cellkeep.transfer.routes.store import StoreRoute

# Of a directory with thousands of pictures not every thumbnail is kept in memory.
_THUMBNAILS_KEPT = 16


@dataclass(frozen=True)
class SaveOptions:
    """What holds for every item of one save call."""

    category: Category
    metadata: dict[str, Any] = field(default_factory=dict)
    via: Via = "save"
    new_version: bool = False


def save_items(run: Run, items: Sequence[Item], options: SaveOptions) -> list[Handle]:
    """Capture items into the spool and begin to carry them to the store.

    Parameters
    ----------
    run : Run
        The run, open.
    items : sequence of Item
        What to save, names checked.
    options : SaveOptions
        Category and the rest.

    Returns
    -------
    list of Handle
        One per item, in their order.

    Raises
    ------
    CellkeepError
        Where one item cannot be captured. None is kept then.
    """
    if not items:
        raise EmptySelectionError("There is nothing to save.", hint="Name at least one thing.")
    carrier = engine()
    carrier.notices.emit()
    provenance = provenance_here(options.via, run.inputs)
    captured = _captured(run.describe(), items, options, provenance)
    transfers = carrier.submit_all([entry for entry, _ in captured])
    return [
        Handle(transfer, run, thumbnail if index < _THUMBNAILS_KEPT else None)
        for index, (transfer, (_, thumbnail)) in enumerate(zip(transfers, captured, strict=True))
    ]


def capture_item(
    run: RunDescription, item: Item, options: SaveOptions, provenance: Provenance
) -> tuple[SpoolEntry, bytes | None]:
    """Capture one item into the spool as it is now, and return its entry and thumbnail.

    For those who know the provenance themselves. Says nothing to the person, so that any
    thread may call it; it is on its way to the store when it is given to the engine.
    """
    return _captured(run, [item], options, provenance)[0]


def _captured(
    run: RunDescription, items: Sequence[Item], options: SaveOptions, provenance: Provenance
) -> list[tuple[SpoolEntry, bytes | None]]:
    room = SpoolRoom(spool_session().folder, spool_roots(), sum(map(_size_of, items)))
    capture = _Capture(run, options, provenance, engine().store)
    try:
        for item in items:
            capture.add(item, alone=len(items) == 1)
        # An object's size is known when it is written; then what was written goes away again.
        room.wrote(capture.size)
        return capture.finish()
    except BaseException:
        capture.undo()
        raise


class _Capture:
    """The items of one save call on their way into the spool."""

    def __init__(
        self,
        run: RunDescription,
        options: SaveOptions,
        provenance: Provenance,
        store: StoreRoute,
    ) -> None:
        self._run = run
        self._options = options
        self._provenance = provenance
        self._store = store
        self._packer = Packer(self._small_offer)
        # None: it is in a pack.
        self._entries: list[SpoolEntry | None] = []
        self.size = 0
        self._thumbnails: list[bytes | None] = []

    def add(self, item: Item, *, alone: bool) -> None:
        """Capture one item; a small file that is not alone goes into a pack."""
        if isinstance(item, FileItem) and not alone:
            packed = self._packer.take(item)
            if packed is not None:
                self._entries.append(None)
                self._thumbnails.append(packed.thumbnail)
                return
        entry, thumbnail = self._capture(item)
        self._entries.append(entry)
        self._thumbnails.append(thumbnail)

    def finish(self) -> list[tuple[SpoolEntry, bytes | None]]:
        """Make all of it visible; return each item's entry and thumbnail."""
        packed = iter(self._packer.commit())
        self._entries = [next(packed) if one is None else one for one in self._entries]
        whole = [entry for entry in self._entries if entry is not None]
        return list(zip(whole, self._thumbnails, strict=True))

    def undo(self) -> None:
        """Remove what was captured."""
        self._packer.discard()
        for entry in self._entries:
            if entry is not None:
                entry.discard()

    def _capture(self, item: Item) -> tuple[SpoolEntry, bytes | None]:
        artifact_id = new_id()
        draft = spool_session().draft(artifact_id)
        try:
            written = _write(item, draft, self._store)
            encoded = written.encoded
            size = draft.content.stat().st_size
            offer = self._offer(artifact_id, item, encoded, size, written.sha256)
            entry = draft.commit(offer, encoded.thumbnail)
        except BaseException:
            draft.discard()
            raise
        entry.on_hashed = written.on_hashed
        if written.followed is not None:
            entry.digest_soon = written.followed.digest
        return entry, encoded.thumbnail

    def _small_offer(self, item: FileItem, encoded: Encoded, size: int, sha256: str) -> Offer:
        return self._offer(new_id(), item, encoded, size, sha256)

    def _offer(
        self, artifact_id: str, item: Item, encoded: Encoded, size: int, sha256: str
    ) -> Offer:
        options = self._options
        self.size += size
        offer = Offer(
            id=artifact_id,
            run=self._run,
            name=item.name,
            category=options.category,
            media_type=encoded.media_type,
            codec=encoded.codec,
            size=size,
            sha256=sha256,
            created_at=utc_now(),
            provenance=_of_item(self._provenance, item, encoded),
            metadata=options.metadata,
        )
        if encoded.summary:
            offer.summary = encoded.summary
        if encoded.preview is not None:
            offer.preview = encoded.preview
        if options.new_version:
            offer.new_version = True
        return offer


def _size_of(item: Item) -> int:
    """Return the bytes that an item is going to have; 0 where nobody knows yet."""
    if not isinstance(item, FileItem):
        return 0
    try:
        return os.stat(item.path).st_size  # noqa: PTH116  (thousands of them)
    except OSError:
        return 0  # the capture says what is wrong with it


def _write(item: Item, draft: SpoolDraft, store: StoreRoute) -> CapturedFile:
    from cellkeep import codecs

    try:
        if isinstance(item, FileItem):
            return capture_file(item, draft.content, store)
        content = FollowedFile(draft.content)
        with io.BufferedWriter(content) as sink:
            if isinstance(item, ObjectItem):
                encoded = codecs.encode(item.obj, sink, allow_pickle=item.allow_pickle)
            else:
                encoded = codecs.encode_outputs(item.outputs, sink)
        return CapturedFile(
            encoded, followed=content.follower if content.follower.followed else None
        )
    except CellkeepError:
        raise
    except OSError as error:
        raise full_or_unreachable(error, draft.content.parent) from error


def _of_item(provenance: Provenance, item: Item, encoded: Encoded) -> Provenance:
    import msgspec

    own = msgspec.structs.replace(provenance)
    if isinstance(item, FileItem):
        own.original_path = item.given
    if encoded.libraries:
        own.libraries = dict(encoded.libraries)
    return own
