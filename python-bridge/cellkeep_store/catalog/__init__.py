"""The catalog: runs, artifacts, blobs, thumbnails, receipts and changes."""

from cellkeep_store.catalog.connect import Catalog
from cellkeep_store.catalog.postgres import PostgresCatalog

__all__ = ["Catalog", "PostgresCatalog"]
