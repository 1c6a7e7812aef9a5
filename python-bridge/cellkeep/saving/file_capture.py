"""Captures a file into the spool: as a hard link to its blob if unchanged, else as a copy."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cellkeep.errors import FileChangedError
from cellkeep.saving.digest_cache import FileIdentity, known_digest, remember_digest
from cellkeep.saving.incremental_hash import IncrementalHash
from cellkeep.saving.snapshot import copy_as_it_is
from cellkeep.transfer.routes.http_sending import PIECE_BYTES
from cellkeep_core.spool import UNHASHED, SpoolEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.codecs import Encoded
    from cellkeep.saving.selection import FileItem
    from cellkeep.transfer.reach import Reach
    from cellkeep_core.protocol import Offer

_TRIES = 3
"""How often a file is copied that somebody writes to."""


@dataclass(frozen=True)
class CapturedFile:
    """A file in the spool.

    Attributes
    ----------
    encoded : Encoded
        What it is.
    sha256 : str
        Its digest, `UNHASHED` where that is still to be computed.
    on_hashed : callable or None
        To be called with the digest then.
    hashing : IncrementalHash or None
        What hashes the content already.
    grew : bool
        Whether somebody has appended to the file since its copy began.
    """

    encoded: Encoded
    sha256: str = UNHASHED
    on_hashed: Callable[[str], None] | None = None
    hashing: IncrementalHash | None = None
    grew: bool = False


def capture_file(
    item: FileItem, content: Path, reach: Reach, offer: Callable[[int, Encoded], Offer]
) -> CapturedFile:
    """Put a file's present bytes where the entry's content belongs.

    A large one that goes to a server is on its way there while it is copied.

    Parameters
    ----------
    offer : callable
        Returns the offer for a size and what is known of the file before it is copied.

    Raises
    ------
    CellkeepError, OSError
        As `copy_as_it_is`.
    """
    source = Path(item.path)
    known, size = _known(source)
    if known is not None and reach.store.link_blob(known, size, content):
        return CapturedFile(_encoded(item, content), known)
    by_http = reach.goes_by_http()
    # A file that was saved before is likely to be there.
    early = by_http and known is None and size > PIECE_BYTES
    if not early:
        for _ in range(_TRIES - 1):
            with suppress(FileChangedError):
                return _copied(item, content, IncrementalHash(content, write_out=not by_http))
            content.unlink()
    hashing = IncrementalHash(content, write_out=not by_http)

    def wrote(count: int) -> None:
        nonlocal early
        hashing.wrote(count)
        if early:
            early = False
            entry = SpoolEntry(content.parent, offer(size, _encoded_early(item)))
            entry.prefixes = hashing.prefixes
            reach.send_early(entry, hashing.ends())

    return _copied(item, content, hashing, wrote)


def _copied(
    item: FileItem,
    content: Path,
    hashing: IncrementalHash,
    wrote: Callable[[int], None] | None = None,
) -> CapturedFile:
    source = Path(item.path)
    try:
        found, grew = copy_as_it_is(source, content, wrote or hashing.wrote)
    finally:
        hashing.ended()
    copied_at_ns = time.time_ns()
    identity = FileIdentity.of(source, found)
    remember = None if grew else partial(remember_digest, identity, copied_at_ns)
    return CapturedFile(_encoded(item, content), on_hashed=remember, hashing=hashing, grew=grew)


def _known(path: Path) -> tuple[str | None, int]:
    """Return a file's digest, where it is known, and its size."""
    try:
        identity = FileIdentity.of(path)
    except OSError:
        return None, 0  # copying it raises the right error
    return known_digest(identity), identity.size


def _encoded_early(item: FileItem) -> Encoded:
    """Return what is known of a file without a look at all of it."""
    from cellkeep.codecs import Encoded
    from cellkeep_core.media import media_type_of

    source = Path(item.path)
    return Encoded("bytes.v1", item.media_type or media_type_of(source, source.name))


def _encoded(item: FileItem, content: Path) -> Encoded:
    from cellkeep.codecs import Encoded, describe_file
    from cellkeep_core.media import media_type_of

    # Judged by the copy, whose bytes are the ones that are kept, and by the file's own name.
    media_type = item.media_type or media_type_of(content, Path(item.path).name)
    return Encoded("bytes.v1", media_type, *describe_file(content, media_type))
