"""A catalog in PostgreSQL, for a store that many servers share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool

from cellkeep_core.errors import (
    BadRequestError,
    CellkeepError,
    StoreFullError,
    StoreUnreachableError,
)
from cellkeep_store.catalog import turns
from cellkeep_store.catalog.database import ALL, BUSY_TIMEOUT_S, WRITES, Database, T, busy
from cellkeep_store.catalog.liveness import look_before_use
from cellkeep_store.catalog.tables import about

_DRIVER = "postgresql+psycopg"
_CONNECT_TIMEOUT_S = 10
# Serialization failure, deadlock, a key that another has written, a row that another has removed.
_IN_THE_WAY = {"40001", "40P01", "23505", "23503"}
_ATTEMPTS = 5
_BUSY = {"55P03", "57014"}  # lock_not_available, query_canceled
_REFUSED = ("08", "28", "3D", "57P", "42501")


class PostgresDatabase(Database):
    """The catalog's tables in a PostgreSQL database of its own.

    Parameters
    ----------
    url : str
        ``postgresql://user@host/database``. Leave the password to ``PGPASSFILE`` or
        ``~/.pgpass``; one in the URL is never shown.
    busy_timeout_s : float, default 30
        How long a write waits for another process's.

    Raises
    ------
    StoreUnreachableError
        Where the URL is none, or the driver (``pip install cellkeep[postgres]``) is missing.
    """

    def __init__(self, url: str, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> None:
        try:
            given = make_url(url)
        except ArgumentError as error:
            raise StoreUnreachableError(
                "The catalog's URL is none.", hint="Write postgresql://user@host/database."
            ) from error
        if given.drivername not in ("postgresql", "postgres", _DRIVER):
            raise StoreUnreachableError(
                f"A catalog cannot be kept in {given.drivername!r}.",
                hint="Write postgresql://user@host/database, or leave the URL out for SQLite.",
            )
        self.url = given.set(drivername=_DRIVER)
        super().__init__(
            # The base class wants a path; nothing is ever read or written there.
            PurePosixPath(given.database or ""),  # type: ignore[arg-type]
            shared_disk=False,
            busy_timeout_s=busy_timeout_s,
        )

    @property
    def place(self) -> str:
        """Where it is, for a person."""
        return self.url.set(drivername="postgresql").render_as_string(hide_password=True)

    def exists(self) -> bool:
        """Return whether the database has the catalog's tables."""
        with self.read() as tx:
            return inspect(tx).has_table("artifacts")

    def belongs_to(self, store_id: str) -> bool:
        """Return whether this store, or none yet, has claimed it."""
        with self.read() as tx:
            owner = tx.execute(select(about.c.value).where(about.c.key == "store_id")).scalar()
        return owner in (None, store_id)

    def claim(self, store_id: str) -> None:
        """Write down that it is this store's, where it is nobody's."""
        with self.write() as tx:
            if tx.execute(select(about.c.value).where(about.c.key == "store_id")).first() is None:
                tx.execute(insert(about).values(key="store_id", value=store_id))

    @contextmanager
    def note(self) -> Iterator[Connection]:
        """Yield one that waits for a row at the most."""
        with self.read() as connection:
            yield connection.execution_options(isolation_level="READ COMMITTED")
            connection.commit()

    def write_runs(self, runs: Collection[str], work: Callable[[Connection], T]) -> T:
        """Do it beside those who write into other runs; in the end alone, which nobody disturbs."""
        together = len(runs) <= turns.MOST_RUNS
        for _ in range(_ATTEMPTS if together else 0):
            try:
                with self._writing(runs) as connection:
                    done = work(connection)
            except DBAPIError as error:
                if _state_of(error) not in _IN_THE_WAY:
                    raise
            else:
                self.after_write()
                return done
        return super().write_runs(runs, work)

    def certain_change(self) -> int:
        """Look at the numbers of those who write just now."""
        with self.read() as connection:
            connection.execution_options(isolation_level="READ COMMITTED")
            return turns.certain_change(connection)

    def _make_engine(self) -> Engine:
        try:
            engine = create_engine(
                self.url,
                poolclass=QueuePool,
                # As many as work at once in a server: another one is made anew each time.
                pool_size=16,
                max_overflow=16,
                # The one that was used last: it has its statements prepared, and their plans.
                pool_use_lifo=True,
                # One state throughout for who reads. Who writes holds locks, and sees what others
                # have committed until it got them.
                isolation_level="REPEATABLE READ",
                connect_args={"connect_timeout": _CONNECT_TIMEOUT_S},
            )
        except ModuleNotFoundError as error:
            raise StoreUnreachableError(
                "The driver for PostgreSQL is not installed.",
                hint="pip install cellkeep[postgres]",
            ) from error
        event.listen(engine, "connect", _on_connect)
        look_before_use(engine)
        event.listen(engine, "begin", self._on_begin)
        return engine

    def _on_begin(self, connection: Connection) -> None:
        runs = connection.get_execution_options().get(WRITES)
        if runs is not None:
            wait_ms = max(1, int(self._busy_timeout_s * 1000))
            statements = [
                "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
                f"SET LOCAL lock_timeout = {wait_ms}",
                turns.lock_all() if runs == ALL else turns.lock_runs(runs),
            ]
            # In one go: each is a way to the database and back.
            connection.exec_driver_sql("; ".join(statements))

    def _errors(self) -> AbstractContextManager[None]:
        return _postgres_errors(self.place)


def _on_connect(connection: Any, _record: object) -> None:
    # A page's statement ends within milliseconds; to compile it takes seconds, where PostgreSQL
    # expects it to read many rows.
    connection.execute("SET jit = off")
    connection.commit()


@contextmanager
def _postgres_errors(place: str) -> Iterator[None]:
    """Turn what PostgreSQL refuses into `CellkeepError`s."""
    try:
        yield
    except PoolTimeoutError as error:
        raise busy(place) from error
    except DBAPIError as error:
        known = _known_error(place, error)
        if known is None:
            raise
        raise known from error


def _state_of(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _known_error(place: str, error: DBAPIError) -> CellkeepError | None:
    reason: Any = error.orig
    state = _state_of(error)
    if state in _BUSY:
        return busy(place)
    if state == "53100":
        return StoreFullError(
            f"There is no room for the catalog on the disk of {place}.",
            hint="Nothing that was kept is lost. Free some space there, then save again.",
        )
    if isinstance(error, DataError):
        return BadRequestError(
            "A text holds a NUL character, which PostgreSQL cannot keep.",
            hint="Nothing was changed. Take it out of the name, summary or notes.",
        )
    # Without a state: the connection was cut, or there never was one.
    if (
        state.startswith(_REFUSED)
        or error.connection_invalidated
        or (not state and type(reason).__name__ == "OperationalError")
    ):
        told = str(reason).strip().splitlines()
        return StoreUnreachableError(
            f"The catalog {place} cannot be used: {told[0] if told else 'no answer'}.",
            hint="Is the database server running, and may this user use the database? "
            "What was not stored waits, and goes when it answers.",
        )
    return None
