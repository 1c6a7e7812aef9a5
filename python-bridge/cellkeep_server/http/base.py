"""What all handlers share: who may ask, how errors are told, and how bodies come in."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from jupyter_server.auth.identity import User
from jupyter_server.auth.utils import HTTP_METHOD_TO_AUTH_ACTION
from jupyter_server.base.handlers import APIHandler
from tornado import web

from cellkeep_core.content_digest import HEADER as DIGEST_HEADER
from cellkeep_core.content_digest import is_intact
from cellkeep_core.errors import BadRequestError, CellkeepError, TooLargeError
from cellkeep_core.ids import is_id
from cellkeep_core.protocol import ErrorCode, from_json, to_json
from cellkeep_core.quota import HEADER as QUOTA_HEADER
from cellkeep_core.quota import is_near, quota_header
from cellkeep_core.server_file import SCHEME
from cellkeep_server.answers import REASONS, answer_to
from cellkeep_server.authentication.tokens import AccessToken
from cellkeep_server.context import Context
from cellkeep_server.http.acts import AUTH_RESOURCE, Act, may, resource_of
from cellkeep_server.http.persons import person_of
from cellkeep_server.service import StoreAccess
from cellkeep_server.uploads.manager import UploadManager
from cellkeep_store.catalog.person import Person
from cellkeep_store.catalog.quotas import Allowance

if TYPE_CHECKING:
    from cellkeep_store import Store

DISCARD_BYTES = 16 * 1024 * 1024
"""The longest body that is read to its end before it is refused.

