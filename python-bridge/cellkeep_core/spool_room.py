"""How much waits in the spools, since when, and how much may."""

from __future__ import annotations

import logging
import os
import shutil
from typing import TYPE_CHECKING, NamedTuple

from cellkeep_core.errors import CellkeepError, StoreFullError
from cellkeep_core.protocol import from_json
from cellkeep_core.protocol.base import Wire
from cellkeep_core.spool import sessions, waiting_folders
from cellkeep_core.spool_pack import is_pack, pack_usage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LIMIT_VARIABLE = "CELLKEEP_SPOOL_LIMIT"
# The disk is not ours alone: a full one stops more than saves.
_MOST_KEPT_FREE = 1_000_000_000
_PART_KEPT_FREE = 20
_log = logging.getLogger("cellkeep")


class Waiting(NamedTuple):
    """What waits in spools.

    Attributes
    ----------
    saves : int
        How many.
    bytes : int
        Their bytes.
    oldest_at : str or None
        When the first of them was saved.
    """

    saves: int
    bytes: int
    oldest_at: str | None


def waiting(roots: Sequence[Path]) -> Waiting:
    """Return what waits in the sessions of all processes.

    It costs a look at each folder, not the reading of each offer: a status is asked for often.
    """
    count = size = 0
    times = []
    oldest: tuple[int, Path] | None = None
    for session in sessions(roots):
        for folder in waiting_folders(session):
            if is_pack(folder):
                its_count, its_size, since = pack_usage(folder)
                count, size = count + its_count, size + its_size
                times.append(since)
                continue
            try:
                written_at = (folder / "offer.json").stat().st_mtime_ns
                size += (folder / "content").stat().st_size
            except FileNotFoundError:
                continue  # gone meanwhile, or damaged: `doctor` lists those
            count += 1
            oldest = min(oldest or (written_at, folder), (written_at, folder))
    if oldest is not None:
        times.append(_saved_at(oldest[1]))
    return Waiting(count, size, min((one for one in times if one is not None), default=None))


def spool_usage(roots: Sequence[Path]) -> tuple[int, int]:
    """Return how many entries wait in all sessions, and their bytes."""
    found = waiting(roots)
    return found.saves, found.bytes


def spool_limit() -> int | None:
    """Return ``CELLKEEP_SPOOL_LIMIT`` in bytes, or None where it is not set."""
    text = os.environ.get(LIMIT_VARIABLE, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        _log.warning("%s=%r is no number of bytes; there is no limit then.", LIMIT_VARIABLE, text)
        return None
    return int(text)


def require_spool_room(session: Path, roots: Sequence[Path], size: int) -> None:
    """Raise `StoreFullError` where so many more bytes would pass the spool's limit.

    Without a limit of its own a spool leaves 5 % of the disk free, or 1 GB, whichever is
    smaller.
    """
    limit = spool_limit()
    if limit is not None:
        found = waiting(roots)
        if found.bytes + size > limit:
            raise _refused(
                f"the spool may hold {limit:,} bytes ({LIMIT_VARIABLE})",
                size,
                found,
                f"raise {LIMIT_VARIABLE}",
            )
    try:
        usage = shutil.disk_usage(session)
    except OSError:
        return  # writing there will tell why
    kept_free = min(usage.total // _PART_KEPT_FREE, _MOST_KEPT_FREE)
    if usage.free - size < kept_free:
        raise _refused(
            f"the disk of {session.parent} has {usage.free:,} bytes free, of which "
            f"{kept_free:,} are left to others",
            size,
            waiting(roots),
            "make room on that disk, or set CELLKEEP_SPOOL to a folder on another one",
        )


def _refused(reason: str, size: int, found: Waiting, remedy: str) -> StoreFullError:
    more = f" {size:,} bytes more do not fit:" if size else ""
    since = f" since {found.oldest_at}" if found.oldest_at else ""
    there = f"{found.saves:,} saves ({found.bytes:,} bytes) wait there{since}"
    return StoreFullError(
        f"The spool is full.{more} {reason}, and {there}.",
        hint=f"Nothing was changed, and what waits is safe. Run `cellkeep push`, or {remedy}; "
        "then save again.",
    )


class _Time(Wire):
    created_at: str


def _saved_at(folder: Path) -> str | None:
    try:
        return from_json((folder / "offer.json").read_bytes(), _Time).created_at
    except (OSError, CellkeepError):
        return None
