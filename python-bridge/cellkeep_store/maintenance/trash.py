"""Deleting, the trash and the way back: ``store.trash``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

from sqlalchemy import Connection, Table, select

from cellkeep_core.errors import BadRequestError, CellkeepError
from cellkeep_core.protocol import Collected, DeleteReport, DeleteResult, TrashPage
from cellkeep_core.text import counted
from cellkeep_store.blobs.leases import Leases
from cellkeep_store.catalog import queries, removal, rights, trash
from cellkeep_store.catalog.activity import Act, note_all
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.filters import ArtifactFilter, filters_nothing
from cellkeep_store.catalog.many_rows import portions
from cellkeep_store.catalog.person import Level, Person
from cellkeep_store.catalog.removal import Doomed
from cellkeep_store.catalog.seen import Seen
from cellkeep_store.catalog.tables import artifacts
from cellkeep_store.catalog.tables import trash as in_trash

MAX_IDS = 10_000
MOST_UNCOUNTED = 100
"""So many are deleted by a filter without being counted first."""

_BATCH = 500


class Trash:
    """Takes artifacts away, for a while or for good.

    Parameters
    ----------
    person : Person, optional
        Who does, where a service tells persons apart: only what they may manage. What is said to be
        freed is then counted without what others have, whose bytes may be the same.
    """

    def __init__(self, database: Database, leases: Leases, person: Person | None = None) -> None:
        self._database = database
        self._leases = leases
        self._person = person

    def delete(
        self,
        ids: Iterable[str] = (),
        *,
        where: ArtifactFilter | None = None,
        run_id: str | None = None,
        everything: bool = False,
        expect: int | None = None,
        permanent: bool = False,
        dry_run: bool = False,
    ) -> DeleteReport:
        """Move artifacts to the trash, or delete them for good, and say what that frees.

        Parameters
        ----------
        ids : iterable of str
            Artifacts; those that are gone already are passed over.
        where : ArtifactFilter, optional
            All that a filter means. One that filters nothing is refused.
        run_id : str, optional
            All of a run. It is not listed then, until something of it is restored. For good, or
            where nothing was ever saved in it, the run itself goes.
        everything : bool, default False
            All that the store has.
        expect : int, optional
            How many it will be, as a dry run said; needed where `where`, `run_id` or
            `everything` mean more than `MOST_UNCOUNTED`.
        permanent : bool, default False
            Without the trash, whose bytes stay until they are purged.
        dry_run : bool, default False
            Only say what would happen.

        Raises
        ------
        RunNotFoundError
        CellkeepError
            ``BAD_REQUEST`` where `where` filters nothing, or `expect` is another number or missing.
        """
        if where is not None and filters_nothing(where):
            raise BadRequestError(
                "The filter filters nothing, so it would mean everything.",
                hint="Nothing was deleted. To delete everything, ask for all of it by name.",
            )
        named = list(ids)
        meant = ArtifactFilter() if everything else where
        if self._person is not None:
            self._require(artifacts, named)
            if run_id is not None:
                with self._database.read() as tx:
                    rights.require(tx, self._person, run_id, Level.MANAGE)
        with self._read(Level.MANAGE) as tx:
            doomed = list(dict.fromkeys(trash.find(tx, named, meant, run_id)))
        free = self._free(doomed)
        if not dry_run:
            _check_count(len(doomed), expect, counted_before=meant is None and run_id is None)
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
            with self._database.write() as tx:
                self._note(tx, "deleted", artifacts, part)
                if not permanent:
                    removal.trash_artifacts(tx, part)
                    continue
                gone = removal.delete_rows(tx, part)
            freed += self._release(gone)
        if permanent and self._person is None:
            report.freed_bytes = freed
        if run_id is not None:
            with self._database.write() as tx:
                removal.remove_run(tx, run_id, forget_numbers=permanent)
        return report

    def delete_artifact(self, artifact_id: str) -> DeleteResult:
        """Delete an artifact for good, and its bytes where no other artifact has them."""
        told = None
        if self._person is not None:
            with self._read() as tx:
                told = self._free(list(trash.find(tx, [artifact_id], None, None)))
        with self._database.write() as tx:
            rights.require_artifact(tx, self._person, artifact_id, Level.MANAGE)
            queries.get_artifact(tx, artifact_id)  # or ARTIFACT_NOT_FOUND
            self._note(tx, "deleted", artifacts, [artifact_id])
            gone = removal.delete_rows(tx, [artifact_id])
        freed = self._release(gone)
        return DeleteResult(artifact_id=artifact_id, freed_bytes=freed if told is None else told)

    def page(self, limit: int = 100, cursor: str | None = None) -> TrashPage:
        """Return a page of what can be brought back, the latest first."""
        with self._read() as tx:
            return trash.page(tx, limit=limit, cursor=cursor)

    def restore(self, ids: Iterable[str]) -> list[str]:
        """Bring artifacts back from the trash as they were; return those that were there."""
        back: list[str] = []
        wanted = list(ids)
        if self._person is not None:
            self._require(in_trash, wanted)
            with self._read(Level.MANAGE) as tx:
                wanted = [each.id for each in trash.all_of(tx, wanted)]
        for part in portions(wanted, _BATCH):
            with self._database.write() as tx:
                restored = removal.restore(tx, part)
                self._note(tx, "restored", artifacts, restored)
                back += restored
        return back

    def purge(
        self,
        ids: Iterable[str] = (),
        *,
        everything: bool = False,
        expect: int | None = None,
        dry_run: bool = False,
    ) -> Collected:
        """Empty the trash of these or of everything; bytes that nothing else has go too.

        Parameters
        ----------
        ids : iterable of str
            Artifacts; those that are not in the trash are passed over.
        everything : bool, default False
            All that is in it.
        expect : int, optional
            How many it will be, as in `delete`.
        dry_run : bool, default False
            Only say what would happen.

        Raises
        ------
        CellkeepError
            ``BAD_REQUEST`` where `expect` is another number, or missing.
        """
        named = list(ids)
        if self._person is not None:
            self._require(in_trash, named)
        with self._read(Level.MANAGE) as tx:
            doomed = trash.all_of(tx, None if everything else named)
        if not dry_run:
            _check_count(len(doomed), expect, counted_before=not everything)
        return self.purge_all(doomed, dry_run=dry_run)

    def expire(self, doomed: list[Doomed], *, stop: Callable[[], bool]) -> None:
        """Move what runs do not keep any longer to the trash."""
        for part in _batches(doomed):
            if stop():
                return
            with self._database.write() as tx:
                removal.trash_artifacts(tx, part)

    def purge_all(self, doomed: list[Doomed], *, dry_run: bool) -> Collected:
        """Take these out of the trash for good, or only say what that would free."""
        done = Collected(expired=0, purged=len(doomed), blobs=0, freed_bytes=0, dry_run=dry_run)
        if dry_run:
            done.freed_bytes = self._free(doomed)
            return done
        told = self._free(doomed) if self._person is not None else None
        done.purged = 0
        for part in _batches(doomed):
            with self._database.write() as tx:
                self._note(tx, "purged", in_trash, part)
                count, gone = removal.purge(tx, part)
            done.purged += count
            released = self._release(gone)
            if told is None:
                done.blobs += len(gone)
                done.freed_bytes += released
        done.freed_bytes += told or 0
        return done

    def _read(self, level: Level = Level.VIEW) -> AbstractContextManager[Connection]:
        return self._database.read(None if self._person is None else Seen(self._person, level))

    def _free(self, doomed: list[Doomed]) -> int:
        """Return the bytes that nothing else has, as far as the person sees."""
        with self._read() as tx:
            return removal.freed_by(tx, doomed)

    def _require(self, table: Table, ids: list[str]) -> None:
        """Refuse it where the person sees, but does not manage, some of these."""
        there = {}
        for level in (Level.VIEW, Level.MANAGE):
            with self._read(level) as tx:
                there[level] = {
                    row.id
                    for part in portions(ids, _BATCH)
                    for row in tx.execute(select(table.c.id).where(table.c.id.in_(part)))
                }
        kept = len(there[Level.VIEW] - there[Level.MANAGE])
        if kept:
            raise CellkeepError(
                f"{counted(kept, 'artifact')} of these belong to runs that you do not manage.",
                hint="Nothing was changed. Leave them out, or ask the owners of their runs.",
                code="FORBIDDEN",
            )

    def _note(self, tx: Connection, act: Act, table: Table, ids: list[str]) -> None:
        if self._person is not None:
            note_all(tx, self._person, act, trash.in_words(tx, table, ids))

    def _release(self, gone: list[Doomed]) -> int:
        """Remove bytes that nothing has any more; return how many went."""
        # After the commit: a crash in between leaves a file too many, never one too few.
        removed = self._leases.remove_all(each.sha256 for each in gone)
        return sum(each.size for each in gone if each.sha256 in removed)


def _check_count(count: int, expect: int | None, *, counted_before: bool) -> None:
    """Refuse a deletion of more, or of others, than the person knows of."""
    if expect is None and (counted_before or count <= MOST_UNCOUNTED):
        return
    if count != expect:
        said = "it is not said how many are meant" if expect is None else f"{expect:,} are expected"
        raise BadRequestError(
            f"This would delete {counted(count, 'artifact')}, and {said}.",
            hint="Nothing was deleted. Look at what a dry run says, and say its count with the "
            f"request: expect={count} (--expect {count}).",
        )


def _batches(doomed: list[Doomed]) -> list[list[str]]:
    # Others get their turn between two of them.
    return portions([each.id for each in doomed], _BATCH)
