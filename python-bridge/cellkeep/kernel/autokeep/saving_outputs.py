"""Saves outputs: the object behind one, else what is displayed.

Loaded with the first output that is kept, because it imports everything that saving needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from cellkeep.api.current import current_run
from cellkeep.api.handle import Handle
from cellkeep.context.provenance import Via, add_cell, provenance_here
from cellkeep.errors import NotSerialisableError, PickleRefusedError
from cellkeep.kernel.displays.hooks import Output, without_note
from cellkeep.saving.save import SaveOptions, capture_item
from cellkeep.saving.selection import Item, ObjectItem, OutputsItem
from cellkeep.transfer.hashing import sha256_of
from cellkeep.transfer.session import current_session

if TYPE_CHECKING:
    from cellkeep.kernel.displays.memory import Shown
    from cellkeep_core.protocol import Category, Provenance
    from cellkeep_core.spool import SpoolEntry


def save_output(
    output: Output, obj: Any, name: str, category: Category | None, digests: set[str]
) -> Handle | None:
    """Save an output, or nothing where its cell has shown the same already.

    Parameters
    ----------
    output : Output
        What was displayed.
    obj : object
        What it came from; None where that is not known.
    name : str
        The artifact's name.
    category : Category or None
        What the person said; None where nobody asked for this one.
    digests : set of str
        Of what was saved of this execution; the new one is added.
    """
    provenance = provenance_of(output, "magic" if category is not None else "auto")
    metadata = without_note(output.metadata)
    shown = {"output_type": "display_data", "data": dict(output.data), "metadata": metadata}
    as_shown = OutputsItem([shown], name)
    return _save(as_shown, obj, category or "output", provenance, digests, output.shown)


def save_text(outputs: list[dict[str, Any]], name: str, digests: set[str]) -> Handle | None:
    """Save what a cell printed and how it ended."""
    return _save(OutputsItem(outputs, name), None, "output", _provenance("auto"), digests)


def provenance_of(output: Output, via: Via) -> Provenance:
    """Return where an output came from: the execution that displayed it."""
    provenance = _provenance(via)
    if output.shown is not None and output.shown.cell is not None:
        add_cell(provenance, output.shown.cell)
    if output.index is not None:
        provenance.output_index = output.index
    return provenance


def _provenance(via: Via) -> Provenance:
    session = current_session()
    return provenance_here(via, session.inputs.of_process, session.notebook())


def _save(
    as_shown: OutputsItem,
    obj: Any,
    category: Category,
    provenance: Provenance,
    digests: set[str],
    shown: Shown | None = None,
) -> Handle | None:
    run = current_run()
    described, options = run.describe(), SaveOptions(category, mirror=run.mirror)

    def capture(item: Item) -> tuple[SpoolEntry, bytes | None]:
        is_object = isinstance(item, ObjectItem)
        provenance.captured = "object" if is_object else "display"
        provenance.object_id = shown.id if is_object and shown is not None else UNSET
        return capture_item(described, item, options, provenance)

    try:
        entry, thumbnail = capture(ObjectItem(obj, as_shown.name) if obj is not None else as_shown)
    except (NotSerialisableError, PickleRefusedError):
        if obj is None:
            raise
        entry, thumbnail = capture(as_shown)
    digest = sha256_of(entry.content)
    if digest in digests:
        entry.discard()  # shown and returned, or shown twice
        return None
    digests.add(digest)
    (transfer,) = current_session().engine.submit_all([entry])
    return Handle(transfer, thumbnail)
