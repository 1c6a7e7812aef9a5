"""``artifacts/<id>/content``: the bytes, whole or in part, from disk in pieces."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from tornado import web
from tornado.iostream import StreamClosedError

from cellkeep_core.errors import BadRequestError, CellkeepError
from cellkeep_core.media import DEFAULT, check_media_type
from cellkeep_core.protocol import Artifact
from cellkeep_core.registry import KEPT, Form, registry
from cellkeep_server.content.conversion import LONGEST_PAUSE_S, converted
from cellkeep_server.content.disposition import attachment
from cellkeep_server.content.ranges import RangeNotSatisfiableError, has_etag, requested_range
from cellkeep_server.handlers.reading import ReadingHandler
from cellkeep_store.forms.forms import find_form

if TYPE_CHECKING:
    from cellkeep_store import Store

BLOCK_BYTES = 512 * 1024


class ContentHandler(ReadingHandler):
    """The bytes of an artifact, which somebody else may have made.

    They are never shown as a page of this server: offered as a download, not sniffed, and
    should a browser render them all the same, in a sandbox that may load nothing.
    """

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
        artifact, is_verified = await self.find(artifact_id)
        if with_body:
            await self.note_read(artifact)
        form = self.query_text("as")
        if form is not None and form != KEPT:
            await self._convert(artifact, find_form(artifact, form), with_body=with_body)
            return
        self._size = artifact.size
        etag = f'"{artifact.sha256}"'
        is_asked = with_body and not has_etag(self.request.headers.get("If-None-Match"), etag)
        if is_asked and not is_verified:
            await self.require_intact(artifact)
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
            await self._stream(artifact, part)
        else:
            self.finish(set_content_type=_served_type(artifact.media_type))

    def _headers_of(self, artifact: Artifact, etag: str) -> None:
        self.set_header("Content-Type", _served_type(artifact.media_type))
        self._offer(registry().named(artifact.name, artifact))
        self.set_header("ETag", etag)
        self.set_header("Accept-Ranges", "bytes")
        # The bytes of an id never change, but it may be deleted: keep them, and ask.
        self.set_header("Cache-Control", "private, no-cache")

    def _offer(self, name: str) -> None:
        self.set_header("Content-Disposition", attachment(name))
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")

    async def _convert(self, artifact: Artifact, form: Form, *, with_body: bool) -> None:
        """Send another form than the bytes as kept, while it is written."""
        self._transforms = []
        self._offer(registry().named(artifact.name, artifact, form.form))
        if not with_body:
            self.finish(set_content_type=form.media_type)
            return
        await self.require_intact(artifact)
        file = await self.service.move(lambda store: store.contents.open(artifact))
        with file:
            try:
                async with converted(file, artifact.codec, form.form) as parts:
                    self.set_header("Content-Type", form.media_type)
                    async for part in parts:
                        self.write(part)
                        await self._taken()
            except StreamClosedError:
                return  # the client has gone; nobody is left to tell
            except CellkeepError as error:
                if not self._headers_written:
                    raise
                # Too short must not look like whole.
                self.log.warning("Cellkeep stopped a conversion: %s", error)
                self.detach().close()
                return
        self.finish(set_content_type=form.media_type)

    async def _taken(self) -> None:
        """Wait for the client, but not for ever: it holds one of few processes that convert."""
        try:
            async with asyncio.timeout(LONGEST_PAUSE_S):
                await self.flush()
        except TimeoutError:
            raise BadRequestError(f"nobody read it for {LONGEST_PAUSE_S:g} seconds") from None

    async def _stream(self, artifact: Artifact, part: range) -> None:
        if len(part) <= BLOCK_BYTES:
            # Viewers ask for hundreds of small parts: each is one step of one thread.
            data = await self.service.move(partial(_read_part, artifact, part))
            if len(data) < len(part):
                self._log_short(artifact)
            self.write(data)
            with suppress(StreamClosedError):  # the client has gone; nobody is left to tell
                await self.flush()
            return
        file = await self.service.move(lambda store: store.contents.open(artifact, part))
        try:
            await self._copy(file, artifact, len(part))
        except StreamClosedError:
            pass  # the client has gone; nobody is left to tell
        finally:
            with suppress(CellkeepError):  # the server may be stopping
                await self.service.in_thread(file.close)

    async def _copy(self, file: BinaryIO, artifact: Artifact, left: int) -> None:
        while left > 0:
            data = await self.service.in_thread(partial(_read, file, min(BLOCK_BYTES, left)))
            if not data:
                self._log_short(artifact)
                break
            left -= len(data)
            self.write(data)
            # Until the client has taken it, nothing more is read.
            await self.flush()

    def _log_short(self, artifact: Artifact) -> None:
        # Tornado cuts the connection: too short must not look like whole.
        self.log.error("Cellkeep: the blob %s is shorter than its catalog says", artifact.sha256)


def _read_part(artifact: Artifact, part: range, store: Store) -> bytes:
    with store.contents.open(artifact, part) as file:
        return _read(file, len(part))


def _read(file: BinaryIO, size: int) -> bytes:
    return file.read(size)


def _served_type(media_type: str) -> str:
    try:
        return check_media_type(media_type)
    except CellkeepError:
        return DEFAULT