A server that answers and closes while the client still sends resets the connection, and
most clients then never read the answer. Only for clients that may write; others are cut off.
"""

_NOT_FOUND: dict[str, ErrorCode] = {
    "artifact": "ARTIFACT_NOT_FOUND",
    "offer": "ARTIFACT_NOT_FOUND",
    "run": "RUN_NOT_FOUND",
    "transfer": "UPLOAD_NOT_FOUND",
    "upload": "UPLOAD_NOT_FOUND",
}
_CALLED = {"kernel": "kernel's token", "grant": "grant for another upload"}
T = TypeVar("T")


class CellkeepHandler(APIHandler):
    """The base of every handler.

    `prepare` authenticates, checks the XSRF token and asks Jupyter's authorizer, for every
    method and before a body is read. The verbs carry ``@web.authenticated`` as well, which
    is what Jupyter's own check of extensions looks for.
    """

    auth_resource = AUTH_RESOURCE

    kernel_may: frozenset[str] = frozenset()
    """The methods that a kernel's token opens; none unless a handler says so."""

    takes_grants = False
    """Whether the grant for an upload opens its address."""

    acts: Mapping[str, Act] = MappingProxyType({})
    """What some methods do that not all who may write should: of it the authorizer is asked."""

    person: Person | None = None
    """Through whose eyes the store is seen; None where all of it is everybody's."""

    access_token: AccessToken | None = None
    """What the request came with, where that was not a Jupyter user's sign-in."""

    def initialize(self, context: Context) -> None:
        """Take the running extension's parts."""
        self.context = context
        self.service: StoreAccess = context.service
        self.uploads: UploadManager = context.uploads

    async def prepare(self) -> None:  # type: ignore[override]  # as APIHandler's own
        """Refuse whoever is not known, or may not do this."""
        self.current_user = self._jupyter_current_user = None  # as yet: errors ask for it
        if {"Content-Length", "Transfer-Encoding"} <= set(self.request.headers):
            # A proxy may go by the other one, and take what follows for a request of its own.
            raise BadRequestError("A body has a Content-Length or a Transfer-Encoding, not both.")
        header = self.request.headers.get("Authorization")
        if self.context.has_persons and self.context.tokens.is_ours(header):
            await self.context.service.store()  # which knows what it was signed with
        self.access_token = self.context.tokens.read(header)
        if self.access_token is not None:
            self._admit_kernel(self.access_token)
            await self.admit()
            return
        try:
            await super().prepare()
        except web.HTTPError as error:
            raise self._signed_out(error) or error from None
        if self.request.method == "OPTIONS":
            return  # a browser's preflight comes without credentials, and learns nothing here
        if not self.current_user:
            raise signed_out()
        action = HTTP_METHOD_TO_AUTH_ACTION[str(self.request.method)]
        if not await may(self, action, self.auth_resource):
            raise web.HTTPError(403, f"You may not {action} Cellkeep's artifacts on this server.")
        act = self.acts.get(str(self.request.method))
        if act is not None and not await may(self, action, resource_of(act)):
            raise web.HTTPError(403, f"You may not {act} here.")
        if self.context.has_persons:
            self._see_as(person_of(self))
        await self.admit()

    def _see_as(self, person: Person | None) -> None:
        """Have the store be seen, and changed, by one person alone."""
        self.person = person
        if person is not None:
            self.service = self.context.service.of(person)
            self.uploads = self.context.uploads.of(self.service)

    def _signed_out(self, error: web.HTTPError) -> CellkeepError | None:
        """Return a refusal by Jupyter as the one it is where signing in would mend it."""
        if error.status_code != 403 or not self.check_host():
            return None
        is_xsrf = "xsrf" in (error.log_message or "").lower()
        return signed_out() if is_xsrf or not self.current_user else None

    def accepts(self, token: AccessToken) -> bool:
        """Whether a kernel's token, or a grant, opens this address for this method."""
        if token.kind == "grant":
            return self.takes_grants and token.upload_id == self.path_kwargs["upload_id"]
        return self.request.method in self.kernel_may

    def _admit_kernel(self, token: AccessToken) -> None:
        # No cookie speaks for such a request, so no other site can have made it: the XSRF check
        # does not apply. Host and origin are looked at as for everybody.
        if not self.check_host() or not self.check_origin():
            raise web.HTTPError(403, "The request comes from elsewhere.")
        if not self.accepts(token):
            raise web.HTTPError(403, f"A {_CALLED[token.kind]} does not permit this.")
        name = "cellkeep-kernel" if token.person is None else token.person
        self.current_user = self._jupyter_current_user = User(username=name)
        if token.person is not None:
            self._see_as(Person(token.person, frozenset(token.groups)))

    async def admit(self) -> None:
        """Check the ids in the address, and in a subclass more, before any of the body is read."""
        for name, text in self.path_kwargs.items():
            if name.endswith("_id"):
                check_id(text, name.removesuffix("_id"))

    def answer(self, value: Any, status: int = 200) -> None:
        """Send a protocol value as JSON."""
        self.set_status(status)
        self.finish(to_json(value))

    async def answer_with(self, ask: Callable[[Store], Any]) -> None:
        """Send what the store says to a short question."""
        self.answer(await self.service.call(ask))

    async def say_quota(self) -> None:
        """Tell with the answer how much of their quota a person's runs hold, once it is much."""
        if self.person is not None:
            self.tell_quota(await self.service.call(lambda store: store.people.allowance()))

    def tell_quota(self, its: Allowance | None) -> None:
        """Tell of somebody's quota, once it is nearly used up."""
        if its and its.quota and is_near(its.held, its.quota.bytes):
            self.set_header(QUOTA_HEADER, quota_header(its.held, its.quota.bytes))

    def query_number(self, name: str, default: int, *, most: int, least: int = 1) -> int:
        """Return a whole number of the query, cut to the most there may be."""
        text = self.get_query_argument(name, None)
        if text is None:
            return default
        if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < least:
            raise BadRequestError(f"The query's {name!r} is a number from {least} to {most}.")
        return min(int(text), most)

    def query_text(self, name: str, most: int = 512) -> str | None:
        """Return a text of the query, or None where it is absent or empty."""
        text = self.get_query_argument(name, None)
        if text is not None and len(text) > most:
            raise BadRequestError(f"The query's {name!r} is longer than {most} characters.")
        return text or None

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Send any error in the one shape there is."""
        exc_info = kwargs.get("exc_info")
        error = exc_info[1] if exc_info else web.HTTPError(status_code)
        answer = answer_to(error)
        if answer.log_id is not None:
            self.log.error("Cellkeep error %s", answer.log_id, exc_info=exc_info)
        self.set_status(answer.status, REASONS.get(answer.status, "Error"))
        if answer.body["code"] in ("STORE_UNREACHABLE", "CATALOG_BUSY", "UPLOAD_LOCKED"):
            self.set_header("Retry-After", "1")
        if answer.status == 401:
            self.set_header("WWW-Authenticate", SCHEME)
        self.error_headers(error)
        self.finish(to_json(answer.body))

    def error_headers(self, error: BaseException) -> None:
        """Add headers that belong to an error; none by default."""

    def log_exception(
        self,
        typ: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Log a refusal in one line. `write_error` logs what nobody expected."""
        if isinstance(value, CellkeepError):
            log = self.log.warning if value.status >= 500 else self.log.debug
            log("%s %s: %s %s", self.request.method, self.request.path, value.code, value.message)
        elif isinstance(value, web.HTTPError):
            super().log_exception(typ, value, tb)


