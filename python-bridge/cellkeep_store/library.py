"""What a person does with what is stored: names, links, the trash, clean-up, lineage."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import IO, TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from cellkeep_core.errors import CellkeepError, RunNotFoundError
from cellkeep_core.protocol import (
    Artifact,
    ArtifactEdit,
    Collected,
    DeleteReport,
    History,
    Lineage,
    Offer,
    Receipt,
    RunInfo,
    RunSettings,
    TrashPage,
)
from cellkeep_store.catalog import naming, queries, removal, search, trash
from cellkeep_store.catalog.lineage import lineage
from cellkeep_store.offers import is_id
from cellkeep_store.reader import CatalogReader
from cellkeep_store.verify import ORPHAN_AGE_S

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cellkeep_store.blobs import BlobFolder
    from cellkeep_store.catalog.filters import ArtifactFilter
    from cellkeep_store.catalog.removal import Doomed
    from cellkeep_store.intake import Intake

TRASH_DAYS = 30
SCHEME = "cellkeep"
MAX_IDS = 10_000
_BATCH = 500


class Library(CatalogReader):
    """The part of `Store` that changes what is stored, and takes it away."""

    _intake: Intake
    _blobs: BlobFolder

    # Names

    def edit(self, artifact_id: str, edit: ArtifactEdit) -> Artifact:
        """Change an artifact's name (of all its versions), tags, notes or metadata.

        Raises
        ------
        NameConflictError
            Where the run has, or had, another thing of that name.
        """
        with self._catalog.write() as tx:
            return naming.edit_artifact(tx, artifact_id, edit)

    def set_alias(self, artifact_id: str, alias: str) -> Artifact:
        """Give a version an alias, such as ``best``; it leaves the version that had it."""
        with self._catalog.write() as tx:
            return naming.set_alias(tx, artifact_id, alias)

    def remove_alias(self, artifact_id: str, alias: str) -> Artifact:
        """Take an alias from a version."""
        with self._catalog.write() as tx:
            return naming.remove_alias(tx, artifact_id, alias)

    def put_settings(self, run_id: str, settings: RunSettings) -> RunInfo:
        """Change what a run does with what is saved again, and how long it keeps things."""
        with self._catalog.write() as tx:
            naming.put_settings(tx, run_id, settings)
            return queries.get_run(tx, run_id)

    def history(self, artifact_id: str) -> History:
        """Return every version of an artifact's name in its run, and the aliases."""
        with self._catalog.read() as tx:
            return naming.history(tx, artifact_id)

    def resolve(self, link: str) -> Artifact:
        """Return the artifact that a link means.

        Parameters
        ----------
        link : str
            ``cellkeep://<store id>/<run id or name>/<name>[@<version or alias>]``, its parts
            percent-encoded, or an artifact's id. Of several runs of one name the latest counts.
        """
        if is_id(link):
            return self.artifact(link)
        run, name, which = self._parts(link)
        with self._catalog.read() as tx:
            run_id = run if is_id(run) else queries.latest_run_named(tx, run)
            if run_id is None:
                raise RunNotFoundError(f"There is no run {run!r} in the store.")
            return naming.find_version(tx, run_id, name, which)

    def link(self, artifact: Artifact) -> str:
        """Return the permanent link to a version."""
        name = quote(artifact.name, safe="/")
        return f"{SCHEME}://{self._id()}/{artifact.run_id}/{name}@{artifact.version}"

    # Clean-up

    def delete(
        self,
        ids: Iterable[str] = (),
        *,
        where: ArtifactFilter | None = None,
        run_id: str | None = None,
        permanent: bool = False,
        dry_run: bool = False,
    ) -> DeleteReport:
        """Move artifacts to the trash, or delete them for good, and say what that frees.

        Parameters
        ----------
        ids : iterable of str
            Artifacts; those that are gone already are passed over.
        where : ArtifactFilter, optional
            All that a filter means.
        run_id : str, optional
            All of a run. It is not listed then, until something of it is restored. For good, or
            where nothing was ever saved in it, the run itself goes.
        permanent : bool, default False
            Without the trash, whose bytes stay until they are purged.
        dry_run : bool, default False
            Only say what would happen.
        """
        with self._catalog.read() as tx:
            doomed = list(dict.fromkeys(trash.find(tx, list(ids), where, run_id)))
            free = removal.freed_by(tx, doomed)
        report = DeleteReport(
            artifacts=len(doomed),
            bytes=sum(each.size for each in doomed),
            freed_bytes=free if permanent else 0,
            trashed_bytes=0 if permanent else free,
            dry_run=dry_run,
            ids=[each.id for each in doomed[:MAX_IDS]],
        )
        if dry_run:
            return report
        freed = 0
        for part in _batches(doomed):
            with self._catalog.write() as tx:
                if not permanent:
                    removal.trash_artifacts(tx, part)
                    continue
                gone = removal.delete_rows(tx, part)
            freed += self._release(gone)
        if permanent:
            report.freed_bytes = freed
        if run_id is not None:
            with self._catalog.write() as tx:
                removal.remove_run(tx, run_id, forget_numbers=permanent)
        return report

    def trash(self, limit: int = 100, cursor: str | None = None) -> TrashPage:
        """Return a page of what can be brought back, the latest first."""
        with self._catalog.read() as tx:
            return trash.page(tx, limit=limit, cursor=cursor)

    def restore(self, ids: Iterable[str]) -> list[str]:
        """Bring artifacts back from the trash as they were; return those that were there."""
        back: list[str] = []
        wanted = list(ids)
        for start in range(0, len(wanted), _BATCH):
            with self._catalog.write() as tx:
                back.extend(removal.restore(tx, wanted[start : start + _BATCH]))
        return back

    def purge(self, ids: Iterable[str] | None = None, *, dry_run: bool = False) -> Collected:
        """Empty the trash, all of it or of these; their bytes go where nothing else has them."""
        with self._catalog.read() as tx:
            doomed = trash.all_of(tx, None if ids is None else list(ids))
        return self._purge(doomed, dry_run=dry_run)

    def collect(
        self,
        *,
        trash_days: float = TRASH_DAYS,
        orphan_age_s: float = ORPHAN_AGE_S,
        dry_run: bool = False,
        stop: Callable[[], bool] = lambda: False,
    ) -> Collected:
        """Do what is due: retention of each run, old trash, files that no artifact names.

        Safe while others save or clean up: a file goes only inside a write transaction in which
        the catalog does not know it.

        Parameters
        ----------
        trash_days : float, default 30
            What has been in the trash for longer goes for good.
        orphan_age_s : float, default one day
            Files that no artifact names go when they are older.
        dry_run : bool, default False
            Only say what would happen.
        stop : callable, optional
            Asked again and again; what is left is due the next time once it says True.
        """
        with self._catalog.read() as tx:
            expired = removal.expired(tx, _days_ago)
            old = trash.all_of(tx, None, before=_days_ago(trash_days))
        if not dry_run:
            for part in _batches(expired):
                if stop():
                    break
                with self._catalog.write() as tx:
                    removal.trash_artifacts(tx, part)
        done = self._purge([] if stop() else old, dry_run=dry_run)
        done.expired = len(expired)
        for sha256 in self._orphans(orphan_age_s):
            if stop():
                break
            size = self._blobs.size(sha256) or 0
            if dry_run or self._intake.release(sha256):
                done.blobs += 1
                done.freed_bytes += size
        return done

    # Sharing

    def put_stream(
        self, offer: Offer, stream: IO[bytes], thumbnail: bytes | None = None
    ) -> Receipt:
        """Store bytes as they come. Errors as in `Store.put_file`."""
        return self._intake.put_stream(offer, stream, thumbnail)

    def require_room(self, size: int) -> None:
        """Raise `StoreFullError` where so many more bytes fit neither limit nor disk."""
        self._intake.require_room(size)

    def has_run(self, run_id: str) -> bool:
        """Return whether the store has a run."""
        try:
            self.run(run_id)
        except RunNotFoundError:
            return False
        return True

    # Lineage

    def lineage(self, artifact_id: str, *, up: int = 20, down: int = 20) -> Lineage:
        """Return what an artifact was made from and what was made from it, step by step."""
        with self._catalog.read() as tx:
            return lineage(tx, artifact_id, up=up, down=down)

    def select(self, where: ArtifactFilter) -> Iterator[Artifact]:
        """Yield all that a filter means, newest first; new saves do not move it."""
        cursor: str | None = None
        while True:
            with self._catalog.read() as tx:
                found = search.list_artifacts(
                    tx, where, search.Order(), limit=_BATCH, cursor=cursor
                )
            yield from found.items
            cursor = found.next_cursor or None
            if cursor is None:
                return

    def _purge(self, doomed: list[Doomed], *, dry_run: bool) -> Collected:
        done = Collected(expired=0, purged=len(doomed), blobs=0, freed_bytes=0, dry_run=dry_run)
        if dry_run:
            with self._catalog.read() as tx:
                done.freed_bytes = removal.freed_by(tx, doomed)
            return done
        done.purged = 0
        for part in _batches(doomed):
            with self._catalog.write() as tx:
                count, gone = removal.purge(tx, part)
            done.purged += count
            done.blobs += len(gone)
            done.freed_bytes += self._release(gone)
        return done

    def _release(self, gone: list[Doomed]) -> int:
        # After the commit: a crash in between leaves a file too many, never one too few.
        return sum(each.size for each in gone if self._intake.release_quietly(each.sha256))

    def _orphans(self, age_s: float) -> Iterator[str]:
        for part in _portions(self._blobs.walk()):
            with self._catalog.read() as tx:
                unknown = queries.unknown_blobs(tx, part)
            for sha256 in unknown:
                with suppress(FileNotFoundError):
                    if time.time() - self._blobs.path(sha256).stat().st_ctime >= age_s:
                        yield sha256

    def _parts(self, link: str) -> tuple[str, str, str]:
        split = urlsplit(link)
        parts = split.path.removeprefix("/").split("/", 1)
        if split.scheme != SCHEME or len(parts) != 2 or not all(parts):
            raise CellkeepError(
                f"{link[:200]!r} is no link to an artifact.",
                hint="It reads cellkeep://store/run/name@version, or is an artifact's id.",
                code="BAD_REQUEST",
            )
        if is_id(split.netloc) and split.netloc != self._id():
            raise CellkeepError(
                "The link is to another store.",
                hint=f"Open the store with the id {split.netloc}.",
                code="ARTIFACT_NOT_FOUND",
            )
        run, rest = parts
        name, at, which = rest.rpartition("@")
        if not at:
            name, which = rest, ""
        return unquote(run), unquote(name), unquote(which)

    def _id(self) -> str:
        raise NotImplementedError


def _batches(doomed: list[Doomed]) -> Iterator[list[str]]:
    # Others get their turn between two of them.
    for start in range(0, len(doomed), _BATCH):
        yield [each.id for each in doomed[start : start + _BATCH]]


def _portions(digests: Iterator[str]) -> Iterator[list[str]]:
    while part := list(islice(digests, _BATCH)):
        yield part


def _days_ago(days: float) -> str:
    moment = datetime.now(UTC) - timedelta(days=days)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
