"""tus 1.0.0: ``uploads`` and ``uploads/<id>``."""

from __future__ import annotations

import base64

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado import web
from tornado.iostream import StreamClosedError

from cellkeep_core.errors import CellkeepError, TooLargeError
from cellkeep_core.protocol import to_json
from cellkeep_server.http.base import StreamedHandler, check_id
from cellkeep_server.http.owners import check_uploads
from cellkeep_server.http.persons import owner_of
from cellkeep_server.uploads import tus
from cellkeep_server.uploads.direct import DirectBody
from cellkeep_server.uploads.manager import UploadView
from cellkeep_server.uploads.session import UploadSession


class TusHandler(StreamedHandler):
    """What both tus resources share."""

    session: UploadSession | None = None

    def set_default_headers(self) -> None:
        """Say the version with every answer, errors among them."""
        super().set_default_headers()
        self.set_header("Tus-Resumable", tus.VERSION)
        self.set_header("Cache-Control", "no-store")
        self.set_header("Access-Control-Expose-Headers", tus.ANSWER_HEADERS)

    async def take(self, chunk: bytes) -> None:
        """Hand the bytes to the upload; Tornado reads no more until they have a place."""
        if self.session is not None:
            await self.session.feed(chunk)

    async def receive(self, session: UploadSession) -> int:
        """Take a long body past the event loop; return how many bytes may come the usual way."""
        self.session = session
        room = session.size - session.offset
        body = DirectBody.of(self.request, self.service) if self._fits(room) else None
        if body is None:
            return room
        try:
            await session.receive(body)
        except StreamClosedError:
            body.give_back(broken=True)
        except BaseException:
            body.give_back()
            raise
        return room

    def _fits(self, room: int) -> bool:
        return (self.body_length() or 0) <= room

    def on_connection_close(self) -> None:
        """Keep what came before the connection broke."""
        super().on_connection_close()
        self._let_go()

    def on_finish(self) -> None:
        """Give the lock back however the request ended."""
        self._let_go()

    def error_headers(self, error: BaseException) -> None:
        """Tell a client of another version which one would do."""
        if isinstance(error, tus.UnsupportedVersionError):
            self.set_header("Tus-Version", tus.VERSION)

    def upload_headers(self, view: UploadView) -> None:
        """Set the headers that say where an upload stands."""
        self.set_header("Upload-Offset", str(view.offset))
        if view.expires_at is not None:
            self.set_header("Upload-Expires", tus.http_date(view.expires_at))
        if view.receipt is not None:
            receipt = base64.b64encode(to_json(view.receipt)).decode()
            self.set_header(tus.RECEIPT_HEADER, receipt)

    @allow_unauthenticated
    def options(self, **_: str) -> None:
        """Say what this server can do; a browser's preflight ends here as well."""
        super().options()
        allowed = self._headers.get("Access-Control-Allow-Headers", "")
        self.set_header("Access-Control-Allow-Headers", f"{allowed}, {tus.REQUEST_HEADERS}")
        self.set_header(
            "Access-Control-Allow-Methods", "GET, HEAD, PUT, POST, PATCH, DELETE, OPTIONS"
        )
        # Browsers may keep an answer for a day at the most, and some for two hours.
        self.set_header("Access-Control-Max-Age", "86400")
        self.set_header("Tus-Version", tus.VERSION)
        self.set_header("Tus-Extension", tus.EXTENSIONS)
        self.set_header("Tus-Max-Size", str(self.context.limits.upload_bytes))
        self.set_header("Tus-Checksum-Algorithm", ",".join(tus.CHECKSUMS))
        self.set_status(204)

    def checksum(self) -> tus.Checksum | None:
        """Return the checksum to check this request's bytes by."""
        header = self.request.headers.get("Upload-Checksum")
        return tus.Checksum(header) if header is not None else None

    def _let_go(self) -> None:
        session, self.session = self.session, None
        if session is not None and not session.ended.is_set():
            self.uploads.cut(session)


