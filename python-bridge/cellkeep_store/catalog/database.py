"""Connections to the catalog: durable, patient, and clear about what went wrong."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool

from cellkeep_core.errors import CellkeepError, StoreFullError, StoreUnreachableError
from cellkeep_store.catalog.seen import SEEN_BY, Seen, narrowed

T = TypeVar("T")

BUSY_TIMEOUT_S = 30.0
WRITES = "cellkeep_writes"
"""The option of a connection that writes: the ids of the runs that it writes into, or `ALL`."""
ALL = "all"

TRIGRAMS = "facets_trigrams"
"""A row for each place of a trigram in the text of `facets`: ``term`` and ``doc``."""

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class Database:
    """The SQLite file of a store; `PostgresDatabase` is the other kind.

    Parameters
    ----------
    path : Path
        The file.
    shared_disk : bool
        Whether other machines may open it: then without WAL, whose index lives in memory
        that they do not share.
    busy_timeout_s : float, default 30
        How long a write waits for another process's.
    """

    def __init__(
        self, path: Path, *, shared_disk: bool, busy_timeout_s: float = BUSY_TIMEOUT_S
    ) -> None:
        self.path = path
        self.shared_disk = shared_disk
        self._busy_timeout_s = busy_timeout_s
        self.after_write: Callable[[], None] = lambda: None
        """Called after each write transaction that was committed, when others may have theirs."""
        # Threads of one process queue here, because SQLite waits by sleeping, and unfairly.
        self._turn = threading.Lock()
        self._pid = os.getpid()
        self._engine = self._make_engine()
        self._narrowed: Engine | None = None

    @property
    def place(self) -> str:
        """Where it is, for a person."""
        return str(self.path)

    def exists(self) -> bool:
        """Return whether there is one yet; opening it would make one."""
        return self.path.exists()

    def belongs_to(self, store_id: str) -> bool:  # noqa: ARG002
        """Return whether it is this store's catalog: beside the blobs, it can be no other's."""
        return True

    def claim(self, store_id: str) -> None:
        """Write down whose catalog it is, where that is not plain from its place."""

    @contextmanager
    def read(self, seen: Seen | None = None) -> Iterator[Connection]:
        """Yield a connection that sees one state of the catalog throughout.

        Parameters
        ----------
        seen : Seen, optional
            The person through whose eyes: rows of other runs are not there (see `seen`).
        """
        engine = self._current_engine()
        if seen is not None:
            self._narrowed = self._narrowed or narrowed(engine)
            engine = self._narrowed
        with self._errors(), engine.connect() as connection:
            if seen is not None:
                connection = connection.execution_options(**{SEEN_BY: seen})
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Yield a connection inside a write transaction while nobody else is in one.

        It is committed, and on the disk, when the block ends, and undone when it raises.

        Raises
        ------
        CellkeepError
            ``CATALOG_BUSY`` where another process held the catalog for 30 seconds.
        """
        self._current_engine()  # of which the turns are, too
        if not self._turn.acquire(timeout=self._busy_timeout_s):
            raise busy(self.place)
        try:
            with self._writing(ALL) as connection:
                yield connection
        finally:
            self._turn.release()
        self.after_write()

    @contextmanager
    def note(self) -> Iterator[Connection]:
        """Yield a connection in a short write transaction for rows that nobody lists.

        Nobody is told of it. As `write`, but where several can write at a time nobody waits.
        """
        with self.write() as connection:
            yield connection

    def write_runs(self, runs: Collection[str], work: Callable[[Connection], T]) -> T:  # noqa: ARG002
        """Do some work in a write transaction, and return what it returns.

        Where several can write at a time, those who write into other runs do not wait. Where two
        came into each other's way, the work of one is undone and done again from the start.

        Parameters
        ----------
        runs : collection of str
            The ids of the only runs that it writes into. Beside these it may add blobs and texts.
        work : callable
            Called with the connection, perhaps several times.

        Raises
        ------
        CellkeepError
            As `write`.
        """
        with self.write() as connection:
            return work(connection)

    def certain_change(self) -> int | None:
        """Return a number up to which no change will be committed any more that is not there now.

        None where one writes at a time, so that what is there is all.
        """
        return None

    @contextmanager
    def _writing(self, runs: Collection[str] | str) -> Iterator[Connection]:
        """Yield a connection inside a transaction that writes into some runs, or `ALL`."""
        with (
            self._errors(),
            self._current_engine().connect().execution_options(**{WRITES: runs}) as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        """Close every connection."""
        # A forked child has copies of its parent's: it must leave them alone.
        self._engine.dispose(close=self._pid == os.getpid())

    def _errors(self) -> AbstractContextManager[None]:
        return catalog_errors(self.path)

    def _current_engine(self) -> Engine:
        if self._pid != os.getpid():
            # SQLite connections do not survive a fork; the parent goes on using its own.
            self._engine.dispose(close=False)
            self._turn = threading.Lock()
            self._pid = os.getpid()
        return self._engine

    def _make_engine(self) -> Engine:
        engine = create_engine(
            # Not a string: "%", "?" and "#" in a folder's name would mean something else there.
            URL.create("sqlite+pysqlite", database=str(self.path)),
            poolclass=QueuePool,
            pool_size=8,
            max_overflow=24,
            connect_args={"timeout": self._busy_timeout_s, "check_same_thread": False},
        )
        event.listen(engine, "connect", self._on_connect)
        event.listen(engine, "begin", _on_begin)
        return engine

    def _on_connect(self, connection: Any, _record: object) -> None:
        # Transactions are begun by `_on_begin`, never by the driver.
        connection.isolation_level = None
        journal = "DELETE" if self.shared_disk else "WAL"
        connection.execute(f"PRAGMA journal_mode={journal}")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        # What a statement may have to undo: otherwise a file is made and removed in each commit.
        connection.execute("PRAGMA temp_store=MEMORY")
        list_trigrams(connection)


def list_trigrams(connection: sqlite3.Connection) -> None:
    """Let a connection read the trigrams of `facets` one by one, where SQLite has such an index."""
    with suppress(sqlite3.OperationalError):
        connection.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{TRIGRAMS}"
            " USING fts5vocab('main', 'facets_fts', 'instance')"
        )


