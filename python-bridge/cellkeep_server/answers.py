"""How an error becomes an answer: one JSON shape, and no text that was not meant for a person."""

from __future__ import annotations

import errno
from http.client import responses
from typing import Any

import msgspec
from tornado.web import HTTPError

from cellkeep_core.errors import CellkeepError, StoreFullError
from cellkeep_core.ids import new_id
from cellkeep_core.protocol import ErrorCode

# RFC 9110 and its neighbours lack the one status that tus adds.
REASONS = {**responses, 460: "Checksum Mismatch"}

_HTTP_CODES: dict[int, ErrorCode] = {
    401: "FORBIDDEN",
    403: "FORBIDDEN",
    413: "TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
    416: "RANGE_NOT_SATISFIABLE",
}
_FULL = {errno.ENOSPC, errno.EDQUOT}


class ErrorAnswer(msgspec.Struct, kw_only=True):
    """An error as the HTTP API gives it, with the status that it is sent with."""

    status: int
    body: dict[str, Any]
    log_id: str | None = None


def answer_to(error: BaseException) -> ErrorAnswer:
    """Return the answer to any exception.

    A `CellkeepError` says what happened in its own words, and so does an `HTTPError` of
    Jupyter below 500. Of anything else only an id is told; the log has it with the traceback.
    """
    if isinstance(error, CellkeepError):
        return _answer(error.status, msgspec.to_builtins(error.info()))
    if isinstance(error, HTTPError) and error.status_code < 500:
        return _http_answer(error)
    if isinstance(error, OSError) and error.errno in _FULL:
        full = StoreFullError("The store's disk is full.", hint="Free some space, then retry.")
        return answer_to(full)
    log_id = new_id()[:8]
    info = CellkeepError(
        f"Something went wrong in the server. Its log tells more under the id {log_id}."
    ).info()
    return _answer(500, msgspec.to_builtins(info), log_id)


def _http_answer(error: HTTPError) -> ErrorAnswer:
    code = _HTTP_CODES.get(error.status_code, "BAD_REQUEST")
    text = error.log_message or REASONS.get(error.status_code, "Refused")
    try:
        message = text % error.args if error.args else text
    except (TypeError, ValueError):
        message = text
    info = CellkeepError(message, code=code).info()
    return _answer(error.status_code, msgspec.to_builtins(info))


def _answer(status: int, info: dict[str, Any], log_id: str | None = None) -> ErrorAnswer:
    body = {**info, "reason": REASONS.get(status, "Error")}
    return ErrorAnswer(status=status, body=body, log_id=log_id)
