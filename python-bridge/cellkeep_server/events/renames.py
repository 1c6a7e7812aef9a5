"""Notebooks that are renamed or moved, which the store follows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from logging import Logger
from typing import TYPE_CHECKING, Any, Protocol

from cellkeep_core.errors import RunNotFoundError
from cellkeep_core.protocol import ChangeEvent
from cellkeep_server.service import StoreService
from cellkeep_store.catalog.moving import NotebookFile

if TYPE_CHECKING:
    from jupyter_events import EventLogger

CONTENTS = "https://events.jupyter.org/jupyter_server/contents_service/v1"


class FileIds(Protocol):
    """What `jupyter_server_fileid` knows of files. Only for the thread of the event loop."""

    def index(self, path: str) -> str | None:
        """Return a file's id, from now on one for as long as it exists."""

    def get_id(self, path: str) -> str | None:
        """Return the id of the file that is at a path now, where it has one."""

    def get_path(self, id: str) -> str | None:  # noqa: A002  (their interface)
        """Return where the file of an id is, None where it is not in this server's folder."""


class RenameFollower:
    """Tells the store where a notebook is now, when the contents manager has moved it.

    A path alone says too little, since servers of different folders may share a store. A run is
    this server's where its kernel runs here; where Jupyter's file ids are installed also later:
    the store notes the id of the file, and a run whose file has that id is of this server.

    Of a move by ``mv`` nobody tells. With file ids it is seen when the notebook is opened at its
    new path. Systems give the number of a deleted file to another one, and with it the id: so it
    must have one of the cells, too.

    Parameters
    ----------
    service : StoreService
        The store.
    events : EventLogger
        Where the contents manager says so.
    kernel_ids : callable
        Returns the ids of the kernels that run now.
    file_ids : callable
        Returns what knows the ids of files, None where that is not installed.
    read_notebook : callable
        Returns the notebook at a path, as the contents manager has it.
    log : Logger
        Where it says what went wrong.
    """

    def __init__(
        self,
        service: StoreService,
        events: EventLogger,
        kernel_ids: Callable[[], list[str]],
        file_ids: Callable[[], FileIds | None],
        read_notebook: Callable[[str], Awaitable[dict[str, Any]]],
        log: Logger,
    ) -> None:
        self._service = service
        self._kernel_ids = kernel_ids
        self._file_ids = file_ids
        self._read_notebook = read_notebook
        self._log = log
        self._opened: dict[str, str] = {}
        self._events = events
        self._noted: set[tuple[str, str]] = set()
        self._noting: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()
        events.add_listener(schema_id=CONTENTS, listener=self._heard)

    def close(self) -> None:
        """Stop listening."""
        self._events.remove_listener(listener=self._heard)
        for task in self._noting:
            task.cancel()

    def saved(self, change: ChangeEvent) -> None:
        """Hear of a change in the store: of a notebook's first save its file's id is noted."""
        artifact = change.artifact
        path = artifact.provenance.notebook if artifact else None
        if not path or (change.run_id, path) in self._noted or self._file_ids() is None:
            return
        self._noted.add((change.run_id, path))
        task = asyncio.get_running_loop().create_task(self._note_first(change.run_id, path))
        self._noting.add(task)
        task.add_done_callback(self._noting.discard)

    async def _note_first(self, run_id: str, path: str) -> None:
        try:
            info = await self._service.call(lambda store: store.catalog.run(run_id))
            if info.run.kernel_id in self._kernel_ids():
                await self._note(run_id, path)
        except RunNotFoundError:
            pass
        except Exception as error:  # noqa: BLE001  (the save is stored, whatever file it came from)
            self._noted.discard((run_id, path))
            self._log.warning("Cellkeep could not note the file id of %s: %s", path, error)

    async def _note(self, run_id: str, path: str) -> None:
        ids = self._file_ids()
        file_id = None if ids is None else ids.index(path)
        if file_id is not None:
            await self._service.call(
                lambda store: store.editor.note_notebook(run_id, path, file_id)
            )

    async def _heard(self, logger: EventLogger, schema_id: str, data: dict[str, Any]) -> None:  # noqa: ARG002  (the listener's interface)
        if data.get("action") == "get":
            await self._heard_opened(str(data.get("path")).strip("/"))
            return
        before, after = data.get("source_path"), data.get("path")
        kernel_ids = self._kernel_ids()
        knows_any = bool(kernel_ids) or self._file_ids() is not None
        if data.get("action") != "rename" or not before or not after or not knows_any:
            return
        before, after = before.strip("/"), after.strip("/")
        try:
            async with self._turn:  # two in a row are two steps of one way
                await self._follow(kernel_ids, before, after)
        except Exception as error:  # noqa: BLE001  (the file is moved, whatever the store says)
            self._log.warning("Cellkeep could not follow %s to %s: %s", before, after, error)

    async def _heard_opened(self, path: str) -> None:
        ids = self._file_ids()
        file_id = ids.get_id(path) if ids is not None and path.endswith(".ipynb") else None
        if file_id is None or self._opened.get(file_id) == path:
            return
        self._opened[file_id] = path
        try:
            async with self._turn:
                await self._follow_by_id(file_id, path)
        except Exception as error:  # noqa: BLE001  (it opens, whatever the store says)
            self._log.warning("Cellkeep could not see where %s was before: %s", path, error)

    async def _follow_by_id(self, file_id: str, path: str) -> None:
        found = await self._service.call(lambda store: store.catalog.notebook_files_by_id(file_id))
        elsewhere = [(file, cells) for file, cells in found if file.path != path and cells]
        if not elsewhere:
            return
        there = await self._read_notebook(path)
        here = {cell.get("id") for cell in there["content"]["cells"]}
        for file, cells in elsewhere:
            if not cells.isdisjoint(here):
                await self._move(file.path, path, [], [file.run_id])

    async def _follow(self, kernel_ids: list[str], before: str, after: str) -> None:
        # By the time that this is answered the file ids have followed, who hear it as well.
        files = await self._service.call(lambda store: store.catalog.notebook_files(before))
        moves: list[tuple[str, str, list[str], list[str]]] = []
        if kernel_ids:
            moves.append((before, after, kernel_ids, []))
        for file in files:
            now = self._path_now(file, after + file.path[len(before) :])
            if now is not None:
                moves.append((file.path, now, [], [file.run_id]))
        for source, target, of_kernels, of_runs in moves:
            await self._move(source, target, of_kernels, of_runs)
            for run_id in of_runs:
                await self._note(run_id, target)

    async def _move(
        self, source: str, target: str, kernel_ids: list[str], run_ids: list[str]
    ) -> None:
        await self._service.call(
            lambda store: store.editor.move_notebooks(kernel_ids, source, target, run_ids=run_ids)
        )

    def _path_now(self, file: NotebookFile, told: str) -> str | None:
        """Return where a file of this server is now, None for another server's or a deleted one."""
        ids = self._file_ids()
        if ids is None:
            return None
        if ids.get_id(told) == file.file_id:
            return told
        # It may have gone on meanwhile; and of a file in a folder the id may stay at the old path.
        path = ids.get_path(file.file_id)
        return told if path == file.path else path
