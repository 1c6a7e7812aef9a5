"""From what was selected to the spool: capture, encode, offer.

Everything is captured before anything is sent on, so that a list of which one item fails
leaves nothing behind. No digest is made here: that is the worker's, not the caller's time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cellkeep.errors import EmptySelectionError
from cellkeep.handle import Handle
from cellkeep.provenance import Via, provenance_here
from cellkeep.selection import FileItem, Item, ObjectItem
from cellkeep.snapshot import copy_as_it_is
from cellkeep.transfer import engine, spool_session
from cellkeep_core.ids import new_id, utc_now
from cellkeep_core.protocol import Category, Offer, Provenance
from cellkeep_core.protocol import Run as RunDescription
from cellkeep_core.spool import UNHASHED, SpoolDraft, SpoolEntry, full_or_unreachable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cellkeep.codecs import Encoded
    from cellkeep.run import Run

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
    provenance = provenance_here(options.via)
    described = run.describe()
    captured: list[tuple[SpoolEntry, bytes | None]] = []
    try:
        for item in items:
            captured.append(_capture(described, item, options, provenance))  # noqa: PERF401
    except BaseException:
        for entry, _ in captured:
            entry.discard()
        raise
    return [
        Handle(carrier.submit(entry), run, thumbnail if index < _THUMBNAILS_KEPT else None)
        for index, (entry, thumbnail) in enumerate(captured)
    ]


def _capture(
    run: RunDescription, item: Item, options: SaveOptions, provenance: Provenance
) -> tuple[SpoolEntry, bytes | None]:
    artifact_id = new_id()
    draft = spool_session().draft(artifact_id)
    try:
        encoded = _write(item, draft)
        offer = Offer(
            id=artifact_id,
            run=run,
            name=item.name,
            category=options.category,
            media_type=encoded.media_type,
            codec=encoded.codec,
            size=draft.content.stat().st_size,
            sha256=UNHASHED,
            created_at=utc_now(),
            provenance=_of_item(provenance, item, encoded),
            metadata=options.metadata,
        )
        if encoded.summary:
            offer.summary = encoded.summary
        if encoded.preview is not None:
            offer.preview = encoded.preview
        if options.new_version:
            offer.new_version = True
        return draft.commit(offer, encoded.thumbnail), encoded.thumbnail
    except BaseException:
        draft.discard()
        raise


def _write(item: Item, draft: SpoolDraft) -> Encoded:
    from cellkeep import codecs
    from cellkeep.errors import CellkeepError

    try:
        if isinstance(item, FileItem):
            return _write_file(item, draft)
        with draft.content.open("wb") as sink:
            if isinstance(item, ObjectItem):
                return codecs.encode(item.obj, sink, allow_pickle=item.allow_pickle)
            return codecs.encode_outputs(item.outputs, sink)
    except CellkeepError:
        raise
    except OSError as error:
        raise full_or_unreachable(error, draft.content.parent) from error


def _write_file(item: FileItem, draft: SpoolDraft) -> Encoded:
    from cellkeep.codecs import Encoded, describe_file
    from cellkeep_core.media import media_type_of

    copy_as_it_is(item.path, draft.content)
    # Judged by the copy, whose bytes are the ones that are kept, and by the file's own name.
    media_type = item.media_type or media_type_of(draft.content, item.path.name)
    summary, preview, thumbnail = describe_file(draft.content, media_type)
    return Encoded(
        codec="bytes.v1",
        media_type=media_type,
        summary=summary,
        preview=preview,
        thumbnail=thumbnail,
        libraries={},
    )


def _of_item(provenance: Provenance, item: Item, encoded: Encoded) -> Provenance:
    import msgspec

    own = msgspec.structs.replace(provenance)
    if isinstance(item, FileItem):
        own.original_path = item.given
    if encoded.libraries:
        own.libraries = dict(encoded.libraries)
    return own
