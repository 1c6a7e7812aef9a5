"""A file into the spool: as a link of the blob where it is known and unchanged, else a copy."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cellkeep.snapshot import copy_as_it_is
from cellkeep.stat_cache import FileIdentity, known_digest, remember_digest
from cellkeep.transfer.following import Follower
from cellkeep_core.spool import UNHASHED

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.codecs import Encoded
    from cellkeep.selection import FileItem
    from cellkeep.transfer.routes.store import StoreRoute


@dataclass(frozen=True)
class CapturedFile:
    """A file that is in the spool now.

    Attributes
    ----------
    encoded : Encoded
        What it is.
    sha256 : str
        Its digest, `UNHASHED` where that is still to be computed.
    on_hashed : callable or None
        To be called with the digest then.
    followed : Follower or None
        The content, where it is being hashed already.
    """

    encoded: Encoded
    sha256: str = UNHASHED
    on_hashed: Callable[[str], None] | None = None
    followed: Follower | None = None


def capture_file(item: FileItem, content: Path, store: StoreRoute) -> CapturedFile:
    """Put a file's bytes, as they are now, where an entry's content is to be.

    Raises
    ------
    CellkeepError, OSError
        As `copy_as_it_is`.
    """
    source = Path(item.path)
    sha256 = _link_known(source, content, store)
    if sha256 is not None:
        return CapturedFile(_encoded(item, content), sha256)
    follower = Follower(content)
    try:
        stat = copy_as_it_is(source, content, follower.wrote)
    finally:
        follower.ended()
    copied_at_ns = time.time_ns()
    identity = FileIdentity.of(source, stat)
    remember = partial(remember_digest, identity, copied_at_ns)
    followed = follower if follower.followed else None
    return CapturedFile(_encoded(item, content), on_hashed=remember, followed=followed)


def _link_known(path: Path, content: Path, store: StoreRoute) -> str | None:
    try:
        identity = FileIdentity.of(path)
    except OSError:
        return None  # the copy says what is wrong with it
    sha256 = known_digest(identity)
    if sha256 is None or not store.link_blob(sha256, identity.size, content):
        return None
    return sha256


def _encoded(item: FileItem, content: Path) -> Encoded:
    from cellkeep.codecs import Encoded, describe_file
    from cellkeep_core.media import media_type_of

    # Judged by the copy, whose bytes are the ones that are kept, and by the file's own name.
    media_type = item.media_type or media_type_of(content, Path(item.path).name)
    summary, preview, thumbnail = describe_file(content, media_type)
    return Encoded("bytes.v1", media_type, summary, preview, thumbnail)