def _on_begin(connection: Connection) -> None:
    writes = WRITES in connection.get_execution_options()
    # IMMEDIATE: a transaction that reads before it writes could otherwise find, too late, that
    # another one wrote in between.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def catalog_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite refuses into `CellkeepError`s."""
    try:
        yield
    except PoolTimeoutError as error:
        raise busy(str(path)) from error
    except (DBAPIError, sqlite3.Error) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(reason, "sqlite_errorcode", None)
        if code is None:
            raise  # not a refusal of the disk or the file: a bug of ours
        known = _known_error(path, code & 0xFF, str(reason))
        if known is None and "no such module: fts5" in str(reason):
            # Made by another Python of this machine, whose SQLite can search text.
            known = StoreUnreachableError(
                f"The catalog {path} has a text index, and this Python's SQLite has no FTS5.",
                hint="Use the Python that made the store, or one with a complete SQLite.",
            )
        if known is None:
            raise
        raise known from error


def _known_error(path: Path, code: int, reason: str) -> CellkeepError | None:
    if code in _BUSY:
        return busy(str(path))
    if code == sqlite3.SQLITE_FULL:
        return StoreFullError(
            f"There is no room for the catalog on the disk of {path}.",
            hint="Nothing that was kept is lost. Free some space, then save again.",
        )
    if code in _BROKEN:
        return StoreUnreachableError(
            f"The catalog {path} is damaged: {reason}.",
            hint="The blobs beside it are untouched. Run `cellkeep doctor` before anything else.",
        )
    if code in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM,
                sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PROTOCOL}:  # fmt: skip
        return StoreUnreachableError(
            f"The catalog {path} cannot be used: {reason}.",
            hint="Look at the folder's owner and permissions, and whether its disk is mounted "
            "for writing. `cellkeep doctor` looks at all of them.",
        )
    return None


def busy(place: str) -> CellkeepError:
    """Return the error of a catalog that another process holds."""
    return CellkeepError(
        f"Another process has kept the catalog {place} locked.",
        hint="Nothing was changed. Try again.",
        code="CATALOG_BUSY",
    )
