"""Every error of Cellkeep, and the one warning it gives."""

from __future__ import annotations

from cellkeep_core.errors import (
    ArtifactNotFoundError,
    BadMediaTypeError,
    BadNameError,
    BlobDamagedError,
    CellkeepError,
    CodecNotFoundError,
    DigestMismatchError,
    EmptySelectionError,
    FileChangedError,
    NameConflictError,
    NameRequiredError,
    NoSuchFileError,
    NotADirectoryPathError,
    NotAFilePathError,
    NotSerialisableError,
    PickleRefusedError,
    RunClosedError,
    RunNotFoundError,
    SaveCancelledError,
    SaveTimeoutError,
    StoreFullError,
    StoreUnreachableError,
    UnknownCategoryError,
)


class CellkeepWarning(UserWarning):
    """Something that a person should know, and that stopped nothing."""


__all__ = [
    "ArtifactNotFoundError",
    "BadMediaTypeError",
    "BadNameError",
    "BlobDamagedError",
    "CellkeepError",
    "CellkeepWarning",
    "CodecNotFoundError",
    "DigestMismatchError",
    "EmptySelectionError",
    "FileChangedError",
    "NameConflictError",
    "NameRequiredError",
    "NoSuchFileError",
    "NotADirectoryPathError",
    "NotAFilePathError",
    "NotSerialisableError",
    "PickleRefusedError",
    "RunClosedError",
    "RunNotFoundError",
    "SaveCancelledError",
    "SaveTimeoutError",
    "StoreFullError",
    "StoreUnreachableError",
    "UnknownCategoryError",
]
