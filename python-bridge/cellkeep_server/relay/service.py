"""The service that requests are passed on to, as this server reaches it with its person's token."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterable, Mapping

import httpx

from cellkeep_core.errors import CellkeepError, StoreUnreachableError, error_from_info
from cellkeep_core.protocol import ErrorInfo, from_json
from cellkeep_core.server_file import ServerAddress, find_server

MARK = "Cellkeep-Relay"
"""A header of what was passed on, which is not passed on once more."""

_CONNECT_S = 10.0
_SILENCE_S = 300.0
"""Longest silence of the service: it answers the last bytes of an upload when they are stored."""


class Service:
    """The service, reached over connections that stay open. Its token never leaves this server."""

    def __init__(self) -> None:
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(_SILENCE_S, connect=_CONNECT_S, pool=None),
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=20),
            # The machine's own certificates and no proxy, as kernels and scripts go.
            verify=ssl.create_default_context(),
            trust_env=False,
        )

    def address(self) -> ServerAddress:
        """Return where it is.

        Raises
        ------
        StoreUnreachableError
            Where ``CELLKEEP_SERVER`` is no URL.
        """
        address = find_server()
        assert address is not None, "a server without one has a store of its own"
        return address

    async def send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: AsyncIterable[bytes] | bytes | None = None,
    ) -> httpx.Response:
        """Send a request; return its answer, whose body is to be read or closed.

        Parameters
        ----------
        path : str
            Below ``cellkeep/api/``, with its query.

        Raises
        ------
        StoreUnreachableError
            Where it does not answer, answers as something else than Cellkeep, or no longer knows
            this server's token.
        """
        address = self.address()
        request = self._client.build_request(
            method,
            f"{address.url}cellkeep/api/{path}",
            headers={
                **(headers or {}),
                "Accept-Encoding": "identity",
                "Authorization": address.authorization,
                MARK: "1",
            },
            content=body,
        )
        try:
            answer = await self._client.send(request, stream=True)
            if answer.status_code >= 300:
                await _check(answer, address)
        except httpx.HTTPError as error:
            raise unreachable(address, str(error) or type(error).__name__) from error
        return answer

    async def close(self) -> None:
        """Close its connections."""
        await self._client.aclose()


def unreachable(address: ServerAddress, why: str) -> CellkeepError:
    """Return what is told where the service does not answer as it should."""
    return StoreUnreachableError(
        f"The team's service at {address.url} cannot be reached: {why}.",
        hint="What is saved in kernels waits there. It is tried again with the next request.",
    )


def error_in(body: bytes) -> CellkeepError | None:
    """Return the error that an answer tells; None where Cellkeep did not write it."""
    try:
        return error_from_info(from_json(body, ErrorInfo))
    except CellkeepError:
        return None


async def _check(answer: httpx.Response, address: ServerAddress) -> None:
    """Raise where a refusal is none of Cellkeep's, or one of this server and not of the person."""
    if answer.status_code == 304 or answer.request.method == "HEAD":
        return  # without a body
    error = error_in(await answer.aread())
    if error is None:
        raise unreachable(address, f"it answered with status {answer.status_code}")
    if error.code == "SIGNED_OUT":
        raise StoreUnreachableError(
            f"The team's service at {address.url} does not take this server's token.",
            hint="It may have expired: stop this server at the hub and start it again, or set "
            "CELLKEEP_TOKEN to another. What is saved in kernels waits there.",
        )
