"""A catalog in a folder that can only be read: a mounted archive, or a colleague's store."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import weakref
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import NullPool

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_store.catalog.database import Database, list_trigrams


class ReadOnlyDatabase(Database):
    """SQLite's file without the right to write beside it.

    Each read opens it anew, because what SQLite needs depends on what is beside the file then:

    - nothing: nobody has it open, and it is read as it is (``immutable``);
    - the log and the index of somebody who has it open: ``mode=ro`` takes part;
    - a log that a crash left, with transactions that are not in the file yet: SQLite would have to
      write to read them, so that the files are copied and read there.
    """

    def __init__(self, path: Path, *, shared_disk: bool) -> None:
        self._copied: tuple[tuple[int, ...], Path] | None = None
        super().__init__(path, shared_disk=shared_disk)

    def write(self) -> NoReturn:
        """Refuse."""
        raise can_only_be_read(self.path.parent)

    def _make_engine(self) -> Engine:
        engine = create_engine("sqlite+pysqlite://", creator=self._connect, poolclass=NullPool)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        return engine

    def _connect(self) -> sqlite3.Connection:
        if not self._left_beside():
            return self._opened(self.path, "immutable=1")
        try:
            return self._opened(self.path, "mode=ro")
        except sqlite3.OperationalError:
            return self._opened(self._copy(), "mode=rw")

    def _opened(self, path: Path, how: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"file:{quote(os.fsencode(path))}?{how}",
            uri=True,
            isolation_level=None,
            timeout=self._busy_timeout_s,
            check_same_thread=False,
        )
        try:
            connection.execute("PRAGMA temp_store=MEMORY")
            list_trigrams(connection)
            connection.execute("PRAGMA query_only=ON")
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()  # it opens at first use
        except BaseException:
            connection.close()
            raise
        return connection

    def _left_beside(self) -> list[Path]:
        beside = (self.path.with_name(self.path.name + end) for end in ("-wal", "-journal"))
        return [path for path in beside if path.exists() and path.stat().st_size]

    def _copy(self) -> Path:
        """Return a copy of the file, with what a crash left beside it; made once for each state."""
        files = [self.path, *self._left_beside()]
        state = tuple(part for path in files for part in _state(path))
        if self._copied is None or self._copied[0] != state:
            folder = Path(tempfile.mkdtemp(prefix="cellkeep-catalog-"))  # private, as it makes them
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
            for path in files:
                shutil.copyfile(path, folder / path.name)
            self._copied = state, folder / self.path.name
        return self._copied[1]


def can_only_be_read(root: Path) -> StoreUnreachableError:
    """Return the error for a write to a store that can only be read here."""
    return StoreUnreachableError(
        f"The store {root} can only be read here.",
        hint="What is in it is safe. What you save waits in the spool; to save elsewhere, set "
        "CELLKEEP_STORE to a folder that you can write.",
    )


def is_read_only(root: Path) -> bool:
    """Whether there is a store that this process may read and not change."""
    return (root / "store.json").exists() and not os.access(root, os.W_OK | os.X_OK)


def _state(path: Path) -> tuple[int, ...]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns
