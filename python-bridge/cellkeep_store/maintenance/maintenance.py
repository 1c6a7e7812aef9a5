"""Cleaning up and checking: ``store.maintenance``."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from cellkeep_core.ids import utc_text
from cellkeep_store.catalog import parts, queries, removal, trash
from cellkeep_store.catalog.distinct_names import forget_names, unused_names
from cellkeep_store.catalog.many_rows import portions
from cellkeep_store.catalog.older_texts import forget_older_texts
from cellkeep_store.maintenance.verify import ORPHAN_AGE_S, Finding, examine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cellkeep_core.protocol import Collected
    from cellkeep_store.blobs.leases import Leases
    from cellkeep_store.blobs.storage import Blobs
    from cellkeep_store.catalog.database import Database
    from cellkeep_store.coordinator import Coordinator
    from cellkeep_store.maintenance.trash import Trash

TRASH_DAYS = 30
_MOST_NAMES = 10_000
_PAGE = 200


class Maintenance:
    """Removes what nobody needs any longer, and looks whether all the rest is whole."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        leases: Leases,
        trash: Trash,
        coordinator: Coordinator,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._leases = leases
        self._trash = trash
        self._coordinator = coordinator
        self._examine = partial(examine, database, blobs, leases)

    def collect_every(
        self, every_s: float, *, stop: Callable[[], bool] = lambda: False
    ) -> Collected | None:
        """Clean the store up, unless somebody did within this time, or is at it.

        Parameters
        ----------
        every_s : float
            Seconds between two clean-ups.
        stop : callable, optional
            As of `collect`; what is left over is done the next time, at once.

        Returns
        -------
        Collected or None
            What was done; None where it is too early, or another process is at it.
        """
        done: Collected | None = None

        def clean_up() -> bool:
            nonlocal done
            done = self.collect(stop=stop)
            return not stop()

        self._coordinator.every("collect", every_s, clean_up)
        return done

    def collect(
        self,
        *,
        trash_days: float = TRASH_DAYS,
        orphan_age_s: float = ORPHAN_AGE_S,
        dry_run: bool = False,
        stop: Callable[[], bool] = lambda: False,
    ) -> Collected:
        """Apply each run's retention, empty old trash, remove files that no artifact names.

        Safe while others save or clean up: a file goes only under its lease, when the catalog
        does not know it.

        Parameters
        ----------
        trash_days : float, default 30
            What has been in the trash for longer goes for good.
        orphan_age_s : float, default one day
            Files that no artifact names go when they are older.
        dry_run : bool, default False
            Only say what would happen.
        stop : callable, optional
            Asked again and again; once it says True the rest is left for the next time.
        """
        with self._database.read() as tx:
            expired = removal.expired(tx, _days_ago)
            old = trash.all_of(tx, None, before=_days_ago(trash_days))
        if not dry_run:
            self._trash.expire(expired, stop=stop)
        done = self._trash.purge_all([] if stop() else old, dry_run=dry_run)
        done.expired = len(expired)
        for sha256, size in self._leases.orphans(orphan_age_s):
            if stop():
                break
            if dry_run or self._leases.remove(sha256):
                done.blobs += 1
                done.freed_bytes += size
        if not dry_run and not stop():
            self._blobs.reclaim(stop)
            self._forget_names()
        return done

    def _forget_names(self) -> None:
        with self._database.read() as tx:
            names = unused_names(tx)
        for part in portions(names, _MOST_NAMES):
            with self._database.write() as tx:
                forget_names(tx, part)
        with self._database.write() as tx:
            forget_older_texts(tx)

    def verify(self, orphan_age_s: float = ORPHAN_AGE_S) -> Iterator[Finding]:
        """Hash every blob against the catalog, and look for files that nobody knows.

        What is damaged is marked, so that the next save of the same bytes replaces it.
        """
        last = ""
        while True:
            # Page by page, so that no long-lived reader keeps the catalog's log from being emptied.
            with self._database.read() as tx:
                rows = queries.blob_page(tx, last, _PAGE)
            if not rows:
                break
            for row in rows:
                finding = self._examine(row.sha256)
                if finding is not None:
                    yield finding
            last = rows[-1].sha256
        for sha256, _ in self._leases.orphans(orphan_age_s):
            yield Finding(
                ok=True,
                kind="orphan",
                sha256=sha256,
                artifacts=[],
                message="No artifact has these bytes: a save or a delete was cut short. They do no "
                "harm; `cellkeep verify --clean` removes them.",
            )

    def check_blob(self, sha256: str, *, trust_above: int | None = None) -> bool:
        """Hash one blob, one of more bytes only if written to since; a damaged one is marked."""
        finding = self._examine(sha256, trust_above=trust_above)
        return finding is not None and finding.ok

    def read_parts(self, *, stop: Callable[[], bool] = lambda: False) -> int:
        """Read blobs that are known by their parts alone, unless somebody is at it.

        What is as it was said is then known by its SHA-256; what is not is marked as damaged, and
        harms no artifact but those that were saved with that very claim.

        Returns
        -------
        int
            How many were read.
        """
        done = 0

        def read() -> bool:
            nonlocal done
            with self._database.read() as tx:
                unread = parts.unread(tx)
            for sha256 in unread:
                if stop():
                    return False
                self._examine(sha256)
                done += 1
            return True

        with self._database.read() as tx:
            if not parts.unread(tx):
                return 0
        self._coordinator.every("parts", 0, read)
        return done

    def quick_check(self) -> list[str]:
        """Return what is wrong with the store at a glance, without hashing; empty where well."""
        with self._database.read() as tx:
            problems = queries.integrity_problems(tx)
            for row in queries.all_blobs(tx):
                found = self._blobs.stat(row.sha256)
                if found is None:
                    problems.append(f"the bytes {row.sha256} are gone")
                elif found.size != row.size or row.damaged:
                    problems.append(f"the bytes {row.sha256} are damaged")
        return problems

    def remove_orphan(self, sha256: str) -> bool:
        """Remove a blob's file that no artifact has; return whether there was one."""
        return self._leases.remove(sha256)


def _days_ago(days: float) -> str:
    return utc_text(time.time() - days * 86_400)
