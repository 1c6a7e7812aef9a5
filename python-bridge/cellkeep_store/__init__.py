"""The store: a catalog, blobs and a staging area in a folder, and the `cellkeep` command.

>>> from cellkeep_store import Store
>>> with Store.open() as store:
...     page = store.catalog.artifacts(q="loss")

Nothing here imports Jupyter, and only `forms` an array library, in the moment it is needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cellkeep_store.ingest.batch_item import BatchItem
    from cellkeep_store.sharing.export import copy_out
    from cellkeep_store.store import Store
    from cellkeep_store.uploads import Upload

__all__ = ["BatchItem", "Store", "Upload", "copy_out"]

_HOMES = {
    "BatchItem": "cellkeep_store.ingest.batch_item",
    "Store": "cellkeep_store.store",
    "Upload": "cellkeep_store.uploads",
    "copy_out": "cellkeep_store.sharing.export",
}


def __getattr__(name: str) -> Any:
    # Loaded on first use: the command completes names without them.
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'cellkeep_store' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(home), name)
    return value
