"""ZIP files that are written as a stream, and are the same for the same content."""

from __future__ import annotations

import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from cellkeep.codecs.base import WholeWrites

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def zip_entry(archive: zipfile.ZipFile, name: str) -> Iterator[BinaryIO]:
    """Open a new entry, not compressed, whose date and mode are fixed."""
    with archive.open(entry_info(name), "w", force_zip64=True) as file:
        yield cast("BinaryIO", WholeWrites(cast("BinaryIO", file)))


def entry_info(name: str) -> zipfile.ZipInfo:
    """Return what the ZIP says of an entry, the same whenever and wherever it is written."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.create_system = 3  # as on Linux
    entry.external_attr = 0o600 << 16
    return entry
