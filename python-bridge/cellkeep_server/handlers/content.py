"""``artifacts/<id>/content``: the bytes, whole or in part, from disk in pieces."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from tornado import web
from tornado.iostream import StreamClosedError

from cellkeep_core.errors import CellkeepError
from cellkeep_core.media import DEFAULT, check_media_type
from cellkeep_server.base import CellkeepHandler
from cellkeep_server.disposition import attachment
from cellkeep_server.handlers.artifacts import check_artifact_id
from cellkeep_server.ranges import RangeNotSatisfiableError, has_etag, requested_range
from cellkeep_server.wholeness import Wholeness

if TYPE_CHECKING:
    from pathlib import Path

    from cellkeep_core.protocol import Artifact
    from cellkeep_store import Store

BLOCK_BYTES = 512 * 1024


class ContentHandler(CellkeepHandler):
    """The bytes of an artifact, which somebody else may have made.

    They are never shown as a page of this server: offered as a download, not sniffed, and
    should a browser render them all the same, in a sandbox that may load nothing.
    """

    kernel_may = frozenset({"GET", "HEAD"})

    # Of the process, as the disk's caches are: what it knows is about files.
    _wholeness: ClassVar[Wholeness] = Wholeness()
    _size: int | None = None

    @property
    def content_security_policy(self) -> str:
        """A page without an origin, scripts, or anything to load."""
        return "sandbox; default-src 'none'"

    @web.authenticated
    async def get(self, artifact_id: str) -> None:
        """Answer with the bytes, or those of one range."""
        await self._send(artifact_id, with_body=True)

    @web.authenticated
    async def head(self, artifact_id: str) -> None:
        """Answer with the headers alone."""
        await self._send(artifact_id, with_body=False)

    def error_headers(self, error: BaseException) -> None:
        """Tell how long the file is to whom asked beyond its end."""
        if isinstance(error, RangeNotSatisfiableError) and self._size is not None:
            self.set_header("Content-Range", f"bytes */{self._size}")

    async def _send(self, artifact_id: str, *, with_body: bool) -> None:
        check_artifact_id(artifact_id)

        def find(store: Store) -> tuple[Artifact, Path, bool]:
            artifact = store.artifact(artifact_id)
            path = store.content_file(artifact)
            return artifact, path, self._wholeness.knows(artifact, path)

        artifact, path, is_whole = await self.service.call(find)
        self._size = artifact.size
        etag = f'"{artifact.sha256}"'
        is_asked = with_body and not has_etag(self.request.headers.get("If-None-Match"), etag)
        if is_asked and not is_whole:
            await self.service.move(lambda store: self._wholeness.require(store, artifact, path))
        # Another transform, such as gzip, would change what the ranges count.
        self._transforms = []
        self._headers_of(artifact, etag)
        headers = self.request.headers
        if has_etag(headers.get("If-None-Match"), etag):
            self.set_status(304)
            return
        wanted = requested_range(headers.get("Range"), headers.get("If-Range"), etag, artifact.size)
        if wanted is not None:
            self.set_status(206)
            self.set_header(
                "Content-Range", f"bytes {wanted.start}-{wanted.stop - 1}/{artifact.size}"
            )
        part = wanted if wanted is not None else range(artifact.size)
        self.set_header("Content-Length", str(len(part)))
        if with_body:
            await self._stream(path, part)
        else:
            self.finish(set_content_type=_served_type(artifact.media_type))

    def _headers_of(self, artifact: Artifact, etag: str) -> None:
        self.set_header("Content-Type", _served_type(artifact.media_type))
        self.set_header("Content-Disposition", attachment(artifact.name))
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("ETag", etag)
        self.set_header("Accept-Ranges", "bytes")
        # The bytes of an id never change, but it may be deleted: keep them, and ask.
        self.set_header("Cache-Control", "private, no-cache")

    async def _stream(self, path: Path, part: range) -> None:
        if len(part) <= BLOCK_BYTES:
            # Viewers ask for hundreds of small parts: each is one step of one thread.
            data = await self.service.in_thread(partial(_read_part, path, part))
            if len(data) < len(part):
                self._log_short(path)
            self.write(data)
            with suppress(StreamClosedError):  # the client has gone; nobody is left to tell
                await self.flush()
            return
        file = await self.service.in_thread(lambda: path.open("rb"))
        try:
            await self._copy(file, path, part)
        except StreamClosedError:
            pass  # the client has gone; nobody is left to tell
        finally:
            with suppress(CellkeepError):  # the server may be stopping
                await self.service.in_thread(file.close)

    async def _copy(self, file: BinaryIO, path: Path, part: range) -> None:
        position = part.start
        while position < part.stop:
            block = min(BLOCK_BYTES, part.stop - position)
            data = await self.service.in_thread(partial(_read, file, position, block))
            if not data:
                self._log_short(path)
                break
            position += len(data)
            self.write(data)
            # Until the client has taken it, nothing more is read.
            await self.flush()

    def _log_short(self, path: Path) -> None:
        # Tornado cuts the connection: too short must not look like whole.
        self.log.error("Cellkeep: the blob %s is shorter than its catalog says", path)


def _read_part(path: Path, part: range) -> bytes:
    with path.open("rb") as file:
        return _read(file, part.start, len(part))


def _read(file: BinaryIO, position: int, size: int) -> bytes:
    file.seek(position)
    return file.read(size)


def _served_type(media_type: str) -> str:
    try:
        return check_media_type(media_type)
    except CellkeepError:
        return DEFAULT
