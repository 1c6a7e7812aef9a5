"""The catalog: runs, artifacts, blobs, thumbnails, receipts and changes."""

from cellkeep_store.catalog.connect import Catalog

__all__ = ["Catalog"]
