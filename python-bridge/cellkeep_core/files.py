"""Hashing and copying files, and noticing where somebody writes to them meanwhile."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Generic, Protocol, TypeVar

from cellkeep_core.errors import FileChangedError
from cellkeep_core.holes import has_holes
from cellkeep_core.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")

READ_BYTES = 1 << 20
"""Bytes that are read at once: fewer are slower, and more keep other threads waiting."""


class Hash(Protocol):
    """What `hashlib.sha256()` returns."""

    def update(self, data: bytes | memoryview, /) -> None:
        """Take more bytes in."""

    def hexdigest(self) -> str:
        """Return the digest so far."""

    def copy(self) -> Hash:
        """Return an independent copy."""


def write_private_file(path: Path, data: bytes) -> None:
    """Write a small file in one step, readable by its owner alone; its folder is made if need be.

    Raises
    ------
    OSError
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{new_id()}")
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
        new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise


def copy_stream(
    source: IO[bytes],
    sink: IO[bytes] | None,
    *,
    digest: Hash | None,
    progress: Callable[[int], None] | None = None,
    limit: int | None = None,
    most: int | None = None,
) -> int:
    """Read to the end in 1 MiB steps, write and hash what is read; return the number of bytes.

    Parameters
    ----------
    limit : int, optional
        Stop once there are so many bytes: a stream may have no end. There may be some more.
    most : int, optional
        Read so many bytes and no more, of a file that somebody may append to.
    progress : callable, optional
        Called with the number of bytes done so far; may raise to stop.

    Notes
    -----
    A new file that a sparse one is copied to is sparse as well.
    """
    done = 0
    view = memoryview(bytearray(READ_BYTES))
    sparse = sink is not None and sink.seekable() and _is_sparse(source)
    while count := source.readinto(view if most is None else view[: most - done]):  # type: ignore[attr-defined]  # IO[bytes] lacks it
        piece = view[:count]
        if digest is not None:
            digest.update(piece)  # releases the GIL
        if sparse and sink is not None and piece.tobytes() == _ZEROS[:count]:
            sink.seek(count, os.SEEK_CUR)
            sink.truncate()
        elif sink is not None:
            sink.write(piece)
        done += count
        if progress is not None:
            progress(done)
        if limit is not None and done >= limit:
            break
    return done


def hash_file(path: Path, progress: Callable[[int], None] | None = None) -> str:
    """Return the SHA-256 of a file; `progress` as in `copy_stream`."""
    with path.open("rb", buffering=0) as file:
        return hash_stream(file, progress)


def hash_stream(stream: IO[bytes], progress: Callable[[int], None] | None = None) -> str:
    """Return the SHA-256 of what is left to read; `progress` as in `copy_stream`."""
    digest = hashlib.sha256()
    copy_stream(stream, None, digest=digest, progress=progress)
    return digest.hexdigest()


_ZEROS = bytes(READ_BYTES)


def _is_sparse(source: IO[bytes]) -> bool:
    with suppress(OSError, AttributeError):  # no file of the disk
        return has_holes(os.fstat(source.fileno()))
    return False


def has_grown(
    descriptor: int, before: os.stat_result, copied: IO[bytes], source: str | Path
) -> bool:
    """Whether somebody has appended to an open file since its stat; what was there is still there.

    Parameters
    ----------
    copied : file
        What was read of it, at its beginning.

    Raises
    ------
    FileChangedError
        Where somebody wrote to it in another way, so that the copy may be of no one moment.
    """
    after = os.fstat(descriptor)
    if (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size):
        return False
    if after.st_size <= before.st_size or not _begins_with(descriptor, copied):
        raise file_changed(source)
    return True


def _begins_with(descriptor: int, copied: IO[bytes]) -> bool:
    with os.fdopen(os.dup(descriptor), "rb") as file:
        file.seek(0)
        while piece := copied.read(READ_BYTES):
            if file.read(len(piece)) != piece:
                return False
    return True


def file_changed(source: str | Path) -> FileChangedError:
    """Return the error for a file that somebody wrote to while it was read."""
    return FileChangedError(
        f"{str(source)!r} changed while it was read.",
        hint="Nothing was saved. Save it again when nothing writes to it.",
    )


class FileCache(Generic[T]):
    """What a small file says, parsed again only when it was written again.

    Parameters
    ----------
    parse : callable
        Makes a value of the file's bytes; what it raises, `read` raises.
    """

    def __init__(self, parse: Callable[[bytes], T]) -> None:
        self._parse = parse
        self._known: tuple[tuple[str, int, int, int], T] | None = None

    def read(self, path: Path) -> T:
        """Return what the file says now; `OSError` where it cannot be read."""
        # Its stat first: what is written between the two is read again the next time.
        found = path.stat()
        version = (str(path), found.st_ino, found.st_size, found.st_mtime_ns)
        known = self._known  # one look: other threads replace it
        if known is None or known[0] != version:
            self._known = known = (version, self._parse(path.read_bytes()))
        return known[1]
