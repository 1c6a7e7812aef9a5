"""Connections that wait in a pool, and were cut meanwhile."""

from __future__ import annotations

import select
import time
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

_IDLE_S = 30.0
_USED_AT = "cellkeep_used_at"


def look_before_use(engine: Engine) -> None:
    """Open anew what was cut while it waited in an engine's pool.

    As the pool's ``pre_ping``, without a way to the database and back for each transaction: a
    server that ends says so on the socket, which is only looked at. Who was idle for half a minute
    is asked all the same, because what lies between may have forgotten the connection silently.
    """

    def before(connection: Any, entry: ConnectionPoolEntry, _proxy: object) -> None:
        idle_s = time.monotonic() - entry.info.get(_USED_AT, time.monotonic())
        if idle_s < _IDLE_S and not _has_something_to_say(connection):
            return
        try:
            engine.dialect.do_ping(connection)
        except (engine.dialect.loaded_dbapi.Error, DBAPIError) as error:
            raise InvalidatePoolError from error

    def after(_connection: object, entry: ConnectionPoolEntry) -> None:
        entry.info[_USED_AT] = time.monotonic()

    event.listen(engine, "checkout", before)
    event.listen(engine, "checkin", after)


def _has_something_to_say(connection: Any) -> bool:
    """Return whether there is something to be read, such as the connection's end."""
    if connection.closed:
        return True
    waits = select.poll()
    waits.register(connection.fileno(), select.POLLIN)
    return bool(waits.poll(0))
