"""How the processes that have a store open take turns."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Protocol
from weakref import WeakSet

from cellkeep_core.errors import CellkeepError
from cellkeep_core.modes import make_file, make_folders, modes_of
from cellkeep_store.file_lock import HeldError, Release, lock_file
from cellkeep_store.filesystem import storage_errors

_FOREVER = -1.0
_GATE = "gate"
_NOTICE_BYTES = 16
# Of a store that others may write to: no link of theirs is written through, no pipe waited for.
_REGULAR = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_LOOK_S = 0.1
"""How often a listener looks for what another process has told."""


class Listener(Protocol):
    """Hears what is notified under one name, from when it is made."""

    def wait(self, timeout_s: float) -> bool:
        """Return whether there was a notice since the last call, or comes within so long."""

    def close(self) -> None:
        """Hear no more; who waits returns."""


class Coordinator(Protocol):
    """Keeps processes, and threads of one, out of each other's way.

    What a process holds is free again when it dies. Who waits to hold a name alone comes before
    those who ask later to share it, so that many who share in turns keep nobody out.
    """

    def exclusive(self, name: str, timeout_s: float = -1) -> AbstractContextManager[None]:
        """Hold a name alone, within the context; never twice in one thread.

        Parameters
        ----------
        timeout_s : float, default -1
            How long to wait for others; -1 for ever.

        Raises
        ------
        CellkeepError
            ``CATALOG_BUSY`` where another one held it for longer.
        """

    def shared(self, *names: str, timeout_s: float = -1) -> AbstractContextManager[None]:
        """Hold names with others who share them, while nobody holds one of them alone.

        Where there is no such lock each is held alone. Otherwise as `exclusive`.
        """

    def every(self, name: str, seconds: float, work: Callable[[], bool]) -> None:
        """Do some work, unless somebody is at it or has finished it within so many seconds.

        Parameters
        ----------
        work : callable
            Returns whether it finished; if not, the next call does the rest at once.
        """

    def notify(self, name: str) -> None:
        """Wake whoever listens, in any process.

        Only a hint, and never an error: one may get lost, so who listens looks now and then
        by itself too; and several may be heard as one.
        """

    def listen(self, name: str) -> Listener:
        """Hear notices from now on."""

    def close(self) -> None:
        """Let go of what it is connected to. Nothing is held by then."""


class FolderCoordinator:
    """A `Coordinator` by files in the store's folder.

    ``<name>.lock`` is held by whoever is at it. The time of ``<name>ed`` is when it was last
    finished; it has nothing in it. ``gate.lock`` is passed on the way to a name: who waits there
    to hold one alone keeps those behind from sharing it meanwhile. What is in ``<name>ed`` of a
    name that is notified is another random text after each notice.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._listeners: WeakSet[FolderListener] = WeakSet()

    @contextmanager
    def exclusive(self, name: str, timeout_s: float = _FOREVER) -> Iterator[None]:
        """Lock the file."""
        with ExitStack() as held:
            self._pass_gate([name], timeout_s, held, alone=True)
            yield

    @contextmanager
    def shared(self, *names: str, timeout_s: float = _FOREVER) -> Iterator[None]:
        """Lock the files, always in the same order."""
        with ExitStack() as held:
            self._pass_gate(sorted(names), timeout_s, held, alone=False)
            yield

    def every(self, name: str, seconds: float, work: Callable[[], bool]) -> None:
        """Lock the file, and look at the time of the other."""
        stamp = self._stamp(name)
        with storage_errors(self._root), ExitStack() as held:
            try:
                held.callback(self._lock(name, time.monotonic(), alone=True))
            except HeldError:
                return
            if _age_s(stamp) >= seconds and work():
                make_file(stamp, modes_of(self._root).file)
                stamp.touch()

    def notify(self, name: str) -> None:
        """Write something else into the file."""
        path = self._stamp(name)
        with suppress(OSError):
            try:
                descriptor = os.open(path, os.O_WRONLY | _REGULAR)
            except FileNotFoundError:
                make_file(path, modes_of(self._root).file)
                descriptor = os.open(path, os.O_WRONLY | _REGULAR)
            try:
                os.write(descriptor, os.urandom(_NOTICE_BYTES // 2).hex().encode())
            finally:
                os.close(descriptor)
        for listener in list(self._listeners):
            listener.tell(path)

    def listen(self, name: str) -> FolderListener:
        """Look at the file, often; what this very object notifies is heard at once."""
        listener = FolderListener(self._stamp(name))
        self._listeners.add(listener)
        return listener

    def close(self) -> None:
        """Nothing stays open."""

    def _stamp(self, name: str) -> Path:
        return self._root / f"{name}ed"

    def _pass_gate(
        self, names: list[str], timeout_s: float, held: ExitStack, *, alone: bool
    ) -> None:
        deadline = None if timeout_s < 0 else time.monotonic() + timeout_s
        try:
            with storage_errors(self._root), ExitStack() as gate:
                gate.callback(self._lock(_GATE, deadline, alone=alone))
                for name in names:
                    held.callback(self._lock(name, deadline, alone=alone))
        except HeldError as error:
            raise CellkeepError(
                f"Another process has held the store {self._root} for {timeout_s:g} seconds.",
                hint="Nothing was changed. Try again.",
                code="CATALOG_BUSY",
            ) from error

    def _lock(self, name: str, deadline: float | None, *, alone: bool) -> Release:
        path = self._root / f"{name}.lock"
        if not path.exists():
            modes = modes_of(self._root)
            if path.parent != self._root:
                make_folders(path.parent, modes.folder)
            # Made here, because the umask would narrow what a lock's own opening asks for.
            make_file(path, modes.file)
        return lock_file(str(path), self._root, deadline, alone=alone)


class FolderListener:
    """A `Listener` that looks whether there is something else in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._woken = threading.Event()
        self._closed = False
        self._seen = _content(path)

    def wait(self, timeout_s: float) -> bool:
        """Look until there is."""
        deadline = time.monotonic() + timeout_s
        while not self._closed:
            left_s = deadline - time.monotonic()
            told = self._woken.wait(min(max(left_s, 0), _LOOK_S))
            self._woken.clear()
            before, self._seen = self._seen, _content(self._path)
            if told or before != self._seen:
                return not self._closed
            if left_s <= 0:
                break
        return False

    def tell(self, path: Path) -> None:
        """Wake it, where it listens to this file."""
        if path == self._path:
            self._woken.set()

    def close(self) -> None:
        """Wake it for the last time."""
        self._closed = True
        self._woken.set()


def _content(path: Path) -> bytes:
    """Return what is in a file, opened anew: a network disk asks for it only then."""
    try:
        descriptor = os.open(path, os.O_RDONLY | _REGULAR)
    except OSError:
        return b""
    try:
        return os.read(descriptor, _NOTICE_BYTES)
    except OSError:
        return b""
    finally:
        os.close(descriptor)


def _age_s(stamp: Path) -> float:
    try:
        return abs(time.time() - stamp.stat().st_mtime)
    except FileNotFoundError:
        return float("inf")
