"""Holes: the parts of a sparse file that take no room on the disk and read as zeros.

A digest is over all bytes of a file, those of its holes included; a copy has holes where the file
has them.
"""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK_BYTES = 512


def has_holes(found: os.stat_result) -> bool:
    """Whether a file takes less room than it has bytes."""
    return used_bytes(found) < found.st_size and hasattr(os, "SEEK_DATA")


def used_bytes(found: os.stat_result) -> int:
    """Return the room that a file takes, as far as it is known; at most its size."""
    blocks: int | None = getattr(found, "st_blocks", None)  # Windows does not say
    return found.st_size if blocks is None else min(found.st_size, blocks * _BLOCK_BYTES)


def data_ranges(descriptor: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield where an open file has data, up to a size: first byte, and the one after the last."""
    end = 0
    while end < size:
        try:
            begin = os.lseek(descriptor, end, os.SEEK_DATA)
        except OSError as error:
            if error.errno != errno.ENXIO:  # a file system that knows of no holes
                yield end, size
            return
        if begin >= size:
            return
        end = min(os.lseek(descriptor, begin, os.SEEK_HOLE), size)
        yield begin, end