class UploadsHandler(TusHandler):
    """``uploads``: a new upload, with the first bytes if the client sends them along."""

    view: UploadView

    async def accept(self) -> int:
        """Make the upload before the bytes come."""
        if self.request.method != "POST":
            return 0
        headers = self.request.headers
        tus.check_version(headers)
        metadata = tus.read_metadata(headers.get("Upload-Metadata"))
        concat = tus.read_concat(headers.get("Upload-Concat"))
        if isinstance(concat, list):
            for part in concat:
                check_id(part, "upload")
            await check_uploads(self, *concat)
            self.view = await self.uploads.join(concat, metadata, owner_of(self))
            return 0
        most = self.context.limits.upload_bytes
        length = tus.read_length(headers)
        size = most if length is None else length
        if size > most:
            raise TooLargeError(f"The file has {size:,} bytes, and {most:,} are the most here.")
        brings = headers.get("Content-Type") == tus.CONTENT_TYPE
        if not brings and self.body_length():
            raise CellkeepError(
                f"Bytes sent at creation must be {tus.CONTENT_TYPE}.", code="UNSUPPORTED_MEDIA_TYPE"
            )
        checksum = self.checksum() if brings else None
        if brings and (self.body_length() or 0) > size:
            raise TooLargeError("More bytes came than the upload has.")
        owner = owner_of(self)
        self.view = await self.uploads.create(
            lambda store: store.uploads.create(
                size,
                metadata=metadata,
                partial=concat == "partial",
                deferred=length is None,
                owner=owner,
            )
        )
        if brings and self.view.receipt is None:
            session = await self.uploads.begin(self.view.id, 0, checksum=checksum)
            await self.receive(session)
        return size

    @web.authenticated
    async def post(self) -> None:
        """Answer with the address of the upload."""
        self.check_refusal()
        view = self.view
        if self.session is not None:
            view = await self.uploads.end(self.session)
        self.set_status(201)
        self.set_header("Location", upload_path(self.base_url, view.id))
        self.upload_headers(view)


class UploadHandler(TusHandler):
    """``uploads/<id>``: the offset, more bytes, and the end of it."""

    takes_grants = True

    async def accept(self) -> int:
        """Take the upload's lock, at the offset that the client says."""
        # What a client behind a strict proxy means. Both need the right that POST has needed.
        meant = self.request.headers.get("X-HTTP-Method-Override", "").upper()
        if self.request.method == "POST" and meant in ("PATCH", "DELETE"):
            self.request.method = meant
        tus.check_version(self.request.headers)
        self.upload_id = self.path_kwargs["upload_id"]
        await check_uploads(self, self.upload_id)
        if self.request.method != "PATCH":
            return 0
        headers = self.request.headers
        if headers.get("Content-Type") != tus.CONTENT_TYPE:
            raise CellkeepError(
                f"The body must be {tus.CONTENT_TYPE}.", code="UNSUPPORTED_MEDIA_TYPE"
            )
        offset = tus.number(headers, "Upload-Offset")
        size = tus.number(headers, "Upload-Length") if "Upload-Length" in headers else None
        session = await self.uploads.begin(
            self.upload_id, offset, checksum=self.checksum(), size=size
        )
        return await self.receive(session)

    @web.authenticated
    async def head(self, **_: str) -> None:
        """Say where the upload stands."""
        self.check_refusal()
        view = await self.uploads.look(self.upload_id)
        self.upload_headers(view)
        if view.info.deferred:
            self.set_header("Upload-Defer-Length", "1")
        else:
            self.set_header("Upload-Length", str(view.info.size))
        if view.info.partial:
            self.set_header("Upload-Concat", "partial")
        elif view.info.parts:
            urls = " ".join(upload_path(self.base_url, part) for part in view.info.parts)
            self.set_header("Upload-Concat", f"final;{urls}")
        if view.info.metadata:
            self.set_header("Upload-Metadata", tus.write_metadata(view.info.metadata))

    @web.authenticated
    async def patch(self, **_: str) -> None:
        """Answer when the bytes are written, or the whole is stored."""
        self.check_refusal()
        assert self.session is not None
        view = await self.uploads.end(self.session)
        if view.receipt is not None:
            await self.say_quota()
        self.set_status(204)
        self.upload_headers(view)

    @web.authenticated
    async def delete(self, **_: str) -> None:
        """Give the upload up."""
        self.check_refusal()
        await self.uploads.discard(self.upload_id)
        self.set_status(204)


def upload_path(base_url: str, upload_id: str) -> str:
    """Return the absolute path of an upload on this server."""
    return url_path_join(base_url, "cellkeep/api/uploads", upload_id)
