"""From what was selected to the spool: capture, encode, offer.

Everything is captured before anything is submitted, so that nothing is left behind where one
item fails. Large files are hashed by the workers, not in the caller's time.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from cellkeep.context.provenance import Via, provenance_here
from cellkeep.context.script import ENVIRONMENT_NAME
from cellkeep.errors import CellkeepError, EmptySelectionError
from cellkeep.saving.file_capture import capture_file
from cellkeep.saving.incremental_hash import IncrementalHash
from cellkeep.saving.packing import ObjectContent, Packer
from cellkeep.saving.selection import FileItem, Item, ObjectItem, OutputsItem, TextItem
from cellkeep.transfer.session import current_session
from cellkeep_core.holes import used_bytes
from cellkeep_core.ids import new_id, utc_now
from cellkeep_core.names import escape_bytes
from cellkeep_core.paths import spool_roots
from cellkeep_core.protocol import Category, Offer, Provenance
from cellkeep_core.protocol import Run as RunDescription
from cellkeep_core.spool import UNHASHED, SpoolDraft, SpoolEntry, full_or_unreachable
from cellkeep_core.spool_pack import Small
from cellkeep_core.spool_room import SpoolRoom

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cellkeep.codecs import Encoded
    from cellkeep.context.inputs import Inputs
    from cellkeep.transfer.session import KernelSession
    from cellkeep.transfer.transfer import Transfer

# A directory may have thousands of pictures: their thumbnails do not all stay in memory.
_THUMBNAILS_KEPT = 16


@dataclass(frozen=True)
class SaveOptions:
    """What holds for every item of one save call."""

    category: Category
    metadata: dict[str, Any] = field(default_factory=dict)
    via: Via = "save"
    new_version: bool = False
    environment: bool = False
    """Whether the run keeps the installed packages, and its artifacts name them."""
    mirror: str | None = None
    """The address of the mirror that gets it, too."""


def save_items(
    run: RunDescription, inputs: Inputs, items: Sequence[Item], options: SaveOptions
) -> list[tuple[Transfer, bytes | None]]:
    """Capture items into the spool and start their transfers to the store.

    Parameters
    ----------
    run : protocol.Run
        The run.
    inputs : Inputs
        What the run has loaded.
    items : sequence of Item
        What to save, names checked.
    options : SaveOptions
        Category and the rest.

    Returns
    -------
    list of (Transfer, bytes or None)
        A transfer and a thumbnail per item, in their order.

    Raises
    ------
    CellkeepError
        Where one item cannot be captured. None is kept then.
    """
    if not items:
        raise EmptySelectionError("There is nothing to save.", hint="Name at least one thing.")
    session = current_session()
    session.engine.notices.emit()
    provenance = provenance_here(options.via, inputs, session.notebook())
    if options.environment:
        provenance.environment = ENVIRONMENT_NAME
    captured = _captured(run, items, options, provenance)
    for entry, _ in captured:
        said = session.names_held.take(entry.offer)
        if said is not None:
            session.engine.notices.once(f"HELD {run.id} {entry.offer.id}", said)
    transfers = session.engine.submit_all([entry for entry, _ in captured])
    session.engine.notices.emit()
    thumbnails = [thumbnail for _, thumbnail in captured[:_THUMBNAILS_KEPT]]
    return list(zip_longest(transfers, thumbnails))


def capture_item(
    run: RunDescription, item: Item, options: SaveOptions, provenance: Provenance
) -> tuple[SpoolEntry, bytes | None]:
    """Capture one item into the spool as it is now, and return its entry and thumbnail.

    For those who know the provenance themselves. Says nothing to the person, so that any
    thread may call it; it is on its way to the store when it is given to the engine.
    """
    entry, thumbnail = _captured(run, [item], options, provenance)[0]
    current_session().names_held.take(entry.offer)
    return entry, thumbnail


def _captured(
    run: RunDescription, items: Sequence[Item], options: SaveOptions, provenance: Provenance
) -> list[tuple[SpoolEntry, bytes | None]]:
    session = current_session()
    capture = _Capture(run, options, provenance, session)
    try:
        capture.require_room(items)
        for item in items:
            capture.add(item, alone=len(items) == 1)
        captured = capture.finish()
    except BaseException as error:
        capture.undo()
        if isinstance(error, OSError) and not isinstance(error, CellkeepError):
            raise full_or_unreachable(error, session.spool.folder) from error
        raise
    if options.mirror is not None:
        _expect_copies(session, [entry for entry, _ in captured], options.mirror)
    return captured


def _expect_copies(session: KernelSession, entries: list[SpoolEntry], mirror: str) -> None:
    try:
        session.engine.copies.expect(entries, mirror, session.copy_spool)
    except (CellkeepError, OSError) as error:  # no save fails because of its copy
        names = ", ".join(repr(entry.offer.name) for entry in entries[:3])
        session.engine.notices.once(
            "MIRROR", f"{names} will be in the store, but not in its mirror: {error}"
        )


class _Capture:
    """The items of one save call on their way into the spool."""

    def __init__(
        self,
        run: RunDescription,
        options: SaveOptions,
        provenance: Provenance,
        session: KernelSession,
    ) -> None:
        self._run = run
        self._options = options
        self._provenance = provenance
        self._reach = session.engine.reach
        self._notices = session.engine.notices
        self._spool = session.spool
        self._room = SpoolRoom(self._spool.folder, spool_roots)
        self._packer = Packer(self._spool, self._grew)
        # None: it is in a pack.
        self._entries: list[SpoolEntry | None] = []
        self._size = 0
        self._thumbnails: list[bytes | None] = []

    def require_room(self, items: Sequence[Item]) -> None:
        """Raise `StoreFullError` where the files do not fit; objects have no size yet."""
        size = sum(map(_size_of, items))
        if size:
            self._room.require(size)

    def add(self, item: Item, *, alone: bool) -> None:
        """Capture one item; what is small goes into a pack, but not a file that is alone."""
        if isinstance(item, TextItem):
            from cellkeep.codecs import Encoded

            entry, encoded = None, Encoded("bytes.v1", "text/plain", item.summary)
            self._pack(new_id(), item, encoded, item.text.encode())
        elif not isinstance(item, FileItem):
            entry, encoded = self._capture_object(item)
        elif not alone and (read := self._packer.read(item)) is not None:
            entry, encoded = None, read[0]
            self._pack(new_id(), item, *read)
        else:
            entry, encoded = self._capture_file(item)
        self._entries.append(entry)
        self._thumbnails.append(encoded.thumbnail)

    def finish(self) -> list[tuple[SpoolEntry, bytes | None]]:
        """Commit all of it; return each item's entry and thumbnail."""
        # An object's size is known only once it is encoded; if it is too large, `undo` removes it.
        self._room.require(self._size, self._packer.size)
        packed = iter(self._packer.commit())
        entries = [next(packed) if one is None else one for one in self._entries]
        return list(zip(entries, self._thumbnails, strict=True))

    def undo(self) -> None:
        """Remove what was captured."""
        self._packer.discard()
        for entry in self._entries:
            if entry is not None:
                entry.discard()
                self._reach.http.discard(entry.offer.id)

    def _capture_file(self, item: FileItem) -> tuple[SpoolEntry, Encoded]:
        artifact_id = new_id()
        draft = self._spool.draft(artifact_id)

        def offer_early(size: int, encoded: Encoded) -> Offer:
            return self._offer(artifact_id, item, encoded, size, UNHASHED)

        try:
            captured = capture_file(item, draft.content, self._reach, offer_early)
            encoded = captured.encoded
            size = draft.content.stat().st_size
            offer = self._offer(artifact_id, item, encoded, size, captured.sha256)
            entry = draft.commit(offer, encoded.thumbnail)
        except BaseException:
            draft.discard()
            self._reach.http.discard(artifact_id)
            raise
        self._size += size
        if captured.grew:
            self._grew(item, size)
        entry.on_hashed = captured.on_hashed
        if captured.hashing is not None:
            captured.hashing.give_to(entry)
        return entry, encoded

    def _grew(self, item: FileItem, size: int) -> None:
        self._notices.once(
            f"GREW {item.path}",
            f"{item.path!r} grows: it was saved with the {size:,} bytes that it had when its "
            "copy began. Save it again for the rest.",
        )

    def _capture_object(self, item: ObjectItem | OutputsItem) -> tuple[SpoolEntry | None, Encoded]:
        from cellkeep import codecs

        artifact_id = new_id()
        content = ObjectContent(lambda: self._large_draft(artifact_id))
        sink = cast("BinaryIO", content)
        try:
            if isinstance(item, ObjectItem):
                encoded = codecs.encode(item.obj, sink, allow_pickle=item.allow_pickle)
            else:
                encoded = codecs.encode_outputs(item.outputs, sink)
            content.close()
            if content.draft is None:
                self._pack(artifact_id, item, encoded, content.small)
                return None, encoded
            offer = self._offer(artifact_id, item, encoded, content.size, UNHASHED)
            entry = content.draft.commit(offer, encoded.thumbnail)
        except BaseException:
            content.discard()
            raise
        self._size += content.size
        if content.hashing is not None:
            content.hashing.give_to(entry)
        return entry, encoded

    def _large_draft(self, artifact_id: str) -> tuple[SpoolDraft, IncrementalHash]:
        self._room.require(0)  # what it takes is known when it is written
        draft = self._spool.draft(artifact_id)
        write_out = not self._reach.goes_by_http()
        return draft, IncrementalHash(draft.content, write_out=write_out)

    def _pack(self, artifact_id: str, item: Item, encoded: Encoded, content: bytes) -> None:
        sha256 = hashlib.sha256(content).hexdigest()
        offer = self._offer(artifact_id, item, encoded, len(content), sha256)
        self._packer.add(Small(offer, content, encoded.thumbnail))
        self._size += len(content)

    def _offer(
        self, artifact_id: str, item: Item, encoded: Encoded, size: int, sha256: str
    ) -> Offer:
        options = self._options
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
    """Return the size that an item will have in bytes; 0 where it is not known yet."""
    if not isinstance(item, FileItem):
        return 0
    try:
        return used_bytes(os.stat(item.path))  # noqa: PTH116  (thousands of them)
    except OSError:
        return 0  # capturing it raises the right error


def _of_item(provenance: Provenance, item: Item, encoded: Encoded) -> Provenance:
    import msgspec

    own = msgspec.structs.replace(provenance)
    if isinstance(item, FileItem):
        own.original_path = escape_bytes(os.fspath(item.given))
    if encoded.libraries:
        own.libraries = dict(encoded.libraries)
    return own
