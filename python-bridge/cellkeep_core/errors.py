"""Every error that Cellkeep raises: a code, what happened, and what to do.

The codes, their HTTP statuses and whether trying again can help come from
``schema/errors.json``. Each class is also a subclass of the built-in that a Python
programmer would expect to catch.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from cellkeep_core.protocol.generated import ErrorCode, ErrorInfo


@cache
def error_table() -> dict[str, dict[str, Any]]:
    """Return ``{code: {"status", "retryable", "meaning"}}`` from the schema."""
    text = files("cellkeep_core").joinpath("data/errors.json").read_text("utf-8")
    table: dict[str, dict[str, Any]] = json.loads(text)["errors"]
    return table


class CellkeepError(Exception):
    """The base of every error of Cellkeep.

    Parameters
    ----------
    message : str
        What happened, in words for a person.
    hint : str, optional
        What is safe and what to do.
    code : ErrorCode, optional
        The protocol's code; each subclass has its own.
    """

    default_code: ClassVar[ErrorCode] = "INTERNAL"

    def __init__(
        self, message: str, *, hint: str | None = None, code: ErrorCode | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code: ErrorCode = code or self.default_code

    def __str__(self) -> str:
        return f"{self.message} {self.hint}" if self.hint else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.message, self.hint, self.code))

    @property
    def status(self) -> int:
        """HTTP status of this error."""
        return int(error_table()[self.code]["status"])

    @property
    def retryable(self) -> bool:
        """Whether the same request can succeed later."""
        return bool(error_table()[self.code]["retryable"])

    def info(self) -> ErrorInfo:
        """Return the error as it travels."""
        from cellkeep_core.protocol.generated import ErrorInfo

        info = ErrorInfo(code=self.code, message=self.message, retryable=self.retryable)
        if self.hint:
            info.hint = self.hint
        return info


def _rebuild(
    kind: type[CellkeepError], message: str, hint: str | None, code: ErrorCode
) -> CellkeepError:
    return kind(message, hint=hint, code=code)


class BadRequestError(CellkeepError, ValueError):
    """It is not something that can be asked for."""

    default_code = "BAD_REQUEST"


class NoSuchFileError(CellkeepError, FileNotFoundError):
    """There is no such file or directory."""

    default_code = "FILE_NOT_FOUND"


class NotADirectoryPathError(CellkeepError, NotADirectoryError):
    """The path is not a directory."""

    default_code = "NOT_A_DIRECTORY"


class NotAFilePathError(CellkeepError, OSError):
    """The path is not a regular file."""

    default_code = "NOT_A_FILE"


class FileChangedError(CellkeepError, OSError):
    """The file changed while it was read."""

    default_code = "FILE_CHANGED"


class UnknownCategoryError(CellkeepError, ValueError):
    """The category is not code, input or output."""

    default_code = "UNKNOWN_CATEGORY"


class BadMediaTypeError(CellkeepError, ValueError):
    """The media type is not of the form ``type/subtype``."""

    default_code = "BAD_MEDIA_TYPE"


class BadNameError(CellkeepError, ValueError):
    """The name cannot be an artifact's name."""

    default_code = "BAD_NAME"


class NameRequiredError(CellkeepError, TypeError):
    """An object was saved without a name."""

    default_code = "NAME_REQUIRED"


class NameConflictError(CellkeepError, ValueError):
    """Two of the things to save would get the same name."""

    default_code = "NAME_CONFLICT"


class EmptySelectionError(CellkeepError, ValueError):
    """There is nothing to save."""

    default_code = "EMPTY_SELECTION"


class NotSerialisableError(CellkeepError, TypeError):
    """No codec can store the object."""

    default_code = "NOT_SERIALISABLE"


class PickleRefusedError(CellkeepError, ValueError):
    """Only pickle can store or load this, and it was not allowed."""

    default_code = "PICKLE_REFUSED"


class CodecNotFoundError(CellkeepError, LookupError):
    """The artifact was written by a codec that is not installed."""

    default_code = "CODEC_NOT_FOUND"


class UntrustedTypesError(CellkeepError, ValueError):
    """The artifact holds types that are not loaded unless they are trusted."""

    default_code = "UNTRUSTED_TYPES"


class RunClosedError(CellkeepError, RuntimeError):
    """The run is closed."""

    default_code = "RUN_CLOSED"


class RunNotFoundError(CellkeepError, LookupError):
    """There is no such run."""

    default_code = "RUN_NOT_FOUND"


class AmbiguousRunError(CellkeepError, LookupError):
    """Several runs have this name."""

    default_code = "RUN_AMBIGUOUS"


class ArtifactNotFoundError(CellkeepError, LookupError):
    """There is no such artifact."""

    default_code = "ARTIFACT_NOT_FOUND"


class StoreFullError(CellkeepError, OSError):
    """The store has no room."""

    default_code = "STORE_FULL"


class QuotaReachedError(CellkeepError, OSError):
    """The owner of the run may hold no more bytes."""

    default_code = "QUOTA_REACHED"


class StoreUnreachableError(CellkeepError, ConnectionError):
    """The store cannot be reached."""

    default_code = "STORE_UNREACHABLE"


class DigestMismatchError(CellkeepError, ValueError):
    """The bytes that arrived do not have the digest that was offered."""

    default_code = "DIGEST_MISMATCH"


class BlobDamagedError(CellkeepError, OSError):
    """The stored bytes no longer have their digest."""

    default_code = "BLOB_DAMAGED"


class ContentUnreadableError(CellkeepError, ValueError):
    """The bytes are as they were saved, and cannot be read here as what they are said to be."""

    default_code = "CONTENT_UNREADABLE"


class TooLargeError(CellkeepError, ValueError):
    """It is larger than it may be here."""

    default_code = "TOO_LARGE"


class SaveTimeoutError(CellkeepError, TimeoutError):
    """A save did not end in the time given."""

    default_code = "TIMEOUT"


class SaveCancelledError(CellkeepError, RuntimeError):
    """A save was cancelled by a person."""

    default_code = "CANCELLED"


def error_from_info(info: ErrorInfo) -> CellkeepError:
    """Return the exception for an error that travelled."""
    kinds = {kind.default_code: kind for kind in CellkeepError.__subclasses__()}
    kind = kinds.get(info.code, CellkeepError)
    return kind(info.message, hint=info.hint or None, code=info.code)
