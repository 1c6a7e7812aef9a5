"""Copies between the two stores of a server: its own folder, and the service.

They go as `cellkeep migrate` goes: ids and versions are kept, each digest is verified, what is
there already is left alone, and the same copy again goes on where it stopped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from msgspec import UNSET, structs

from cellkeep_core.errors import (
    ArtifactNotFoundError,
    BadRequestError,
    CellkeepError,
    RunNotFoundError,
)
from cellkeep_core.protocol import CopyRequest, ErrorCode, TransferStatus
from cellkeep_core.server_file import ServerAddress
from cellkeep_server.files.kept_copies import NOTHING_CHANGED, KeptCopies, KeptCopy
from cellkeep_server.files.transfers import Progress, ServerTransfers, queued
from cellkeep_server.service import StoreService

if TYPE_CHECKING:
    from cellkeep.migrating.migration import Report
    from cellkeep_store import Store


class Copies:
    """Begins copies.

    Parameters
    ----------
    here : StoreService
        The server's own folder.
    team : callable
        Returns the address of the service, with the token of the server's person.
    transfers : ServerTransfers
        Where they wait for their turn, and are seen.
    kept : KeptCopies
        Those that have not ended, also of servers before this one.
    """

    def __init__(
        self,
        here: StoreService,
        team: Callable[[], ServerAddress],
        transfers: ServerTransfers,
        kept: KeptCopies,
    ) -> None:
        self._here = here
        self._team = team
        self._transfers = transfers
        self._kept = kept
        # One after another: the versions of a name come in their order.
        self._turn = asyncio.Lock()

    async def start(self, request: CopyRequest, owner: str | None = None) -> list[TransferStatus]:
        """Begin to copy what a request means; return the first state of each transfer.

        Parameters
        ----------
        owner : str, optional
            Who asks for it, where Jupyter tells persons apart.

        Raises
        ------
        CellkeepError
            Where there is no such run or artifact, or a store cannot be reached; nothing is begun.
        """
        if (request.run_id is UNSET) == (request.artifact_ids is UNSET):
            raise BadRequestError("A copy is of a run, or of artifacts.")
        found = await self._here.move(lambda store: self._look(store, request))
        return [self._add(structs.replace(copy, owner=owner)) for copy in found]

    def restore(self) -> None:
        """Show what a server before this one has left: as failed, to be tried again."""
        for copy in self._kept.left():
            self._add(copy)

    def _add(self, copy: KeptCopy) -> TransferStatus:
        note = partial(self._kept.note, copy)
        return self._transfers.add(copy.status, partial(self._copy, copy), copy.owner, note)

    async def _copy(self, copy: KeptCopy, progress: Progress) -> None:
        async with self._turn:
            await self._here.move(lambda store: self._move(store, copy, progress))

    def _look(self, store: Store, request: CopyRequest) -> list[KeptCopy]:
        """Find what is to be copied, and say what each is."""
        from cellkeep.migrating.folder import FolderEnd
        from cellkeep.migrating.server import ServerEnd

        with closing(ServerEnd(self._team())) as team:
            source = FolderEnd(store) if request.to == "team" else team
            if request.run_id is not UNSET:
                info = source.run(request.run_id)
                if info is None:
                    raise RunNotFoundError("The run is no longer there.")
                run = info.run
                whole = queued(run.id, run.name, run.name, info.bytes)
                whole.to = request.to
                return [KeptCopy(to=request.to, status=whole, run_id=run.id)]
            found = []
            for its_id in request.artifact_ids or ():
                one = source.artifact(its_id)
                if one is None:
                    raise ArtifactNotFoundError("The artifact is no longer there.")
                status = queued(one.run_id, one.run_name, one.name, one.size)
                status.to = request.to
                copy = KeptCopy(to=request.to, status=status, artifact_id=one.id)
                found.append((one.seq, copy))
            return [copy for _, copy in sorted(found, key=lambda each: each[0])]

    def _move(self, store: Store, copy: KeptCopy, progress: Progress) -> None:
        from cellkeep.migrating.folder import FolderEnd
        from cellkeep.migrating.migration import Migration
        from cellkeep.migrating.server import ServerEnd

        progress(0)
        with closing(ServerEnd(self._team())) as team:
            here = FolderEnd(store)
            source, target = (here, team) if copy.to == "team" else (team, here)
            migration = Migration(
                source, target, only_run=copy.run_id, only_artifact=copy.artifact_id
            )
            _judge(migration.run(progress))


def _judge(report: Report) -> None:
    """Raise where not all of a copy is there."""
    missing, there = sum(report.failed.values()), report.artifacts + report.existing
    if missing:
        first = next(iter(report.failed))
        of_all = f"{missing:,} of {missing + there:,} were not copied, such as"
        told = f"{of_all if missing > 1 else 'Not copied:'} {first.rstrip('.')}."
        hint = report.error.hint if report.error is not None and missing == 1 else None
        code: ErrorCode = "BAD_REQUEST" if report.error is None else report.error.code
        raise CellkeepError(told, hint=hint or NOTHING_CHANGED, code=code)
    if report.deleted:
        raise ArtifactNotFoundError(
            f"{report.deleted:,} of {report.deleted + there:,} were deleted there, and stay so."
            if report.deleted + there > 1
            else "It was deleted there, and stays so.",
            hint="Bring it back from the trash there. Nothing was changed where it comes from.",
        )
