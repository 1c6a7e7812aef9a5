"""Describing files in a process of its own, which may die.

Arrow, Parquet and images are read by native code. A file made to do so can end its process, or
take its time and memory; here that is a child that is started again, and the file is saved
without a preview.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import sys
import threading
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import subprocess
    from multiprocessing.connection import Connection
    from pathlib import Path

    from cellkeep_core.protocol.generated import Preview

    Facts = tuple[str, Preview | None, bytes | None]

# Starting it takes 0.3 s, and far longer on a machine that is busy.
LONGEST_START_S = 30.0
LONGEST_ANSWER_S = 10.0
_MOST_ANSWER_BYTES = 4 << 20
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    "from cellkeep.codecs.describing.isolated_child import main; main(int(sys.argv[2]))"
)

_log = logging.getLogger(__name__)


def facts_from(message: bytes) -> Facts:
    """Return the facts in an answer, whose types are checked."""
    from cellkeep_core.protocol.generated import Preview

    facts: Facts = msgspec.msgpack.decode(message, type=tuple[str, Preview | None, bytes | None])
    return facts


class Child:
    """The process, started when the first file comes; one file at a time."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._asking = False
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        # A fork of this process has the same pipe, and must not read its answers.
        self._owner = 0

    @property
    def pid(self) -> int | None:
        """Its process id, while there is one."""
        return self._process.pid if self._process is not None else None

    def describe(self, path: Path, media_type: str) -> Facts:
        """Return what it says of a file.

        Raises
        ------
        OSError, EOFError, msgspec.MsgspecError
            It could not be started, it died, or took too long. The next call starts it again.
        """
        request = msgspec.msgpack.encode((os.fsencode(path.absolute()), media_type))
        with self._lock:
            if self._asking:
                raise OSError("a signal handler saves while this thread waits for an answer")
            self._asking = True
            try:
                return self._ask(request)
            except BaseException:
                # Also where a person interrupts: the answer must not be taken for the next one's.
                self._stop()
                raise
            finally:
                self._asking = False

    def stop(self) -> None:
        """End it."""
        with self._lock:
            self._stop()

    def _ask(self, request: bytes) -> Facts:
        pipe = self._running()
        pipe.send_bytes(request)
        if not pipe.poll(LONGEST_ANSWER_S):
            raise TimeoutError(f"no answer in {LONGEST_ANSWER_S:.0f} s")
        return facts_from(pipe.recv_bytes(_MOST_ANSWER_BYTES))

    def _running(self) -> Connection:
        if self._process is not None and (
            self._owner != os.getpid() or self._process.poll() is not None
        ):
            self._stop()
        if self._pipe is None:
            self._pipe = self._start()
        return self._pipe

    def _start(self) -> Connection:
        import subprocess
        from multiprocessing import Pipe

        ours, theirs = Pipe()
        # Isolated: neither the folder of the notebook nor PYTHON* variables are looked at, but
        # the places where this process finds its modules.
        places = json.dumps([place for place in sys.path if place])
        descriptor = theirs.fileno()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  (this Python, and our own program)
                [sys.executable, "-I", "-c", _PROGRAM, places, str(descriptor)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[descriptor],
                start_new_session=True,
            )
        self._owner = os.getpid()
        if not ours.poll(LONGEST_START_S):
            raise TimeoutError(f"not started in {LONGEST_START_S:.0f} s")
        ours.recv_bytes(16)
        return ours

    def _stop(self) -> None:
        process, self._process = self._process, None
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()
        if process is None:
            return
        if self._owner == os.getpid():
            process.kill()
            process.wait()
        else:
            process.returncode = 0  # the parent's child, which only it can wait for


CHILD = Child()
atexit.register(CHILD.stop)


def describe_isolated(path: Path, media_type: str) -> Facts:
    """Return what a child says of a file; nothing where it does not survive it."""
    try:
        return CHILD.describe(path, media_type)
    except (OSError, EOFError, msgspec.MsgspecError) as error:
        _log.info("%s has no preview: reading it failed (%s).", path, error or type(error).__name__)
        return "", None, None
