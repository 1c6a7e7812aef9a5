"""The store behind the server: opened once, in a thread, and only ever called in threads."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from cellkeep_core.cores import usable_cores
from cellkeep_core.errors import CellkeepError, StoreUnreachableError
from cellkeep_server.metrics import READY, WORK
from cellkeep_server.together import Put, Together

if TYPE_CHECKING:
    from logging import Logger

    from cellkeep_store import BatchItem, Store
    from cellkeep_store.catalog.person import Person

T = TypeVar("T")


class StoreAccess:
    """How handlers reach the store: all of it (`StoreService`), or as a person sees it.

    There are pools of threads, so that a page of the catalog never waits behind the hashing of
    ten gigabytes: `call` is for questions, `move` for bytes, `take_body` for those that come,
    `send_long` for what waits for its reader, such as an export.
    """

    def __init__(self, person: Person | None, together: Together) -> None:
        self._person = person
        self._together = together

    async def call(self, work: Callable[[Store], T]) -> T:
        """Ask the store something short, such as a page of the catalog."""
        return await self.ask_in("ask", work)

    async def move(self, work: Callable[[Store], T]) -> T:
        """Let the store do something that takes as long as its bytes are many."""
        return await self.ask_in("move", work)

    async def put_small(self, item: BatchItem) -> Put:
        """Store something small, with what else (of this person) comes just now."""
        return await self._together.store(self._person, item, partial(_put_many, self))

    async def send_long(self, work: Callable[[Store], T]) -> T:
        """Let the store do what may wait for a client, or takes minutes; nobody waits for it."""
        return await self.ask_in("long", work)

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Run file work that needs no store in the threads for bytes."""
        return await self.run_in("move", work)

    async def take_body(self, work: Callable[[], T]) -> T:
        """Read some of an upload from its socket, in a thread."""
        return await self.run_in("body", work)

    async def ask_in(self, threads: str, work: Callable[[Store], T]) -> T:
        """Let the store do something in one of the pools of threads."""
        raise NotImplementedError

    async def run_in(self, threads: str, work: Callable[[], T]) -> T:
        """Run something else in one of them."""
        raise NotImplementedError


OPEN_TIMEOUT_S = 10.0
"""How long a request waits for the store to open. The opening itself goes on."""

RETRY_AFTER_S = 1.0
"""How long a failed opening stands before the next request tries again."""

READY_S = 5.0
"""A store that says nothing for so long is not ready."""

READY_FOR_S = 1.0
"""How long one look at the store answers all who ask whether it is ready: they need no token."""

_MOST_BODY_THREADS = 2
_MOST_LONG = 4


