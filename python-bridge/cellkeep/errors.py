"""Every error of Cellkeep, and the one warning it gives."""

from __future__ import annotations

import sys
import warnings

from cellkeep_core.errors import (
    AmbiguousRunError,
    ArtifactNotFoundError,
    BadMediaTypeError,
    BadNameError,
    BlobDamagedError,
    CellkeepError,
    CodecNotFoundError,
    ContentUnreadableError,
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
    QuotaReachedError,
    RunClosedError,
    RunNotFoundError,
    SaveCancelledError,
    SaveTimeoutError,
    StoreFullError,
    StoreUnreachableError,
    TooLargeError,
    UnknownCategoryError,
    UntrustedTypesError,
)


class CellkeepWarning(UserWarning):
    """Something that a person should know, although nothing failed."""


def tell(text: str) -> None:
    """Give one line to the person as a `CellkeepWarning` that points at their own code."""
    warnings.warn(text, CellkeepWarning, stacklevel=_frames_of_ours())


def _frames_of_ours() -> int:
    level, frame = 1, sys._getframe(1)  # noqa: SLF001  (warnings has no public way to ask)
    while frame.f_back is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module != "cellkeep" and not module.startswith("cellkeep."):
            break
        frame = frame.f_back
        level += 1
    return level


__all__ = [
    "AmbiguousRunError",
    "ArtifactNotFoundError",
    "BadMediaTypeError",
    "BadNameError",
    "BlobDamagedError",
    "CellkeepError",
    "CellkeepWarning",
    "CodecNotFoundError",
    "ContentUnreadableError",
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
    "QuotaReachedError",
    "RunClosedError",
    "RunNotFoundError",
    "SaveCancelledError",
    "SaveTimeoutError",
    "StoreFullError",
    "StoreUnreachableError",
    "TooLargeError",
    "UnknownCategoryError",
    "UntrustedTypesError",
    "tell",
]
