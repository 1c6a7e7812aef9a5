"""A file's bytes into the spool, as they are at one moment."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cellkeep.errors import FileChangedError, NoSuchFileError, NotAFilePathError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PIECE_BYTES = 8 * 1024 * 1024
# What copy_file_range answers where the kernel or the file systems do not know it.
_NO_RANGE = {
    errno.ENOSYS,
    errno.EXDEV,
    errno.EINVAL,
    errno.EOPNOTSUPP,
    errno.EPERM,
    errno.EBADF,
}


def copy_as_it_is(
    source: Path, target: Path, copied_more: Callable[[int], None] = lambda _: None
) -> os.stat_result:
    """Copy a file, by reference where the file system can, and return its stat of that moment.

    Parameters
    ----------
    copied_more : callable
        Called with the number of bytes after each few megabytes.

    Raises
    ------
    FileChangedError
        The file changed while it was read, so the copy is of no one moment.
    NoSuchFileError, NotAFilePathError
        It is gone, or may not be read.
    OSError
        The target's disk refused, such as for want of room.
    """
    with _opened(source) as reader:
        before = _identity(os.fstat(reader))
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        writer = os.open(target, flags, 0o600)
        try:
            copied = _copy(reader, writer, copied_more)
        finally:
            os.close(writer)
        after = os.fstat(reader)
        if _identity(after) != before or copied != after.st_size:
            raise _changed(source)
    return after


def read_as_it_is(source: str, most: int) -> bytes | None:
    """Return a small file's bytes, or None where it has more than so many; errors as above."""
    with _opened(source) as reader:
        before = _identity(os.fstat(reader))
        size = before[1]
        if size > most:
            return None
        content = os.read(reader, size + 1)
        if len(content) != size or _identity(os.fstat(reader)) != before:
            raise _changed(source)
    return content


@contextmanager
def _opened(source: str | Path) -> Iterator[int]:
    try:
        reader = os.open(source, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except FileNotFoundError as error:
        raise NoSuchFileError(
            f"{str(source)!r} is gone.", hint="Nothing was saved. Save it when it is there again."
        ) from error
    except OSError as error:
        raise NotAFilePathError(
            f"{str(source)!r} cannot be read: {error.strerror}.",
            hint="Nothing was saved. Check its permissions.",
        ) from error
    try:
        yield reader
    finally:
        os.close(reader)


def _changed(source: str | Path) -> FileChangedError:
    return FileChangedError(
        f"{str(source)!r} changed while it was read.",
        hint="Nothing was saved. Save it again when nothing writes to it.",
    )


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_mtime_ns, found.st_size


def _copy(reader: int, writer: int, copied_more: Callable[[int], None]) -> int:
    copied = _copy_in_kernel(reader, writer, copied_more)
    piece = memoryview(bytearray(_PIECE_BYTES if copied == 0 else 65536))
    # What is left: all of it where the kernel could not, nothing where it could.
    with open(reader, "rb", buffering=0, closefd=False) as file:
        while count := file.readinto(piece):
            done = 0
            while done < count:
                done += os.write(writer, piece[done:count])
            copied += count
            copied_more(count)
    return copied


def _copy_in_kernel(reader: int, writer: int, copied_more: Callable[[int], None]) -> int:
    if not hasattr(os, "copy_file_range"):
        return 0
    copied = 0
    size = os.fstat(reader).st_size
    while copied < size:
        try:
            count = os.copy_file_range(reader, writer, min(size - copied, _PIECE_BYTES))
        except OSError as error:
            if error.errno in _NO_RANGE:
                break
            raise
        if count == 0:
            break
        copied += count
        copied_more(count)
    return copied
