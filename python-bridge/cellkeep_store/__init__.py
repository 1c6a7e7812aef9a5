"""The store: a catalog, blobs and a staging area in a folder, and the `cellkeep` command.

>>> from cellkeep_store import Store
>>> with Store.open() as store:
...     page = store.artifacts(q="loss")

Nothing here imports Jupyter or an array library.
"""

__all__ = ["Store", "Upload"]
