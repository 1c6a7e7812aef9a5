"""How much waits in the spools, since when, and how much may."""

from __future__ import annotations

import logging
import os
import shutil
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from cellkeep_core.errors import CellkeepError, StoreFullError
from cellkeep_core.protocol import from_json
from cellkeep_core.protocol.base import Wire
from cellkeep_core.spool import sessions, waiting_folders
from cellkeep_core.spool_pack import gone_from, is_pack, whole_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
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
            try:
                if is_pack(folder):
                    its_count, its_size, since = pack_usage(folder)
                    count, size = count + its_count, size + its_size
                    times.append(since)
                    continue
                written_at = (folder / "offer.json").stat().st_mtime_ns
                size += (folder / "content").stat().st_size
            except OSError:
                continue  # gone meanwhile, another user's, or damaged: `doctor` lists those
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


class SpoolRoom:
    """The room in the spool for one save call.

    Without a limit of its own a spool leaves 5 % of the disk free, or 1 GB, whichever is
    smaller.

    Parameters
    ----------
    session : Path
        The session's folder.
    roots : callable
        Returns all spools.
    """

    def __init__(self, session: Path, roots: Callable[[], Sequence[Path]]) -> None:
        self._session = session
        self._roots = roots
        self._limit = spool_limit()
        # As it was before the call wrote anything.
        self._before = waiting(roots()) if self._limit is not None else None

    def require(self, size: int, unwritten: int | None = None) -> None:
        """Raise `StoreFullError` where so many bytes in all do not fit.

        It says how much waits, since when, and what to do.

        Parameters
        ----------
        unwritten : int, optional
            How many of them are still to be written; all by default.
        """
        before, limit = self._before, self._limit
        if before is not None and limit is not None and before.bytes + size > limit:
            raise _refused(
                f"The spool may hold {limit:,} bytes ({LIMIT_VARIABLE})",
                size,
                before,
                f"raise {LIMIT_VARIABLE}",
            )
        self._require_free(size if unwritten is None else unwritten)

    def _require_free(self, size: int) -> None:
        try:
            usage = shutil.disk_usage(self._session)
        except OSError:
            return  # writing there will tell why
        kept_free = min(usage.total // _PART_KEPT_FREE, _MOST_KEPT_FREE)
        if usage.free - size < kept_free:
            raise _refused(
                f"The disk of {self._session.parent} has {usage.free:,} bytes free, of which "
                f"{kept_free:,} are left to others",
                size,
                waiting(self._roots()),
                "make room on that disk, or set CELLKEEP_SPOOL to a folder on another one",
            )


def _refused(reason: str, size: int, found: Waiting, remedy: str) -> StoreFullError:
    more = f", and {size:,} bytes more are to be saved" if size else ""
    since = f" since {found.oldest_at}" if found.oldest_at else ""
    saves = "1 save" if found.saves == 1 else f"{found.saves:,} saves"
    wait = "waits" if found.saves == 1 else "wait"
    return StoreFullError(
        f"{reason}; {saves} ({found.bytes:,} bytes) {wait} there{since}{more}.",
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


class _Size(Wire):
    id: str
    size: int
    created_at: str


class _SizeLine(Wire):
    offer: _Size


_sizes = msgspec.json.Decoder(_SizeLine)


def pack_usage(folder: Path) -> tuple[int, int, str | None]:
    """Return how many artifacts of a pack wait, their bytes, and when the first was saved."""
    try:
        gone = gone_from(folder)
        lines = map(_sizes.decode, whole_lines(folder))
        waiting = [one.offer for one in lines if one.offer.id not in gone]
    except (OSError, CellkeepError, msgspec.DecodeError):
        return 0, 0, None
    oldest = min((one.created_at for one in waiting), default=None)
    return len(waiting), sum(one.size for one in waiting), oldest
