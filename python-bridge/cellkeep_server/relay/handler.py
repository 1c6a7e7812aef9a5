"""Passes a request on to the service, and its answer back, both while they come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping

import httpx
from jupyter_server.auth.decorator import allow_unauthenticated
from msgspec import UNSET
from tornado import web
from tornado.iostream import StreamClosedError

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_core.protocol import (
    PresignedOfferResult,
    PresignedResult,
    UploadResult,
    from_json,
    to_json,
)
from cellkeep_server.context import Context
from cellkeep_server.handlers.uploads import upload_path
from cellkeep_server.http.acts import Act
from cellkeep_server.http.base import StreamedHandler
from cellkeep_server.relay.service import MARK, Service, unreachable

API = "/cellkeep/api/"
BLOCK_BYTES = 512 * 1024
_MOST_BYTES = 2**53

# Neither cookies nor tokens of this server; nor what is about one connection alone.
_SENT = {
    *("accept", "content-type", "content-length", "content-digest"),
    *("range", "if-range", "if-none-match", "x-http-method-override"),
}
_SENT_BEGIN = ("upload-", "tus-")
_KEPT_BACK = {
    *("connection", "keep-alive", "transfer-encoding", "date", "server"),
    *("set-cookie", "www-authenticate", "x-content-type-options"),
}


class RelayHandler(StreamedHandler):
    """Any address that the service has.

    Who may ask is this server's to say, as of its own addresses; what they see there is the
    service's, to whom all who may use this server are its person.
    """

    def initialize(self, context: Context, service: Service, acts: Mapping[str, Act]) -> None:  # type: ignore[override]  # it has two more parts
        """Take the way to the service, and what of this address the authorizer is asked."""
        super().initialize(context)
        self.acts = acts
        self._relay = service
        self._body: asyncio.Queue[bytes | None] = asyncio.Queue(1)
        self._sending: asyncio.Task[httpx.Response] | None = None

    async def accept(self) -> int:
        """Begin to pass the request on, whose body follows piece by piece."""
        if MARK in self.request.headers:
            raise StoreUnreachableError(
                "CELLKEEP_SERVER names a server whose library is elsewhere too.",
                hint="Set it to the address of `cellkeep serve`, or of a server with a store.",
            )
        path = str(self.request.uri).partition(API)[2]
        self._track_activity = path != "status"  # looking is no work: see `StatusHandler`
        if path == "status" and not self.token_authenticated:
            self.xsrf_token  # noqa: B018  (gives a page back the cookie that it lost)
        names = {"Content-Length", "Transfer-Encoding"}
        body = self._pieces() if names & set(self.request.headers) else None
        sent = self._relay.send(str(self.request.method), path, self._headers_to_send(), body)
        self._sending = asyncio.create_task(sent)
        # Who asked may have gone by the time it fails.
        self._sending.add_done_callback(lambda task: task.cancelled() or task.exception())
        return _MOST_BYTES

    async def take(self, chunk: bytes) -> None:
        """Hand the bytes on; the next are read when the service has taken these."""
        assert self._sending is not None, "a body follows its headers"
        put = asyncio.create_task(self._body.put(chunk))
        await asyncio.wait({put, self._sending}, return_when=asyncio.FIRST_COMPLETED)
        put.cancel()  # the service has answered before it had all, and takes no more

    def on_connection_close(self) -> None:
        """Leave the service what came, as it is left what comes over a broken connection."""
        super().on_connection_close()
        if self._sending is not None:
            self._sending.cancel()

    @allow_unauthenticated
    def options(self, **_: str) -> None:
        """Answer a browser's preflight as this server does: no other site is let in."""
        super().options()

    @web.authenticated
    async def get(self, **_: str) -> None:
        """Pass the answer back."""
        self.check_refusal()
        assert self._sending is not None, "what was not refused was passed on"
        ended = asyncio.create_task(self._body.put(None))
        answer = await self._sending
        ended.cancel()
        try:
            await self._pass_back(answer)
        finally:
            await answer.aclose()

    head = post = put = patch = delete = get

    async def _pass_back(self, answer: httpx.Response) -> None:
        self._transforms = []  # another one, such as gzip, would change what ranges count
        self.set_status(answer.status_code, answer.reason_phrase or None)
        for name, value in answer.headers.items():
            if name not in _KEPT_BACK:
                self.set_header(name, value)
        if "location" in answer.headers:
            self.set_header("Location", self._own_address(answer.headers["location"]))
        kind = answer.headers.get("content-type", "application/json")
        its_path = self.request.path.partition(API)[2]  # pages add a query against caches
        if answer.is_success and (its_path == "offers" or its_path.endswith("/completion")):
            self.clear_header("Content-Length")
            self.finish(to_json(self._own_offer(await answer.aread())), set_content_type=kind)
            return
        if answer.is_stream_consumed:
            self.write(answer.content)  # a refusal, which has been looked at
        elif self.request.method != "HEAD":
            try:
                async for part in answer.aiter_raw(BLOCK_BYTES):
                    self.write(part)
                    await self.flush()
            except StreamClosedError:
                return  # the client has gone; nobody is left to tell
            except httpx.HTTPError as error:
                if not self._headers_written:
                    raise unreachable(self._relay.address(), str(error)) from error
                # Too short must not look like whole.
                self.log.warning("Cellkeep stopped an answer of the service: %s", error)
                self.detach().close()
                return
        self.finish(set_content_type=kind)

    def _own_offer(self, told: bytes) -> PresignedOfferResult:
        """Return an answer to an offer as of an upload to this server, and without its grant."""
        result: PresignedOfferResult = from_json(told, PresignedOfferResult)  # type: ignore[arg-type]  # a union
        if isinstance(result, UploadResult | PresignedResult):
            result.upload_url = self._own_address(result.upload_url)
            result.grant = result.grant_expires_at = UNSET
        return result

    def _own_address(self, location: str) -> str:
        return upload_path(self.base_url, location.rpartition("/")[2])

    def _headers_to_send(self) -> dict[str, str]:
        return {
            name: value
            for name, value in self.request.headers.items()
            if name.lower() in _SENT or name.lower().startswith(_SENT_BEGIN)
        }

    async def _pieces(self) -> AsyncIterator[bytes]:
        while (piece := await self._body.get()) is not None:
            yield piece
