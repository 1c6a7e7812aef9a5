"""Sharing: a selection out as a zip, and one in."""

from __future__ import annotations

import asyncio
import io
import tempfile
from collections.abc import Callable
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from tornado import web
from tornado.iostream import StreamClosedError

from cellkeep_core.errors import BadRequestError, CellkeepError, EmptySelectionError
from cellkeep_core.protocol import Artifact
from cellkeep_server.http.base import CellkeepHandler, StreamedHandler, check_id
from cellkeep_server.http.filters import artifact_filter
from cellkeep_store.catalog.filters import ArtifactFilter
from cellkeep_store.sharing.archive import export
from cellkeep_store.sharing.unpack import import_archive

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from cellkeep_store import Store

_BLOCK_BYTES = 256 * 1024
_MOST_IDS = 1000
_LONGEST_ADDRESS = 2000
LONGEST_PAUSE_S = 60.0
"""An export whose reader takes nothing for so long is given up: it holds one of few threads."""


class ExportHandler(CellkeepHandler):
    """``export``: artifacts by ids or by a filter, as a zip that is made while it is sent."""

    @web.authenticated
    async def get(self) -> None:
        """Send the zip. Where it cannot be finished the connection is cut, never ended well."""
        ids = self.get_query_arguments("id")[: _MOST_IDS + 1]
        if len(ids) > _MOST_IDS:
            raise BadRequestError(f"At most {_MOST_IDS} ids; use a filter for more.")
        for its_id in ids:
            check_id(its_id, "artifact")
        where = artifact_filter(self)
        if not ids and where == ArtifactFilter():
            raise BadRequestError("Say what: ids or a filter.")
        library = self._library()

        def find(store: Store) -> list[Artifact]:
            return [store.catalog.artifact(its_id) for its_id in ids] or list(
                store.catalog.select(where)
            )

        # Before the first byte, while an error can still be told.
        chosen = await self.service.move(find)
        if not chosen:
            raise EmptySelectionError("There is nothing to export.")
        await self.service.move(lambda store: store.people.note_reads(chosen))
        self.set_header("Content-Type", "application/zip")
        self.set_header("Content-Disposition", 'attachment; filename="cellkeep.zip"')
        self.set_header("X-Content-Type-Options", "nosniff")
        loop = asyncio.get_running_loop()

        def send(data: bytes) -> None:
            sending = asyncio.run_coroutine_threadsafe(self._send(data), loop)
            try:
                sending.result(LONGEST_PAUSE_S)
            except TimeoutError as error:
                sending.cancel()
                raise BadRequestError(f"nobody read it for {LONGEST_PAUSE_S:g} seconds") from error

        def write(store: Store) -> None:
            with io.BufferedWriter(_Sink(send), _BLOCK_BYTES) as sink:
                export(store, chosen, sink, library=library)

        try:
            await self.service.send_long(write)
        except StreamClosedError:
            return  # nobody wants it any more
        except CellkeepError as error:
            self.log.warning("Cellkeep stopped an export: %s", error)
            if self.request.connection is not None:
                self.detach().close()
            return
        await self.finish(set_content_type="application/zip")

    def _library(self) -> str | None:
        """Return the address before a link: only what a service has can be opened by others."""
        library = self.query_text("library", _LONGEST_ADDRESS)
        if library is None or self.person is None:
            return None
        if urlsplit(library).scheme not in ("http", "https"):
            raise BadRequestError("`library` is an address of a page.")
        return library

    async def _send(self, data: bytes) -> None:
        self.write(data)
        await self.flush()


class ImportHandler(StreamedHandler):
    """``import``: the zip as the body."""

    _file: IO[bytes] | None = None

    async def accept(self) -> int:
        """Make a file beside the store for the zip, which is read from its end first."""
        self._buffer = bytearray()
        self._file = await self.service.move(
            lambda store: tempfile.TemporaryFile(dir=store.root / "staging")  # noqa: SIM115
        )
        return self.context.limits.upload_bytes

    async def take(self, chunk: bytes) -> None:
        """Write it in blocks."""
        self._buffer += chunk
        if len(self._buffer) >= _BLOCK_BYTES:
            await self._write_out()

    @web.authenticated
    async def post(self) -> None:
        """Store what it has; answer with an `ImportReport`."""
        self.check_refusal()
        await self._write_out()
        file = self._file
        assert file is not None, "accept made it"
        self.answer(await self.service.send_long(lambda store: import_archive(store, file)))

    def on_finish(self) -> None:
        """Remove the file."""
        self._close()
        super().on_finish()

    def on_connection_close(self) -> None:
        """Remove the file of a body that never came whole."""
        self._close()
        super().on_connection_close()

    async def _write_out(self) -> None:
        data, self._buffer = bytes(self._buffer), bytearray()
        file = self._file
        assert file is not None, "accept made it"
        await self.service.move(lambda _: file.write(data))

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()


class _Sink(io.RawIOBase):
    """Hands what is written on, and waits until it is on its way."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._send = send

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: Buffer) -> int:
        """Send."""
        sent = bytes(data)
        self._send(sent)
        return len(sent)
