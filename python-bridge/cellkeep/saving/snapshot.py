"""A consistent copy of a file: as it was at one moment, or an error."""

from __future__ import annotations

import errno
import io
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from cellkeep.errors import NoSuchFileError, NotAFilePathError
from cellkeep_core.files import file_changed, has_grown
from cellkeep_core.holes import data_ranges, has_holes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PIECE_BYTES = 8 * 1024 * 1024
# Errors of copy_file_range where the kernel or a file system does not support it.
_NO_RANGE = {
    errno.ENOSYS,
    errno.EXDEV,
    errno.EINVAL,
    errno.EOPNOTSUPP,
    errno.EPERM,
    errno.EBADF,
}


class Copied(NamedTuple):
    """A file's stat when its copy began, and whether somebody has appended to it since."""

    found: os.stat_result
    grew: bool


def copy_as_it_is(
    source: Path, target: Path, copied_more: Callable[[int], None] = lambda _: None
) -> Copied:
    """Copy a file, by reference where the file system can; of one that grows, what it had.

    Parameters
    ----------
    copied_more : callable
        Called with the number of bytes after each few megabytes.

    Raises
    ------
    FileChangedError
        The file was changed while it was read, so the copy is of no one moment.
    NoSuchFileError, NotAFilePathError
        It is gone, or may not be read.
    OSError
        The target's disk refused, such as for want of room.
    """
    with _opened(source) as reader:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        writer = os.open(target, flags, 0o600)
        found = os.fstat(reader)
        try:
            copied = _copy(reader, writer, found, copied_more)
        finally:
            os.close(writer)
        if copied != found.st_size:
            raise file_changed(source)
        with target.open("rb") as copy:
            return Copied(found, has_grown(reader, found, copy, source))


def read_as_it_is(source: str, most: int) -> tuple[bytes, bool] | None:
    """Return a small file's bytes, and whether it grew meanwhile; None where it has more."""
    with _opened(source) as reader:
        found = os.fstat(reader)
        if found.st_size > most:
            return None
        content = os.read(reader, found.st_size)
        if len(content) != found.st_size:
            raise file_changed(source)
        return content, has_grown(reader, found, io.BytesIO(content), source)


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
        if os.name != "nt" and not os.fstat(reader).st_size and os.pread(reader, 1, 0):
            _refuse_what_says_no_size(source, reader)
        yield reader
    finally:
        os.close(reader)


def _refuse_what_says_no_size(source: str | Path, reader: int) -> None:
    if os.fstat(reader).st_size:
        return  # it was empty, and somebody has just written to it
    raise NotAFilePathError(
        f"{str(source)!r} says that it is empty, and is not: the system makes it when it is read.",
        hint="Nothing was saved. Save its text: run.save_object(Path(…).read_text(), …).",
    )


def _copy(
    reader: int, writer: int, found: os.stat_result, copied_more: Callable[[int], None]
) -> int:
    """Copy as many bytes as a file had; return how many there were. Holes stay holes."""
    size = found.st_size
    done = 0
    for begin, end in data_ranges(reader, size) if has_holes(found) else [(0, size)]:
        _leave_hole(writer, done, begin, copied_more)
        for descriptor in (reader, writer):
            os.lseek(descriptor, begin, os.SEEK_SET)
        done = begin + _copy_range(reader, writer, end - begin, copied_more)
        if done < end:
            return done
    _leave_hole(writer, done, size, copied_more)
    return size


def _leave_hole(writer: int, begin: int, end: int, copied_more: Callable[[int], None]) -> None:
    if begin < end:
        os.ftruncate(writer, end)
        copied_more(end - begin)


def _copy_range(reader: int, writer: int, size: int, copied_more: Callable[[int], None]) -> int:
    copied = _copy_in_kernel(reader, writer, size, copied_more)
    piece = memoryview(bytearray(min(_PIECE_BYTES, size - copied)))
    # The rest: all of it where the kernel could not copy, nothing where it could.
    with open(reader, "rb", buffering=0, closefd=False) as file:
        while count := file.readinto(piece[: size - copied]):
            done = 0
            while done < count:
                done += os.write(writer, piece[done:count])
            copied += count
            copied_more(count)
    return copied


def _copy_in_kernel(reader: int, writer: int, size: int, copied_more: Callable[[int], None]) -> int:
    if not hasattr(os, "copy_file_range"):
        return 0
    copied = 0
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
