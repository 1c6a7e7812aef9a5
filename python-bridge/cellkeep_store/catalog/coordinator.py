"""How servers take turns that share a catalog in PostgreSQL."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from weakref import WeakSet

from sqlalchemy import Connection, delete, func, insert, select, text

from cellkeep_core.errors import CellkeepError
from cellkeep_core.ids import new_id
from cellkeep_store.catalog.notices import NoticeReader
from cellkeep_store.catalog.postgres import PostgresDatabase
from cellkeep_store.catalog.tables import about
from cellkeep_store.catalog.turns import number_of

_SPACE = 0x63656C6C  # "cell": locks of two numbers, beside the catalog's of one
_FOREVER = -1.0
_CHANNEL = "cellkeep"
# Older servers do not have all of them.
_SET = text(
    "SELECT set_config(key, value, true) FROM json_each_text(CAST(:settings AS json)) "
    "WHERE current_setting(key, true) IS NOT NULL"
)


class PostgresCoordinator:
    """A `Coordinator` by the advisory locks and the notices of the catalog's database.

    Each name that is held has a transaction of its own, so that a pooler may stand between
    (pgbouncer gives each transaction another connection, and mixes up locks of sessions). What is
    held goes with its connection: a restart of the database frees it while its holder still works.
    So it keeps servers out of each other's way, and what must not go wrong is decided by rows.

    Parameters
    ----------
    url : str
        The database, as of `PostgresDatabase`.
    listen_url : str, optional
        The same database past any pooler, which carries no notices. Default: `url`.
    """

    def __init__(self, url: str, *, listen_url: str | None = None) -> None:
        # Connections of its own: who waits for one while it holds another waits in a circle.
        self._database = PostgresDatabase(url)
        self._me = new_id()
        self._listeners: WeakSet[NoticeListener] = WeakSet()
        self._reader = NoticeReader(listen_url or url, _CHANNEL, self._heard)
        self._turn = threading.Lock()
        self._unsent: set[str] = set()
        self._sending = False

    @contextmanager
    def exclusive(self, name: str, timeout_s: float = _FOREVER) -> Iterator[None]:
        """Lock its number."""
        with self._held([name], timeout_s, func.pg_advisory_xact_lock):
            yield

    @contextmanager
    def shared(self, *names: str, timeout_s: float = _FOREVER) -> Iterator[None]:
        """Lock their numbers, always in the same order."""
        with self._held(sorted(names), timeout_s, func.pg_advisory_xact_lock_shared):
            yield

    def every(self, name: str, seconds: float, work: Callable[[], bool]) -> None:
        """Lock its number, and look at the time in ``about``, which is the database's."""
        key = f"every:{name}"
        with self._transaction() as tx:
            if not tx.execute(
                select(func.pg_try_advisory_xact_lock(_SPACE, number_of(name)))
            ).scalar():
                return
            now = select(func.extract("epoch", func.clock_timestamp()))
            last = tx.execute(select(about.c.value).where(about.c.key == key)).scalar()
            if (
                last is not None
                and abs(float(tx.execute(now).scalar_one()) - float(last)) < seconds
            ):
                return
            if work():
                tx.execute(delete(about).where(about.c.key == key))
                tx.execute(insert(about).values(key=key, value=str(tx.execute(now).scalar_one())))
                tx.commit()

    def notify(self, name: str) -> None:
        """Tell the listeners of this object, and send a notice; one at a time, with all names."""
        self._tell(name)
        with self._turn:
            self._unsent.add(name)
            if self._sending:
                return  # who sends takes it along: NOTIFY makes commits wait for each other
            self._sending = True
        while names := self._to_send():
            with suppress(CellkeepError), self._database.read() as tx:
                tx.execution_options(isolation_level="AUTOCOMMIT")
                for one in names:
                    tx.execute(select(func.pg_notify(_CHANNEL, f"{self._me} {one}")))

    def listen(self, name: str) -> NoticeListener:
        """Begin to read notices, where that was not done yet."""
        listener = NoticeListener(name)
        self._listeners.add(listener)
        self._reader.start()
        return listener

    def close(self) -> None:
        """Close every connection."""
        self._reader.close()
        self._database.close()

    def _to_send(self) -> list[str]:
        with self._turn:
            names = sorted(self._unsent)
            self._unsent.clear()
            self._sending = bool(names)
        return names

    def _heard(self, notice: str | None) -> None:
        sender, _, name = (notice or "").partition(" ")
        if sender != self._me:
            self._tell(name if notice is not None else None)

    def _tell(self, name: str | None) -> None:
        """Wake those who listen to a name, or all: notices may have been lost."""
        for listener in list(self._listeners):
            if name in (None, listener.name):
                listener.tell()

    @contextmanager
    def _held(
        self, names: list[str], timeout_s: float, lock: Callable[..., object]
    ) -> Iterator[None]:
        with ExitStack() as stack:
            tx = stack.enter_context(self._transaction(timeout_s))
            for name in names:
                tx.execute(select(lock(_SPACE, number_of(name))))  # type: ignore[call-overload]
            held = stack.pop_all()
        try:
            yield
        finally:
            with suppress(CellkeepError):  # cut meanwhile: then it is free already
                held.close()

    @contextmanager
    def _transaction(self, timeout_s: float = _FOREVER) -> Iterator[Connection]:
        """Begin one that may last for hours, without keeping old rows from being cleaned up."""
        wait_ms = 0 if timeout_s < 0 else max(1, int(timeout_s * 1000))
        settings = {
            "lock_timeout": wait_ms,
            # Of all names together; not so short that a slow machine is taken for a held name.
            "statement_timeout": wait_ms and wait_ms + 1000,
            "idle_in_transaction_session_timeout": 0,
            "transaction_timeout": 0,
            # A machine that vanished holds nothing for hours.
            "tcp_keepalives_idle": 10,
            "tcp_keepalives_interval": 10,
            "tcp_keepalives_count": 3,
        }
        with self._database.read() as tx:
            tx.execution_options(isolation_level="READ COMMITTED")
            tx.execute(_SET, {"settings": json.dumps(settings)})
            yield tx


class NoticeListener:
    """A `Listener` that is told."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._woken = threading.Event()
        self._closed = False

    def wait(self, timeout_s: float) -> bool:
        """Wait until it is told."""
        if self._closed:
            return False
        told = self._woken.wait(max(timeout_s, 0))
        self._woken.clear()
        return told and not self._closed

    def tell(self) -> None:
        """Wake who waits, or the next who does."""
        self._woken.set()

    def close(self) -> None:
        """Wake who waits for the last time."""
        self._closed = True
        self._woken.set()
