"""The store: a catalog, blobs and a staging area in a folder, and the `cellkeep` command.

>>> from cellkeep_store import Store
>>> with Store.open() as store:
...     page = store.artifacts(q="loss")

Nothing here imports Jupyter or an array library.
"""

from cellkeep_store.batch import BatchItem
from cellkeep_store.store import Store
from cellkeep_store.upload import Upload

__all__ = ["BatchItem", "Store", "Upload"]
