"""Uploads: bytes that arrive in pieces, over hours and server restarts if need be.

`Uploads` creates and finds them, an `Upload` is one, and an `UploadStore` keeps their bytes
and descriptions until they become artifacts: `FolderUploads` in the store's folder,
`ObjectUploads` where servers have no folder in common. `PresignedUploads` lets clients put the
bytes into the object storage themselves.
"""

from cellkeep_store.uploads.folder import FolderUploads
from cellkeep_store.uploads.objects import ObjectUploads
from cellkeep_store.uploads.presigned import PresignedUploads
from cellkeep_store.uploads.upload import LIFETIME_S, Upload
from cellkeep_store.uploads.uploads import Uploads

__all__ = ["LIFETIME_S", "FolderUploads", "ObjectUploads", "PresignedUploads", "Upload", "Uploads"]
