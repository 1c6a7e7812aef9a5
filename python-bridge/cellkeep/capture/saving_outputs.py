"""From an output that is to be kept to the spool: the object behind it, else what is displayed.

Loaded with the first output that is kept: it brings the whole way to the store.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from cellkeep.capture.hooks import Output, without_note
from cellkeep.current import current_run
from cellkeep.errors import NotSerialisableError, PickleRefusedError
from cellkeep.handle import Handle
from cellkeep.provenance import Via, add_cell, provenance_here
from cellkeep.saving import SaveOptions, capture_item
from cellkeep.selection import Item, ObjectItem, OutputsItem
from cellkeep.transfer import engine
from cellkeep.transfer.hashing import sha256_of

if TYPE_CHECKING:
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
    as_shown = OutputsItem([_as_nbformat(output)], name)
    return _save(as_shown, obj, category or "output", provenance, digests)


def save_text(outputs: list[dict[str, Any]], name: str, digests: set[str]) -> Handle | None:
    """Save what a cell printed and how it ended."""
    return _save(OutputsItem(outputs, name), None, "output", provenance_here("auto"), digests)


def provenance_of(output: Output, via: Via) -> Provenance:
    """Return where an output came from: the execution that displayed it."""
    provenance = provenance_here(via)
    if output.shown is not None and output.shown.cell is not None:
        add_cell(provenance, output.shown.cell)
    if output.index is not None:
        provenance.output_index = output.index
    return provenance


def _save(
    as_shown: OutputsItem,
    obj: Any,
    category: Category,
    provenance: Provenance,
    digests: set[str],
) -> Handle | None:
    run = current_run()
    described = run.describe()
    options = SaveOptions(category)

    def capture(item: Item) -> tuple[SpoolEntry, bytes | None]:
        provenance.captured = "object" if isinstance(item, ObjectItem) else "display"
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
    (transfer,) = engine().submit_all([entry])
    return Handle(transfer, run, thumbnail)


def _as_nbformat(output: Output) -> dict[str, Any]:
    data = {
        key: base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value
        for key, value in output.data.items()
    }
    return {"output_type": "display_data", "data": data, "metadata": without_note(output.metadata)}
