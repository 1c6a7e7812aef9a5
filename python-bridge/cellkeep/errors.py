"""Every error of Cellkeep, and the one warning it gives."""

# Each name is of this module too (`X as X` says so), which isort would take apart.
# ruff: isort: skip_file
from __future__ import annotations

import sys
import warnings

from cellkeep_core.errors import (
    AmbiguousRunError as AmbiguousRunError,
    ArtifactNotFoundError as ArtifactNotFoundError,
    BadMediaTypeError as BadMediaTypeError,
    BadNameError as BadNameError,
    BadRequestError as BadRequestError,
    BlobDamagedError as BlobDamagedError,
    CellkeepError as CellkeepError,
    CodecNotFoundError as CodecNotFoundError,
    ContentUnreadableError as ContentUnreadableError,
    DigestMismatchError as DigestMismatchError,
    EmptySelectionError as EmptySelectionError,
    FileChangedError as FileChangedError,
    NameConflictError as NameConflictError,
    NameRequiredError as NameRequiredError,
    NoSuchFileError as NoSuchFileError,
    NotADirectoryPathError as NotADirectoryPathError,
    NotAFilePathError as NotAFilePathError,
    NotSerialisableError as NotSerialisableError,
    PickleRefusedError as PickleRefusedError,
    QuotaReachedError as QuotaReachedError,
    RunClosedError as RunClosedError,
    RunNotFoundError as RunNotFoundError,
    SaveCancelledError as SaveCancelledError,
    SaveTimeoutError as SaveTimeoutError,
    StoreFullError as StoreFullError,
    StoreUnreachableError as StoreUnreachableError,
    TooLargeError as TooLargeError,
    UnknownCategoryError as UnknownCategoryError,
    UntrustedTypesError as UntrustedTypesError,
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
