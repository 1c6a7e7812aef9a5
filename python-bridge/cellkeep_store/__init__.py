"""The store: a catalog, blobs and a staging area in a folder, and the `cellkeep` command.

>>> from cellkeep_store import Store
>>> with Store.open() as store:
...     page = store.catalog.artifacts(q="loss")

Nothing here imports Jupyter, and only `forms` an array library, in the moment it is needed.
"""

from cellkeep_store.ingest.ingest import BatchItem
from cellkeep_store.store import Store
from cellkeep_store.uploads import Upload

__all__ = ["BatchItem", "Store", "Upload"]
