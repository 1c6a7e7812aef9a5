"""The catalog: runs, artifacts, blobs, thumbnails, receipts and changes."""