@web.stream_request_body
class StreamedHandler(CellkeepHandler):
    """A handler whose body comes in pieces, and only from those who may send it.

    Tornado calls a verb's decorators after the body has arrived, so all checks are made in
    `prepare`: no byte of a refused request reaches `take`.
    """

    _refusal: Exception | None = None
    _received = 0

    async def admit(self) -> None:
        """Check the headers, and keep a refusal until a body of bearable length has been read."""
        try:
            await super().admit()
            # Tornado refuses by this number, and its default is one for all of Jupyter.
            self._limit_body(self._check_length(await self.accept()))
        except CellkeepError as error:
            is_chunked = "Transfer-Encoding" in self.request.headers
            if not is_chunked and not 0 < (self.body_length() or 0) <= DISCARD_BYTES:
                raise
            self._limit_body(DISCARD_BYTES)
            self._refusal = error

    async def accept(self) -> int:
        """Check the headers; return the longest body that may come."""
        raise NotImplementedError

    async def take(self, chunk: bytes) -> None:
        """Take the next bytes of the body. Tornado reads no more until this returns."""
        raise NotImplementedError

    async def data_received(self, chunk: bytes) -> None:
        """Pass the bytes on, unless the request is refused already."""
        self._received += len(chunk)
        if self._refusal is not None:
            return
        try:
            await self.take(chunk)
        except Exception as error:  # noqa: BLE001  (answered here; Tornado would only cut the line)
            self._refusal = error
            if (self.body_length() or 0) - self._received > DISCARD_BYTES:
                self.log_exception(type(error), error, error.__traceback__)
                self.send_error(500, exc_info=sys.exc_info())

    def check_refusal(self) -> None:
        """Raise what was wrong with the request, now that its body has been read."""
        if self._refusal is not None:
            raise self._refusal

    def body_length(self) -> int | None:
        """Return ``Content-Length``, or None for a chunked body or none."""
        text = self.request.headers.get("Content-Length")
        return int(text) if text is not None and text.isdecimal() else None

    def _check_length(self, limit: int) -> int:
        length = self.body_length()
        if length is not None and length > limit:
            raise TooLargeError(f"The body has {length:,} bytes, and {limit:,} are the most here.")
        return limit

    def _limit_body(self, limit: int) -> None:
        self.request.connection.set_max_body_size(limit)  # type: ignore[union-attr]


class CollectedHandler(StreamedHandler):
    """A handler whose small body is gathered whole before its verb runs."""

    body_limit = 1024 * 1024

    async def accept(self) -> int:
        """Start with nothing gathered."""
        self.body = bytearray()
        return self.body_limit

    async def take(self, chunk: bytes) -> None:
        """Gather."""
        self.body += chunk

    def check_intact(self) -> None:
        """Raise where the body is not the one that its ``Content-Digest`` says. Takes its time.

        Bytes of content have a digest of their own; what is said of them, such as a name or
        that very digest, has this one.
        """
        if not is_intact(self.request.headers.get(DIGEST_HEADER), self.body):
            raise CellkeepError(
                "The request changed on its way: it does not have its Content-Digest.",
                hint="Send it again.",
                code="CHECKSUM_MISMATCH",
            )

    def json_body(self, kind: type[T]) -> T:
        """Return the body as a protocol value."""
        self.check_refusal()
        # JupyterLab's makeRequest leaves what the browser gives a string: text/plain. As all of
        # Jupyter's handlers do, this takes it; the XSRF check is what keeps other sites out.
        if self.content_type() not in ("application/json", "text/plain", ""):
            raise CellkeepError("The body must be application/json.", code="UNSUPPORTED_MEDIA_TYPE")
        return from_json(bytes(self.body), kind)

    def content_type(self) -> str:
        """Return the essence of ``Content-Type``, in lower case."""
        return self.request.headers.get("Content-Type", "").split(";")[0].strip().lower()


def signed_out() -> CellkeepError:
    """Return a ``SIGNED_OUT`` error."""
    return CellkeepError(
        "You are signed out of Jupyter.",
        hint="Sign in to Jupyter; what waits then goes on.",
        code="SIGNED_OUT",
    )


def check_id(text: str, what: str) -> None:
    """Raise the error of a thing that does not exist where it is no id: none such is ever made."""
    if not is_id(text):
        raise CellkeepError(f"There is no such {what}.", code=_NOT_FOUND[what])