class StoreService(StoreAccess):
    """Opens the store when it is first needed and runs its calls in threads of its own.

    Parameters
    ----------
    open_store : callable
        Opens the store; called in a thread, again after each failure.
    log : Logger
        Where a store that cannot be opened is reported.
    on_open : callable, optional
        Called once, on the event loop, when the store is open.
    """

    def __init__(
        self,
        open_store: Callable[[], Store],
        log: Logger,
        on_open: Callable[[Store], None] | None = None,
    ) -> None:
        super().__init__(None, Together())
        self._open_store = open_store
        self._log = log
        self._on_open = on_open
        self._store: Store | None = None
        self._opening: asyncio.Task[Store] | None = None
        self._failure: tuple[float, CellkeepError] | None = None
        # How many uploads are read at once: one core stays the event loop's.
        body = min(max(usable_cores() - 1, 1), _MOST_BODY_THREADS)
        sizes = {"ask": 4, "move": 8, "long": _MOST_LONG, "body": body}
        self._pools = {
            threads: ThreadPoolExecutor(most, thread_name_prefix=f"cellkeep-{threads}")
            for threads, most in sizes.items()
        }
        self._running: set[Future[Any]] = set()
        self._looking: asyncio.Task[bool] | None = None
        self._looked_at = 0.0
        self._closed = False

    async def store(self) -> Store:
        """Return the store, opening it where that has not succeeded yet.

        Raises
        ------
        StoreUnreachableError
            With the reason why it cannot be opened.
        """
        if self._closed:
            raise _stopping()
        if self._store is not None:
            return self._store
        if self._failure is not None and time.monotonic() - self._failure[0] < RETRY_AFTER_S:
            raise _again(self._failure[1])
        if self._opening is None:
            self._opening = asyncio.create_task(self._open())
            # All who wait may have given up by the time it fails; it has been logged then.
            self._opening.add_done_callback(lambda task: task.cancelled() or task.exception())
        try:
            # The shield: a request that gives up must not stop the opening for the others.
            return await asyncio.wait_for(asyncio.shield(self._opening), OPEN_TIMEOUT_S)
        except TimeoutError as error:
            raise StoreUnreachableError(
                f"The store did not open in {OPEN_TIMEOUT_S:g} seconds.",
                hint="Nothing is lost. Is its disk or network folder slow? It is tried again.",
            ) from error

    def of(self, person: Person) -> PersonalService:
        """Return the store as one person sees it."""
        return PersonalService(self, person, self._together)

    async def ask_in(self, threads: str, work: Callable[[Store], T]) -> T:
        """Open the store first, where that is still to be done."""
        store = await self.store()
        return await self.run_in(threads, partial(work, store))

    async def run_in(self, threads: str, work: Callable[[], T]) -> T:
        """Run it, and know of it until it ends."""
        if self._closed:
            raise _stopping()
        future = self._pools[threads].submit(_timed, threads, work)
        self._running.add(future)
        future.add_done_callback(self._running.discard)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            if self._closed:
                raise _stopping() from None
            raise

    async def is_ready(self) -> bool:
        """Whether catalog and bytes are in reach. Who ask within a second share one look."""
        is_old = time.monotonic() - self._looked_at >= READY_FOR_S
        if self._looking is None or (self._looking.done() and is_old):
            self._looking = asyncio.create_task(self._look())
        # The shield: a request that gives up must not stop the look for the others.
        return await asyncio.shield(self._looking)

    async def _look(self) -> bool:
        try:
            async with asyncio.timeout(READY_S):
                await self.call(_look)
        except (CellkeepError, OSError, TimeoutError) as error:
            self._log.warning("Cellkeep is not ready: %s", error or "the store does not answer")
            is_ready = False
        else:
            is_ready = True
        READY.set(is_ready)
        self._looked_at = time.monotonic()
        return is_ready

    async def close(self, within_s: float) -> None:
        """Take no more work, wait for what runs at most `within_s` seconds, and close the store."""
        self._closed = True
        if self._opening is not None:
            self._opening.cancel()
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
        if self._running:
            running = [asyncio.wrap_future(future) for future in self._running]
            await asyncio.wait(running, timeout=within_s)
        store, self._store = self._store, None
        close = getattr(store, "close", None)
        if close is not None:
            close()

    async def _open(self) -> Store:
        try:
            store = await self.run_in("ask", self._open_store)
        except Exception as error:
            failure = _unreachable(error)
            self._failure = (time.monotonic(), failure)
            self._log.warning("Cellkeep cannot open its store: %s", failure, exc_info=error)
            raise failure from error
        finally:
            self._opening = None
        self._failure = None
        self._store = store
        if self._on_open is not None:
            self._on_open(store)
        return store


class PersonalService(StoreAccess):
    """The store through the eyes of one person; threads and opening are those of all."""

    def __init__(self, service: StoreService, person: Person, together: Together) -> None:
        super().__init__(person, together)
        self._service = service
        self._seen: Callable[[Store], Store] = lambda store: store.seen_by(person)

    async def ask_in(self, threads: str, work: Callable[[Store], T]) -> T:
        """Let it work on what this person sees."""
        return await self._service.ask_in(threads, lambda store: work(self._seen(store)))

    async def run_in(self, threads: str, work: Callable[[], T]) -> T:
        """Run it beside what others do."""
        return await self._service.run_in(threads, work)


async def _put_many(access: StoreAccess, items: list[BatchItem]) -> list[Put]:
    return await access.move(partial(_put, items))


def _put(items: list[BatchItem], store: Store) -> list[Put]:
    outcomes = store.ingest.put_many(items)
    allowance = store.people.allowance()
    return [Put(outcome, allowance) for outcome in outcomes]


def _look(store: Store) -> None:
    store.catalog.last_change()
    store.blobs.free_bytes()


def _timed(threads: str, work: Callable[[], T]) -> T:
    with WORK.labels(threads).time():
        return work()


def _stopping() -> CellkeepError:
    return StoreUnreachableError("The server is stopping.")


def _unreachable(error: Exception) -> CellkeepError:
    hint = "Put that right; no restart is needed, the next request tries again."
    if isinstance(error, CellkeepError):
        return StoreUnreachableError(error.message, hint=error.hint or hint)
    if isinstance(error, OSError):
        reason = error.strerror or str(error)
        where = f": {error.filename}" if error.filename else ""
        return StoreUnreachableError(f"The store cannot be opened: {reason}{where}.", hint=hint)
    return StoreUnreachableError(
        f"The store cannot be opened ({type(error).__name__}); the server's log has the details.",
        hint=hint,
    )


def _again(error: CellkeepError) -> CellkeepError:
    # A fresh exception: one object raised by many requests would gather all their tracebacks.
    return StoreUnreachableError(error.message, hint=error.hint)
